import { type ConversionPreview, type Target, type TargetPreview, targets } from './conversion.ts';
import { type ConversionCase, only, planConversion, suggestion } from './convert.ts';
import { type FieldFact, isEmpty } from './fields.ts';
import { fillsOf } from './fills.ts';
import { type Candidate, type Reason, reasonText, usableMatches } from './matches.ts';
import { missingIn, newRecord } from './new-record.ts';

/** What hangs on the lead, and goes along. */
export interface Hanging {
	readonly activities: number;
	readonly files: number;
}

/** What converting would do, before anybody chooses: of the same plan that does it. */
export function previewConversion(conversion: Omit<ConversionCase, 'choices'>, hanging: Hanging): ConversionPreview {
	const { lead } = conversion;
	const planned = planConversion({ ...conversion, choices: {} });
	const [account, contact, opportunity] = targets.map((target) => previewOf(target, conversion));
	const deals = usableMatches(conversion.candidates, 'opportunity').map(({ row, shows }) => (shows('name') ? `the deal ${String(row['name'])}` : 'a deal'));
	return {
		lead: { id: String(lead['id']), name: String(lead['name'] ?? ''), status: String(lead['status']) },
		refusal: 'problem' in planned && planned.problem.kind === 'conflict' ? planned.problem.message : null,
		account: account as TargetPreview,
		contact: contact as TargetPreview,
		opportunity: opportunity as TargetPreview,
		follows: [...counted(hanging.activities, 'activity', 'activities'), ...counted(hanging.files, 'file', 'files'), ...deals],
	};
}

function previewOf(target: Target, conversion: Omit<ConversionCase, 'choices'>): TargetPreview {
	const { lead, candidates, mapping, mayCreate, mayWrite } = conversion;
	const facts = mapping.facts[target];
	const { values: said, from } = newRecord(target, lead, mapping);
	const values = only(said, mayWrite[target]);
	const suggested = suggestion(target, conversion);
	const missing = missingIn(values, facts);
	const leadLabels = new Map(mapping.facts.lead.map(({ name, label }) => [name, label]));
	return {
		suggestion: typeof suggested === 'string' ? { kind: suggested } : { kind: 'link', id: suggested.id },
		mayCreate: mayCreate[target],
		values,
		fields: facts.filter((fact) => fact.name in values || missing.includes(fact) || (fact.isRequired && !fact.isKept)).map(({ name, label, isRequired }) => {
			const source = from.get(name) ?? null;
			return { field: name, label, from: source, fromLabel: source === null ? null : (leadLabels.get(source) ?? source), isRequired };
		}),
		missing: missing.map(({ name, label }) => ({ field: name, label })),
		matches: usableMatches(candidates, target).map((candidate) => matchOf(candidate, { facts, fills: only(fillsOf(target, candidate.row, said), candidate.takes) })),
		elsewhere: elsewhere(candidates, target),
	};
}

/** What tells one record from another of the same name. */
const telling = ['account', 'domain', 'email', 'title', 'phone', 'billing_city', 'mailing_city', 'amount', 'close_date', 'stage_kind'];

function matchOf({ id, row: whole, shows, reasons, ownerName }: Candidate, { facts, fills }: { facts: readonly FieldFact[]; fills: { readonly [field: string]: unknown } }) {
	const labels = new Map(facts.map(({ name, label }) => [name, label]));
	const row = only(whole, shows);
	const details = telling.flatMap((field) => {
		const fact = facts.find(({ name }) => name === field);
		return fact && fact.to === undefined && !isEmpty(row[field]) ? [{ label: fact.label, value: shown(field, row) }] : [];
	});
	return {
		id,
		name: String(row['name'] ?? ''),
		reasons: texts(reasons),
		details: [...details, ...(ownerName && 'owner' in row ? [{ label: labels.get('owner') ?? 'Owner', value: ownerName }] : [])],
		fills: Object.entries(only(fills, shows)).map(([field, value]) => ({ field, label: labels.get(field) ?? field, value })),
	};
}

function shown(field: string, row: Candidate['row']): string {
	return field === 'amount' ? `${String(row['amount'])} ${String(row['currency'] ?? '')}`.trim() : String(row[field]);
}

/** Whose they are, and no more: neither how many nor which. */
function elsewhere(candidates: readonly Candidate[], target: Target): TargetPreview['elsewhere'] {
	const others = candidates.filter((one) => one.target === target && !one.isUsable && one.row['archived'] !== true);
	const owners = Map.groupBy(others, ({ ownerName }) => ownerName ?? 'nobody');
	return [...owners].slice(0, 3).map(([owner, own]) => ({ owner, reasons: texts([...new Set(own.flatMap(({ reasons }) => reasons))]) }));
}

function texts(reasons: readonly Reason[]): string[] {
	return reasons.flatMap((reason) => (reason === 'asked' ? [] : [reasonText[reason]]));
}

function counted(count: number, one: string, many: string): string[] {
	return count === 0 ? [] : [`${count} ${count === 1 ? one : many}`];
}
