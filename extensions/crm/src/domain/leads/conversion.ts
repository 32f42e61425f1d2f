import { z } from 'zod';
import type { Operation } from '../shared/operation.ts';

/** What converting a lead takes and answers: one home for checks, types and documentation. */

export const targets = ['account', 'contact', 'opportunity'] as const;
export type Target = (typeof targets)[number];

const fields = z.record(z.string(), z.unknown());

export const whatToChoose = 'Name an existing record by its id, send an object for a new one, or null for none.';

/** An existing record's id, a new record with these fields on top of what the lead says, or none. */
export const choice = z.union([z.uuid(whatToChoose), fields, z.null()], whatToChoose);
export type Choice = z.output<typeof choice>;

const sayWhat = 'Send an object that says no more than account, contact and opportunity; to convert several, their ids too.';

export const conversionRequest = z.strictObject({
	account: choice.optional().describe('The account: an id, edits to the one that would be created, or null for a person without a company. Left out, what the preview suggests.'),
	contact: choice.optional().describe('The contact, in the same way.'),
	opportunity: choice.optional().describe('The opportunity; null for none.'),
}, sayWhat);
export type ConversionRequest = z.output<typeof conversionRequest>;

export const conversion = z.object({
	lead: z.uuid(),
	account: z.uuid().nullable(),
	contact: z.uuid().nullable(),
	opportunity: z.uuid().nullable(),
	created: z.object({ account: z.boolean(), contact: z.boolean(), opportunity: z.boolean() }).describe('Whether it was made by the conversion, or was there before.'),
	alreadyConverted: z.literal(true).optional().describe('It had been converted before; nothing new was made.'),
});
export type Conversion = z.output<typeof conversion>;

const match = z.object({
	id: z.uuid(),
	name: z.string(),
	reasons: z.array(z.string()).describe('Why it matches, for people: “Same email address”.'),
	details: z.array(z.object({ label: z.string(), value: z.string() })).describe('What tells it from others: city, email, owner.'),
	fills: z.array(z.object({ field: z.string(), label: z.string(), value: z.unknown() })).describe('Its empty fields that the lead would fill.'),
});

const target = z.object({
	suggestion: z.union([
		z.object({ kind: z.literal('create') }),
		z.object({ kind: z.literal('link'), id: z.uuid() }),
		z.object({ kind: z.literal('none') }),
	]).describe('What happens unless something else is chosen.'),
	mayCreate: z.boolean().describe('Whether the caller has the right to create one.'),
	values: fields.describe('The record that would be created.'),
	fields: z.array(z.object({
		field: z.string(),
		label: z.string(),
		from: z.string().nullable().describe('The field of the lead that it comes from.'),
		fromLabel: z.string().nullable(),
		isRequired: z.boolean(),
	})).describe('Fields that have a value or need one, in the order of the form.'),
	missing: z.array(z.object({ field: z.string(), label: z.string() })).describe('Required fields that the lead says nothing of.'),
	matches: z.array(match).describe('Existing records that it seems to be, and that the caller may use; the best first.'),
	elsewhere: z.array(z.object({ owner: z.string(), reasons: z.array(z.string()) })).describe('Matches outside the caller’s rights: whose they are, and no more.'),
});
export type TargetPreview = z.output<typeof target>;

export const conversionPreview = z.object({
	lead: z.object({ id: z.uuid(), name: z.string(), status: z.string() }),
	refusal: z.string().nullable().describe('Why it can’t be converted, and what to do; null where it can.'),
	account: target,
	contact: target,
	opportunity: target,
	follows: z.array(z.string()).describe('What goes along, for people: “3 activities”, “1 file”, “the deal Fleet 2027”.'),
});
export type ConversionPreview = z.output<typeof conversionPreview>;

export const bulkRequest = z.strictObject({
	ids: z.array(z.uuid('This is not the id of a lead.').toLowerCase(), 'Send the ids of leads as a list.').min(1, 'Name at least one lead.').max(200, 'Convert 200 leads at most at once.'),
	...conversionRequest.shape,
}, sayWhat);

export const bulkResult = z.union([
	conversion,
	z.object({ lead: z.uuid(), error: z.object({ message: z.string(), code: z.string() }) }),
]);

export const reopening = z.object({
	lead: z.uuid(),
	removed: z.object({ account: z.uuid().nullable(), contact: z.uuid().nullable(), opportunity: z.uuid().nullable() }),
	kept: z.object({ account: z.uuid().nullable(), contact: z.uuid().nullable(), opportunity: z.uuid().nullable() }),
});

export const conversionOperations = [
	{ method: 'get', path: '/leads/{id}/conversion', summary: 'What converting a lead would make, link and take along', answer: z.object({ data: conversionPreview }) },
	{ method: 'post', path: '/leads/{id}/convert', summary: 'Convert a lead', body: conversionRequest, answer: z.object({ data: conversion }) },
	{ method: 'post', path: '/leads/convert', summary: 'Convert several leads, each on its own', body: bulkRequest, answer: z.object({ data: z.array(bulkResult) }) },
	{ method: 'post', path: '/leads/{id}/unconvert', summary: 'Take a conversion back', description: 'Removes what the conversion created, keeps what it linked, gives back what followed and reopens the lead.', answer: z.object({ data: reopening }) },
] as const satisfies readonly Operation[];
