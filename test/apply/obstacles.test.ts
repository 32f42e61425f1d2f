import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { definitionsOf, desiredResources, rowsOf, type Definition } from '../../schema/apply/desired.ts';
import type { Host } from '../../schema/apply/directus.ts';
import { type ApplyOptions, applySchema, planSchema } from '../../schema/apply/index.ts';
import { belongsTo, collection, flag, folder, hasMany, id, integer, section, stamps, text } from '../../schema/define.ts';
import { rooms } from '../../schema/index.ts';
import type { Collection, Fields } from '../../schema/shape.ts';
import { settingsFrom } from '../../seeds/index.ts';
import { referenceRows } from '../../seeds/reference.ts';
import { hostOn } from '../support/host.ts';
import { startWorld, type World } from '../support/index.ts';

/** What stands in the way of an upgrade, made by people in good faith: it is reported, and the rest arrives. */
let world: World;
let host: Host;
const reference = [...rowsOf(rooms), ...referenceRows(settingsFrom({}))];

beforeAll(async () => {
	world = await startWorld();
	host = await hostOn(world);
});

afterAll(async () => {
	await host?.database.destroy();
	await world?.stop();
});

const extra = (name: string, fields: Fields, options: Partial<Collection> = {}) => collection(name, { label: name, one: name, icon: 'star', fields, ...options }) as Collection;
const apply = (definitions: readonly Definition[], options: Partial<ApplyOptions> = {}) => applySchema({ ...host, definitions: [...definitionsOf(rooms), ...definitions], reference, ...options });
const api = async (path: string, body: object) => {
	const answer = await world.api(path, { body });
	if (answer.status >= 300) throw new Error(JSON.stringify(answer.body));
	return answer.body.data;
};
const refusal = async (path: string, body: object) => (await world.api(path, { body })).body.errors?.[0]?.message;

describe('guards that somebody took away', () => {
	test('come back with a collection that comes back, and with its lists', async () => {
		const comeback = extra('crm_comeback', { id: id(), name: text('Name'), size: integer('Size', { min: 0 }), kept: text('Kept', { kept: true }), ...stamps() }, { unique: [['name', 'size']], columns: ['name'] });
		await apply([comeback]);
		await apply([], { remove: ['crm_comeback'] });
		await apply([comeback]);
		await expect.poll(() => refusal('/items/crm_comeback', { size: -1 }), { timeout: 5_000 }).toBeDefined();
		const row = await api('/items/crm_comeback', { name: 'A', size: 1, kept: 'forged' });
		expect(row.kept).toBeNull();
		expect(await refusal('/items/crm_comeback', { name: 'A', size: 1 })).toContain('unique');
		expect((await world.api('/presets?filter[collection][_eq]=crm_comeback')).body.data).toHaveLength(1);
		await apply([], { remove: ['crm_comeback'] });
	});

	test('come back when a field was made anew, a trigger dropped or switched off', async () => {
		await world.api('/fields/crm_leads/website', { method: 'DELETE' });
		await api('/fields/crm_leads', { field: 'website', type: 'string', meta: { interface: 'input' }, schema: {} });
		await world.sql.query('DROP TRIGGER crm_15_kept ON crm_opportunities; ALTER TABLE crm_opportunities DISABLE TRIGGER crm_30_derive; ALTER TABLE crm_opportunities DROP CONSTRAINT crm_opportunities_probability_range_rule');
		expect((await apply([])).isUnchanged).toBe(false);
		expect((await apply([])).isUnchanged).toBe(true);
		expect(await refusal('/items/crm_leads', { company: 'X', website: 'javascript:alert(1)' })).toContain('web address');
		expect(await refusal('/items/crm_opportunities', { name: 'X', probability: 101 })).toContain('between 0 and 100');
		expect((await api('/items/crm_opportunities', { name: 'X', cycle_days: 5 })).cycle_days).toBeNull();
	});
});

describe('a field of an admin’s own that a version brings too', () => {
	test('of another type: is reported, neither altered nor guarded', async () => {
		const base = extra('crm_own', { id: id(), name: text('Name') });
		await apply([base]);
		await expect.poll(async () => (await world.api('/fields/crm_own', { body: { field: 'number', type: 'integer', meta: { interface: 'input', note: 'Mine' }, schema: {} } })).status, { timeout: 5_000 }).toBe(200);
		await api('/fields/crm_own', { field: 'shown', type: 'alias', meta: { interface: 'presentation-divider', special: ['alias', 'no-data'] } });
		await api('/fields/crm_own', { field: 'link', type: 'uuid', meta: { interface: 'select-dropdown-m2o', special: ['m2o'] }, schema: {} });
		await api('/relations', { collection: 'crm_own', field: 'link', related_collection: 'crm_leads', meta: {}, schema: {} });

		const next = extra('crm_own', {
			...base.fields,
			number: text('Number', { pattern: { expression: '^N', message: 'N first' } }),
			shown: text('Shown'),
			link: belongsTo('Link', 'crm_contacts'),
			arrives: text('Arrives'),
		});
		const { conflicts } = await apply([next]);
		expect(conflicts.map((line) => /crm_own\.\w+:\w+/.exec(line)?.[0])).toEqual(expect.arrayContaining(['crm_own.number:type', 'crm_own.shown:type', 'crm_own.link:related_collection']));
		const fields = (await world.api('/fields/crm_own')).body.data as { field: string; type: string; meta: { note: string; translations: unknown } }[];
		expect(fields.find(({ field }) => field === 'number')).toMatchObject({ type: 'integer', meta: { note: 'Mine', translations: null } });
		expect(fields.map(({ field }) => field)).toContain('arrives');
		expect((await apply([next])).isUnchanged).toBe(true);
		await apply([], { remove: ['crm_own'] });
	});
});

describe('rows that don’t allow what a version wants', () => {
	test('make it wait, by name, until they do; the rest arrives', async () => {
		const base = { id: id(), name: text('Name'), code: text('Code') };
		await apply([extra('crm_rows', base)]);
		await world.sql.query("INSERT INTO crm_rows (id, name, code) VALUES (gen_random_uuid(), 'Dup', 'a'), (gen_random_uuid(), 'Dup', 'a')");
		const next = extra('crm_rows', { ...base, name: text('Name', { unique: true, note: 'Unique now' }), must: text('Must', { required: true }), free: text('Free') }, { unique: [['code', 'name']] });

		const { conflicts } = await apply([next]);
		expect(conflicts).toEqual(expect.arrayContaining([
			'waits      field crm_rows.name: rows here share a value that must be unique',
			'waits      field crm_rows.must: rows here are empty in it',
			'waits      crm_rows unique code, name: rows here share a value that must be unique',
		]));
		expect((await world.sql.query("SELECT note FROM directus_fields WHERE collection = 'crm_rows' AND field = 'name'")).rows).toEqual([{ note: 'Unique now' }]);

		await world.sql.query("UPDATE crm_rows SET name = id::text, must = 'x'");
		expect((await apply([next])).conflicts).toEqual([]);
		expect((await apply([next])).isUnchanged).toBe(true);
		await expect(world.sql.query("INSERT INTO crm_rows (id, name) VALUES (gen_random_uuid(), 'New')")).rejects.toThrow('must');

		// What is withdrawn is not asked for any more, and refuses nothing.
		await apply([extra('crm_rows', base)]);
		await world.sql.query("INSERT INTO crm_rows (id, name, code) VALUES (gen_random_uuid(), 'New', 'b'), (gen_random_uuid(), 'Newer', 'b')");
		expect((await apply([extra('crm_rows', base)])).isUnchanged).toBe(true);
		await apply([], { remove: ['crm_rows'] });
	});
});

test('what stood in a folder or section that an admin deleted stands outside of it', async () => {
	const place = folder('crm_attic', { label: 'Attic', icon: 'roofing' });
	const box = (fields: Fields) => extra('crm_box', { id: id(), ...section('inside', 'Inside', fields) });
	await apply([place, box({ one: text('One') })]);
	await expect.poll(async () => (await world.api('/fields/crm_box/inside', { method: 'DELETE' })).status, { timeout: 5_000 }).toBe(204);
	await world.api('/collections/crm_attic', { method: 'DELETE' });

	await apply([place, box({ one: text('One'), two: text('Two') }), extra('crm_chest', { id: id() }, { folder: 'crm_attic' })]);
	const { rows } = await world.sql.query("SELECT (SELECT \"group\" FROM directus_fields WHERE collection = 'crm_box' AND field = 'two') AS field, (SELECT \"group\" FROM directus_collections WHERE collection = 'crm_chest') AS collection");
	expect(rows).toEqual([{ field: null, collection: null }]);
	await apply([], { remove: ['crm_box', 'crm_chest'] });
});

test('changed defaults of numbers, truth values and quoted texts arrive', async () => {
	const version = (size: number, isOn: boolean, name: string) => extra('crm_defaults', { id: id(), size: integer('Size', { default: size }), is_on: flag('On', { default: isOn }), name: text('Name', { default: name }) });
	await apply([version(1, true, 'it’s')]);
	expect((await apply([version(1, true, 'it’s')])).isUnchanged).toBe(true);
	const { conflicts } = await apply([version(0, false, "it's")]);
	expect(conflicts).toEqual([]);
	expect((await world.sql.query('INSERT INTO crm_defaults (id) VALUES (gen_random_uuid()) RETURNING size, is_on, name')).rows).toEqual([{ size: 0, is_on: false, name: "it's" }]);
	expect((await apply([version(0, false, "it's")])).isUnchanged).toBe(true);
	await apply([], { remove: ['crm_defaults'] });
});

test('a table that somebody holds is not waited for at the cost of everybody', async () => {
	const client = await world.sql.connect();
	try {
		await client.query('BEGIN; SELECT count(*) FROM crm_leads');
		const leads = rooms.leads.leads as Collection;
		const definitions = definitionsOf(rooms).map((definition) => (definition.name === 'crm_leads' ? { ...leads, fields: { ...leads.fields, waits: text('Waits') } } : definition));
		await expect(applySchema({ ...host, definitions, reference })).rejects.toThrow('Somebody has been using a table for more than 10s');
	} finally {
		await client.query('ROLLBACK');
		client.release();
	}
	expect((await planSchema({ ...host, definitions: definitionsOf(rooms), reference })).isUnchanged).toBe(true);
}, 60_000);

test('a room that does not exist, and two lists of one link, are refused in a sentence', () => {
	expect(() => definitionsOf(rooms, ['lead'])).toThrow('There is no room “lead”. Choose from');
	const twice = extra('crm_twice', { id: id(), parent: belongsTo('Parent', 'crm_twice'), one: hasMany('One', 'crm_twice', 'parent'), two: hasMany('Two', 'crm_twice', 'parent') });
	expect(() => desiredResources([twice])).toThrow('Directus knows one list a link');
});

test('a few named rooms bring what they stand on', () => {
	const names = definitionsOf(rooms, ['leads']).map(({ name }) => name);
	expect(names).toEqual(expect.arrayContaining(['crm_sales', 'crm_settings', 'crm_currencies', 'crm_teams', 'crm_leads']));
	expect(names).not.toContain('crm_opportunities');
});
