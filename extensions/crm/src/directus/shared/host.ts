import { ForbiddenError } from '@directus/errors';
import type { Accountability, SchemaOverview } from '@directus/types';
import type { Knex } from 'knex';

/**
 * Directus internals that no extension API offers. All of them are here, so that an upgrade of Directus that moves one
 * fails in one place (test/house tries them). Imported by a computed name, or the build would copy Directus in.
 */
export const host = {
	async validateAccess(): Promise<(options: AccessQuestion, context: { schema: unknown; knex: unknown }) => Promise<void>> {
		const { validateAccess } = (await import(inDirectus('permissions/modules/validate-access/validate-access'))) as { validateAccess: (options: AccessQuestion, context: { schema: unknown; knex: unknown }) => Promise<void> };
		return validateAccess;
	},

	/** The fields that somebody may use in some row at all; ['*'] for all of them. */
	async allowedFields(question: Omit<AccessQuestion, 'primaryKeys'>, context: { schema: unknown; knex: unknown }): Promise<string[]> {
		const { fetchAllowedFields } = (await import(inDirectus('permissions/modules/fetch-allowed-fields/fetch-allowed-fields'))) as { fetchAllowedFields: (question: Omit<AccessQuestion, 'primaryKeys'>, context: { schema: unknown; knex: unknown }) => Promise<string[]> };
		return fetchAllowedFields(question, context);
	},

	/**
	 * The rules by which somebody reads (or updates), those of the app and of shares included; with their own values in
	 * place of $CURRENT_USER and the like, or as they are written, which costs no query.
	 */
	async rules({ accountability, isRaw, action = 'read' }: { accountability: Accountability; isRaw: boolean; action?: 'read' | 'update' }, { schema, knex }: { schema: unknown; knex: unknown }): Promise<HostRule[]> {
		const context = { schema, knex };
		const { fetchPolicies } = (await import(inDirectus('permissions/lib/fetch-policies'))) as { fetchPolicies: (who: Accountability, context: unknown) => Promise<string[]> };
		const { fetchPermissions } = (await import(inDirectus('permissions/lib/fetch-permissions'))) as { fetchPermissions: FetchRules };
		const { fetchRawPermissions } = (await import(inDirectus('permissions/utils/fetch-raw-permissions'))) as { fetchRawPermissions: FetchRules };
		const policies = await fetchPolicies(accountability, context);
		return (isRaw ? fetchRawPermissions : fetchPermissions)({ action, policies, accountability }, context);
	},

	/** @throws FORBIDDEN where the query speaks of a collection or a field that may not be read */
	async assertMayAsk({ collection, query, accountability }: { collection: string; query: object; accountability: Accountability | null }, { schema, knex }: { schema: unknown; knex: unknown }): Promise<void> {
		const { processAst } = (await import(inDirectus('permissions/modules/process-ast/process-ast'))) as { processAst: (options: object, context: unknown) => Promise<unknown> };
		await processAst({ ast: { type: 'root', name: collection, query, children: [], cases: [] }, action: 'read', accountability }, { schema, knex });
	},

	/**
	 * The rows and values that somebody may read, as a subquery: see readable-rows.ts, which is what to use. Values that may
	 * not be read in a row are null in it.
	 */
	async subquery({ collection, query, accountability }: { collection: string; query: object; accountability: Accountability | null }, { schema, knex }: { schema: SchemaOverview; knex: Knex }): Promise<{ rows: Knex.QueryBuilder }> {
		const { getAstFromQuery } = (await import(inDirectus('database/get-ast-from-query/get-ast-from-query'))) as { getAstFromQuery: (options: object, context: object) => Promise<Ast> };
		const { processAst } = (await import(inDirectus('permissions/modules/process-ast/process-ast'))) as { processAst: (options: object, context: object) => Promise<Ast> };
		const { parseCurrentLevel } = (await import(inDirectus('database/run-ast/lib/parse-current-level'))) as { parseCurrentLevel: (schema: unknown, collection: string, children: unknown[], query: object) => Promise<{ fieldNodes: FieldNode[] }> };
		const { getDBQuery } = (await import(inDirectus('database/run-ast/lib/get-db-query'))) as { getDBQuery: (options: object, context: object) => Knex.QueryBuilder };
		// Directus reads the fields of a collection before it asks whether there is one.
		if (!(collection in schema.collections)) throw new ForbiddenError();
		const context = { schema, knex };
		const ast = await processAst({ ast: await getAstFromQuery({ collection, query: { ...query, sort: [] }, accountability }, context), action: 'read', accountability }, context);
		const { fieldNodes } = await parseCurrentLevel(schema, collection, ast.children, ast.query);
		const permissions = accountability && !accountability.admin ? await host.rules({ accountability, isRaw: false }, context) : [];
		// An empty sort keeps Directus from adding one, and is none that it can write down where it joins lists.
		return { rows: getDBQuery({ table: collection, fieldNodes: fieldNodes.map((node) => withoutNeedlessCase(node, ast.cases)), o2mNodes: [], query: { ...ast.query, sort: null }, cases: ast.cases, permissions }, context) };
	},

	/** A filter as it came over HTTP, checked, with $CURRENT_USER, $NOW and the like filled in. */
	async parsedFilter(filter: object, { accountability, schema }: { accountability: Accountability; schema: unknown }): Promise<{ [key: string]: unknown }> {
		const { sanitizeQuery } = (await import(inDirectus('utils/sanitize-query'))) as { sanitizeQuery: (query: object, schema: unknown, accountability: Accountability) => Promise<{ filter: { [key: string]: unknown } }> };
		const { validateQuery } = (await import(inDirectus('utils/validate-query'))) as { validateQuery: (query: object) => unknown };
		const query = await sanitizeQuery({ filter }, schema, accountability);
		validateQuery(query);
		return query.filter;
	},

	/** Directus' own emitter: the one that extensions are given is theirs alone, and flows don't hear it. */
	async emitter(): Promise<{ emitAction(event: string | string[], meta: { [name: string]: unknown }, context: unknown): void }> {
		const { useEmitter } = (await import(inDirectus('emitter'))) as { useEmitter: () => { emitAction(event: string | string[], meta: { [name: string]: unknown }, context: unknown): void } };
		return useEmitter();
	},

	/** What a person may do, as signing in would find it out. */
	async accountabilityOf(user: { id: string; role: string | null; ip?: string | null }, knex: unknown): Promise<Accountability> {
		const { fetchRolesTree } = (await import(inDirectus('permissions/lib/fetch-roles-tree'))) as { fetchRolesTree: (role: string | null, context: { knex: unknown }) => Promise<string[]> };
		const { fetchGlobalAccess } = (await import(inDirectus('permissions/modules/fetch-global-access/fetch-global-access'))) as {
			fetchGlobalAccess: (who: { user: string; roles: string[]; ip: string | null }, context: { knex: unknown }) => Promise<{ app: boolean; admin: boolean }>;
		};
		const roles = await fetchRolesTree(user.role, { knex });
		const ip = user.ip ?? null;
		return { user: user.id, role: user.role, roles, ip, ...await fetchGlobalAccess({ user: user.id, roles, ip }, { knex }) };
	},

	/** Whom a token of Directus' own making speaks of; undefined for any other, and for one that is forged or past. */
	async readToken(token: string): Promise<Claims | undefined> {
		const [{ default: isDirectusJWT }, { verifyAccessJWT }, { getSecret }] = (await Promise.all([
			import(inDirectus('utils/is-directus-jwt')), import(inDirectus('utils/jwt')), import(inDirectus('utils/get-secret')),
		])) as [{ default: (token: string) => boolean }, { verifyAccessJWT: (token: string, secret: string) => Claims }, { getSecret: () => string }];
		try {
			return isDirectusJWT(token) ? verifyAccessJWT(token, getSecret()) : undefined;
		} catch {
			return undefined;
		}
	},

	/** As Directus reads a token, with its session; it writes to the accountability that it is given. */
	async accountabilityForToken(token: string, accountability: Accountability): Promise<Accountability> {
		const { getAccountabilityForToken } = (await import(inDirectus('utils/get-accountability-for-token'))) as { getAccountabilityForToken: (token: string, accountability: Accountability) => Promise<Accountability> };
		return getAccountabilityForToken(token, accountability);
	},

	/** Clears what this node remembers of rights, and of what was made with them; not the schema, which is costly to read. */
	async forgetRights(): Promise<void> {
		const [permissions, graphql, collaboration] = (await Promise.all([
			import(inDirectus('permissions/cache')), import(inDirectus('services/graphql/schema-cache')), import(inDirectus('websocket/collab/permissions-cache')),
		])) as [{ clearCache: () => Promise<void> }, { cache: { clear: () => void } }, { permissionCache: { clear: () => void } }];
		graphql.cache.clear();
		collaboration.permissionCache.clear();
		await Promise.all([permissions.clearCache(), host.forgetAnswers()]);
	},

	/** Clears answers that were kept for the next who asks the same (CACHE_ENABLED). */
	async forgetAnswers(): Promise<void> {
		const { getCache } = (await import(inDirectus('cache'))) as { getCache: () => { cache: { clear: () => Promise<void> } | null } };
		await getCache().cache?.clear();
	},

	/** Those who are connected to this node: the REST, the GraphQL and the log socket. */
	async connections(): Promise<Connection[]> {
		const controllers = (await import(inDirectus('websocket/controllers/index'))) as { [Getter in 'getWebSocketController' | 'getSubscriptionController' | 'getLogsController']: () => { clients: Set<Connection> } | undefined };
		return [controllers.getWebSocketController(), controllers.getSubscriptionController(), controllers.getLogsController()].flatMap((controller) => [...controller?.clients ?? []]);
	},

	/** What the three sockets are made from. */
	async socketController(): Promise<new (...options: never[]) => SocketController> {
		return ((await import(inDirectus('websocket/controllers/base'))) as { default: new (...options: never[]) => SocketController }).default;
	},
};

/** What a token says: a person with the role that they had then, or a share. */
interface Claims {
	readonly id?: string;
	readonly role: string | null;
	readonly share?: string;
	readonly session?: string;
}

export interface Connection {
	accountability: Accountability | null;
	close(code: number, reason: string): void;
}

interface SocketController {
	createClient(socket: unknown, authentication: unknown): Connection;
}

/** What services of Directus keep to themselves. */
export interface Internals {
	readonly collection: string;
	readonly accountability: Accountability | null;
	readonly knex: Knex;
	schema: SchemaOverview;
}

export function internalsOf(service: object): Internals {
	return service as Internals;
}

const wrapped = Symbol.for('cardinal.wrapped');

/** What this load of the extension wrapped: two rooms that wrap one method would undo each other unseen. */
const mine = new WeakMap<object, Set<string>>();

type Method = ((this: never, ...args: never[]) => unknown) & { [wrapped]?: Method };

/**
 * Puts our own around a method of a class of Directus, such as a service, for all that ends in it (REST, GraphQL,
 * /schema/apply, another service), where Directus asks no filter. Done again when extensions are loaded anew, it
 * replaces what it put there.
 */
export function wrapMethod<Service extends object, Name extends keyof Service & string>(
	service: new (...options: never[]) => Service,
	name: Name,
	wrap: (original: Service[Name]) => Service[Name],
): void {
	const prototype = service.prototype as unknown as { [method: string]: Method | undefined };
	const current = prototype[name];
	if (!current) throw new Error(`Directus' ${service.name} has no ${name} any more: see to what it guarded.`);
	const names = mine.get(prototype) ?? new Set();
	if (names.has(name)) throw new Error(`${service.name}.${name} is wrapped already: let one room do both.`);
	mine.set(prototype, names.add(name));
	const original = current[wrapped] ?? current;
	const replacement = wrap(original as unknown as Service[Name]) as unknown as Method;
	replacement[wrapped] = original;
	prototype[name] = replacement;
}

export interface AccessQuestion {
	accountability: unknown;
	action: 'create' | 'read' | 'update' | 'delete';
	collection: string;
	primaryKeys?: unknown[];
}

/** One of the rules of a policy. */
export interface HostRule {
	readonly collection: string;
	readonly fields: readonly string[] | null;
	readonly permissions: { readonly [key: string]: unknown } | null;
}

/** A column, and which of the cases by which rows may be read let it be read. */
interface FieldNode {
	readonly whenCase?: readonly number[];
}

/**
 * A column that every case gives needs no CASE of its own: a row that none of them lets through isn't there. Without it,
 * PostgreSQL finds the indexes of the column.
 */
function withoutNeedlessCase(node: FieldNode, cases: readonly unknown[]): FieldNode {
	return cases.every((_, index) => node.whenCase?.includes(index)) ? { ...node, whenCase: [] } : node;
}

interface Ast {
	readonly children: unknown[];
	readonly query: object;
	readonly cases: unknown[];
}

type FetchRules = (question: { action: 'read' | 'update'; policies: string[]; accountability: Accountability }, context: unknown) => Promise<HostRule[]>;

function inDirectus(path: string): string {
	return ['@directus/api', path].join('/');
}
