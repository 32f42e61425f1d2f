import { existsSync, readdirSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startWorld, type World } from '../support/index.ts';
import { contentOf, csv, importInto, personWith } from './support.ts';

let world: World;

beforeAll(async () => {
	world = await startWorld({ env: { CRM_IMPORT_MAX_BYTES: '300000' } });
});
afterAll(() => world?.stop());

const accounts = { collection: 'crm_accounts', key: 'name', columns: { name: 'Name' } };
const messages = ({ body }: { body: { errors?: { message: string }[] } }) => body.errors?.map(({ message }) => message);

async function names(start: string): Promise<string[]> {
	const { body } = await world.api(`/items/crm_accounts?limit=-1&fields=name&sort=name&filter[name][_starts_with]=${start}`);
	return body.data.map(({ name }: { name: string }) => name);
}

/** Enough rows for an import to be watched. */
function manyRows(start: string, count: number): string {
	return csv('Name', ...Array.from({ length: count }, (_, index) => `${start} ${String(index).padStart(5, '0')}`));
}

describe('a request', () => {
	test('may have its parts in any order', async () => {
		const form = new FormData();
		form.set('file', new Blob([csv('Name', 'Part One')], { type: 'text/csv' }), 'fïle.csv');
		form.set('mapping', JSON.stringify(accounts));
		const { status, body } = await world.api('/crm/import', { method: 'POST', body: form });
		expect([status, body.data?.rows.created]).toEqual([200, 1]);
		const { body: row } = await world.api(`/items/crm_imports/${body.data.id}`);
		expect(row.data).toMatchObject({ file_name: 'fïle.csv', collection: 'crm_accounts', status: 'done', rows_total: 1, rows_created: 1, rows_failed: 0, mapping: accounts, errors_file: null });
		expect(row.data.message).toBe('1 row for crm_accounts: 1 created.');
		expect(row.data.user_created).not.toBeNull();
	});

	test.each<[string, Parameters<typeof importInto>[1] | FormData, number, string]>([
		['a mapping that is no mapping', { file: 'Name\nx', mapping: { collection: 'crm_accounts' } }, 400, 'mapping.columns: '],
		['an unknown column', { file: 'Nmae\nx', mapping: accounts }, 400, 'mapping.columns.name: the file has no column “Name”. Its columns are “Nmae”.'],
		['an unknown collection', { file: 'Name\nx', mapping: { ...accounts, collection: 'crm_nothing' } }, 400, 'There is no collection “crm_nothing” that you may import into.'],
		['a system collection', { file: 'Name\nx', mapping: { collection: 'directus_roles', columns: { name: 'Name' } } }, 400, 'There is no collection “directus_roles” that you may import into.'],
		['the settings', { file: 'Name\nx', mapping: { collection: 'crm_settings', columns: { company_name: 'Name' } } }, 400, 'There is no collection “crm_settings” that you may import into.'],
		['files', { file: 'Name\nx', mapping: { collection: 'directus_files', columns: { title: 'Name' } } }, 400, 'There is no collection “directus_files” that you may import into.'],
		['the stage changes', { file: 'Name\nx', mapping: { collection: 'crm_stage_changes', columns: { to_stage_name: 'Name' } } }, 400, 'Stage changes are written by Cardinal itself and can’t be imported.'],
		['the imports', { file: 'Name\nx', mapping: { collection: 'crm_imports', columns: { file_name: 'Name' } } }, 400, 'Imports are written by Cardinal itself and can’t be imported.'],
		['an empty file', { file: '', mapping: accounts }, 400, 'The file is empty.'],
		['a file that is too large', { file: manyRows('Too large', 30_000), mapping: accounts }, 413, 'The file is larger than 0 MB.'],
		['kept fields', { file: 'Name\nx', mapping: { collection: 'crm_opportunities', columns: { name: 'Name', stage_kind: 'Name' } } }, 400, 'mapping.columns.stage_kind: “State” is kept by the database and can’t be imported.'],
		['fields that the form does not let anybody type', { file: 'Name\nx', mapping: { collection: 'crm_leads', columns: { last_name: 'Name', converted_account: 'Name' } } }, 400, 'mapping.columns.converted_account: “Account” is kept by the database and can’t be imported.'],
		['who made a row', { file: 'Name\nx', mapping: { collection: 'crm_accounts', columns: { name: 'Name', user_created: 'Name' } } }, 400, 'mapping.columns.user_created: “Created by” is written by Directus and can’t be imported.'],
		['passwords', { file: 'Name\nx', mapping: { collection: 'directus_users', columns: { first_name: 'Name', password: 'Name' } } }, 400, 'mapping.columns.password: '],
		['roles', { file: 'Name\nx', mapping: { collection: 'directus_users', columns: { first_name: 'Name', role: { column: 'Name', lookup: { collection: 'directus_roles', by: 'name' } } } } }, 400, 'mapping.columns.role: “Role” decides who may do what, and can’t be imported.'],
		['tokens', { file: 'Name\nx', mapping: { collection: 'directus_users', columns: { first_name: 'Name', token: 'Name' } } }, 400, 'mapping.columns.token: '],
	])('with %s is refused with a sentence, and nothing is written', async (_, what, status, sentence) => {
		const before = await contentOf(world);
		const answer = await importInto(world, what as Parameters<typeof importInto>[1]);
		expect([answer.status, messages(answer)?.join('\n')]).toEqual([status, expect.stringContaining(sentence)]);
		expect(await contentOf(world)).toEqual(before);
	});

	test('without a file, without a mapping, with broken JSON, or that is no multipart at all', async () => {
		const form = (parts: { [name: string]: string }) => {
			const made = new FormData();
			for (const [name, value] of Object.entries(parts)) made.set(name, value);
			return made;
		};
		const post = async (body: unknown) => world.api('/crm/import', { method: 'POST', body });
		expect(messages(await post(form({ mapping: '{}' })))).toEqual(['There is no file in the request. Send it in the field “file”.']);
		expect(messages(await post({ mapping: accounts }))).toEqual(['Send the file as multipart/form-data, with the fields “file” and “mapping”.']);
		const broken = form({ mapping: '{' });
		broken.set('file', new Blob(['Name\nx']), 'x.csv');
		expect(messages(await post(broken))?.[0]).toMatch(/^The field “mapping” is not valid JSON: /);
		const none = new FormData();
		none.set('file', new Blob(['Name\nx']), 'x.csv');
		expect(messages(await post(none))).toEqual(['There is no mapping in the request. Send it as JSON in the field “mapping”.']);
	});

	test('that breaks off does no harm', async () => {
		const boundary = 'cut';
		await new Promise<void>((resolve) => {
			const sent = request(`${world.url}/crm/import`, { method: 'POST', headers: { authorization: `Bearer ${world.token}`, 'content-type': `multipart/form-data; boundary=${boundary}`, 'content-length': 100_000 } });
			sent.on('error', () => resolve());
			sent.on('response', () => resolve());
			sent.write(`--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="x.csv"\r\n\r\nName\r\nCut off`);
			setTimeout(() => sent.destroy(), 200);
		});
		const cut = new Blob([`--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="x.csv"\r\n\r\nName\r\nCut off`]);
		const answer = await world.api('/crm/import', { method: 'POST', body: await cut.text(), headers: { 'content-type': `multipart/form-data; boundary=${boundary}` } });
		expect([answer.status, messages(answer)]).toEqual([400, ['The upload was cut off or is no multipart/form-data. Send it again.']]);
		expect(await names('Cut off')).toEqual([]);
		expect((await world.api('/server/ping')).status).toBe(200);
	});

	test('leaves no file behind on the server', async () => {
		const folder = join(String(world.env['CRM_DATA_DIR']), 'tmp');
		await expect.poll(() => (existsSync(folder) ? readdirSync(folder).filter((name) => name.startsWith('crm-import-')) : [])).toEqual([]);
	});
});

describe('an import that takes its time', () => {
	test('may answer at once, and be followed', async () => {
		const { status, body, headers } = await importInto(world, { file: manyRows('Async', 450), mapping: accounts, fields: { async: 'true' } });
		expect([status, body.data]).toEqual([202, { id: expect.any(String), status: 'running', total: 450 }]);
		expect(headers.get('location')).toBe(`/crm/imports/${body.data.id}`);
		const read = async () => (await world.api(`/crm/imports/${body.data.id}`)).body.data;
		expect(['running', 'done']).toContain((await read()).status);
		await expect.poll(read, { timeout: 20_000 }).toMatchObject({ status: 'done', rows_total: 450, rows_created: 450 });
		const preferring = await importInto(world, { file: csv('Name', 'Preferred'), mapping: accounts, headers: { prefer: 'respond-async' } });
		expect(preferring.status).toBe(202);
	});

	test('may tell its progress line by line', async () => {
		const { status, body, headers } = await importInto(world, { file: manyRows('Stream', 450), mapping: accounts, headers: { accept: 'application/x-ndjson' } });
		expect([status, headers.get('content-type')]).toEqual([200, expect.stringContaining('application/x-ndjson')]);
		const lines = String(body).trim().split('\n').map((line) => JSON.parse(line));
		expect(lines[0]).toEqual({ begun: { id: expect.any(String), total: 450 } });
		expect(lines.filter(({ progress }) => progress).map(({ progress }) => [progress.total, progress.of])).toEqual([[200, 450], [400, 450], [450, 450]]);
		expect(lines.at(-1).report.rows).toMatchObject({ total: 450, created: 450 });
	});

	test('is one of two at most', async () => {
		const slow = (name: string) => importInto(world, { file: manyRows(name, 800), mapping: accounts });
		const all = await Promise.all([slow('Busy A'), slow('Busy B'), slow('Busy C')]);
		expect(all.map(({ status }) => status).sort()).toEqual([200, 200, 429]);
		expect(messages(all.find(({ status }) => status === 429)!)).toEqual(['2 imports are running at the moment. Wait until one of them is done, then try again.']);
		expect((await slow('Busy C')).status).toBe(200);
	});
});

describe('rights', () => {
	test('nobody imports or looks without signing in', async () => {
		const form = new FormData();
		form.set('file', new Blob(['Name\nx']), 'x.csv');
		for (const [method, path] of [['POST', '/crm/import'], ['POST', '/crm/import/inspect'], ['GET', '/crm/import/targets'], ['GET', '/crm/import/targets/crm_accounts'], ['GET', '/crm/imports'], ['GET', '/crm/imports/6c0b6c59-0000-4000-8000-000000000000'], ['GET', '/crm/imports/6c0b6c59-0000-4000-8000-000000000000/errors.csv']] as const) {
			const answer = await world.api(path, { method, token: null, ...(method === 'POST' ? { body: form } : {}) });
			expect([path, answer.status, messages(answer)]).toEqual([path, 401, ['Sign in to import.']]);
		}
	});

	test('they are those of the caller: collections, fields, rows', async () => {
		const rights = await personWith(world, 'importer', [
			{ collection: 'crm_accounts', action: 'create', fields: ['id', 'name', 'owner', 'type'] },
			{ collection: 'crm_accounts', action: 'read', permissions: { owner: { _eq: '$CURRENT_USER' } } },
			{ collection: 'crm_accounts', action: 'update', fields: ['name', 'type'], permissions: { owner: { _eq: '$CURRENT_USER' } } },
		]);
		const as = { token: rights.token };
		expect(messages(await importInto(world, { ...as, file: 'Name\nx', mapping: { collection: 'crm_leads', columns: { last_name: 'Name' } } }))).toEqual(['There is no collection “crm_leads” that you may import into.']);

		// What somebody brings in is theirs, so a second run finds it again.
		const mapping = { ...accounts, columns: { name: 'Name', type: 'Type' } };
		const first = await importInto(world, { ...as, file: csv('Name,Type', 'Mine A,customer', 'Mine B,'), mapping });
		expect(first.body.data?.rows, JSON.stringify(first.body)).toMatchObject({ created: 2, failed: 0 });
		const second = await importInto(world, { ...as, file: csv('Name,Type', 'Mine A,partner', 'Mine B,'), mapping });
		expect(second.body.data.rows).toMatchObject({ updated: 1, unchanged: 1 });
		const { body } = await world.api('/items/crm_accounts?filter[name][_starts_with]=Mine&fields=owner,user_created');
		expect(body.data).toEqual([{ owner: rights.id, user_created: rights.id }, { owner: rights.id, user_created: rights.id }]);

		// A field that they may not write is an error of each row; a link that they may not follow one of the mapping.
		const field = await importInto(world, { ...as, file: csv('Name,Staff', 'Mine C,5'), mapping: { ...accounts, columns: { name: 'Name', employees: 'Staff' } } });
		expect(field.body.data.rows, JSON.stringify(field.body)).toMatchObject({ created: 0, failed: 1 });
		expect(field.body.data.errors[0].errors[0]).toContain('employees');
		for (const currency of ['EUR', 'nothing']) {
			const link = await importInto(world, { ...as, file: csv('Name,Currency', `Mine D,${currency}`), mapping: { ...accounts, columns: { name: 'Name', currency: 'Currency' } } });
			expect([link.status, messages(link)]).toEqual([403, ['The mapping looks up Currencies by code, which you may not read. Ask an administrator, or leave the column out.']]);
		}
		// People they may not see are not there for them.
		const person = await importInto(world, { ...as, file: csv('Name,Owner', 'Mine D,admin@example.com'), mapping: { ...accounts, columns: { name: 'Name', owner: { column: 'Owner', lookup: { by: 'email' } } } } });
		expect(person.body.data.errors[0].errors).toEqual(['Owner “admin@example.com”: was not found in Users by email. Correct it, create it first, or add an alias.']);

		// Somebody else's account of the same name is neither seen nor touched.
		await importInto(world, { file: csv('Name', 'Not theirs'), mapping: accounts });
		const foreign = await importInto(world, { ...as, file: csv('Name,Type', 'Not theirs,partner'), mapping });
		expect(foreign.body.data.rows).toMatchObject({ created: 1, updated: 0 });

		// Reads of imports: one's own, no others'.
		const own = await world.api(`/crm/imports/${first.body.data.id}`, as);
		expect(own.body.data).toMatchObject({ status: 'done', rows_created: 2 });
		expect((await world.api(`/crm/imports/${field.body.data.id}/errors.csv`, as)).body).toContain('Mine C,5,');
		const { body: admins } = await importInto(world, { file: csv('Name', ''), mapping: accounts });
		expect((await world.api(`/crm/imports/${admins.data.id}`, as)).status).toBe(404);
		expect((await world.api(`/crm/imports/${admins.data.id}/errors.csv`, as)).status).toBe(404);
		expect((await world.api('/crm/imports/nonsense', as)).status).toBe(404);
		const listed = (await world.api('/crm/imports', as)).body.data.map(({ id }: { id: string }) => id);
		expect(listed).toContain(first.body.data.id);
		expect(listed).not.toContain(admins.data.id);
		expect((await world.api('/crm/imports')).body.data[0].id).toBe(admins.data.id);
		expect((await world.api('/crm/import/targets', as)).body.data).toEqual([{ collection: 'crm_accounts', label: 'Accounts' }]);
		expect((await world.api('/crm/import/targets/crm_leads', as)).status).toBe(403);
	});

	test('whoever may not name an owner can import all the same', async () => {
		const limited = await personWith(world, 'limited', [{ collection: 'crm_accounts', action: 'create', fields: ['name'] }]);
		const { body } = await importInto(world, { token: limited.token, file: csv('Name', 'Ownerless'), mapping: { collection: 'crm_accounts', columns: { name: 'Name' } } });
		expect(body.data?.rows, JSON.stringify(body)).toMatchObject({ created: 1, failed: 0 });
	});

	test('history is for those who may create imports', async () => {
		const everything = ['create', 'read', 'update'] as const;
		const rights = everything.flatMap((action) => ['crm_opportunities', 'crm_stages', 'crm_pipelines'].map((collection) => ({ collection, action })));
		const mapping = { collection: 'crm_opportunities', key: 'external_id', columns: { external_id: 'ID', name: 'ID', stage: { column: 'Stage', lookup: { by: 'name' } } }, history: { created: 'Created', closed: 'Closed' } };
		const file = csv('ID,Stage,Created,Closed', 'hist-1,Won,2020-01-01,2020-02-01', 'hist-2,Prospecting,2020-01-01,2020-02-01');

		const seller = await personWith(world, 'seller', rights);
		const refused = await importInto(world, { token: seller.token, file, mapping });
		expect([refused.status, messages(refused)]).toEqual([400, ['mapping.history: bringing in when things happened needs the right to create imports. Ask an administrator for it, or leave “history” out.']]);

		const clerk = await personWith(world, 'clerk', [...rights, { collection: 'crm_imports', action: 'create' }]);
		const done = await importInto(world, { token: clerk.token, file, mapping });
		expect(done.body.data?.rows, JSON.stringify(done.body)).toMatchObject({ created: 2, failed: 0 });
		const { body } = await world.api('/items/crm_opportunities?filter[external_id][_starts_with]=hist&sort=external_id&fields=date_created,stage_entered_at,closed_at,user_created');
		expect(body.data).toEqual([
			{ date_created: '2020-01-01T00:00:00.000Z', stage_entered_at: '2020-02-01T00:00:00.000Z', closed_at: '2020-02-01T00:00:00.000Z', user_created: clerk.id },
			{ date_created: '2020-01-01T00:00:00.000Z', stage_entered_at: '2020-01-01T00:00:00.000Z', closed_at: null, user_created: clerk.id },
		]);
		expect((await importInto(world, { token: clerk.token, file, mapping })).body.data.rows).toMatchObject({ unchanged: 2 });

		// The right to import is not the right to write an import's record.
		const forged = await world.api('/items/crm_imports', { token: clerk.token, body: { status: 'done', rows_created: 5, errors_file: null, file_name: 'forged.csv' } });
		const { rows } = await world.sql.query('SELECT status, rows_created, file_name FROM crm_imports WHERE file_name = \'forged.csv\' OR (status IS NULL AND rows_created IS NULL)');
		expect(rows.every((row) => row.status === null && row.file_name === null), JSON.stringify(forged.body)).toBe(true);
	});

	test('without history, times are those of the import', async () => {
		const before = Date.now() - 5_000;
		await importInto(world, { file: csv('ID', 'now-1'), mapping: { collection: 'crm_opportunities', columns: { external_id: 'ID', name: 'ID' } } });
		const { body } = await world.api('/items/crm_opportunities?filter[external_id][_eq]=now-1&fields=date_created,stage_entered_at');
		expect(Date.parse(body.data[0].date_created)).toBeGreaterThan(before);
		expect(body.data[0].stage_entered_at).toBe(body.data[0].date_created);
	});
});

describe('a file can be looked into before', () => {
	test('its columns, first rows and what they probably mean', async () => {
		const form = new FormData();
		form.set('file', new Blob([csv('Deal ID;Deal name;Account Name;Deal owner;Close date;Amount', 'x1;Big one;Acme;amy@example.com;31.12.2025;1.234,50', 'x2;Small one;Acme;bob@example.com;01.02.2026;99,00')]), 'deals.csv');
		form.set('collection', 'crm_opportunities');
		const { status, body } = await world.api('/crm/import/inspect', { method: 'POST', body: form });
		expect(status, JSON.stringify(body)).toBe(200);
		expect(body.data).toEqual({
			fileName: 'deals.csv', columns: ['Deal ID', 'Deal name', 'Account Name', 'Deal owner', 'Close date', 'Amount'], total: 2, encoding: 'utf-8', delimiter: ';',
			rows: [['x1', 'Big one', 'Acme', 'amy@example.com', '31.12.2025', '1.234,50'], ['x2', 'Small one', 'Acme', 'bob@example.com', '01.02.2026', '99,00']],
			suggestions: [
				{ column: 'Deal ID', field: 'external_id' }, { column: 'Deal name', field: 'name' }, { column: 'Account Name', field: 'account', lookupBy: ['name', 'external_id'] },
				{ column: 'Deal owner', field: 'owner', lookupBy: ['email', 'first_name last_name'] }, { column: 'Close date', field: 'close_date', date: 'dd.MM.yyyy' },
				{ column: 'Amount', field: 'amount', number: { decimal: ',', group: '.' } },
			],
			key: 'external_id',
		});
	});

	test('and what a collection takes', async () => {
		const { body: targets } = await world.api('/crm/import/targets');
		const collections = targets.data.map(({ collection }: { collection: string }) => collection);
		expect(collections).toEqual(expect.arrayContaining(['crm_accounts', 'crm_contacts', 'crm_leads', 'crm_opportunities', 'crm_products', 'directus_users']));
		expect(collections).not.toEqual(expect.arrayContaining(['crm_imports']));
		expect(collections).not.toEqual(expect.arrayContaining(['crm_stage_changes']));
		const { body } = await world.api('/crm/import/targets/crm_opportunities');
		const fields = new Map<string, { [name: string]: unknown }>(body.data.fields.map((field: { name: string }) => [field.name, field]));
		expect(fields.get('account')).toMatchObject({ label: 'Account', type: 'uuid', link: { collection: 'crm_accounts', label: 'Accounts' } });
		expect((fields.get('owner') as { link: { ways: unknown[] } }).link.ways.slice(0, 2)).toEqual([{ by: ['email', 'first_name last_name'], text: 'Email, or First Name + Last Name' }, { by: ['first_name last_name'], text: 'First Name + Last Name' }]);
		expect(fields.has('stage_kind')).toBe(false);
		expect(fields.has('deal')).toBe(false);
		expect(body.data.history).toEqual(['created', 'stageEntered', 'closed', 'openingStage']);
	});
});
