import { relative } from 'node:path';
import { root } from './project.ts';
import type { Secrets } from './secrets.ts';
import { localUrl, type Settings } from './settings.ts';

export type Welcome = { settings: Settings; secrets: Secrets; isNew: boolean; file: string; seconds: number };

/** Where to go and how to get in. What was generated is shown once; what the operator chose, never. */
export function printWelcome({ settings, secrets, isNew, file, seconds }: Welcome): void {
	const place = relative(root, file).startsWith('..') ? file : relative(root, file);

	const password = settings.adminPassword === secrets.adminPassword
		? 'as you set it in ADMIN_PASSWORD'
		: isNew
			? secrets.adminPassword
			: `as at the first start (kept in ${place})`;

	const token = settings.adminToken !== undefined
		? 'as you set it in ADMIN_TOKEN'
		: isNew
			? secrets.adminToken
			: `kept in ${place}`;

	console.log(`
  Cardinal is ready (${seconds.toFixed(1)} s)

    Open       ${localUrl(settings)}/admin
    Log in     ${secrets.adminEmail}
    Password   ${password}
    API token  ${token}

  Ctrl-C stops it; npm start brings it back.
`);
}
