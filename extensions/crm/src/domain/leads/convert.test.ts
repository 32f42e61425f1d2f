import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Target, targets } from './conversion.ts';
import { conversionPayload } from './conversion-payload.ts';
import { type ConversionCase, planConversion } from './convert.ts';
import type { ConversionFacts, FieldFact } from './fields.ts';
import { fillsOf } from './fills.ts';
import { type Candidate, type Reason, strongestMatch, usableMatches } from './matches.ts';
import { companyDomains, isPublicProvider } from './mail-providers.ts';
import { sourcesOf } from './field-sources.ts';
import { refuseUndoing } from './unconvert.ts';

const fact = (name: string, more: Partial<FieldFact> = {}): FieldFact => ({ name, label: name, type: 'string', isRequired: false, isKept: false, isUnique: false, ...more });
const facts: ConversionFacts = {
	lead: ['id', 'name', 'status', 'company', 'last_name', 'email', 'website', 'city', 'street', 'title', 'custom'].map((name) => fact(name, { isKept: name === 'id' })).concat(fact('decision_on', { type: 'date' }), fact('rating', { choices: ['hot'] })),
	account: [fact('name', { isRequired: true }), fact('domain'), fact('website'), fact('billing_city'), fact('billing_street'), fact('email'), fact('owner'), fact('custom', { type: 'integer' }), fact('rating', { choices: ['great'] })],
	contact: [fact('last_name', { isRequired: true }), fact('email'), fact('title'), fact('account'), fact('owner'), fact('custom')],
	opportunity: [fact('name', { isRequired: true }), fact('close_date', { type: 'date' }), fact('account'), fact('contact'), fact('lead'), fact('owner')],
};
const lead = { id: 'l', name: 'Amy Adams', status: 'new', company: 'Acme', last_name: 'Adams', email: 'amy@acme.example', owner: 'me', rating: 'hot', custom: 'x' };
const all = <Value>(value: Value) => Object.fromEntries(targets.map((target) => [target, value])) as Record<Target, Value>;
const caseOf = (more: Partial<ConversionCase> = {}): ConversionCase => ({
	lead, choices: {}, candidates: [], mayCreate: all(true), mayWrite: all(() => true), mapping: { facts, ownSources: [], dealDays: 30, today: '2026-01-31' }, ...more,
});
const candidate = (target: Target, id: string, reasons: Reason[], more: Partial<Candidate> = {}): Candidate => ({ target, id, reasons, row: {}, ownerName: null, isUsable: true, shows: () => true, takes: () => true, ...more });
const planOf = (more: Partial<ConversionCase> = {}) => {
	const planned = planConversion(caseOf(more));
	if ('problem' in planned) throw new Error(planned.problem.message);
	return planned.plan;
};
const kinds = (more: Partial<ConversionCase> = {}) => targets.map((target) => planOf(more)[target].kind).join(' ');

describe('a plan', () => {
	test.each<[string, Partial<ConversionCase>, string]>([
		['makes all three', {}, 'create create create'],
		['makes no account for a person', { lead: { ...lead, company: null } }, 'none create create'],
		['makes no contact for a company', { lead: { ...lead, last_name: null } }, 'create none create'],
		['leaves out what is not wanted', { choices: { account: null, opportunity: null } }, 'none create none'],
		['links what matches', { candidates: [candidate('account', 'a', ['domain']), candidate('contact', 'c', ['email'])] }, 'link link create'],
		['takes along the deal of the lead', { candidates: [candidate('opportunity', 'o', ['lead'])] }, 'create create link'],
		['links nothing that is archived or out of reach', { candidates: [candidate('account', 'a', ['domain'], { isUsable: false }), candidate('contact', 'c', ['email'], { row: { archived: true } })] }, 'create create create'],
		['makes a new one in place of a match', { choices: { account: {} }, candidates: [candidate('account', 'a', ['domain'])] }, 'create create create'],
	])('%s', (_, more, expected) => expect(kinds(more)).toBe(expected));

	test('nests what is linked to, so that it is there first', () => {
		const payload = conversionPayload({ plan: planOf(), newIds: { account: 'a', contact: 'c', opportunity: 'o' }, key: 'k', status: 'new' });
		expect(payload).toMatchObject({
			converted_account: 'a', converted_contact: 'c',
			converted_opportunity: { id: 'o', lead: 'l', name: 'Acme', close_date: '2026-03-02', account: 'a', contact: { id: 'c', last_name: 'Adams', account: { id: 'a', name: 'Acme', domain: 'acme.example' } } },
			conversion_record: { status: 'new', created: ['account', 'contact', 'opportunity'], filled: {} },
		});
	});

	test('writes each record once, whatever is chosen', () => {
		const choice = fc.constantFrom(undefined, null, {}, { name: 'Edited', last_name: 'Edited' });
		const match = fc.constantFrom(undefined, {}, { account: 'x', contact: 'x' });
		fc.assert(fc.property(fc.tuple(choice, choice, choice), fc.tuple(match, match, match), (chosen, found) => {
			const planned = planConversion(caseOf({
				choices: Object.fromEntries(targets.flatMap((target, index) => (chosen[index] === undefined ? [] : [[target, chosen[index]]]))),
				candidates: targets.flatMap((target, index) => (found[index] ? [candidate(target, `old ${target}`, [target === 'account' ? 'domain' : target === 'contact' ? 'email' : 'lead'], { row: found[index] })] : [])),
			}));
			if ('problem' in planned) return;
			const payload = conversionPayload({ plan: planned.plan, newIds: { account: 'new account', contact: 'new contact', opportunity: 'new opportunity' }, key: 'k', status: 'new' });
			for (const target of targets) {
				const written = JSON.stringify(payload).split(`"id":"new ${target}"`).length - 1;
				expect(written).toBe(planned.plan[target].kind === 'create' ? 1 : 0);
			}
		}));
	});
});

describe('values', () => {
	test('are taken from fields of the same name and type; a choice only where it is one there', () => {
		expect([...sourcesOf('contact', facts, [])]).toEqual([['last_name', ['last_name']], ['email', ['email']], ['title', ['title']], ['custom', ['custom']]]);
		expect(sourcesOf('account', facts, []).has('custom')).toBe(false);
		expect(planOf().account).not.toHaveProperty('values.rating');
	});

	test('an admin’s rows come first', () => {
		const own = [{ target: 'contact', field: 'title', from: 'city' }, { target: 'contact', field: 'email', from: null }, { target: 'contact', field: 'gone', from: 'city' }, { target: 'contact', field: 'custom', from: 'gone' }] as const;
		expect([...sourcesOf('contact', facts, own)]).toEqual([['last_name', ['last_name']], ['title', ['city']]]);
	});

	test('never take the place of what stands on an existing record', () => {
		const rows = fc.dictionary(fc.constantFrom('name', 'website', 'billing_city', 'billing_street', 'domain', 'owner'), fc.option(fc.string()));
		fc.assert(fc.property(rows, rows, (row, values) => {
			const fills = fillsOf('account', row, values);
			for (const field of Object.keys(fills)) expect(row[field] ?? '').toBe('');
			if (row['billing_city'] || row['billing_street']) expect(Object.keys(fills).filter((field) => field.startsWith('billing_'))).toEqual([]);
			expect(fills).not.toHaveProperty('owner');
		}));
	});
});

describe('matches', () => {
	test.each<[string, Reason[][], number | undefined]>([
		['a domain beats a name', [['name'], ['domain']], 1],
		['the account of the contact beats a domain', [['domain'], ['account']], 1],
		['two reasons beat one', [['domain'], ['domain', 'name']], 1],
		['two that are alike beat each other', [['domain'], ['domain']], undefined],
		['none is none', [], undefined],
	])('%s', (_, reasons, expected) => {
		const found = strongestMatch(reasons.map((own, index) => candidate('account', String(index), own)), 'account');
		expect(found?.id).toBe(expected === undefined ? undefined : String(expected));
	});

	test('of contacts with one address the liveliest comes first', () => {
		const contacts = [candidate('contact', 'quiet', ['email'], { row: { last_activity_at: '2020-01-01' } }), candidate('contact', 'lively', ['email'], { row: { last_activity_at: '2026-01-01' } })];
		expect(usableMatches(contacts, 'contact').map(({ id }) => id)).toEqual(['lively', 'quiet']);
		expect(strongestMatch(contacts, 'contact')?.id).toBe('lively');
	});

	test.each(['gmail.com', 'gmx.de', 'web.de', 't-online.de', 'outlook.com', 'icloud.com', 'proton.me', 'yahoo.co.uk'])('%s says nothing of a company', (domain) => expect(isPublicProvider(domain)).toBe(true));

	test('domains come from address and website', () => {
		expect(companyDomains({ email: 'amy@acme.example', website: 'https://www.acme.example/x' })).toEqual(['acme.example']);
		expect(companyDomains({ email: 'amy@gmail.com', website: 'https://acme.example' })).toEqual(['acme.example']);
		expect(companyDomains({ email: null, website: undefined })).toEqual([]);
	});
});

test('a conversion can be undone for as many days as the settings say', () => {
	const past = { convertedAt: new Date('2026-01-01T12:00:00Z'), days: 1, isKnown: true };
	expect(refuseUndoing({ ...past, now: new Date('2026-01-02T12:00:00Z') })).toBe(undefined);
	expect(refuseUndoing({ ...past, now: new Date('2026-01-02T12:00:01Z') })?.message).toContain('within 1 day,');
	expect(refuseUndoing({ ...past, days: 0, now: past.convertedAt })?.message).toContain('settings');
});
