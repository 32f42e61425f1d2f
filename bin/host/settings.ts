import { isAbsolute, join } from 'node:path';
import { z } from 'zod';
import { root } from './project.ts';
import { sentence } from './sentence.ts';

export type Settings = {
	port: number;
	host: string;
	dataDir: string;
	isDemo: boolean;
	adminEmail: string | undefined;
	adminPassword: string | undefined;
	adminToken: string | undefined;
	/** Another PostgreSQL than the embedded one. */
	external: DatabaseAddress | undefined;
};

export type DatabaseAddress = {
	host: string;
	port: number;
	user: string;
	password: string;
	database: string;
};

const port = z.coerce.number().int().min(1).max(65535);

const environment = z.object({
	PORT: port.default(8055),
	HOST: z.string().default('127.0.0.1'),
	CRM_DATA_DIR: z.string().default('data'),
	CRM_DEMO: z.stringbool().default(true),
	ADMIN_EMAIL: z.email().optional(),
	ADMIN_PASSWORD: z.string().min(8).optional(),
	ADMIN_TOKEN: z.string().min(8).regex(/^\S+$/).optional(),
	DB_HOST: z.string().optional(),
	DB_PORT: port.default(5432),
	DB_USER: z.string().default('postgres'),
	DB_PASSWORD: z.string().default(''),
	DB_DATABASE: z.string().default('cardinal'),
});

const WANTED: Record<keyof z.infer<typeof environment>, string> = {
	PORT: 'a whole number from 1 to 65535',
	HOST: 'an address to listen on, such as 127.0.0.1',
	CRM_DATA_DIR: 'a folder',
	CRM_DEMO: 'true or false',
	ADMIN_EMAIL: 'an e-mail address',
	ADMIN_PASSWORD: 'a password of at least 8 characters',
	ADMIN_TOKEN: 'a token of at least 8 characters without spaces',
	DB_HOST: 'a host name',
	DB_PORT: 'a whole number from 1 to 65535',
	DB_USER: 'a user name',
	DB_PASSWORD: 'a password',
	DB_DATABASE: 'the name of a database',
};

/** Reads what the operator set; an empty variable counts as not set. Throws a sentence that names the variable. */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
	const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
	const result = environment.safeParse(given);

	if (!result.success) {
		const name = result.error.issues[0]?.path[0] as keyof typeof WANTED;
		const value = name.endsWith('PASSWORD') || name.endsWith('TOKEN') ? '' : `, not "${env[name]}"`;
		throw sentence(`${name} must be ${WANTED[name]}${value}.`);
	}

	const values = result.data;

	return {
		port: values.PORT,
		host: values.HOST,
		dataDir: isAbsolute(values.CRM_DATA_DIR) ? values.CRM_DATA_DIR : join(root, values.CRM_DATA_DIR),
		isDemo: values.CRM_DEMO,
		adminEmail: values.ADMIN_EMAIL,
		adminPassword: values.ADMIN_PASSWORD,
		adminToken: values.ADMIN_TOKEN,
		external:
			values.DB_HOST === undefined
				? undefined
				: {
						host: values.DB_HOST,
						port: values.DB_PORT,
						user: values.DB_USER,
						password: values.DB_PASSWORD,
						database: values.DB_DATABASE,
					},
	};
}

/** The address a browser on this machine reaches the instance under. */
export function localUrl({ host, port }: Pick<Settings, 'host' | 'port'>): string {
	const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
	return `http://${name}:${port}`;
}
