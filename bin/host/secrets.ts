import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { sentence } from './sentence.ts';
import type { Settings } from './settings.ts';

const shape = z.object({
	/** Signs sessions and tokens; changing it logs everybody out. */
	secret: z.string(),
	/** Superuser of the embedded PostgreSQL. */
	databasePassword: z.string(),
	adminEmail: z.string(),
	adminPassword: z.string(),
	adminToken: z.string(),
	/** Whether the logins have been printed once; until then, a start that was stopped half-way has told nobody. */
	isShown: z.boolean().default(true),
	/** Of all people of the demo, where one is wanted. */
	demoPassword: z.string().optional(),
	isDemoShown: z.boolean().optional(),
});

export type Secrets = z.infer<typeof shape>;

export const secretsFile = (dataDir: string): string => join(dataDir, 'secrets.json');

/** What was generated once for this data folder, now if need be. */
export function openSecrets(settings: Settings): Secrets {
	const file = secretsFile(settings.dataDir);
	const kept = read(file);
	if (kept) return settings.isDemo && kept.demoPassword === undefined ? rewrite(settings.dataDir, { ...kept, demoPassword: readablePassword() }) : kept;

	const secrets: Secrets = {
		secret: randomBytes(32).toString('base64url'),
		databasePassword: randomBytes(24).toString('base64url'),
		adminEmail: settings.adminEmail ?? 'admin@example.com',
		adminPassword: settings.adminPassword ?? readablePassword(),
		adminToken: settings.adminToken ?? randomBytes(24).toString('base64url'),
		isShown: false,
		...(settings.isDemo && { demoPassword: readablePassword() }),
	};

	return writeOnce(file, textOf(secrets)) ? secrets : (read(file) ?? secrets);
}

export function markShown(dataDir: string, secrets: Secrets): void {
	rewrite(dataDir, { ...secrets, isShown: true });
}

function rewrite(dataDir: string, secrets: Secrets): Secrets {
	const draft = `${secretsFile(dataDir)}.${process.pid}`;
	writeFileSync(draft, textOf(secrets), { mode: 0o600 });
	renameSync(draft, secretsFile(dataDir));
	return secrets;
}

const textOf = (secrets: Secrets) => `${JSON.stringify(secrets, null, '\t')}\n`;

/** Made to be typed from a terminal into a browser: no look-alikes, about 79 bits. */
function readablePassword(): string {
	const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789';
	const letters = [...randomBytes(16)].map((byte) => alphabet[byte % alphabet.length]).join('');
	return letters.replace(/(.{4})(?=.)/g, '$1-');
}

/** Complete or not at all, readable for the owner alone, and the first of two starts wins. */
function writeOnce(file: string, text: string): boolean {
	const draft = `${file}.${process.pid}`;
	mkdirSync(join(file, '..'), { recursive: true });

	try {
		writeFileSync(draft, text, { mode: 0o600 });
		linkSync(draft, file);
		return true;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
		throw error;
	} finally {
		rmSync(draft, { force: true });
	}
}

function read(file: string): Secrets | undefined {
	let text: string;

	try {
		text = readFileSync(file, 'utf8');
	} catch (error) {
		const { code } = error as NodeJS.ErrnoException;
		if (code === 'ENOENT') return undefined;
		if (code === 'EACCES') throw sentence(`${file} belongs to another user. Start as that user, or set CRM_DATA_DIR to another folder.`);
		throw error;
	}

	const result = shape.safeParse(parse(text));
	if (!result.success) throw sentence(`${file} is damaged. Restore it from a backup; the database cannot be opened without it.`);
	return result.data;
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
