import type { Router } from 'express';
import type { Accountability, SchemaOverview } from '@directus/types';
import type { Knex } from 'knex';
import { z } from 'zod';
import { actions } from '../../../../../schema/define/access.ts';
import { accessTable } from '../../domain/rights/access-table.ts';
import { type AccessChange, type AccessDecision, decideChange } from '../../domain/rights/change-access.ts';
import { asyncHandler, type CrmRequest } from '../shared/async-handler.ts';
import { invalid, refusal } from '../shared/errors.ts';
import { countPeople, readAccess, readCollections } from './read-access.ts';
import { readWarnings } from './warnings.ts';

/** What the page of rights needs of Directus. */
export interface AccessHost {
	readonly database: Knex;
	readonly env: { readonly [name: string]: unknown };
	readonly getSchema: (options?: { database?: Knex }) => Promise<SchemaOverview>;
	readonly services: {
		readonly PermissionsService: new (options: { knex: Knex; schema: SchemaOverview; accountability: Accountability }) => {
			createOne(row: object): Promise<number>;
			updateMany(keys: number[], row: object): Promise<number[]>;
			deleteMany(keys: number[]): Promise<number[]>;
		};
	};
}

/**
 * Who may do what, for administrators:
 * - `GET /access`: roles x collections x actions, in the sentences of schema/access.ts
 * - `PATCH /access` `{ role, collection, action, sentence }` changes one of them (“default”: back to what this version
 *   says); `{ …, restore }` instead of a sentence takes a change back, with the `before` that it was answered with
 */
export function registerAccess(router: Router, host: AccessHost): void {
	router.get('/access', asyncHandler(async (request, response) => {
		adminOf(request);
		response.json({ data: await describe(host, request.schema) });
	}));

	router.patch('/access', asyncHandler(async (request, response) => {
		const accountability = adminOf(request);
		const before = await change(host, { change: changeIn(request.body), accountability, schema: request.schema });
		response.json({ data: { ...await describe(host, request.schema), before } });
	}));
}

async function describe({ database, env }: AccessHost, schema: SchemaOverview) {
	const [known, collections, people, warnings] = await Promise.all([readAccess(database, { schema, env }), readCollections(database, schema), countPeople(database), readWarnings(database)]);
	const { roles, ...table } = accessTable(known, [...collections.keys()]);
	return {
		...table,
		roles: roles.map((role) => ({ ...role, people: people.byRole.get(role.id) ?? 0 })),
		/** People who hold policies of their own, besides those of their role. */
		besides: people.besides,
		/** What opens more than may be meant. */
		warnings,
		collections: [...collections].map(([collection, label]) => ({ collection, label })),
	};
}

/** @returns what stood there before */
async function change({ database, env, services }: AccessHost, { change: wanted, accountability, schema }: { change: AccessChange; accountability: Accountability; schema: SchemaOverview }): Promise<AccessDecision['before']> {
	const decision = decideChange(wanted, await readAccess(database, { schema, env }), await readCollections(database, schema));
	if ('refused' in decision) {
		throw refusal(decision.isUnknown ? { code: 'NOT_FOUND', status: 404, message: decision.refused } : { code: 'INVALID_PAYLOAD', status: 400, message: decision.refused });
	}
	const { policy, rows, write, before } = decision;
	const { collection, action } = wanted;
	const permissions = new services.PermissionsService({ knex: database, schema, accountability });
	if (!write) await permissions.deleteMany([...rows]);
	else if (rows.length > 0) await permissions.updateMany([...rows], write);
	else await permissions.createOne({ policy, collection, action, ...write });
	return before;
}

const rule = z.record(z.string(), z.json()).nullable();

const changeSchema = z.object({
	role: z.string(),
	collection: z.string(),
	action: z.enum(actions as [string, ...string[]]),
	sentence: z.string().optional(),
	restore: z.object({ permissions: rule, validation: rule, presets: rule, fields: z.array(z.string()).nullable() }).nullable().optional(),
}).strict();

function changeIn(body: unknown): AccessChange {
	const { success, data } = changeSchema.safeParse(body);
	if (!success || (data.sentence === undefined) === (data.restore === undefined)) {
		throw invalid({ message: 'Say for which role, collection and action (create, read, update, delete or share) what sentence shall hold, such as “own”, “all”, “none” or “default”.' });
	}
	const { role, collection, action, sentence, restore } = data;
	return { role, collection, action: action as AccessChange['action'], to: sentence === undefined ? { restore: restore ?? null } : { sentence } };
}

function adminOf({ accountability }: CrmRequest): Accountability {
	if (!accountability?.user) throw refusal({ code: 'INVALID_CREDENTIALS', status: 401, message: 'Sign in to see who may do what.' });
	if (!accountability.admin) throw refusal({ code: 'FORBIDDEN', status: 403, message: 'Only administrators see and change who may do what.' });
	return accountability;
}
