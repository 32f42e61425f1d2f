import type { Choice, ConversionPreview, ConversionRequest, Target, TargetPreview } from '../../domain/leads/conversion.ts';
import type { Problem } from '../shared/refusal.ts';
import type { Row } from '../shared/use-form.ts';

/** What somebody makes of the preview of a conversion, until they convert. */

export type TargetName = Target;

/** What is typed into a new record stays there while somebody looks at the matches. */
export interface PartDraft {
	readonly kind: 'create' | 'link' | 'none';
	readonly id: string | null;
	readonly edits: Row;
}

export type Draft = { readonly [T in Target]: PartDraft };

export const targetNames: readonly Target[] = ['account', 'contact', 'opportunity'];

export function draftOf(preview: ConversionPreview): Draft {
	const part = ({ suggestion }: TargetPreview): PartDraft => ({ kind: suggestion.kind, id: suggestion.kind === 'link' ? suggestion.id : null, edits: {} });
	return { account: part(preview.account), contact: part(preview.contact), opportunity: part(preview.opportunity) };
}

export function requestOf(draft: Draft): ConversionRequest {
	const choice = ({ kind, id, edits }: PartDraft): Choice => (kind === 'link' ? id : kind === 'none' ? null : { ...edits });
	return { account: choice(draft.account), contact: choice(draft.contact), opportunity: choice(draft.opportunity) };
}

/** What a new record still needs. */
export function missingIn({ kind, edits }: PartDraft, { fields, missing, values }: TargetPreview): readonly Problem[] {
	if (kind !== 'create') return [];
	const required = new Map([...fields.filter(({ isRequired }) => isRequired), ...missing].map(({ field, label }) => [field, label]));
	return [...required]
		.filter(([field]) => isEmpty(field in edits ? edits[field] : values[field]))
		.map(([field, label]) => ({ field, message: `Fill in ${label}.` }));
}

/** Which part a refusal is about: `converted_account`, `account.name`, or a field that only one of the parts has. */
export function partOf({ field }: Problem, preview: ConversionPreview): { readonly target: Target | null; readonly field?: string | undefined } {
	if (!field) return { target: null };
	const [first, ...rest] = field.replace(/^converted_/, '').split('.');
	const named = targetNames.find((target) => target === first);
	if (named) return { target: named, field: rest.join('.') || undefined };
	const holders = targetNames.filter((target) => preview[target].fields.some((one) => one.field === field));
	return holders.length === 1 ? { target: holders[0] ?? null, field } : { target: null };
}

function isEmpty(value: unknown): boolean {
	return value === undefined || value === null || (typeof value === 'string' && value.trim() === '');
}
