import { copyFileSync, readdirSync } from 'node:fs';

const guards = new URL('../../schema/guards/', import.meta.url);

/** The guards are read where the code runs (schema/guards/index.ts): beside the built bundle, then. */
function besideTheBundle() {
	return {
		name: 'cardinal-guards',
		writeBundle({ dir, file }) {
			const folder = new URL('./dist/', import.meta.url);
			if (!(file ?? dir ?? '').endsWith('api.js')) return;
			for (const sql of readdirSync(guards).filter((name) => name.endsWith('.sql'))) copyFileSync(new URL(sql, guards), new URL(sql, folder));
		},
	};
}

export default { plugins: [besideTheBundle()] };
