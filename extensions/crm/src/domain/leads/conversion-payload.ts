import { type Target, targets } from './conversion.ts';
import { madeWith, type Plan, type Step } from './convert.ts';
import type { Values } from './new-record.ts';

/** What it takes to take a conversion back, kept on the lead; the database adds what went along. */
export interface ConversionRecord {
	readonly key: string;
	/** The status that the lead had. */
	readonly status: unknown;
	readonly created: readonly Target[];
	/** What was filled in on existing records. */
	readonly filled: { readonly [Of in Target]?: Values };
}

type Node = string | Values | null;

/**
 * The plan as one change of the lead that Directus writes in one transaction. What something else links to is nested in
 * it, so that it is there first, whatever order Directus takes the links in: the account in the contact, the contact in
 * the deal, the deal in the lead.
 */
export function conversionPayload({ plan, newIds, key, status }: { plan: Plan; newIds: Readonly<Record<Target, string>>; key: string; status: unknown }) {
	const ids = Object.fromEntries(targets.map((target) => [target, idOf(plan[target], newIds[target])])) as Record<Target, string | null>;
	const written = new Map<Target, Node>();
	for (const target of targets) {
		const said = saidOf(plan[target]);
		const nested = Object.fromEntries(Object.entries(said).map(([field, value]) => {
			if (value !== madeWith) return [field, value];
			const part = field as Target;
			const node = written.get(part) ?? ids[part];
			written.set(part, ids[part]);
			return [field, node];
		}));
		written.set(target, Object.keys(nested).length > 0 ? { id: ids[target], ...nested } : ids[target]);
	}
	const record: ConversionRecord = {
		key,
		status,
		created: targets.filter((target) => plan[target].kind === 'create'),
		filled: Object.fromEntries(targets.flatMap((target) => {
			const step = plan[target];
			return step.kind === 'link' && Object.keys(step.fills).length > 0 ? [[target, withIds(step.fills, ids)]] : [];
		})),
	};
	return {
		status: 'converted',
		...Object.fromEntries(targets.map((target) => [`converted_${target}`, written.get(target) ?? null])),
		conversion_record: record,
	};
}

function idOf(step: Step, newId: string): string | null {
	if (step.kind === 'none') return null;
	return step.kind === 'create' ? newId : step.id;
}

function saidOf(step: Step): Values {
	if (step.kind === 'none') return {};
	return step.kind === 'create' ? step.values : step.fills;
}

function withIds(values: Values, ids: Readonly<Record<Target, string | null>>): Values {
	return Object.fromEntries(Object.entries(values).map(([field, value]) => [field, value === madeWith ? ids[field as Target] : value]));
}
