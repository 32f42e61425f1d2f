import { describe, expect, it } from 'vitest';
import { creationOf, fold, matchCandidates, type Resolve } from './lookup.ts';
import { sentenceOf } from './problem.ts';
import { recipeOf } from './recipe.ts';
import { type FileRecord, keyOf, planRow, requestsOf, settleRow } from './row.ts';
import { mappingOf, targets } from './test-fixtures.ts';

const recipe = recipeOf(mappingOf({
	collection: 'crm_opportunities',
	key: 'external_id',
	columns: {
		external_id: 'ID',
		name: { template: '{Product} for {Account}' },
		account: { column: 'Account', lookup: { by: 'name', missing: 'null' } },
		owner: { column: 'Agent', lookup: { by: ['email', 'first_name last_name'] } },
		amount: { column: 'Value', format: { decimal: ',' }, empty: 'null' },
		close_date: { column: 'Closed', once: true },
	},
	children: { lines: { key: ['product'], rows: [{ columns: { product: { column: 'Product', aliases: { GTXPro: 'GTX Pro' }, lookup: { by: 'name' } }, quantity: { constant: 1 } }, skipWhen: { column: 'Product', is: 'empty' } }] } },
	history: { created: 'Engaged', closed: 'Closed', openingStage: { constant: 'New', lookup: { by: 'name' } } },
	skipWhen: { column: 'ID', in: ['Total'] },
}), targets);

function record(cells: { [column: string]: string }): FileRecord {
	const all = { ID: 'X1', Product: 'GTXPro', Account: 'Acme', Agent: 'Amy Adams', Value: '12,50', Engaged: '2017-01-01', Closed: '2017-02-01', ...cells };
	return { line: 2, raw: Object.values(all), cells: new Map(Object.entries(all)) };
}

const answers: { [text: string]: string } = { acme: 'account-1', 'amy adams': 'user-1', 'gtx pro': 'product-1', new: 'stage-1' };
const resolve: Resolve = ({ text }) => {
	const key = answers[text.toLowerCase()];
	return key ? { key } : { matches: text === 'Twice' ? 2 : 0 };
};

function settled(cells: { [column: string]: string }) {
	return settleRow(planRow(recipe, record(cells)), resolve);
}

describe('a record becomes a row', () => {
	it('with its values, links, children and history', () => {
		const row = settled({});
		expect(Object.fromEntries(row.values)).toEqual({ external_id: 'X1', name: 'GTXPro for Acme', account: 'account-1', owner: 'user-1', amount: '12.5', close_date: '2017-02-01' });
		expect(row.children.get('lines')?.map((line) => Object.fromEntries(line))).toEqual([{ product: 'product-1', quantity: '1' }]);
		expect(row.history).toEqual({ created: '2017-01-01T00:00:00.000Z', closed: '2017-02-01T00:00:00.000Z', openingStage: 'stage-1' });
		expect([...row.once]).toEqual(['close_date']);
		expect(row.problems).toEqual([]);
	});

	it('an empty cell leaves the field alone, or empties it where that is asked for', () => {
		const row = settled({ Value: '', Closed: '', Account: '', Product: '' });
		expect(row.values.get('amount')).toBeNull();
		expect(row.values.has('close_date')).toBe(false);
		expect(row.values.has('account')).toBe(false);
		expect(row.children.get('lines')).toEqual([]);
		expect(row.history).not.toHaveProperty('closed');
	});

	it('all that is wrong with it is said at once, with column and value', () => {
		const { problems } = settled({ Agent: 'Nobody', Value: 'abc', Closed: 'soon' });
		expect(problems.map(sentenceOf)).toEqual([
			'Agent “Nobody”: was not found in Users by email or first_name last_name. Correct it, create it first, or add an alias.',
			'Value “abc”: is not a number written like 1234,56. Correct it, or set the number format of the column.',
			'Closed “soon”: is not a date written as 2024-12-31. Correct it, or set the date format of the column, such as dd/MM/yyyy.',
		]);
	});

	it('an ambiguous link is an error, a missing one too unless it may be empty', () => {
		expect(settled({ Agent: 'Twice' }).problems.map(sentenceOf)).toEqual(['Agent “Twice”: is the email or first_name last_name of 2 Users. Look up by a field that is unique, or give one of them another name.']);
		expect(settled({ Account: 'Unknown Ltd' }).values.get('account')).toBeNull();
	});

	it('a record that does not fit the header fails as it is', () => {
		const plan = planRow(recipe, { ...record({}), problem: { message: 'The row has 3 cells.' } });
		expect(settleRow(plan, resolve).problems).toEqual([{ message: 'The row has 3 cells.' }]);
	});

	it('a row that is to be skipped asks for nothing', () => {
		const plan = planRow(recipe, record({ ID: 'Total', Agent: 'Nobody' }));
		expect(plan.isSkipped).toBe(true);
		expect(requestsOf(plan)).toEqual([]);
	});

	it('its key is known as soon as its links are', () => {
		expect(keyOf(recipe, planRow(recipe, record({})), resolve)).toEqual(['X1']);
		expect(keyOf(recipe, planRow(recipe, record({ ID: '' })), resolve)).toBe('empty');
		const byLink = recipeOf(mappingOf({ collection: 'crm_opportunities', key: ['account', 'name'], columns: { name: 'ID', account: { column: 'Account', lookup: { by: 'name' } } } }), targets);
		expect(keyOf(byLink, planRow(byLink, record({})), resolve)).toEqual(['account-1', 'X1']);
		expect(keyOf(byLink, planRow(byLink, record({ Account: 'Unknown Ltd' })), resolve)).toBe('unknown');
	});
});

describe('lookups', () => {
	const owner = recipe.lookups.find(({ collection }) => collection === 'directus_users');
	const people = [
		{ id: 1, email: 'amy@example.com', first_name: 'Amy', last_name: 'Adams' },
		{ id: 2, email: 'bob@example.com', first_name: 'amy@example.com', last_name: null },
		{ id: 3, email: null, first_name: 'Amy', last_name: 'Adams' },
	];

	it('the first alternative that finds somebody decides', () => {
		if (!owner) throw new Error('no lookup of owners');
		expect(Object.fromEntries(matchCandidates(owner, people, ['AMY@example.com', 'Amy  Adams', 'Carl']))).toEqual({
			'amy@example.com': { key: 1 }, 'amy adams': { matches: 2 }, carl: { matches: 0 },
		});
	});

	it('upper and lower case, spaces and the form of accents are the same', () => {
		expect(fold(' Cafe\u0301  Noir ', false)).toBe('café noir');
		expect(fold('Cafe\u0301 Noir', true)).toBe('Café Noir');
	});

	it('the same question is one plan', () => {
		expect(recipe.lookups.map(({ collection }) => collection)).toEqual(['crm_accounts', 'directus_users', 'crm_products', 'crm_stages']);
	});

	it('what is missing in the same collection may come later in the file', () => {
		const accounts = recipeOf(mappingOf({ collection: 'crm_accounts', columns: { name: 'ID', parent: { column: 'Account', lookup: { by: 'name' } } } }), targets);
		const { problems } = settleRow(planRow(accounts, record({ Account: 'Later Ltd' })), resolve);
		expect(problems).toMatchObject([{ mayComeLater: true }]);
		expect(settled({ Agent: 'Nobody' }).problems).toMatchObject([{ mayComeLater: false }]);
	});

	it('what is created gets the value, the conditions and the given defaults', () => {
		const creating = recipeOf(mappingOf({ collection: 'crm_opportunities', columns: { account: { column: 'Account', lookup: { by: ['name', 'domain'], where: { type: 'customer', 'parent.name': 'Acme' }, create: { domain: 'acme.com' } } } } }), targets);
		const [request] = requestsOf(planRow(creating, record({ Account: 'New Ltd' })));
		expect(request && creationOf(request)).toEqual({ name: 'New Ltd', type: 'customer', domain: 'acme.com' });
	});

	it('a link without a lookup names the row by its key', () => {
		const plain = recipeOf(mappingOf({ collection: 'crm_opportunities', columns: { account: 'Account' } }), targets);
		expect(plain.lookups).toMatchObject([{ collection: 'crm_accounts', by: [['id']] }]);
	});
});
