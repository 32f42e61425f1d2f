import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

/** What the types allow and refuse is told by the compiler itself: each snippet is a file of a program in memory. */

const folder = dirname(fileURLToPath(import.meta.url));

const preamble = `
import { aggregate, createDirectus, createItem, readItems, readMe, readSingleton, rest, updateItem } from '@directus/sdk';
import type { CollectionName, Row, Schema } from '../../schema/schema.ts';
const client = createDirectus<Schema>('http://localhost').with(rest());
declare const lead: Row<'crm_leads'>;
declare const deal: Row<'crm_opportunities'>;
export type Uses = CollectionName;
`;

const allowed = {
	'reading a lead with its owner, the owner’s team and its activities': `
		const rows = await client.request(readItems('crm_leads', {
			fields: ['first_name', 'estimated_value', 'date_created', { owner: ['first_name', { team: ['name'] }], activities: ['subject', 'due_at'] }],
			filter: { _and: [{ status: { _neq: 'converted' } }, { owner: { first_name: { _eq: 'Ada' } } }, { date_created: { _gte: '2026-01-01' } }] },
			sort: ['-date_created'],
		}));
		const [row] = rows;
		export const name: string | null | undefined = row?.first_name;
		export const value: string | null | undefined = row?.estimated_value;
		export const created: string | undefined = row?.date_created;
		export const team: string | null | undefined = row?.owner?.team?.name;
		export const subject: string | undefined = row?.activities?.[0]?.subject;`,
	'a link that was not asked for, which is a key': `
		const rows = await client.request(readItems('crm_leads', { fields: ['owner', 'currency', 'activities'] }));
		export const owner: string | null | undefined = rows[0]?.owner;
		export const currency: string | null | undefined = rows[0]?.currency;
		export const activities: string[] | undefined = rows[0]?.activities;`,
	'the settings, which are one row': `
		const settings = await client.request(readSingleton('crm_settings', { fields: ['base_currency', 'fiscal_year_start'] }));
		export const month: number = settings.fiscal_year_start;`,
	'the fields that Directus’ users get': `
		const me = await client.request(readMe({ fields: ['first_name', 'team'] }));
		export const team: unknown = me.team;`,
	'creating a lead': `
		await client.request(createItem('crm_leads', { last_name: 'Byron', estimated_value: '1250.00', status: 'new', country: 'GB', consent_at: '2026-01-31T10:00:00Z' }));`,
	'changing a deal and its lines': `
		await client.request(updateItem('crm_opportunities', 'id', { close_date: '2026-01-31', lines: [{ product: 'id', quantity: '2' }] }));`,
	'figures by stage and by month': `
		await client.request(aggregate('crm_opportunities', { aggregate: { sum: 'amount', count: '*' }, groupBy: ['stage_kind', 'year(close_date)'] }));`,
	'a filter over the rows of a related list': `
		await client.request(readItems('crm_accounts', { filter: { opportunities: { _some: { stage_kind: { _eq: 'open' } } } } }));`,
	'naming collections, rows and values': `
		export const name: CollectionName = 'crm_leads';
		export const rating: Row<'crm_leads'>['rating'] = 'hot';
		export const status: 'new' | 'working' | 'qualified' | 'unqualified' | 'converted' = lead.status;
		export const isArchived: boolean = lead.archived;`,
};

const refused: Readonly<Record<string, { source: string; message: RegExp }>> = {
	'an unknown field': {
		source: `await client.request(readItems('crm_leads', { fields: ['frist_name'] }));`,
		message: /'"frist_name"' is not assignable.*Did you mean '"first_name"'/s,
	},
	'an unknown field of a linked row': {
		source: `await client.request(readItems('crm_leads', { fields: [{ owner: ['nickname'] }] }));`,
		message: /'"nickname"' is not assignable/,
	},
	'an unknown collection': {
		source: `await client.request(readItems('crm_leeds'));`,
		message: /'"crm_leeds"' is not assignable to parameter of type '"crm_/,
	},
	'a filter by an unknown field': {
		source: `await client.request(readItems('crm_leads', { filter: { state_of_mind: { _eq: 'new' } } }));`,
		message: /'state_of_mind' does not exist in type/,
	},
	'a filter by an unknown choice': {
		source: `await client.request(readItems('crm_leads', { filter: { status: { _eq: 'open' } } }));`,
		message: /'"open"' is not assignable to type '(?=.*"new")(?=.*"working")/, // in whatever order the compiler met them
	},
	'a number for money': {
		source: `await client.request(createItem('crm_leads', { estimated_value: 1250 }));`,
		message: /'number' is not assignable to type 'string'/,
	},
	'money as a number': {
		source: `export const value: number | null = lead.estimated_value;`,
		message: /'string \| null' is not assignable to type 'number \| null'/,
	},
	'an unknown choice': {
		source: `await client.request(createItem('crm_leads', { rating: 'boiling' }));`,
		message: /'"boiling"' is not assignable to type '"hot" \| "warm" \| "cold" \| "junk"/,
	},
	'an unknown country': {
		source: `await client.request(createItem('crm_accounts', { name: 'Acme', billing_country: 'Germany' }));`,
		message: /'"Germany"' is not assignable/,
	},
	'null where a value is required': {
		source: `export const kind: Row<'crm_stages'>['kind'] = null;`,
		message: /'null' is not assignable to type '"open" \| "won" \| "lost"'/,
	},
	'overlooking that a value may be missing': {
		source: `export const name: string = lead.first_name;`,
		message: /'string \| null' is not assignable to type 'string'/,
	},
	'taking a link for a row without asking': {
		source: `export const name = deal.account?.name;`,
		message: /'name' does not exist on type 'string'/,
	},
	'a heading of the form as a field': {
		source: `export const heading = lead.qualification;`,
		message: /'qualification' does not exist on type/,
	},
	'a row of an unknown collection': {
		source: `export type Nothing = Row<'crm_nothing'>;`,
		message: /'"crm_nothing"' does not satisfy the constraint/,
	},
	'settings as a list': {
		source: `await client.request(readItems('crm_settings'));`,
		message: /'"crm_settings"' is not assignable to parameter/,
	},
};

const messages = compile({
	...allowed,
	...Object.fromEntries(Object.entries(refused).map(([name, { source }]) => [name, source])),
});

describe('it compiles:', () => {
	it.each(Object.keys(allowed))('%s', (name) => expect(messages.get(name)).toEqual([]));
});

describe('it does not compile:', () => {
	it.each(Object.entries(refused))('%s', (name, { message }) => {
		expect(messages.get(name)).toHaveLength(1);
		expect(messages.get(name)?.[0]).toMatch(message);
	});
});

/** The compiler's messages by snippet. */
function compile(snippets: Readonly<Record<string, string>>): Map<string, string[]> {
	const options: ts.CompilerOptions = {
		target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext,
		strict: true, noUncheckedIndexedAccess: true, allowImportingTsExtensions: true, noEmit: true, skipLibCheck: true, types: [],
		lib: ['lib.esnext.d.ts', 'lib.dom.d.ts'],
	};
	const files = new Map(Object.entries(snippets).map(([name, source], index) => [join(folder, `snippet-${index}.ts`), { name, text: preamble + source }]));
	const disk = ts.createCompilerHost(options);
	const host: ts.CompilerHost = {
		...disk,
		fileExists: (path) => files.has(path) || disk.fileExists(path),
		readFile: (path) => files.get(path)?.text ?? disk.readFile(path),
		getSourceFile: (path, target) => {
			const file = files.get(path);
			return file ? ts.createSourceFile(path, file.text, target) : disk.getSourceFile(path, target);
		},
	};
	const program = ts.createProgram([...files.keys()], options, host);
	return new Map([...files].map(([path, { name }]) => [
		name,
		ts.getPreEmitDiagnostics(program, program.getSourceFile(path)).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n')),
	]));
}
