import type { Database } from './embedded.ts';
import { directusConfig } from './project.ts';
import type { Secrets } from './secrets.ts';
import type { Settings } from './settings.ts';

/** The environment of a Directus process of this instance; directus.config.ts maps the rest. */
export function instanceEnvironment({ settings, secrets, database }: { settings: Settings; secrets: Secrets; database: Database }): NodeJS.ProcessEnv {
	const { address } = database;

	return {
		LOG_LEVEL: 'warn',
		SECRET: secrets.secret,
		...process.env,
		// The first administrator is the one of the first start, whatever is set now; only the token may be exchanged.
		ADMIN_EMAIL: secrets.adminEmail,
		ADMIN_PASSWORD: secrets.adminPassword,
		ADMIN_TOKEN: settings.adminToken ?? secrets.adminToken,
		CRM_ADMIN_TOKEN_IS_GIVEN: String(settings.adminToken !== undefined),
		TZ: 'UTC',
		CONFIG_PATH: directusConfig,
		HOST: settings.host,
		PORT: String(settings.port),
		CRM_DATA_DIR: settings.dataDir,
		CRM_DEMO: String(settings.isDemo),
		...(settings.isDemo && secrets.demoPassword !== undefined && { CRM_DEMO_PASSWORD: secrets.demoPassword }),
		DB_HOST: address.host,
		DB_PORT: String(address.port),
		DB_USER: address.user,
		DB_PASSWORD: address.password,
		DB_DATABASE: address.database,
		...(database.postmasterPid !== undefined && { CRM_POSTMASTER_PID: String(database.postmasterPid) }),
	};
}
