import { expect, it } from 'vitest';
import type { ConversionPreview, TargetPreview } from '../../domain/leads/conversion.ts';
import { draftOf, missingIn, partOf, requestOf } from './draft.ts';

const field = (name: string, isRequired = false) => ({ field: name, label: name, from: null, fromLabel: null, isRequired });
const part = (facts: Partial<TargetPreview>): TargetPreview => ({ suggestion: { kind: 'create' }, mayCreate: true, values: {}, fields: [], missing: [], matches: [], elsewhere: [], ...facts });
const preview: ConversionPreview = {
	lead: { id: 'lead', name: 'Amy', status: 'working' }, refusal: null, follows: [],
	account: part({ suggestion: { kind: 'link', id: 'known' }, fields: [field('name', true), field('website')] }),
	contact: part({ values: { last_name: 'Ames', email: 'amy@ames.com' }, fields: [field('last_name', true), field('email')] }),
	opportunity: part({ suggestion: { kind: 'none' }, fields: [field('name', true), field('close_date')], missing: [{ field: 'close_date', label: 'Close date' }] }),
};

it('asks for what is suggested, unless somebody chooses otherwise', () => {
	const draft = draftOf(preview);
	expect(requestOf(draft)).toEqual({ account: 'known', contact: {}, opportunity: null });
	expect(requestOf({ ...draft, contact: { ...draft.contact, edits: { title: 'CEO' } } }).contact).toEqual({ title: 'CEO' });
});

it('says what a new record lacks, and nothing of one that is there', () => {
	expect(missingIn({ kind: 'create', id: null, edits: { name: 'Fleet' } }, preview.opportunity)).toEqual([{ field: 'close_date', message: 'Fill in Close date.' }]);
	expect(missingIn({ kind: 'create', id: null, edits: { last_name: ' ' } }, preview.contact)).toEqual([{ field: 'last_name', message: 'Fill in last_name.' }]);
	expect(missingIn({ kind: 'link', id: 'known', edits: {} }, preview.account)).toEqual([]);
});

it('finds the part that a refusal is about', () => {
	expect(partOf({ message: '', field: 'account.tax_id' }, preview)).toEqual({ target: 'account', field: 'tax_id' });
	expect(partOf({ message: '', field: 'converted_account' }, preview)).toEqual({ target: 'account', field: undefined });
	expect(partOf({ message: '', field: 'website' }, preview)).toEqual({ target: 'account', field: 'website' });
	expect(partOf({ message: '', field: 'name' }, preview)).toEqual({ target: null });
});
