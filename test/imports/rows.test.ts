import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startWorld, type World } from '../support/index.ts';
import { contentOf, csv, importInto, type Report } from './support.ts';

let world: World;

beforeAll(async () => {
	world = await startWorld();
});
afterAll(() => world?.stop());

async function bringIn(mapping: object, ...lines: string[]): Promise<Report> {
	const { status, body } = await importInto(world, { file: csv(...lines), mapping });
	if (status !== 200) throw new Error(JSON.stringify(body));
	return body.data;
}

async function read(collection: string, query: string) {
	const { body } = await world.api(`/items/${collection}?limit=-1&${query}`);
	return body.data;
}

const accounts = (columns: object, rest: object = {}) => ({ collection: 'crm_accounts', key: 'name', columns: { name: 'Name', ...columns }, ...rest });

describe('rows that are there already', () => {
	test('are recognised by the key, and changed only where the file differs', async () => {
		const mapping = accounts({ employees: 'Staff', domain: 'Web', revenue: 'Revenue', currency: { constant: 'EUR' } });
		await bringIn(mapping, 'Name,Staff,Web,Revenue', 'Key One,10,https://www.Key-one.example/about,1000', 'Key Two,20,key-two.example,2000.50');
		const again = await bringIn(mapping, 'Name,Staff,Web,Revenue', 'Key One,10,key-one.example,1000.0000', 'Key Two,21,key-two.example,2000.50', 'Key Three,1,,');
		expect(again.rows).toMatchObject({ created: 1, updated: 1, unchanged: 1, failed: 0 });

		const [two] = await read('crm_accounts', 'filter[name][_eq]=Key Two');
		expect(two).toMatchObject({ employees: 21, domain: 'key-two.example' });
		const { body: revisions } = await world.api(`/revisions?filter[item][_eq]=${two.id}&sort=id`);
		expect(Object.keys(revisions.data.at(-1).delta)).toContain('employees');
		expect(Object.keys(revisions.data.at(-1).delta)).not.toContain('domain');
	});

	test('an empty cell leaves a field alone, or empties it where the mapping says so; once is once', async () => {
		const mapping = accounts({ employees: 'Staff', domain: { column: 'Web', empty: 'null' }, type: { column: 'Type', once: true } });
		await bringIn(mapping, 'Name,Staff,Web,Type', 'Empty One,10,empty-one.example,customer');
		const again = await bringIn(mapping, 'Name,Staff,Web,Type', 'Empty One,,,partner');
		expect(again.rows.updated).toBe(1);
		expect((await read('crm_accounts', 'filter[name][_eq]=Empty One'))[0]).toMatchObject({ employees: 10, domain: null, type: 'customer' });
	});

	test('the same key twice in a file is one row: the last one holds', async () => {
		const report = await bringIn(accounts({ employees: 'Staff' }), 'Name,Staff', 'Double,1', 'Double,2', 'Double,2');
		expect(report.rows).toMatchObject({ created: 1, updated: 1, unchanged: 1 });
		expect(await read('crm_accounts', 'filter[name][_eq]=Double&fields=employees')).toEqual([{ employees: 2 }]);
	});

	test('an empty or an ambiguous key is an error of its row', async () => {
		await bringIn({ collection: 'crm_accounts', columns: { name: 'Name' } }, 'Name', 'Twin', 'Twin');
		const report = await bringIn(accounts({ employees: 'Staff' }), 'Name,Staff', 'Twin,1', ',2');
		expect(report.errors).toEqual([
			{ line: 2, errors: ['2 records of Accounts have this name. Merge them, or choose a key that is unique.'] },
			{ line: 3, errors: ['The key (name) is empty. Fill it in the file, or choose another key.'] },
		]);
	});

	test('without a key all rows are new, and the report warns of it', async () => {
		const report = await bringIn({ collection: 'crm_accounts', columns: { name: 'Name' } }, 'Name', 'Keyless');
		expect(report.notes).toEqual(['The mapping has no key: importing the file again would create its rows again.']);
	});

	test('a key of several fields, one of them a link', async () => {
		const mapping = { collection: 'crm_contacts', key: ['account', 'last_name'], columns: { last_name: 'Name', account: { column: 'Account', lookup: { by: 'name', create: true } }, title: 'Title' } };
		const first = await bringIn(mapping, 'Name,Account,Title', 'Composite,Comp A,CEO', 'Composite,Comp B,CFO');
		expect(first.rows.created).toBe(2);
		const again = await bringIn(mapping, 'Name,Account,Title', 'Composite,Comp A,Boss', 'Composite,Comp B,CFO', 'Composite,Comp C,CTO');
		expect(again.rows).toMatchObject({ created: 1, updated: 1, unchanged: 1 });
	});

	test('the key may be the id, which a new row may bring along', async () => {
		const mapping = { collection: 'crm_accounts', key: 'id', columns: { id: 'ID', name: 'Name' } };
		const id = 'b3b8a8f0-6f2f-4f3f-9a43-0e1b1d0f0001';
		expect((await bringIn(mapping, 'ID,Name', `${id},By Id`)).rows.created).toBe(1);
		expect((await bringIn(mapping, 'ID,Name', `${id.toUpperCase()},By Id Again`)).rows.updated).toBe(1);
		expect((await read('crm_accounts', `filter[id][_eq]=${id}`))[0].name).toBe('By Id Again');
	});
});

describe('bad rows stay out, good rows go in', () => {
	test('each with what is wrong, and a file of them that can be corrected and imported', async () => {
		const mapping = {
			collection: 'crm_contacts', key: 'email', format: { date: 'dd.MM.yyyy' },
			columns: { last_name: 'Name', email: 'E-mail', phone: 'Phone', birthday: 'Born', do_not_call: 'Quiet', account: { column: 'Account', lookup: { by: 'name' } } },
		};
		await bringIn(accounts({}), 'Name', 'Reject Ltd');
		const header = 'Name;E-mail;Phone;Born;Quiet;Account;Remark';
		const file = csv(header,
			'Good;good@rows.example;030 123456;31.12.1980;yes;reject ltd;',
			'Bad;not-an-address;12;1980-12-31;perhaps;Nobody Inc;=1+1',
			'Short;short@rows.example',
			';nameless@rows.example;;;;;',
			'Also good;also@rows.example;;;;;"two',
			'lines"');
		const { status, body } = await importInto(world, { file, name: 'people.csv', mapping });
		const report: Report = body.data;
		expect(status, JSON.stringify(body)).toBe(200);
		expect(report.rows).toEqual({ total: 5, created: 2, updated: 0, unchanged: 0, skipped: 0, failed: 3 });
		expect(report.errors).toEqual([
			{
				line: 3,
				errors: [
					'E-mail “not-an-address”: is not an e-mail address. Write one such as amy@example.com.',
					'Phone “12”: is not a telephone number. Write it with its country code, such as +49 30 123456.',
					'Born “1980-12-31”: is not a date written as dd.MM.yyyy. Write 31.12.2024.',
					'Quiet “perhaps”: is neither yes nor no. Write yes or no.',
					'Account “Nobody Inc”: was not found in Accounts by name. Correct it, create it first, or add an alias.',
				],
			},
			{ line: 4, errors: ['The row has 2 cells, the header has 7. Check the quotes and separators of this row.'] },
			{ line: 5, errors: ['Name: Last name must not be empty. Fill it in the file, or give it a default in the mapping.'] },
		]);
		expect((await read('crm_contacts', 'filter[email][_eq]=good@rows.example&fields=phone,birthday,do_not_call,account.name'))[0]).toEqual({
			phone: '+4930123456', birthday: '1980-12-31', do_not_call: true, account: { name: 'Reject Ltd' },
		});

		const rejected = await world.api(report.errorsFile ?? '');
		expect(rejected.headers.get('content-type')).toContain('text/csv');
		expect(rejected.headers.get('content-disposition')).toContain('people - rejected rows.csv');
		const lines = String(rejected.body).replace(/^\ufeff/, '').trim().split('\n');
		expect(lines[0]).toBe(`${header};error`);
		expect(lines[1]).toMatch(/^Bad;not-an-address;12;1980-12-31;perhaps;Nobody Inc;'=1\+1;"?Line 3: E-mail/);
		expect(lines).toHaveLength(4);

		const corrected = String(rejected.body).replace('not-an-address', 'bad@rows.example').replace(';12;', ';030 1;').replace('1980-12-31', '31.12.1980').replace('perhaps', 'no').replace('Nobody Inc', 'Reject Ltd')
			.replace('Short;short@rows.example;', 'Short;short@rows.example;').replace(';nameless@', 'Named;nameless@');
		const second = await importInto(world, { file: corrected, mapping });
		expect(second.body.data?.rows, JSON.stringify(second.body)).toMatchObject({ created: 3, failed: 0 });
	});

	test('what the database itself refuses is told with column and value', async () => {
		await bringIn({ collection: 'crm_products', key: 'code', columns: { code: 'Code', name: 'Name' } }, 'Code,Name', 'DB-1,One');
		const report = await bringIn({ collection: 'crm_products', key: 'name', columns: { code: 'Code', name: 'Name', list_price: 'Price', currency: { column: 'Currency' } } },
			'Code,Name,Price,Currency', 'DB-1,Another,1,EUR', 'DB-2,Negative,-1,EUR', 'DB-3,No currency,5,', 'DB-4,Fine,5,eur', 'DB-5,Strange,5,XXX');
		expect(report.rows).toMatchObject({ created: 1, failed: 4 });
		expect(report.errors.map(({ errors }) => errors)).toEqual([
			['Code “DB-1”: Another record has this Code already, which has to be unique. It may be one that you can’t see. Change one of them, or use Code as the key.'],
			['Price “-1”: List price must not be negative.'],
			['Price “5”: List price needs a currency.'],
			['Currency “XXX”: was not found in Currencies by code. Correct it, create it first, or add an alias.'],
		]);
	});

	test('a formula in a cell is data: stored as it is, disarmed in the file of rejected rows', async () => {
		const mapping = accounts({ employees: 'Staff', description: 'Notes' });
		const report = await bringIn(mapping, 'Name,Staff,Notes', '"=HYPERLINK(""http://evil.example"")",1,@x', '=cmd|\' /C calc\'!A0,many,+1-555-0100');
		expect(report.rows).toMatchObject({ created: 1, failed: 1 });
		expect((await read('crm_accounts', 'filter[name][_starts_with]==HYPER&fields=name,description'))).toEqual([{ name: '=HYPERLINK("http://evil.example")', description: '@x' }]);
		const { body } = await world.api(report.errorsFile ?? '');
		expect(body).toContain('\n\'=cmd|\' /C calc\'!A0,many,+1-555-0100,');
		// Reading takes the apostrophe off again.
		const again = await importInto(world, { file: String(body).replace('many', '2'), mapping });
		expect(again.body.data.rows.created).toBe(1);
		expect(await read('crm_accounts', 'filter[name][_starts_with]==cmd&fields=name')).toEqual([{ name: '=cmd|\' /C calc\'!A0' }]);
	});
});

describe('lookups', () => {
	test('find in any case of letters; what is ambiguous or missing is told', async () => {
		await bringIn({ collection: 'crm_accounts', columns: { name: 'Name' } }, 'Name', 'Look Up', 'Same Name', 'same name', 'Other');
		const report = await bringIn({ collection: 'crm_contacts', columns: { last_name: 'Name', account: { column: 'Account', lookup: { by: 'name' } } } },
			'Name,Account', 'L1,LOOK  UP', 'L2,SAME NAME', 'L3,Nowhere', 'L4,');
		expect(report.rows).toMatchObject({ created: 2, failed: 2 });
		expect(report.errors.map(({ errors }) => errors[0])).toEqual([
			'Account “SAME NAME”: is the name of 2 Accounts. Look up by a field that is unique, or give one of them another name.',
			'Account “Nowhere”: was not found in Accounts by name. Correct it, create it first, or add an alias.',
		]);
	});

	test('people by e-mail or name; conditions narrow; nothing found may be left empty', async () => {
		const { body: person } = await world.api('/users', { body: { first_name: 'Look', last_name: 'Upson', email: 'look.upson@example.com', status: 'draft' } });
		const report = await bringIn({
			collection: 'crm_opportunities', key: 'external_id',
			columns: {
				external_id: 'ID', name: 'ID', owner: { column: 'Owner', lookup: { by: ['email', 'first_name last_name'] } },
				stage: { column: 'Stage', lookup: { by: 'name', where: { 'pipeline.is_default': true } } },
				account: { column: 'Account', lookup: { by: 'name', missing: 'null' } },
			},
		}, 'ID,Owner,Stage,Account', 'lu-1,LOOK.UPSON@example.com,proposal,Nowhere', 'lu-2,look upson,Won,');
		expect(report.errors).toEqual([]);
		expect(await read('crm_opportunities', 'filter[external_id][_starts_with]=lu-&sort=external_id&fields=owner,stage.name,account')).toEqual([
			{ owner: person.data.id, stage: { name: 'Proposal' }, account: null },
			{ owner: person.data.id, stage: { name: 'Won' }, account: null },
		]);
	});

	test('create what is missing, once, with given values; not for a row that fails', async () => {
		const mapping = { collection: 'crm_contacts', columns: { last_name: 'Name', birthday: 'Born', account: { column: 'Account', lookup: { by: 'name', create: { type: 'partner' } } } } };
		const report = await bringIn(mapping, 'Name,Born,Account', 'C1,,Created Ltd', 'C2,,CREATED ltd', 'C3,soon,Never Ltd', ',,Neither Ltd');
		expect(report.rows).toMatchObject({ created: 2, failed: 2 });
		expect(await read('crm_accounts', 'filter[name][_in]=Created Ltd,CREATED ltd,Never Ltd,Neither Ltd&fields=name,type')).toEqual([{ name: 'Created Ltd', type: 'partner' }]);
	});

	test('subsidiaries may come before their parents in the file, over several steps; a circle is an error', async () => {
		const mapping = accounts({ parent: { column: 'Parent', lookup: { by: 'name' } } });
		const report = await bringIn(mapping, 'Name,Parent', 'Grandchild,Child', 'Child,Founder', 'Founder,', 'Circle A,Circle B', 'Circle B,Circle A', 'Orphan,Unknown');
		expect(report.rows).toMatchObject({ total: 6, created: 3, failed: 3 });
		expect(report.errors.map(({ line }) => line)).toEqual([5, 6, 7]);
		expect(await read('crm_accounts', 'filter[name][_eq]=Grandchild&fields=parent.name,parent.parent.name')).toEqual([{ parent: { name: 'Child', parent: { name: 'Founder' } } }]);
		const again = await bringIn(mapping, 'Name,Parent', 'Grandchild,Child', 'Child,Founder', 'Founder,');
		expect(again.rows.unchanged).toBe(3);
	});
});

test('whatever the collection, its rows may be as old as they are', async () => {
	const mapping = accounts({}, { history: { created: { column: 'Since', format: { date: 'dd.MM.yyyy', timeZone: 'Europe/Berlin' } } } });
	await bringIn(mapping, 'Name,Since', 'Old One,01.07.2015', 'New One,');
	const [young, old] = await read('crm_accounts', 'filter[name][_in]=Old One,New One&sort=name&fields=date_created');
	expect(old.date_created).toBe('2015-06-30T22:00:00.000Z');
	expect(Date.parse(young.date_created)).toBeGreaterThan(Date.now() - 60_000);
	expect((await bringIn(mapping, 'Name,Since', 'Old One,01.07.2015')).rows.unchanged).toBe(1);
	expect((await bringIn(mapping, 'Name,Since', 'Old One,02.07.2015')).rows.updated).toBe(1);
	expect((await read('crm_accounts', 'filter[name][_eq]=Old One&fields=date_created'))[0].date_created).toBe('2015-07-01T22:00:00.000Z');
});

describe('a dry run', () => {
	test('says what an import would do, creations on the way and later rows included, and writes nothing', async () => {
		const mapping = accounts({ employees: 'Staff', parent: { column: 'Parent', lookup: { by: 'name' } } }, {
			children: { contacts: { rows: [{ columns: { contact: { column: 'Contact', lookup: { by: 'last_name', create: true } } }, skipWhen: { column: 'Contact', is: 'empty' } }] } },
		});
		const file = csv('Name,Staff,Parent,Contact', 'Dry Child,1,Dry Parent,Dry Contact', 'Dry Parent,2,,', 'Dry Parent,3,,', 'Dry Bad,many,,', 'Dry Same,4,,Dry Contact');
		const before = await contentOf(world);
		const dry = await importInto(world, { file, mapping, dryRun: true });
		expect(dry.status, JSON.stringify(dry.body)).toBe(200);
		expect(await contentOf(world)).toEqual(before);
		expect(dry.body.data).toMatchObject({ id: null, dryRun: true, errorsFile: null });
		expect(dry.body.data.errorsCsv).toContain('Dry Bad,many,,,');

		const real = await importInto(world, { file, mapping });
		expect(real.body.data.rows, JSON.stringify(real.body)).toEqual(dry.body.data.rows);
		expect(real.body.data.rows).toEqual({ total: 5, created: 3, updated: 1, unchanged: 0, skipped: 0, failed: 1 });
		expect(real.body.data.errors).toEqual(dry.body.data.errors);
	});
});

describe('whatever an admin added', () => {
	test('can be imported into like ours: a field, a collection', async () => {
		await world.api('/fields/crm_accounts', { body: { field: 'segment', type: 'string', meta: { interface: 'select-dropdown', options: { choices: [{ text: 'Small business', value: 'smb' }] } }, schema: {} } });
		await world.api('/collections', {
			body: { collection: 'vans', meta: {}, schema: {}, fields: [{ field: 'plate', type: 'string', meta: {}, schema: { is_primary_key: true } }, { field: 'seats', type: 'integer', meta: {}, schema: {} }, { field: 'checked', type: 'boolean', meta: {}, schema: {} }] },
		});
		expect((await bringIn(accounts({ segment: 'Segment' }), 'Name,Segment', 'Segmented,small BUSINESS')).errors).toEqual([]);
		expect(await read('crm_accounts', 'filter[name][_eq]=Segmented&fields=segment')).toEqual([{ segment: 'smb' }]);
		const mapping = { collection: 'vans', key: 'plate', columns: { plate: 'Plate', seats: 'Seats', checked: 'Checked' } };
		expect((await bringIn(mapping, 'Plate,Seats,Checked', 'B-XY 1,9,x', 'B-XY 2,3,no')).rows.created).toBe(2);
		expect((await bringIn(mapping, 'Plate,Seats,Checked', 'B-XY 1,9,x', 'B-XY 2,4,no')).rows).toMatchObject({ updated: 1, unchanged: 1 });
	});

	test('flows hear of rows that are in, once, and of no others', async () => {
		const { body: flow } = await world.api('/flows', { body: { name: 'Imported', status: 'active', trigger: 'event', accountability: null, options: { type: 'action', scope: ['items.create'], collections: ['crm_products'] } } });
		const { body: operation } = await world.api('/operations', {
			body: { flow: flow.data.id, key: 'note', name: 'Note', type: 'item-create', position_x: 20, position_y: 1, options: { collection: 'crm_lead_sources', permissions: '$full', emitEvents: false, payload: { name: 'heard of {{$trigger.payload.name}}' } } },
		});
		await world.api(`/flows/${flow.data.id}`, { method: 'PATCH', body: { operation: operation.data.id } });
		const mapping = { collection: 'crm_products', key: 'name', columns: { name: 'Name', list_price: 'Price', currency: 'Currency' } };
		const file = csv('Name,Price,Currency', 'Heard,1,EUR', 'Unheard,-1,EUR');
		await importInto(world, { file, mapping, dryRun: true });
		await importInto(world, { file, mapping });
		await importInto(world, { file, mapping });
		await expect.poll(async () => (await read('crm_lead_sources', 'filter[name][_starts_with]=heard&fields=name'))).toEqual([{ name: 'heard of Heard' }]);
	});

	test('a filter that refuses refuses the row', async () => {
		const { body: flow } = await world.api('/flows', { body: { name: 'Guard', status: 'active', trigger: 'event', accountability: null, options: { type: 'filter', scope: ['items.create'], collections: ['crm_teams'], return: '$all' } } });
		const { body: condition } = await world.api('/operations', {
			body: { flow: flow.data.id, key: 'refuse', name: 'Refuse', type: 'throw-error', position_x: 20, position_y: 1, options: { code: 'NO_TEAMS', status: '400', message: 'No teams this month.' } },
		});
		await world.api(`/flows/${flow.data.id}`, { method: 'PATCH', body: { operation: condition.data.id } });
		const report = await bringIn({ collection: 'crm_teams', columns: { name: 'Name' } }, 'Name', 'Filtered team');
		expect(report).toMatchObject({ rows: { created: 0, failed: 1 }, problems: [{ sentence: 'No teams this month.', rows: 1, line: 2 }], errors: [{ line: 2, errors: ['No teams this month.'] }] });
		await world.api(`/flows/${flow.data.id}`, { method: 'DELETE' });
	});
});

test('two imports that change the same rows in opposite orders both arrive', { timeout: 60_000 }, async () => {
	const names = Array.from({ length: 150 }, (_, index) => `Contended ${String(index).padStart(3, '0')}`);
	await bringIn(accounts({ employees: 'Staff' }), 'Name,Staff', ...names.map((name) => `${name},1`));
	const [up, down] = await Promise.all([
		bringIn(accounts({ employees: 'Staff' }), 'Name,Staff', ...names.map((name) => `${name},2`)),
		bringIn(accounts({ employees: 'Staff' }), 'Name,Staff', ...names.toReversed().map((name) => `${name},3`)),
	]);
	expect([up.rows.failed, down.rows.failed, up.rows.total, down.rows.total]).toEqual([0, 0, 150, 150]);
	const staff = new Set((await read('crm_accounts', 'filter[name][_starts_with]=Contended&fields=employees')).map((row: { employees: number }) => row.employees));
	expect(staff.has(1)).toBe(false);
});
