import { setTimeout as sleep } from 'node:timers/promises';
import type { ActionEventParams } from '@directus/types';
import type { Knex } from 'knex';
import { refuseHandover } from '../../domain/handovers/refuse.ts';
import type { HandoverReport, HandoverRequest } from '../../domain/handovers/request.ts';
import { nameOf } from '../../domain/handovers/words.ts';
import type { Caller } from '../shared/caller.ts';
import { isDeadlock, refusal } from '../shared/errors.ts';
import { host as internals } from '../shared/host.ts';
import type { HandoverHost } from './context.ts';
import { findPeople, isTeammate, type Person, reachOf } from './people.ts';
import { lockRows, type Scope, scopesOf } from './scopes.ts';

export interface Handover {
	readonly caller: Caller;
	readonly request: HandoverRequest;
	/** As rows are written; they count when all are. */
	readonly onProgress?: (done: number, of: number) => void;
}

const chunkSize = 200;
const attempts = 4;

/**
 * Gives all rows of somebody that the caller may change to somebody else: by Directus' own services, with the caller's
 * rights, so that rules, history and hooks hold; in one transaction, so that nobody is left with half of them.
 */
export async function handOver(host: HandoverHost, handover: Handover): Promise<HandoverReport> {
	for (let attempt = 1; ; attempt++) {
		try {
			return await handOverOnce(host, handover);
		} catch (error) {
			if (!isPassing(error)) throw error;
			if (attempt === attempts) throw refusal({ code: 'CONFLICT', status: 409, message: 'Somebody else is changing the same records at this moment; nothing was handed over. Try again.' });
			await sleep(50 * 2 ** attempt * (1 + Math.random()));
		}
	}
}

async function handOverOnce(host: HandoverHost, handover: Handover): Promise<HandoverReport> {
	const events: ActionEventParams[] = [];
	const trx = await host.database.transaction();
	let report: HandoverReport;
	try {
		report = await write(host, handover, { knex: trx, onEvent: (event) => events.push(event) });
	} catch (error) {
		await trx.rollback();
		throw error;
	}
	if (report.dryRun) await trx.rollback();
	else {
		await trx.commit();
		await internals.forgetAnswers();
		const emitter = await internals.emitter();
		for (const { event, meta, context } of events) emitter.emitAction(event, meta, context);
	}
	return report;
}

interface Within {
	readonly knex: Knex;
	/** What Directus tells flows and sockets, once it is committed. */
	readonly onEvent: (event: ActionEventParams) => void;
}

async function write(host: HandoverHost, { caller, request, onProgress }: Handover, { knex, onEvent }: Within): Promise<HandoverReport> {
	const { from, to, dryRun } = request;
	await knex.raw('SELECT set_config(\'lock_timeout\', \'10s\', true)');
	const locked: { scope: Scope; keys: string[] }[] = [];
	for (const scope of wanted(await scopesOf(caller, knex), request.collections)) {
		locked.push({ scope, keys: await lockRows(host, scope, { caller, knex, owner: from, includeClosed: request.includeClosed }) });
	}
	await assertMayHandOver(locked, { caller, request, knex });

	const total = locked.reduce((sum, { keys }) => sum + keys.length, 0);
	let done = 0;
	onProgress?.(done, total);
	for (const { scope, keys } of locked) {
		const service = new host.services.ItemsService(scope.collection, { ...caller, knex });
		for (let start = 0; start < keys.length; start += chunkSize) {
			const chunk = keys.slice(start, start + chunkSize);
			await service.updateMany(chunk, { owner: to }, { autoPurgeCache: false, bypassEmitAction: onEvent });
			done += chunk.length;
			onProgress?.(done, total);
		}
	}
	const perCollection = Object.fromEntries(locked.filter(({ keys }) => keys.length > 0).map(({ scope, keys }) => [scope.collection, keys.length]));
	const id = await writeDown(host, { caller, request, records: total, perCollection }, { knex, onEvent });
	return { id: dryRun ? null : id, dryRun, records: total, perCollection };
}

function wanted(scopes: readonly Scope[], collections: readonly string[] | undefined): readonly Scope[] {
	const unknown = collections?.filter((name) => !scopes.some(({ collection }) => collection === name)) ?? [];
	if (unknown.length > 0) throw refusal({ code: 'FORBIDDEN', status: 403, message: `There is nothing called ${unknown.map((name) => `“${name}”`).join(', ')} that you may hand over.`, field: 'collections' });
	return collections ? scopes.filter(({ collection }) => collections.includes(collection)) : scopes;
}

async function assertMayHandOver(locked: readonly { scope: Scope; keys: string[] }[], { caller, request: { from, to, includeClosed }, knex }: { caller: Caller; request: HandoverRequest; knex: Knex }): Promise<void> {
	const people = new Map((await findPeople(knex, [from, to])).map((person) => [person.id, party(person)]));
	const scopes = [];
	for (const { scope, keys } of locked) scopes.push({ label: scope.label, records: keys.length, isForAnybody: await reachOf(caller, scope.collection, knex) === 'all' });
	const refused = refuseHandover({
		from: people.get(from), to: people.get(to), actor: caller.accountability.user ?? '', isTeammate: await isTeammate(caller, to, knex), includeClosed, scopes,
	});
	if (refused) throw refusal(refused);
}

function party(person: Person) {
	return { id: person.id, name: nameOf(person), isActive: person.status === 'active' };
}

/** The columns are kept by the database, which takes them from what says that it is no client. */
async function writeDown({ services }: HandoverHost, { caller, request, records, perCollection }: { caller: Caller; request: HandoverRequest; records: number; perCollection: HandoverReport['perCollection'] }, { knex, onEvent }: Within): Promise<string> {
	await knex.raw('SELECT set_config(\'crm.origin\', \'import\', true)');
	const key = await new services.ItemsService('crm_handovers', { ...caller, knex }).createOne({
		from_person: request.from, to_person: request.to, include_closed: request.includeClosed, records, per_collection: perCollection, reason: request.reason || null,
	}, { autoPurgeCache: false, bypassEmitAction: onEvent });
	await knex.raw('SELECT set_config(\'crm.origin\', \'\', true)');
	return key;
}

/** A deadlock, or a row that somebody else holds: what may well succeed a moment later. */
function isPassing(error: unknown): boolean {
	const { code, message = '' } = (error ?? {}) as { code?: string; message?: string };
	return isDeadlock(error) || code === '55P03' || (code === 'CONFLICT' && message.startsWith('Somebody else is changing the same records at this moment. '));
}
