import type { Knex } from 'knex';
import { type Answer, type Candidate, fold, type LookupPlan, type LookupRequest, matchCandidates, type Resolve } from '../../domain/imports/lookup.ts';
import { type Caller, type ImportHost, type Key, serviceFor } from './context.ts';
import { ImportError } from './import-error.ts';
import { isUuid } from '../../domain/shared/uuid.ts';

/**
 * Answers the lookups of an import, a chunk of rows at a time: one query a lookup, under the caller's rights, and none
 * for what was asked before.
 */
export interface Lookups {
	readonly prepare: (requests: readonly LookupRequest[], knex: Knex) => Promise<void>;
	readonly resolve: Resolve;
	/** A row that was created on the way. */
	readonly remember: (request: LookupRequest, key: Key) => void;
	/** After a rollback: what was found may be gone. */
	readonly forget: () => void;
}

export function createLookups(host: ImportHost, caller: Caller): Lookups {
	const answers = new Map<string, Map<string, Answer>>();
	const known = (plan: LookupPlan) => answers.get(plan.id) ?? answers.set(plan.id, new Map()).get(plan.id)!;

	return {
		prepare: async (requests, knex) => {
			for (const [plan, texts] of distinct(requests)) {
				const open = [...texts].filter((text) => !known(plan).has(fold(text, plan.isCaseSensitive)));
				if (open.length === 0) continue;
				const found = matchCandidates(plan, await readCandidates({ plan, texts: open, knex, host, caller }), open);
				for (const [text, answer] of found) if (isLasting(plan, answer)) known(plan).set(text, answer);
			}
		},
		resolve: ({ plan, text }) => known(plan).get(fold(text, plan.isCaseSensitive)) ?? { matches: 0 },
		remember: ({ plan, text }, key) => known(plan).set(fold(text, plan.isCaseSensitive), { key }),
		forget: () => answers.clear(),
	};
}

/** What is missing among the rows that are being imported may be there by the next chunk. */
function isLasting({ isSelf }: LookupPlan, answer: Answer): boolean {
	return !isSelf || 'key' in answer || answer.matches > 0;
}

function distinct(requests: readonly LookupRequest[]): Map<LookupPlan, Set<string>> {
	const plans = new Map<string, { plan: LookupPlan; texts: Set<string> }>();
	for (const { plan, text } of requests) {
		const entry = plans.get(plan.id) ?? { plan, texts: new Set() };
		plans.set(plan.id, entry);
		entry.texts.add(text);
	}
	return new Map([...plans.values()].map(({ plan, texts }) => [plan, texts]));
}

interface Question {
	plan: LookupPlan;
	texts: readonly string[];
	knex: Knex;
	host: ImportHost;
	caller: Caller;
}

/** First by the very text, which an index answers; what is left, in any case of letters. */
async function readCandidates(question: Question): Promise<Candidate[]> {
	const exact = await readFound(question, false);
	if (question.plan.isCaseSensitive) return exact;
	const found = matchCandidates(question.plan, exact, question.texts);
	const left = question.texts.filter((text) => {
		const answer = found.get(fold(text, false));
		return answer && 'matches' in answer && answer.matches === 0;
	});
	if (left.length === 0) return exact;
	return [...exact, ...await readFound({ ...question, texts: left }, true)];
}

async function readFound(question: Question, isFolded: boolean): Promise<Candidate[]> {
	const keys = await findKeys(question, isFolded);
	return keys.length > 0 ? readReadable(question, keys) : [];
}

/** Keys of rows that may be meant, whoever may see them; they go no further than the next question. */
async function findKeys({ plan, texts, knex, caller }: Question, isFolded: boolean): Promise<Key[]> {
	const values = texts.map((text) => (isFolded ? fold(text, false) : text));
	const query = knex(plan.collection).select<{ [field: string]: Key }[]>(plan.primary);
	for (const fields of plan.by) {
		const [field = ''] = fields;
		const type = caller.schema.collections[plan.collection]?.fields[field]?.type ?? '';
		if (fields.length > 1) void query.orWhereRaw(`${inCase(`concat_ws(' ', ${fields.map(() => '??').join(', ')})`, isFolded)} = ANY (?)`, [...fields, values]);
		else if (type === 'uuid') void query.orWhereIn(field, values.filter(isUuid));
		else void query.orWhereRaw(`${inCase(['string', 'text'].includes(type) ? '??' : 'CAST(?? AS text)', isFolded)} = ANY (?)`, [field, values]);
	}
	return (await query).map((row) => row[plan.primary] as Key);
}


/** A column that is compared as it is can use its index. */
function inCase(expression: string, isFolded: boolean): string {
	return isFolded ? `lower(${expression})` : expression;
}

/** Whether the caller may look up so at all; asked beforehand, so that the answer tells nothing of what is there. */
export async function assertMayLookUp(plans: readonly LookupPlan[], { knex, host, caller }: Omit<Question, 'plan' | 'texts'>): Promise<void> {
	for (const plan of plans) {
		try {
			await readReadable({ plan, texts: [], knex, host, caller }, []);
		} catch (error) {
			if ((error as { code?: string }).code !== 'FORBIDDEN') throw error;
			const by = [...new Set([...plan.by.flat(), ...Object.keys(plan.where)])].join(', ');
			throw new ImportError([`The mapping looks up ${plan.label} by ${by}, which you may not read. Ask an administrator, or leave the column out.`], { status: 403, code: 'FORBIDDEN' });
		}
	}
}

function readReadable({ plan, knex, host, caller }: Question, keys: readonly Key[]): Promise<Candidate[]> {
	const { schema, accountability } = caller;
	const where = Object.entries(plan.where).map(([path, value]) => path.split('.').reduceRight<unknown>((inner, part) => ({ [part]: inner }), { _eq: value }));
	return serviceFor(host, plan.collection, { knex, schema, accountability }).readByQuery({
		filter: { _and: [keys.length > 0 ? { [plan.primary]: { _in: keys } } : { [plan.primary]: { _null: true } }, ...where] },
		fields: [...new Set([plan.primary, ...plan.by.flat()])],
		limit: -1,
	});
}
