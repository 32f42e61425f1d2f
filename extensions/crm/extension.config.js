import { copyFileSync, readdirSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const guards = new URL('../../schema/guards/', import.meta.url);

const sqlIn = (folder) => readdirSync(folder).filter((name) => name.endsWith('.sql'));

/** The guards are read where the code runs (schema/guards/index.ts): beside the built bundle, then. */
function besideTheBundle() {
	return {
		name: 'cardinal-guards',
		writeBundle({ dir, file }) {
			const folder = new URL('./dist/', import.meta.url);
			if (!(file ?? dir ?? '').endsWith('api.js')) return;
			// One that is no longer there would go on being applied.
			for (const old of sqlIn(folder)) rmSync(new URL(old, folder));
			for (const sql of sqlIn(guards)) copyFileSync(new URL(sql, guards), new URL(sql, folder));
		},
	};
}

/** What a screen imports when it is needed, such as charts, stays a file of its own: Directus serves it when somebody gets there. */
function inParts() {
	return {
		name: 'cardinal-parts',
		outputOptions({ file, inlineDynamicImports: _inline, ...options }) {
			if (!file?.endsWith('app.js')) return null;
			return { ...options, dir: fileURLToPath(new URL('./dist/', import.meta.url)), entryFileNames: 'app.js', chunkFileNames: 'app-[name].js', inlineDynamicImports: false };
		},
	};
}

export default { plugins: [besideTheBundle(), inParts()] };
