import { describe, expect, it } from 'vitest';
import { describeCell } from './describe-cell.ts';
import type { Action, Right } from './types.ts';

const phrases = [
	{ name: 'none', label: 'none', meaning: 'Nothing', reach: 'none' as const },
	{ name: 'own', label: 'own', meaning: 'Rows that they own', reach: 'own' as const },
	{ name: 'own or queue', label: 'own or waiting for the team', meaning: '', reach: 'own' as const },
	{ name: 'all', label: 'all', meaning: 'Every row', reach: 'all' as const },
	{ name: 'custom', label: 'custom', meaning: '', reach: 'custom' as const },
];
const choices = { read: [], create: [], update: [], delete: [], share: [] };
const role = { id: 'rep', name: 'Sales Rep', isAdmin: false };
const leads = { collection: 'crm_leads', label: 'Leads' };
const right = (sentence: string, rest: Partial<Right> = {}): Right => ({ sentence, own: sentence, from: [], fields: null, default: sentence, isChanged: false, ...rest });
const cell = (rights: { [A in Action]?: Right }, of: typeof role = role) => describeCell({ sentences: { crm_leads: { phrases, choices } }, rights: { rep: { crm_leads: rights } } }, of, leads);

describe('a cell', () => {
	it('says only what does not follow from what may be read', () => {
		const { chips, sentence } = cell({ read: right('own or queue'), create: right('all'), update: right('own or queue'), delete: right('own') });
		expect(chips.map(({ action, isSaid }) => [action, isSaid])).toEqual([['read', true], ['create', false], ['update', false], ['delete', true]]);
		expect(sentence).toBe('Sales Rep may read Leads: own or waiting for the team; create; update: own or waiting for the team; delete: own.');
	});

	it('is read out as one sentence, whatever is in it', () => {
		expect(cell({}).sentence).toBe('Sales Rep may do nothing with Leads.');
		expect(cell({ read: right('none', { isChanged: true }) }).sentence).toBe('Sales Rep may do nothing with Leads. This differs from Cardinal’s default.');
		expect(cell({ read: right('all', { fields: 2 }) }).sentence).toBe('Sales Rep may read Leads: all (only some fields).');
		expect(cell({}, { ...role, isAdmin: true }).sentence).toBe('Sales Rep may do everything with Leads.');
	});

	it('says that a rule is of its own', () => {
		expect(cell({ read: right('custom') })).toMatchObject({ isCustom: true, sentence: 'Sales Rep may read Leads: custom.' });
	});
});
