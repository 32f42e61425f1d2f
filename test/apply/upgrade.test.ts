import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { definitionsOf, rowsOf, type Definition } from '../../schema/apply/desired.ts';
import type { Host } from '../../schema/apply/directus.ts';
import { type ApplyOptions, type ApplyResult, applySchema, planSchema } from '../../schema/apply/index.ts';
import type { RowResource } from '../../schema/apply/resource.ts';
import { collection, id, text } from '../../schema/define.ts';
import { rooms } from '../../schema/index.ts';
import type { Collection, Field } from '../../schema/shape.ts';
import { applyInstance, planInstance, settingsFrom } from '../../seeds/index.ts';
import { referenceRows } from '../../seeds/reference.ts';
import { hostOn } from '../support/host.ts';
import { startWorld, type World } from '../support/index.ts';

/**
 * An admin shapes an instance in the UI (here: through the API that the UI uses); then a new version of Cardinal comes.
 * The versions are made by changing the definitions.
 */
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

const settings = settingsFrom({});
const instanceRows = [...rowsOf(rooms), ...referenceRows(settings)];
const plan = () => planInstance({ ...host, settings });
const apply = () => applyInstance({ ...host, settings });

/** The definitions of this version with one field changed. */
function withField(name: string, field: string, change: (field: Field) => Field): Definition[] {
	return definitionsOf(rooms).map((definition) => (definition.name === name && definition.kind === 'collection'
		? { ...definition, fields: { ...definition.fields, [field]: change(definition.fields[field]!) } }
		: definition));
}

function version(definitions: readonly Definition[], options: Partial<ApplyOptions> = {}): Promise<ApplyResult> {
	return applySchema({ ...host, definitions, reference: instanceRows, ...options });
}

describe('an instance that was just set up', () => {
	test('has nothing to do, twice', async () => {
		expect(await plan()).toMatchObject({ isUnchanged: true, conflicts: [], withdrawn: [] });
		expect(await apply()).toMatchObject({ isUnchanged: true });
		expect((await apply()).lines).toHaveLength(1);
	});
});

describe('what an admin made survives', () => {
	test('custom field, label, stage, own collection with a relation, permission, deleted bookmark, deleted field', async () => {
		const { body: stages } = await world.api('/items/crm_stages?filter[name][_eq]=Proposal');
		const proposal = stages.data[0];
		const { body: presets } = await world.api('/presets?filter[collection][_eq]=crm_leads&filter[bookmark][_nnull]=true&limit=1');
		const bookmark = presets.data[0];
		const { body: policies } = await world.api('/policies', { body: { name: 'Guests', app_access: true } });

		const changes = await Promise.all([
			world.api('/fields/crm_leads', { body: { field: 'shoe_size', type: 'integer', meta: { interface: 'input', note: 'Ours alone' }, schema: {} } }),
			world.api('/fields/crm_leads/company', { method: 'PATCH', body: { meta: { translations: [{ language: 'en-US', translation: 'Organisation' }] } } }),
		]);
		changes.push(
			await world.api('/fields/crm_leads/utm_term', { method: 'DELETE' }),
			await world.api(`/items/crm_stages/${proposal.id}`, { method: 'PATCH', body: { name: 'Offer sent' } }),
			await world.api('/items/crm_stages', { body: { name: 'Legal review', pipeline: proposal.pipeline, kind: 'open', probability: 80, forecast_category: 'commit' } }),
			await world.api('/collections', { body: { collection: 'machines', meta: { icon: 'precision_manufacturing' }, schema: {}, fields: [
				{ field: 'id', type: 'integer', schema: { is_primary_key: true, has_auto_increment: true }, meta: { hidden: true } },
				{ field: 'account', type: 'uuid', meta: { interface: 'select-dropdown-m2o', special: ['m2o'] }, schema: {} },
			] } }),
			await world.api('/relations', { body: { collection: 'machines', field: 'account', related_collection: 'crm_accounts', meta: {}, schema: { on_delete: 'SET NULL' } } }),
			await world.api('/permissions', { body: { policy: policies.data.id, collection: 'crm_leads', action: 'read', fields: ['*'] } }),
			await world.api(`/presets/${bookmark.id}`, { method: 'DELETE' }),
		);
		expect(changes.map(({ status, body }) => (status < 300 ? 'done' : body))).toEqual(changes.map(() => 'done'));

		expect(await plan()).toMatchObject({ isUnchanged: true, conflicts: [] });
		await apply();

		const [field, label, gone, stage, added, own, permission, deleted] = await Promise.all([
			world.api('/fields/crm_leads/shoe_size'),
			world.api('/fields/crm_leads/company'),
			world.api('/fields/crm_leads/utm_term'),
			world.api(`/items/crm_stages/${proposal.id}`),
			world.api('/items/crm_stages?filter[name][_eq]=Legal review'),
			world.api('/relations/machines/account'),
			world.api(`/permissions?filter[policy][_eq]=${policies.data.id}`),
			world.api(`/presets?filter[bookmark][_eq]=${encodeURIComponent(bookmark.bookmark)}&filter[collection][_eq]=crm_leads`),
		]);
		expect(field.body.data.meta.note).toBe('Ours alone');
		expect(label.body.data.meta.translations[0].translation).toBe('Organisation');
		expect(gone.status).toBe(403);
		expect(stage.body.data.name).toBe('Offer sent');
		expect(added.body.data).toHaveLength(1);
		expect(own.body.data.related_collection).toBe('crm_accounts');
		expect(permission.body.data).toHaveLength(1);
		expect(deleted.body.data).toEqual([]);
	});

	test('a dashboard with panels that were moved, reworded, deleted and added; what changes elsewhere on it arrives', async () => {
		const { body } = await world.api('/dashboards?filter[name][_eq]=Sales&fields=id,panels.*');
		const [dashboard] = body.data;
		const panelOf = (type: string) => dashboard.panels.find((panel: { type: string }) => panel.type === type);
		const [forecast, funnel] = [panelOf('crm-forecast'), panelOf('crm-funnel')];
		const changes = await Promise.all([
			world.api(`/dashboards/${dashboard.id}`, { method: 'PATCH', body: { name: 'Vertrieb' } }),
			world.api(`/panels/${forecast.id}`, { method: 'PATCH', body: { height: 30, options: { ...forecast.options, interval: 'quarter' } } }),
			world.api(`/panels/${funnel.id}`, { method: 'DELETE' }),
			world.api('/panels', { body: { dashboard: dashboard.id, type: 'label', name: 'Ours', position_x: 1, position_y: 90, width: 10, height: 5, options: { text: 'Well done' } } }),
		]);
		expect(changes.map(({ status }) => status < 300)).toEqual([true, true, true, true]);
		expect(await plan()).toMatchObject({ isUnchanged: true, conflicts: [] });

		const reference = instanceRows.map((row) => (row.key === 'directus_panels:sales/forecast' ? { ...row, doc: { ...row.doc, note: 'In the base currency' } } : row));
		expect((await version(definitionsOf(rooms), { reference })).lines.join('\n')).toContain('directus_panels:sales/forecast: note');
		const after = (await world.api(`/dashboards/${dashboard.id}?fields=name,panels.*`)).body.data;
		expect(after.name).toBe('Vertrieb');
		expect(after.panels.map(({ type }: { type: string }) => type).sort()).toEqual(['crm-forecast', 'crm-leaderboard', 'crm-stalled', 'crm-velocity', 'label']);
		expect(after.panels.find(({ id }: { id: string }) => id === forecast.id)).toMatchObject({ height: 30, width: forecast.width, note: 'In the base currency', options: { interval: 'quarter' } });
		await apply();
	});

	test('a changed default elsewhere arrives, and running nodes see it without a restart', async () => {
		const definitions = withField('crm_leads', 'company', (field) => ({ ...field, options: { ...field.options, note: 'The organisation behind the person' } }));
		const result = await version(definitions);
		expect(result.lines.join('\n')).toContain('crm_leads.company: note');
		expect((await world.api('/fields/crm_leads/company')).body.data.meta).toMatchObject({ note: 'The organisation behind the person', translations: [{ translation: 'Organisation' }] });
		await apply();
	});

	test('a new field is there for a running node within a moment', async () => {
		const leads = rooms.leads.leads as Collection;
		const fax = text('Fax');
		await version(definitionsOf(rooms).map((definition) => (definition.name === leads.name ? { ...leads, fields: { ...leads.fields, fax } } : definition)));
		await expect.poll(async () => (await world.api('/items/crm_leads', { body: { company: 'Fax & Co', fax: '123' } })).body.data?.fax, { timeout: 5_000 }).toBe('123');

		const { withdrawn, isUnchanged } = await plan();
		expect(withdrawn).toEqual(['field crm_leads.fax']);
		expect(isUnchanged).toBe(true);
		expect((await world.api('/items/crm_leads?filter[fax][_eq]=123')).body.data).not.toEqual([]);

		await expect(applyInstance({ ...host, settings, remove: ['crm_leads.company'] })).rejects.toThrow('still part of this version');
		await applyInstance({ ...host, settings, remove: ['crm_leads.fax'] });
		expect((await plan()).withdrawn).toEqual([]);
		await expect.poll(async () => (await world.api('/items/crm_leads?filter[fax][_eq]=123')).status, { timeout: 5_000 }).toBe(403);
	});
});

describe('reference data that has no place here', () => {
	test('is left out, and holds up nothing', async () => {
		await world.api('/items/crm_lost_reasons', { body: { name: 'Weather' } });
		const rows: RowResource[] = [
			{ kind: 'row', table: 'crm_lost_reasons', key: 'crm_lost_reasons/weather', id: randomUUID(), doc: { name: 'Weather' } },
			{ kind: 'row', table: 'crm_stages', key: 'crm_stages/gone/first', id: randomUUID(), doc: { name: 'First', kind: 'open', probability: 1, forecast_category: 'pipeline', pipeline: randomUUID() } },
			{ kind: 'row', table: 'crm_lost_reasons', key: 'crm_lost_reasons/moon', id: randomUUID(), doc: { name: 'Moon' } },
		];
		const reference = [...instanceRows, ...rows];
		expect((await version(definitionsOf(rooms), { reference })).conflicts).toEqual([
			'waits      row crm_lost_reasons/weather: rows here share a value that must be unique',
			'waits      row crm_stages/gone/first: what it belongs to was deleted here',
		]);
		expect((await world.api('/items/crm_lost_reasons?filter[name][_in]=Weather,Moon')).body.data).toHaveLength(2);
		expect((await version(definitionsOf(rooms), { reference })).isUnchanged).toBe(true);
		await version(definitionsOf(rooms), { remove: ['crm_lost_reasons/moon'] });
	});
});

describe('where both changed', () => {
	test('the admin’s stays, the conflict is named, and --take or --keep decides it', async () => {
		await world.api('/fields/crm_leads/website', { method: 'PATCH', body: { meta: { note: 'With www' } } });
		const definitions = withField('crm_leads', 'website', (field) => ({ ...field, options: { ...field.options, note: 'Their home page' } }));

		const first = await version(definitions);
		expect(first.conflicts).toHaveLength(1);
		expect(first.conflicts[0]).toContain('crm_leads.website:note');
		expect((await version(definitions)).conflicts).toHaveLength(1);
		expect((await world.api('/fields/crm_leads/website')).body.data.meta.note).toBe('With www');

		await version(definitions, { decisions: { keep: ['crm_leads.website:note'], take: [] } });
		expect((await version(definitions)).conflicts).toEqual([]);
		expect((await world.api('/fields/crm_leads/website')).body.data.meta.note).toBe('With www');

		const next = withField('crm_leads', 'website', (field) => ({ ...field, options: { ...field.options, note: 'Home page' } }));
		expect((await version(next, { decisions: { keep: [], take: ['crm_leads.website:note'] } })).conflicts).toEqual([]);
		expect((await world.api('/fields/crm_leads/website')).body.data.meta.note).toBe('Home page');
		await apply();
	});

	test('a changed type is never carried out, but reported', async () => {
		const result = await planSchema({ ...host, definitions: withField('crm_leads', 'score', (field) => ({ ...field, type: 'string' })), reference: instanceRows });
		expect(result.conflicts[0]).toContain('crm_leads.score:type');
	});
});

describe('an apply that can’t be finished', () => {
	const extra = (name: string, fields: Collection['fields']) => collection(name, { label: name, one: name, icon: 'x', fields }) as Collection;

	test('leaves nothing behind, and the next one completes', async () => {
		const good = extra('crm_try_one', { id: id(), name: text('Name') });
		const bad = extra('crm_try_two', { id: id(), broken: { ...text('Broken'), type: 'no-such-type' as 'string' } });
		await expect(version([...definitionsOf(rooms), good, bad])).rejects.toThrow('no-such-type');
		const { rows } = await world.sql.query("SELECT to_regclass('public.crm_try_one') AS one, (SELECT count(*)::int FROM cardinal.applied WHERE key LIKE 'crm_try%') AS remembered");
		expect(rows[0]).toEqual({ one: null, remembered: 0 });

		await version([...definitionsOf(rooms), good]);
		expect((await world.sql.query("SELECT to_regclass('public.crm_try_one') IS NOT NULL AS one")).rows[0].one).toBe(true);
		await version(definitionsOf(rooms), { remove: ['crm_try_one'] });
	});

	test('refuses to build on a collection that somebody else made', async () => {
		await world.sql.query('CREATE TABLE crm_foreign (id serial primary key)');
		await expect(version([...definitionsOf(rooms), extra('crm_foreign', { id: id() })])).rejects.toThrow('There is already a collection crm_foreign');
		await world.sql.query('DROP TABLE crm_foreign');
	});

	test('two applies at once do the work once', async () => {
		const both = [...definitionsOf(rooms), extra('crm_race', { id: id(), name: text('Name') })];
		const results = await Promise.all([version(both), version(both)]);
		expect(results.map(({ isUnchanged }) => isUnchanged).sort()).toEqual([false, true]);
		await version(definitionsOf(rooms), { remove: ['crm_race'] });
	});
});
