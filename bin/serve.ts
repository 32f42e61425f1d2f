// One Directus node: brings the database up to date, then serves. Containers run this directly; `npm start` runs it
// as a child and gives it the embedded database.
import { listen } from './host/listen.ts';
import { bootNode, runNode } from './host/node.ts';

await runNode(async (settings) => {
	await bootNode(settings);
	await listen(settings);
});
