import { isAbsolute, join } from 'node:path';

/** What this instance is. Change it here, and restart. */
export const instance = {
	/** Figures are totalled in it; amounts in other currencies are converted at the day's rate. ISO 4217. */
	baseCurrency: 'EUR',
	/** The month in which the fiscal year starts, 1 to 12. */
	fiscalYearStart: 1,
	/** Phone numbers without a country code, and addresses without a country, are from here. ISO 3166-1. */
	defaultCountry: 'DE',
	/** The rooms that are set up: all of them, or a list such as ['accounts', 'leads']. */
	rooms: 'all' as 'all' | readonly string[],
	limits: {
		/** A file to import, in bytes. */
		importBytes: 100 * 1024 * 1024,
		/** Items that one request may change. Bulk work beyond it goes through the import. */
		batchMutation: 5_000,
		/** Requests that one address may make in a window of so many seconds. */
		requests: { points: 3_000, seconds: 30 },
	},
} satisfies Instance;

/**
 * The environment of Directus. What stands here wins over the environment, so a setting that belongs to the operator
 * is written as `env.NAME ?? ours`; the rest is not negotiable. Settings that are not named (REDIS, STORAGE_*, EMAIL_*,
 * AUTH_* …) reach Directus from the environment as they are: https://directus.io/docs/configuration/general
 */
export default function directusEnvironment(env: NodeJS.ProcessEnv): Record<string, unknown> {
	const publicUrl = env.PUBLIC_URL ?? `http://localhost:${env.PORT ?? 8055}`;
	const isHttps = publicUrl.startsWith('https:');
	const dataDir = fromHere(env.CRM_DATA_DIR ?? 'data');

	return {
		PUBLIC_URL: publicUrl,
		PROJECT_NAME: env.PROJECT_NAME ?? 'Cardinal',
		LOG_LEVEL: env.LOG_LEVEL ?? 'info',
		TELEMETRY: false,

		// One engine everywhere. The embedded one passes its address in the same variables.
		DB_CLIENT: 'pg',
		DB_PORT: env.DB_PORT ?? 5432,
		DB_DATABASE: env.DB_DATABASE ?? 'cardinal',
		// Without it, a user named like a schema ("$user", public) would create the tables in that schema.
		DB_SEARCH_PATH: env.DB_SEARCH_PATH ?? 'public',
		DB_POOL__MIN: env.DB_POOL__MIN ?? 0,
		DB_POOL__MAX: env.DB_POOL__MAX ?? 20,

		// Generated files stay in the data folder, so that several instances can share a clone.
		TEMP_PATH: env.TEMP_PATH ?? join(dataDir, 'tmp'),
		STORAGE_LOCATIONS: env.STORAGE_LOCATIONS ?? 'local',
		STORAGE_LOCAL_ROOT: env.STORAGE_LOCAL_ROOT ?? join(dataDir, 'uploads'),

		// A CRM without its rules would be worse than one that does not start.
		EXTENSIONS_PATH: fromHere('extensions'),
		EXTENSIONS_MUST_LOAD: env.EXTENSIONS_MUST_LOAD ?? true,
		EMAIL_TEMPLATES_PATH: fromHere('templates'),
		MIGRATIONS_PATH: fromHere('migrations'),
		PACKAGE_FILE_LOCATION: fromHere('.'),

		// An office behind one address: opening a page takes Directus some thirty requests at once.
		RATE_LIMITER_ENABLED: env.RATE_LIMITER_ENABLED ?? true,
		RATE_LIMITER_POINTS: env.RATE_LIMITER_POINTS ?? instance.limits.requests.points,
		RATE_LIMITER_DURATION: env.RATE_LIMITER_DURATION ?? instance.limits.requests.seconds,
		// Whoever may set X-Forwarded-For chooses the address that is counted. Behind a proxy, name the number of hops.
		IP_TRUST_PROXY: env.IP_TRUST_PROXY ?? false,
		MAX_BATCH_MUTATION: env.MAX_BATCH_MUTATION ?? instance.limits.batchMutation,
		// Directus measures utilization since the process began, so that a busy start would answer 503 for a while;
		// the delay of the event loop tells a real overload.
		PRESSURE_LIMITER_MAX_EVENT_LOOP_UTILIZATION: env.PRESSURE_LIMITER_MAX_EVENT_LOOP_UTILIZATION ?? false,
		PRESSURE_LIMITER_MAX_EVENT_LOOP_DELAY: env.PRESSURE_LIMITER_MAX_EVENT_LOOP_DELAY ?? 2_000,
		SESSION_COOKIE_SECURE: env.SESSION_COOKIE_SECURE ?? isHttps,
		REFRESH_TOKEN_COOKIE_SECURE: env.REFRESH_TOKEN_COOKIE_SECURE ?? isHttps,

		// Who changed what stays for a year; without retention these tables grow for ever.
		RETENTION_ENABLED: env.RETENTION_ENABLED ?? true,
		ACTIVITY_RETENTION: env.ACTIVITY_RETENTION ?? '365d',
		REVISIONS_RETENTION: env.REVISIONS_RETENTION ?? '365d',
		FLOW_LOGS_RETENTION: env.FLOW_LOGS_RETENTION ?? '90d',

		// Boards and lists refresh on a websocket message. Cached answers would show a colleague's old data.
		WEBSOCKETS_ENABLED: env.WEBSOCKETS_ENABLED ?? true,
		CACHE_ENABLED: env.CACHE_ENABLED ?? false,
		// No customer's data leaves for a language model unless the operator says so.
		AI_ENABLED: env.AI_ENABLED ?? false,
		MCP_ENABLED: env.MCP_ENABLED ?? false,
		// A mail server that is down must not slow down every request that could send.
		EMAIL_VERIFY_SETUP: env.EMAIL_VERIFY_SETUP ?? false,

		CRM_BASE_CURRENCY: env.CRM_BASE_CURRENCY ?? instance.baseCurrency,
		CRM_FISCAL_YEAR_START: env.CRM_FISCAL_YEAR_START ?? instance.fiscalYearStart,
		CRM_DEFAULT_COUNTRY: env.CRM_DEFAULT_COUNTRY ?? instance.defaultCountry,
		CRM_ROOMS: env.CRM_ROOMS ?? (instance.rooms === 'all' ? 'all' : [...instance.rooms]),
		CRM_IMPORT_MAX_BYTES: env.CRM_IMPORT_MAX_BYTES ?? instance.limits.importBytes,
	};
}

type Instance = {
	baseCurrency: string;
	fiscalYearStart: number;
	defaultCountry: string;
	rooms: 'all' | readonly string[];
	limits: { importBytes: number; batchMutation: number; requests: { points: number; seconds: number } };
};

function fromHere(path: string): string {
	return isAbsolute(path) ? path : join(import.meta.dirname, path);
}
