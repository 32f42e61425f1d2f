import { relative } from 'node:path';
import { root } from './project.ts';
import { markShown, secretsFile, type Secrets } from './secrets.ts';
import { localUrl, type Settings } from './settings.ts';

/** Where to go and how to get in. What was generated is shown once; what the operator chose, never. */
export function printWelcome({ settings, secrets, seconds }: { settings: Settings; secrets: Secrets; seconds: number }): void {
	const file = secretsFile(settings.dataDir);
	const place = relative(root, file).startsWith('..') ? file : relative(root, file);

	const password =
		settings.adminPassword === secrets.adminPassword
			? 'as you set it in ADMIN_PASSWORD'
			: secrets.isShown
				? `as at the first start (kept in ${place})`
				: secrets.adminPassword;

	const token = settings.adminToken !== undefined ? 'as you set it in ADMIN_TOKEN' : secrets.isShown ? `kept in ${place}` : secrets.adminToken;

	console.log(`
  Cardinal is ready (${seconds.toFixed(1)} s)

    Open       ${localUrl(settings)}/admin
    Log in     ${secrets.adminEmail}
    Password   ${password}
    API token  ${token}

  Ctrl-C stops it; npm start brings it back.
`);

	if (!secrets.isShown) markShown(settings.dataDir, secrets);
}
