import { createHmac } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { idOf } from '../../schema/apply/access.ts';
import { sharedWorld, type World } from '../support/index.ts';
import { type Cast, castOf, created, type Person, type RoleName } from './cast.ts';

// Each tries a dozen ways.
vi.setConfig({ testTimeout: 120_000 });

/** People keep their own profile; who they are in the house, and everything of others, is not theirs to change. */
const staff: readonly RoleName[] = ['Sales Rep', 'Sales Manager', 'Marketing', 'Support', 'Finance', 'Viewer'];
let world: World;
let cast: Cast;

beforeAll(async () => {
	world = await sharedWorld();
	cast = await castOf(world);
});
afterAll(() => world?.stop());

const protectedColumns = ['id', 'role', 'status', 'team', 'token', 'provider', 'external_identifier', 'auth_data', 'crm_teams', 'crm_shared_accounts', 'crm_shared_opportunities'];

/** What makes somebody who they are in the house, as it stands in the database. */
async function standingOf({ id }: Person) {
	const { rows } = await world.sql.query(`SELECT ${protectedColumns.map((column) => `"${column}"`).join(', ')}, (SELECT count(*)::int FROM directus_access WHERE "user" = $1) AS policies FROM directus_users WHERE id = $1`, [id]);
	return rows[0];
}

const wantedStandings = (): Record<string, unknown>[] => [
	{ role: idOf('directus_roles', 'sales_manager') },
	{ role: cast.people['Sales Manager'].id },
	{ status: 'suspended' },
	{ team: cast.south },
	{ team: { id: cast.south, manager: cast.people['Sales Rep'].id } },
	{ policies: { create: [{ policy: idOf('directus_policies', 'sales_manager') }], update: [], delete: [] } },
	{ token: 'a token of my own choice' },
	{ external_identifier: 'somebody' },
	{ provider: 'other' },
	{ crm_teams: [cast.south] },
	{ crm_shared_accounts: ['00000000-0000-4000-8000-000000000000'] },
	{ last_access: '2020-01-01T00:00:00Z' },
];

describe.each(staff)('somebody of the role %s', (role) => {
	test('keeps their own profile, password, portrait, language and looks', async () => {
		const { id, token } = cast.people[role];
		const form = new FormData();
		form.append('file', new Blob(['portrait'], { type: 'image/png' }), 'portrait.png');
		const portrait = await world.api('/files', { method: 'POST', body: form, token });
		expect(portrait.status).toBe(200);
		const profile = {
			first_name: 'Robin', last_name: 'Sanders', title: 'Expert', location: 'Lyon', description: 'At sea on Fridays.', tags: ['sailing'], phone: '+33465711214',
			avatar: portrait.body.data.id, language: 'fr-FR', appearance: 'dark', theme_light: 'Directus Minimal', email_notifications: false, text_direction: 'ltr',
		};
		expect((await world.api('/users/me', { method: 'PATCH', body: profile, token })).status).toBe(200);
		expect((await world.api(`/users/${id}`, { method: 'PATCH', body: { title: 'Expert of the house' }, token })).status).toBe(200);
		expect((await world.graphql('mutation { update_users_me(data: { location: "Brest" }) { location } }', {}, { token, isSystem: true })).body).toEqual({ data: { update_users_me: { location: 'Brest' } } });
		expect((await world.api('/users/me', { method: 'PATCH', body: { password: 'a better password' }, token })).status).toBe(200);
		const { email } = (await world.sql.query('SELECT email FROM directus_users WHERE id = $1', [id])).rows[0];
		expect((await world.api('/auth/login', { body: { email, password: 'a better password' }, token: null })).status).toBe(200);
		expect((await world.api('/users/me?fields=first_name,avatar,language,appearance', { token })).body.data).toEqual({ first_name: 'Robin', avatar: portrait.body.data.id, language: 'fr-FR', appearance: 'dark' });
	});

	test('guards it with a second factor, and lifts it again', async () => {
		const { id, token, name } = cast.people[role];
		const password = `password of ${name}`;
		await world.api(`/users/${id}`, { method: 'PATCH', body: { password } });
		const { body } = await world.api('/users/me/tfa/generate', { body: { password }, token });
		expect((await world.api('/users/me/tfa/enable', { body: { secret: body.data.secret, otp: await otpOf(body.data.secret) }, token })).status).toBe(204);
		const { email } = (await world.sql.query('SELECT email FROM directus_users WHERE id = $1', [id])).rows[0];
		expect((await world.api('/auth/login', { body: { email, password }, token: null })).status).toBe(401);
		expect((await world.api('/users/me', { method: 'PATCH', body: { tfa_secret: null }, token })).status).toBe(400);
		expect((await world.api('/users/me/tfa/disable', { body: { otp: await otpOf(body.data.secret) }, token })).status).toBe(204);
	});

	test('does not change who they are, by no path', async () => {
		const person = cast.people[role];
		const { id, token } = person;
		const before = await standingOf(person);
		for (const wanted of wantedStandings()) {
			const ways = [
				await world.api('/users/me', { method: 'PATCH', body: wanted, token }),
				await world.api(`/users/${id}`, { method: 'PATCH', body: wanted, token }),
				await world.api('/users', { method: 'PATCH', body: { keys: [id], data: wanted }, token }),
				await world.api('/users', { method: 'PATCH', body: [{ id, ...wanted }], token }),
				await world.api('/users', { method: 'PATCH', body: { query: { filter: { id: { _eq: id } } }, data: wanted }, token }),
			];
			expect([wanted, ...ways.map(({ status }) => status)]).toEqual([wanted, 403, 403, 403, 403, 403]);
			const field = Object.keys(wanted)[0];
			const graphql = await world.graphql(`mutation ($data: update_directus_users_input!) { update_users_me(data: $data) { id } update_users_item(id: "${id}", data: $data) { id } }`, { data: wanted }, { token, isSystem: true });
			expect([field, graphql.body.errors?.length > 0]).toEqual([field, true]);
			expect(await standingOf(person)).toEqual(before);
		}
	});

	test('changes nothing of others, makes nobody and removes nobody', async () => {
		const { token } = cast.people[role];
		const other = cast.teammate;
		const before = (await world.sql.query('SELECT * FROM directus_users WHERE id = $1', [other.id])).rows[0];
		const email = `made-by-${cast.people[role].id}@example.com`;
		const ways = [
			await world.api(`/users/${other.id}`, { method: 'PATCH', body: { first_name: 'Changed' }, token }),
			await world.api('/users', { method: 'PATCH', body: { keys: [other.id], data: { password: 'another password' } }, token }),
			await world.api('/users', { method: 'PATCH', body: [{ id: other.id, email: 'changed@example.com' }], token }),
			await world.api(`/users/${other.id}/tfa/disable`, { method: 'POST', token }),
			await world.api(`/users/${other.id}`, { method: 'DELETE', token }),
			await world.api('/users/me', { method: 'DELETE', token }),
			await world.api('/users', { body: { email, role: idOf('directus_roles', 'viewer') }, token }),
			await world.api('/users/invite', { body: { email, role: idOf('directus_roles', 'viewer') }, token }),
			await world.api('/roles', { body: { name: 'My role' }, token }),
			await world.api('/access', { body: { user: cast.people[role].id, policy: idOf('directus_policies', 'sales_manager') }, token }),
		];
		expect(ways.map(({ status }) => status)).toEqual(ways.map(() => 403));
		expect((await world.graphql(`mutation { update_users_item(id: "${other.id}", data: { first_name: "Changed" }) { id } }`, {}, { token, isSystem: true })).body.errors).toHaveLength(1);
		expect((await world.sql.query('SELECT * FROM directus_users WHERE id = $1', [other.id])).rows[0]).toEqual(before);
		expect((await world.sql.query('SELECT 1 FROM directus_users WHERE email = $1', [email])).rows).toEqual([]);
	});

	test('reaches no person through a row that links to one', async () => {
		const person = cast.people[role];
		const { token } = person;
		const victims = [person, cast.teammate, cast.stranger];
		const before = await Promise.all(victims.map(standingOf));
		const names = async () => (await world.sql.query('SELECT id, first_name, password FROM directus_users WHERE id = ANY ($1) ORDER BY id', [[cast.teammate.id, cast.stranger.id]])).rows;
		const namesBefore = await names();
		const email = `nested-by-${person.id}@example.com`;

		for (const nested of [{ id: person.id, team: cast.south }, { id: person.id, role: idOf('directus_roles', 'sales_manager') }, { id: cast.teammate.id, first_name: 'Changed' }, { id: cast.stranger.id, password: 'another password' }, { email, first_name: 'Made' }]) {
			const lead = await created(world, 'crm_leads', { last_name: 'Mine', owner: person.id });
			const account = await created(world, 'crm_accounts', { name: 'Mine', owner: person.id });
			const form = new FormData();
			form.append('file', new Blob(['text']), 'file.txt');
			const file = (await world.api('/files', { method: 'POST', body: form, token })).body.data.id;
			const members = 'id' in nested ? { create: [], update: [nested], delete: [] } : { create: [nested], update: [], delete: [] };
			const ways = {
				'the owner of a lead': await world.api(`/items/crm_leads/${lead['id']}`, { method: 'PATCH', body: { owner: nested }, token }),
				'the owner of an account': await world.api('/items/crm_accounts', { method: 'PATCH', body: [{ id: account['id'], owner: nested }], token }),
				'the owner of a new contact': await world.api('/items/crm_contacts', { body: { last_name: 'New', owner: nested }, token }),
				'the owner of a new activity': await world.api('/items/crm_activities', { body: { type: 'note', subject: 'New', owner: nested }, token }),
				'a collaborator': await world.api(`/items/crm_accounts/${account['id']}`, { method: 'PATCH', body: { collaborators: { create: [{ person: nested }], update: [], delete: [] } }, token }),
				'the members of a team': await world.api(`/items/crm_teams/${person.team}`, { method: 'PATCH', body: { members }, token }),
				'the manager of a team': await world.api(`/items/crm_teams/${person.team}`, { method: 'PATCH', body: { manager: nested }, token }),
				'the owner’s team’s manager': await world.api(`/items/crm_leads/${lead['id']}`, { method: 'PATCH', body: { team: { id: person.team, manager: nested } }, token }),
				'who uploaded a file': await world.api(`/files/${file}`, { method: 'PATCH', body: { uploaded_by: nested }, token }),
				'whose a bookmark is': await world.api('/presets', { body: { collection: 'crm_leads', user: nested }, token }),
				'who commented': await world.api('/comments', { body: { collection: 'crm_leads', item: lead['id'], comment: 'Hello', user_created: nested }, token }),
			};
			for (const [way, answer] of Object.entries(ways)) {
				// Directus says itself who commented, whatever is sent.
				if (way !== 'who commented') expect([way, nested, answer.status]).toEqual([way, nested, way === 'whose a bookmark is' ? expect.toBeOneOf([400, 403]) : 403]);
			}
			const graphql = await world.graphql('mutation ($id: ID!, $owner: update_directus_users_input) { update_crm_leads_item(id: $id, data: { owner: $owner }) { id } }', { id: lead['id'], owner: nested }, { token });
			expect(graphql.body.errors?.length).toBeGreaterThan(0);
		}
		expect(await Promise.all(victims.map(standingOf))).toEqual(before);
		expect(await names()).toEqual(namesBefore);
		expect((await world.sql.query('SELECT 1 FROM directus_users WHERE email = $1', [email])).rows).toEqual([]);
	});
});

test('an administrator invites to every role', async () => {
	for (const role of staff) {
		const email = `invited-${cast.people[role].id}@example.com`;
		const { rows } = await world.sql.query('SELECT role FROM directus_users WHERE id = $1', [cast.people[role].id]);
		expect((await world.api('/users/invite', { body: { email, role: rows[0].role } })).status).toBe(204);
		expect((await world.sql.query('SELECT role, status FROM directus_users WHERE email = $1', [email])).rows).toEqual([{ role: rows[0].role, status: 'invited' }]);
	}
});

/** The six digits that an authenticator shows now (RFC 6238, with the 30 seconds and SHA-1 that all of them use). */
async function otpOf(secret: string): Promise<string> {
	// Not the ones that are about to be past.
	if (Date.now() % 30_000 > 27_000) await sleep(3_100);
	const bits = [...secret].map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')).join('');
	const key = Buffer.from(bits.match(/.{8}/g)?.map((byte) => Number.parseInt(byte, 2)) ?? []);
	const counter = Buffer.alloc(8);
	counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
	const digest = createHmac('sha1', key).update(counter).digest();
	const offset = (digest.at(-1) ?? 0) & 15;
	return String((digest.readUInt32BE(offset) & 0x7f_ff_ff_ff) % 1_000_000).padStart(6, '0');
}
