import { describe, expect, it } from 'vitest';
import { checkMapping } from './check.ts';
import { mappingOf, targets } from './test-fixtures.ts';

const base = { collection: 'crm_opportunities', columns: { name: 'Deal' } };

function problems(mapping: object, { columns, mayImportHistory = true }: { columns?: string[]; mayImportHistory?: boolean } = {}) {
	return checkMapping({ mapping: mappingOf({ ...base, ...mapping }), targets, mayImportHistory, ...(columns ? { columns } : {}) });
}

describe('a mapping is checked before a row is read', () => {
	it('and passes when all is well', () => {
		expect(problems({
			key: 'external_id',
			columns: { external_id: 'ID', name: { template: '{Deal} for {Account}' }, account: { column: 'Account', lookup: { by: 'name', create: { type: 'customer' } } }, owner: { column: 'Owner', lookup: { by: ['email', 'first_name last_name'] } } },
			children: { lines: { key: ['product'], rows: [{ columns: { product: { column: 'Product', lookup: { by: ['code', 'name'] } }, quantity: { constant: 1 } }, skipWhen: { column: 'Product', is: 'empty' } }] } },
			history: { created: 'Created', stageEntered: ['Closed', 'Created'][0], closed: 'Closed', openingStage: { constant: 'New', lookup: { by: 'name', where: { 'pipeline.name': 'Sales' } } } },
		}, { columns: ['ID', 'Deal', 'Account', 'Owner', 'Product', 'Created', 'Closed'] })).toEqual([]);
	});

	it.each<[string, object, string]>([
		['an unknown collection', { collection: 'crm_nothing' }, 'There is no collection “crm_nothing” that you may import into.'],
		['a collection of ours', { collection: 'crm_stage_changes', columns: { opportunity: 'x' } }, 'Stage changes are written by Cardinal itself and can’t be imported.'],
		['an unknown field', { columns: { nmae: 'Deal' } }, 'mapping.columns.nmae: Opportunities have no field “nmae”.'],
		['a kept field', { columns: { stage_kind: 'State' } }, 'mapping.columns.stage_kind: “State” is kept by the database and can’t be imported.'],
		['a kept field of history', { columns: { closed_at: 'Closed' } }, 'mapping.columns.closed_at: “Closed” is kept by the database and can’t be imported. To bring in when things happened, map it under “history”.'],
		['a stamp', { columns: { date_created: 'Created' } }, 'mapping.columns.date_created: “Created” is written by Directus and can’t be imported. To bring in when things happened, map it under “history”.'],
		['a role', { collection: 'directus_users', columns: { role: { constant: 'x' } } }, 'mapping.columns.role: “Role” decides who may do what, and can’t be imported. Set it in the user’s own page.'],
		['a section of the form', { columns: { deal: 'Deal' } }, 'mapping.columns.deal: “Deal” holds no value.'],
		['rows as a value', { columns: { lines: 'Product' } }, 'mapping.columns.lines: Products are rows of their own. Map them under “children”.'],
		['the id when it is not the key', { columns: { id: 'ID' } }, 'mapping.columns.id: the id of a row never changes. Use it as the key, or leave it out.'],
		['a key that is not mapped', { key: 'external_id' }, 'mapping.key: “external_id” is not among the mapped columns.'],
		['a wrong date format', { format: { date: 'DD.MM.YYYY' } }, 'mapping.format.date: “DD.MM.YYYY” is no date format. Write one such as dd.MM.yyyy or MM/dd/yyyy.'],
		['a wrong date format of a cell', { columns: { close_date: { column: 'x', format: { date: 'DD' } } } }, 'mapping.columns.close_date.format.date: “DD” is no date format. Write one such as dd.MM.yyyy or MM/dd/yyyy.'],
		['a lookup where nothing links', { columns: { name: { column: 'x', lookup: { by: 'name' } } } }, 'mapping.columns.name.lookup: “Name” is no link to another collection, so there is nothing to look up.'],
		['a lookup elsewhere', { columns: { account: { column: 'x', lookup: { collection: 'crm_products', by: 'name' } } } }, 'mapping.columns.account.lookup.collection: “Account” links to crm_accounts.'],
		['a lookup by nothing', { columns: { account: { column: 'x', lookup: { by: 'nmae' } } } }, 'mapping.columns.account.lookup.by: Accounts have no field “nmae” to look up by.'],
		['a lookup by a secret', { columns: { owner: { column: 'x', lookup: { by: 'role' } } } }, 'mapping.columns.owner.lookup.by: Users have no field “role” to look up by.'],
		['people created on the way', { columns: { owner: { column: 'x', lookup: { by: 'email', create: true } } } }, 'mapping.columns.owner.lookup.create: Users are not created by a lookup. Import them first.'],
		['kept fields created on the way', { columns: { account: { column: 'x', lookup: { by: 'name', create: { last_activity_at: '2020-01-01' } } } } }, 'mapping.columns.account.lookup.create.last_activity_at: “Last activity” is kept by the database and can’t be imported.'],
		['kept children', { children: { stage_changes: { rows: [{ columns: { id: 'x' } }] } } }, 'mapping.children.stage_changes: Stage changes are written by Cardinal itself and can’t be imported.'],
		['children where there are none', { children: { name: { rows: [{ columns: { x: 'x' } }] } } }, 'mapping.children.name: Opportunities have no list of rows “name”.'],
		['a child’s parent', { children: { lines: { rows: [{ columns: { opportunity: 'x' } }] } } }, 'mapping.children.lines.rows.0.columns.opportunity: the row that it belongs to is set by itself. Leave it out.'],
		['a child’s key that is not mapped', { children: { lines: { key: ['product'], rows: [{ columns: { quantity: 'x' } }] } } }, 'mapping.children.lines.key: “product” is not mapped in every row.'],
		['history of something else', { collection: 'crm_accounts', history: { closed: 'x' } }, 'mapping.history.closed: Accounts have no such history.'],
	])('%s is refused', (_, mapping, sentence) => {
		expect(problems(mapping)).toEqual([sentence]);
	});

	it('history is for those who hold the right', () => {
		expect(problems({ history: { created: 'x' } }, { mayImportHistory: false })).toEqual(['mapping.history: bringing in when things happened needs the right to create imports. Ask an administrator for it, or leave “history” out.']);
	});

	it('columns that the file does not have are named, once', () => {
		expect(problems({ columns: { name: { template: '{Deal} {City}' } }, skipWhen: { column: 'Gone', is: 'empty' }, history: { created: 'When' } }, { columns: ['Deal', 'Account'] })).toEqual([
			'mapping.columns.name: the file has no column “City”. Its columns are “Deal”, “Account”.',
			'mapping.history.created: the file has no column “When”. Its columns are “Deal”, “Account”.',
			'mapping.skipWhen: the file has no column “Gone”. Its columns are “Deal”, “Account”.',
		]);
	});
});
