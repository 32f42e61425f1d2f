import { relative } from 'node:path';
import { describeSignIns, type SignIn } from '../../seeds/demo/sign-ins.ts';
import { root } from './project.ts';
import { markShown, secretsFile, type Secrets } from './secrets.ts';
import { localUrl, type Settings } from './settings.ts';

/** Where to go and how to get in. What was generated is shown once; what the operator chose, never. */
export function printWelcome({ settings, secrets, signIns, seconds }: { settings: Settings; secrets: Secrets; signIns: readonly SignIn[]; seconds: number }): void {
	const file = secretsFile(settings.dataDir);
	const place = relative(root, file).startsWith('..') ? file : relative(root, file);

	const password =
		settings.adminPassword === secrets.adminPassword
			? 'as you set it in ADMIN_PASSWORD'
			: secrets.isShown
				? `as at the first start (kept in ${place})`
				: secrets.adminPassword;

	const token = settings.adminToken !== undefined ? 'as you set it in ADMIN_TOKEN' : secrets.isShown ? `kept in ${place}` : secrets.adminToken;

	const demo = secrets.demoPassword !== undefined && signIns.length > 0 ? `\n${describeSignIns(signIns, secrets.demoPassword).map((line) => `    ${line}\n`).join('')}` : '';

	console.log(`
  Cardinal is ready (${seconds.toFixed(1)} s)

    Open       ${localUrl(settings)}/admin
    Log in     ${secrets.adminEmail}
    Password   ${password}
    API token  ${token}
${demo}
  Ctrl-C stops it; npm start brings it back.
`);

	if (!secrets.isShown || demo !== '') markShown(settings.dataDir, { ...secrets, ...(demo !== '' && { isDemoShown: true }) });
}
