import Big from 'big.js';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startWorld, type World } from '../support/index.ts';
import { type Cast, castOf, created, type Person } from './cast.ts';

let world: World;
let cast: Cast;
let owners: (string | null)[];
let accounts: string[];
let stages: string[];

beforeAll(async () => {
	world = await startWorld();
	cast = await castOf(world);
	const { people, teammate, stranger } = cast;
	owners = [people['Sales Rep'].id, people['Sales Manager'].id, people.Support.id, teammate.id, stranger.id, null];
	accounts = await Promise.all(owners.map(async (owner, index) => String((await created(world, 'crm_accounts', { name: `${index % 2 ? 'Acme' : 'Zebra'} ${index}`, owner }))['id'])));
	stages = (await world.sql.query<{ id: string }>("SELECT id FROM crm_stages WHERE kind = 'open'")).rows.map(({ id }) => id);
});
afterAll(() => world?.stop());

interface Question {
	readonly collection: keyof typeof measured;
	readonly by: string;
	readonly filter: object;
}

/** What is added up of each collection, and where its currency stands. */
const measured = {
	crm_opportunities: { amount: 'amount', currency: 'currency' },
	crm_leads: { amount: 'estimated_value', currency: 'currency' },
	crm_opportunity_lines: { amount: 'amount', currency: 'opportunity.currency' },
} as const;

const indexOf = fc.nat(100);
const amount = fc.option(fc.integer({ min: 0, max: 1_000_000_000 }).map((cents) => (cents / 100).toFixed(2)));
const currency = fc.constantFrom('EUR', 'USD');
const rows = fc.array(fc.record({ owner: indexOf, sharedWith: fc.option(indexOf), account: fc.option(indexOf), stage: indexOf, amount, currency, month: fc.integer({ min: 1, max: 12 }), hasLine: fc.boolean() }), { minLength: 1, maxLength: 4 });
const anyFilter = fc.constantFrom({}, { owner: { _null: true } }, { date_created: { _nnull: true } });
const question: fc.Arbitrary<Question> = fc.oneof(
	fc.record({
		collection: fc.constant('crm_opportunities' as const),
		by: fc.constantFrom('', 'stage', 'owner', 'team', 'close_date:month'),
		filter: fc.oneof(anyFilter, fc.constantFrom<object[]>({ account: { name: { _starts_with: 'Zebra' } } }, { account: { name: { _null: true } } }, { _or: [{ amount: { _gt: 5_000 } }, { account: { owner: { first_name: { _eq: 'Stranger' } } } }] }, { lines: { _some: { amount: { _gt: 1 } } } })),
	}),
	fc.record({ collection: fc.constant('crm_leads' as const), by: fc.constantFrom('', 'status', 'owner'), filter: fc.oneof(anyFilter, fc.constant({ estimated_value: { _lt: 900_000 } })) }),
	fc.record({ collection: fc.constant('crm_opportunity_lines' as const), by: fc.constantFrom('', 'opportunity'), filter: fc.constantFrom<object[]>({}, { opportunity: { account: { name: { _contains: 'Acme' } } } }) }),
);

test('what a role’s figures say is the sum over the rows that it can list', { timeout: 300_000 }, async () => {
	await fc.assert(fc.asyncProperty(rows, fc.array(question, { minLength: 3, maxLength: 3 }), async (some, questions) => {
		for (const row of some) await make(row);
		for (const asked of questions) {
			for (const [role, person] of Object.entries(cast.people)) {
				const [figured, listed] = await Promise.all([figures(person, asked), sums(person, asked)]);
				expect({ role, ...asked, figures: figured }).toEqual({ role, ...asked, figures: listed });
			}
		}
	}), { numRuns: 12 });
	// Figures of nothing would agree, too.
	const deals = { collection: 'crm_opportunities', by: '', filter: {} } as const;
	const { people } = cast;
	const all = await figures(people.Administrator, deals);
	expect(Object.keys(all).length).toBeGreaterThan(0);
	expect(await figures(people.Viewer, deals)).toEqual(all);
	expect(await figures(people['Sales Rep'], deals)).not.toEqual(all);
	expect(await figures(people.Support, deals)).toBe('forbidden');
});

async function make({ owner, sharedWith, account, stage, amount: worth, currency: code, month, hasLine }: (typeof rows extends fc.Arbitrary<(infer Row)[]> ? Row : never)): Promise<void> {
	const of = <T>(list: readonly T[], index: number) => list[index % list.length] as T;
	const person = sharedWith === null ? null : of(owners, sharedWith);
	const collaborators = person && person !== of(owners, owner) ? { collaborators: { create: [{ person }], update: [], delete: [] } } : {};
	const lines = hasLine ? { lines: { create: [{ description: 'Line', quantity: '1', unit_price: worth ?? '3' }], update: [], delete: [] } } : {};
	await created(world, 'crm_opportunities', {
		name: 'Deal', owner: of(owners, owner), account: account === null ? null : of(accounts, account), stage: of(stages, stage), amount: worth, currency: code, close_date: `2090-${String(month).padStart(2, '0')}-15`, ...collaborators, ...lines,
	});
	await created(world, 'crm_leads', { last_name: 'Lead', owner: of(owners, owner), estimated_value: worth, currency: code, status: of(['new', 'working'], month), ...(of(owners, owner) ? {} : { team: of([cast.north, cast.south], stage) }) });
}

type Sums = { [group: string]: string };

/** Of each group, how many rows and what they are worth together. */
async function figures(person: Person, { collection, by, filter }: Question): Promise<Sums | 'forbidden'> {
	const { amount: field, currency: code } = measured[collection];
	const { status, body } = await world.api(`/crm/figures/${collection}?sum=${field}&by=${by}&filter=${encodeURIComponent(JSON.stringify(filter))}`, { token: person.token });
	if (status === 403) return 'forbidden';
	if (status !== 200) throw new Error(JSON.stringify(body));
	return Object.fromEntries(body.data.map(({ by: group, count, sum }: { by: { [name: string]: string }; count: number; sum: Sums }) => [
		`${by ? group[by] : ''} ${group[code.split('.').at(-1) ?? '']}`, `${count}: ${new Big(sum[field] ?? 0).toFixed(4)}`,
	]));
}

/** The same, added up over what they can list. */
async function sums(person: Person, { collection, by, filter }: Question): Promise<Sums | 'forbidden'> {
	const { amount: field, currency: code } = measured[collection];
	const [column = '', period] = by.split(':');
	const fields = ['id', field, code, ...(column === 'opportunity' ? ['opportunity.id'] : column ? [column] : [])].join(',');
	const { status, body } = await world.api(`/items/${collection}?limit=-1&fields=${fields}&filter=${encodeURIComponent(JSON.stringify(filter))}`, { token: person.token });
	if (status === 403) return 'forbidden';
	if (status !== 200) throw new Error(JSON.stringify(body));
	const found = new Map<string, { count: number; sum: Big }>();
	for (const row of body.data) {
		const value = period ? `${String(row[column]).slice(0, 7)}-01` : (row[column]?.id ?? row[column]);
		const key = `${column ? value : ''} ${code.includes('.') ? row.opportunity.currency : row[code]}`;
		const { count, sum } = found.get(key) ?? { count: 0, sum: new Big(0) };
		found.set(key, { count: count + 1, sum: sum.plus(row[field] ?? 0) });
	}
	return Object.fromEntries([...found].map(([key, { count, sum }]) => [key, `${count}: ${sum.toFixed(4)}`]));
}
