import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Host } from '../../schema/apply/directus.ts';
import { removeDemo, seedDemo, settingsFrom, planInstance } from '../../seeds/index.ts';
import { hostOn } from '../support/host.ts';
import { startWorld, type World } from '../support/index.ts';

let world: World;
let host: Host;

beforeAll(async () => {
	world = await startWorld();
	host = await hostOn(world);
});

afterAll(async () => {
	await host?.database.destroy();
	await world?.stop();
});

const today = new Date('2026-11-21T09:30:00Z');
const seed = (now = today) => seedDemo({ ...host, now, isAsked: true });
const remove = () => removeDemo(host);

async function rows<T extends object>(sql: string, values: unknown[] = []): Promise<T[]> {
	return (await world.sql.query<T>(sql, values)).rows;
}

async function number(sql: string): Promise<number> {
	const [row] = await rows<{ number: string }>(`SELECT (${sql})::int AS number`);
	return Number(row?.number);
}

/** Everything that is in the tables, but for what the demo remembers of itself. */
async function contents(): Promise<Record<string, string>> {
	const tables = await rows<{ name: string }>("SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname IN ('public', 'cardinal') AND tablename <> 'demo' ORDER BY 1");
	const all = await Promise.all(tables.map(async ({ name }) => [name, (await rows<{ row: string }>(`SELECT t::text AS row FROM ${name} t ORDER BY 1`)).map(({ row }) => row)] as const));
	return Object.fromEntries(all.map(([name, found]) => [name, `${found.length} rows ${createHash('sha256').update(found.join('\n')).digest('hex').slice(0, 12)}`]));
}

describe('a demo that is loaded', () => {
	let before: Record<string, string>;

	beforeAll(async () => {
		before = await contents();
		const startedAt = performance.now();
		expect(await seed()).toMatchObject({ isChanged: true, lines: ['The demo is loaded: 11 people, 40 accounts, 120 contacts, 200 leads, 150 opportunities, 400 activities.'] });
		expect(performance.now() - startedAt).toBeLessThan(20_000);
	});

	test('shows over the API, people and all', async () => {
		const leads = await world.api('/items/crm_leads?limit=-1&fields=name,status,tags,owner.last_name,source.name');
		expect(leads.body.data).toHaveLength(200);
		expect(leads.body.data.every(({ tags }: { tags: string[] }) => tags[0] === 'Demo')).toBe(true);
		expect(new Set(leads.body.data.map(({ status }: { status: string }) => status))).toEqual(new Set(['new', 'working', 'qualified', 'unqualified']));
		const people = await world.api('/users?filter[status][_eq]=active&filter[team][_nnull]=true&fields=first_name,team.name,team.manager.first_name');
		expect(people.body.data).toHaveLength(7);
		expect(people.body.data).toContainEqual({ first_name: 'Aoife', team: { name: 'West', manager: { first_name: 'Étienne' } } });
	});

	test('everybody has a role; without a password, nobody can log in', async () => {
		expect(await rows('SELECT r.name AS role, count(*)::int AS people, count(u.team)::int AS sellers FROM directus_users u JOIN cardinal.demo d ON d.key = u.id::text LEFT JOIN directus_roles r ON r.id = u.role GROUP BY 1 ORDER BY 1')).toEqual([
			{ role: 'Finance', people: 1, sellers: 0 }, { role: 'Marketing', people: 1, sellers: 0 }, { role: 'Sales Manager', people: 2, sellers: 2 },
			{ role: 'Sales Rep', people: 5, sellers: 5 }, { role: 'Support', people: 1, sellers: 0 }, { role: 'Viewer', people: 1, sellers: 0 },
		]);
		const [person] = (await world.api('/users?filter[first_name][_eq]=Katharina&fields=email')).body.data;
		expect((await world.api('/auth/login', { body: { email: person.email, password: '' }, token: null })).status).toBe(400);
		expect((await world.api('/auth/login', { body: { email: person.email, password: 'null' }, token: null })).status).toBe(401);
	});

	test('stage history is complete: it begins with the deal, each move continues the one before, and the times telescope', async () => {
		expect(await number('SELECT count(*) FROM crm_stage_changes')).toBeGreaterThan(400);
		expect(await rows(`
			SELECT deal.name, sum(coalesce(change.seconds, 0)) AS spent, floor(extract(epoch FROM deal.stage_entered_at)) - floor(extract(epoch FROM deal.date_created)) AS passed
			FROM crm_opportunities deal LEFT JOIN crm_stage_changes change ON change.opportunity = deal.id GROUP BY deal.id
			HAVING sum(coalesce(change.seconds, 0)) <> floor(extract(epoch FROM deal.stage_entered_at)) - floor(extract(epoch FROM deal.date_created)) OR count(change.id) = 0`)).toEqual([]);
		expect(await rows(`
			SELECT * FROM (SELECT opportunity, from_stage, changed_at, lag(to_stage) OVER (PARTITION BY opportunity ORDER BY changed_at) AS before, lag(changed_at) OVER (PARTITION BY opportunity ORDER BY changed_at) AS earlier FROM crm_stage_changes) change
			WHERE before IS DISTINCT FROM from_stage OR changed_at <= earlier`)).toEqual([]);
		expect(await rows(`SELECT deal.name FROM crm_opportunities deal WHERE deal.stage <> (SELECT to_stage FROM crm_stage_changes WHERE opportunity = deal.id ORDER BY changed_at DESC LIMIT 1)`)).toEqual([]);
		expect(await number('SELECT count(*) FROM crm_stage_changes WHERE changed_by IS NULL')).toBe(0);
	});

	test('amounts are the sums of their lines, but for package prices', async () => {
		const sums = 'FROM crm_opportunities deal JOIN (SELECT opportunity, sum(amount) AS total FROM crm_opportunity_lines GROUP BY 1) line ON line.opportunity = deal.id';
		expect(await number(`SELECT count(*) ${sums}`)).toBeGreaterThan(100);
		expect(await rows(`SELECT deal.name ${sums} WHERE NOT amount_is_manual AND deal.amount <> total`)).toEqual([]);
		expect(await number(`SELECT count(*) ${sums} WHERE amount_is_manual`)).toBe(3);
		expect(await rows('SELECT amount FROM crm_opportunity_lines WHERE amount <> round(quantity * unit_price * (1 - coalesce(discount_percent, 0) / 100), 2)')).toEqual([]);
	});

	test('closed deals are valued in the base currency by the rate of their day', async () => {
		expect((await rows<{ currency: string }>('SELECT DISTINCT currency FROM crm_opportunities ORDER BY 1')).map(({ currency }) => currency)).toEqual(['CHF', 'EUR', 'GBP']);
		expect(await rows("SELECT name FROM crm_opportunities WHERE (stage_kind = 'open') <> (amount_base IS NULL) OR (stage_kind = 'open') <> (closed_at IS NULL)")).toEqual([]);
		expect(await rows("SELECT name FROM crm_opportunities WHERE stage_kind <> 'open' AND currency = 'EUR' AND amount_base <> amount")).toEqual([]);
		expect(await rows(`
			SELECT name FROM crm_opportunities deal WHERE stage_kind <> 'open' AND currency <> 'EUR' AND amount_base <>
				round(amount * (SELECT rate FROM crm_exchange_rates WHERE from_currency = deal.currency AND valid_on <= (deal.closed_at AT TIME ZONE 'UTC')::date ORDER BY valid_on DESC LIMIT 1), 2)`)).toEqual([]);
	});

	test('tells of wins and losses, of deals that went back, were lost and came again', async () => {
		expect(await rows('SELECT stage_kind, count(*)::int FROM crm_opportunities GROUP BY 1 ORDER BY 1')).toEqual([{ stage_kind: 'lost', count: 37 }, { stage_kind: 'open', count: 68 }, { stage_kind: 'won', count: 45 }]);
		expect(await number("SELECT count(*) FROM crm_opportunities WHERE stage_kind = 'lost' AND lost_reason IS NULL")).toBe(0);
		expect(await number("SELECT count(*) FROM crm_opportunities WHERE stage_kind <> 'lost' AND (lost_reason IS NOT NULL OR lost_note IS NOT NULL)")).toBe(0);
		expect(await number("SELECT count(*) FROM crm_stage_changes WHERE from_kind = 'lost' AND to_kind = 'open'")).toBe(3);
		expect(await number('SELECT count(*) FROM crm_opportunities deal JOIN crm_lost_reasons reason ON reason.id = deal.lost_reason WHERE reason.needs_note AND deal.lost_note IS NULL')).toBe(0);
	});

	test('rows belong to the team of their owner, and everybody was in touch lately', async () => {
		for (const table of ['crm_leads', 'crm_accounts', 'crm_contacts', 'crm_opportunities', 'crm_activities']) {
			expect(await rows(`SELECT row.id FROM ${table} row LEFT JOIN directus_users person ON person.id = row.owner WHERE row.owner IS NOT NULL AND row.team IS DISTINCT FROM person.team`)).toEqual([]);
		}
		expect(await number("SELECT count(*) FROM crm_leads WHERE owner IS NULL AND team IS NOT NULL AND status = 'new'")).toBeGreaterThan(10);
		expect(await number('SELECT count(*) FROM crm_leads WHERE owner IS NULL AND team IS NULL')).toBe(0);
		expect(await number("SELECT count(*) FROM crm_opportunities WHERE stage_kind = 'open' AND last_activity_at > timestamptz '2026-11-07'")).toBeGreaterThan(25);
		expect(await number("SELECT count(*) FROM crm_activities WHERE status = 'done' AND completed_at IS NULL")).toBe(0);
		expect(await number('SELECT count(*) FROM (SELECT contact FROM crm_account_contacts GROUP BY 1 HAVING count(*) > 1) several')).toBeGreaterThanOrEqual(10);
	});

	test('changes nothing a second time, and leaves the plan with nothing to do', async () => {
		const loaded = await contents();
		expect(await seed(new Date('2026-12-24T18:00:00Z'))).toEqual({ isChanged: false, lines: ['The demo is here already.'] });
		expect(await contents()).toEqual(loaded);
		expect(await planInstance({ ...host, settings: settingsFrom({}) })).toMatchObject({ isUnchanged: true, conflicts: [] });
	});

	test('what an admin edits and deletes stays so', async () => {
		const [lead, other] = (await world.api('/items/crm_leads?limit=2&fields=id')).body.data;
		await world.api(`/items/crm_leads/${lead.id}`, { method: 'PATCH', body: { company: 'Renamed by an admin' } });
		expect((await world.api(`/items/crm_leads/${other.id}`, { method: 'DELETE' })).status).toBe(204);
		expect(await seed()).toMatchObject({ isChanged: false });
		expect((await world.api(`/items/crm_leads/${lead.id}`)).body.data.company).toBe('Renamed by an admin');
		expect(await number('SELECT count(*) FROM crm_leads')).toBe(199);
	});

	test('goes wholly, edited rows too, and stays away until somebody asks', async () => {
		const startedAt = performance.now();
		const { isChanged, lines } = await remove();
		expect(performance.now() - startedAt).toBeLessThan(20_000);
		expect(isChanged).toBe(true);
		expect(lines).toHaveLength(1);
		const after = await contents();
		// What the tests above did themselves: their log, and the admin's last access.
		const ours = ([table]: [string, string]) => !['public.directus_activity', 'public.directus_revisions', 'public.directus_users'].includes(table);
		expect(Object.entries(after).filter(ours)).toEqual(Object.entries(before).filter(ours));
		expect(await number('SELECT count(*) FROM directus_users')).toBe(1);

		expect(await remove()).toEqual({ isChanged: false, lines: ['There is no demo to remove.'] });
		expect(await seedDemo({ ...host, now: today })).toEqual({ isChanged: false, lines: ['The demo was removed, and stays away until somebody asks for it.'] });
		expect(await number('SELECT count(*) FROM crm_leads')).toBe(0);
	});
});

describe.each(['2026-01-01T00:00:10Z', '2026-03-31T23:59:00Z', '2027-02-28T12:00:00Z', '2028-02-29T10:00:00Z'])('loaded on %s', (moment) => {
	afterEach(remove);

	test('no guard objects, and the month has its deals', async () => {
		await seed(new Date(moment));
		const inMonth = "date_trunc('month', close_date) = date_trunc('month', $1::timestamptz AT TIME ZONE 'UTC')";
		const [found] = await rows<{ open: number; won: number; today: number }>(`
			SELECT (SELECT count(*)::int FROM crm_opportunities WHERE stage_kind = 'open' AND ${inMonth} AND close_date >= ($1::timestamptz AT TIME ZONE 'UTC')::date) AS open,
				(SELECT count(*)::int FROM crm_opportunities WHERE stage_kind = 'won' AND closed_at <= $1 AND ${inMonth}) AS won,
				(SELECT count(*)::int FROM crm_activities WHERE status = 'planned' AND (due_at AT TIME ZONE 'UTC')::date = ($1::timestamptz AT TIME ZONE 'UTC')::date) AS today`, [moment]);
		expect(found?.open).toBeGreaterThanOrEqual(5);
		expect(found?.won).toBeGreaterThanOrEqual(1);
		expect(found?.today).toBeGreaterThanOrEqual(14);
	});
});

describe('what staff made', () => {
	const account = '00000000-0000-4000-8000-0000000000a1';
	const deal = '00000000-0000-4000-8000-0000000000d1';
	const renewal = '00000000-0000-4000-8000-0000000000d2';

	test('keeps existing; what it can’t be without stays with it, named, until it is let go', async () => {
		await seed();
		const [customer] = (await world.api('/items/crm_accounts?filter[domain][_eq]=molkerei-heidegrund.example&fields=id,name,contacts.contact.id')).body.data;
		const [prospect] = (await world.api('/items/crm_accounts?filter[domain][_eq]=rijnpolder.example&fields=id')).body.data;
		const [product] = (await world.api('/items/crm_products?filter[code][_eq]=FL-G10&fields=id')).body.data;
		const [person] = (await world.api('/users?filter[first_name][_eq]=Jonas&fields=id')).body.data;
		const [stage] = (await world.api('/items/crm_stages?filter[name][_eq]=Upcoming&fields=id,pipeline')).body.data;
		const make = async (collection: string, body: object) => {
			const answer = await world.api(`/items/${collection}`, { body });
			expect(answer.status, JSON.stringify(answer.body)).toBe(200);
			return answer.body.data;
		};

		await make('crm_accounts', { id: account, name: 'Ours', parent: customer.id, owner: person.id });
		await make('crm_opportunities', { id: deal, name: 'Deal with a demo account', account: customer.id, owner: person.id, lines: [{ product: product.id, quantity: 2, unit_price: 10 }] });
		await make('crm_opportunities', { id: renewal, name: 'Renewal of our own', account, pipeline: stage.pipeline, stage: stage.id });
		const contact = await make('crm_contacts', { last_name: 'Ours', account: prospect.id });
		const activity = await make('crm_activities', { subject: 'Ours', type: 'call', contact: contact.id, account: prospect.id, owner: person.id });
		const meeting = await make('crm_activities', { subject: 'About a demo contact', type: 'call', contact: customer.contacts[0].contact.id });

		const { lines } = await remove();
		expect(lines.slice(1)).toEqual([
			'Pipeline “Renewals” stays: 1 opportunity of your own links to it. Change or delete that one, then remove the demo again.',
			`Account “${customer.name}” stays: 1 opportunity of your own links to it. Change or delete that one, then remove the demo again.`,
			'Product “Gateway G10” stays: 1 product line of your own links to it. Change or delete that one, then remove the demo again.',
		]);
		expect((await world.api(`/items/crm_accounts/${account}?fields=name,parent,owner,team`)).body.data).toEqual({ name: 'Ours', parent: customer.id, owner: null, team: null });
		expect((await world.api(`/items/crm_opportunities/${deal}?fields=amount,account,owner`)).body.data).toEqual({ amount: '20.0000', account: customer.id, owner: null });
		expect((await world.api(`/items/crm_activities/${activity.id}?fields=account,contact,owner`)).body.data).toEqual({ account: null, contact: contact.id, owner: null });
		expect((await world.api(`/items/crm_activities/${meeting.id}?fields=contact`)).body.data).toEqual({ contact: null });
		expect((await world.api(`/items/crm_contacts/${contact.id}?fields=account`)).body.data).toEqual({ account: null });
		expect(await number('SELECT count(*) FROM crm_accounts')).toBe(2);
		expect(await number(`SELECT count(*) FROM crm_stages WHERE pipeline = '${stage.pipeline}'`)).toBe(4);

		await world.api(`/items/crm_opportunities/${deal}`, { method: 'DELETE' });
		await world.api(`/items/crm_opportunities/${renewal}`, { method: 'DELETE' });
		expect((await remove()).lines).toEqual(['The demo is removed: 7 rows.']);
		expect(await number('SELECT count(*) FROM crm_accounts')).toBe(1);
		expect(await number('SELECT count(*) FROM crm_pipelines')).toBe(1);
		expect(await remove()).toMatchObject({ isChanged: false });
	});

	test('an account that stayed is taken up again when the demo comes back', async () => {
		await seed();
		await world.sql.query("INSERT INTO crm_opportunities (id, name, account) SELECT $1, 'Deal with a demo account', id FROM crm_accounts WHERE domain = 'rijnpolder.example'", [deal]);
		await remove();
		await world.sql.query("UPDATE crm_accounts SET name = 'Renamed meanwhile' WHERE domain = 'rijnpolder.example'");
		expect(await seed()).toMatchObject({ isChanged: true });
		expect(await number("SELECT count(*) FROM crm_accounts WHERE name = 'Renamed meanwhile'")).toBe(1);
		expect(await number("SELECT count(*) FROM crm_opportunities deal JOIN crm_accounts account ON account.id = deal.account WHERE account.name = 'Renamed meanwhile'")).toBeGreaterThan(2);
		await world.sql.query('DELETE FROM crm_opportunities WHERE id = $1', [deal]);
		await remove();
	});

	test('an instance in which somebody works gets no demo unasked', async () => {
		await world.sql.query('DELETE FROM cardinal.demo');
		expect(await number('SELECT count(*) FROM crm_accounts')).toBe(1);
		expect(await seedDemo({ ...host, now: today })).toEqual({ isChanged: false, lines: ['No demo is loaded: there is data of your own already.'] });
		await world.sql.query('DELETE FROM crm_activities; DELETE FROM crm_contacts; DELETE FROM crm_accounts');
	});

	test('a name that is taken is a sentence, and nothing is left behind', async () => {
		await world.sql.query("INSERT INTO crm_products (id, name, code) VALUES (gen_random_uuid(), 'Ours', 'FL-G10')");
		const before = await contents();
		await expect(seed()).rejects.toThrow('The demo can’t be loaded: crm_products already has a row whose code is “FL-G10”. Rename that one, then load the demo again.');
		expect(await contents()).toEqual(before);
		expect(await number('SELECT count(*) FROM cardinal.demo')).toBe(0);
		await world.sql.query('DELETE FROM crm_products');
	});

	test('a failure in the last chapter leaves nothing behind', async () => {
		const before = await contents();
		await world.sql.query("CREATE FUNCTION public.break_it() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'broken'; END $$; CREATE TRIGGER zz_break AFTER INSERT ON crm_activities EXECUTE FUNCTION break_it()");
		await expect(seed()).rejects.toThrow('broken');
		await world.sql.query('DROP FUNCTION public.break_it CASCADE');
		expect(await contents()).toEqual(before);
		expect(await seedDemo({ ...host, now: today })).toMatchObject({ isChanged: true });
		await remove();
	});

	test('fields that an admin deleted, stages that were renamed: the demo comes all the same', async () => {
		expect((await world.api('/fields/crm_leads/utm_source', { method: 'DELETE' })).status).toBe(204);
		await world.sql.query("UPDATE crm_stages SET name = 'First contact' WHERE name = 'Prospecting'");
		expect(await seed()).toMatchObject({ isChanged: true });
		expect(await number("SELECT count(*) FROM crm_stage_changes WHERE to_stage_name = 'First contact'")).toBeGreaterThan(100);
		await remove();
	});
});
