import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Big from 'big.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startWorld, type World } from '../support/index.ts';
import { importInto, readMapping, type Report } from './support.ts';

/**
 * A CSV export of another CRM, brought in file by file. What Cardinal then says of it, through Directus' own aggregates,
 * must be what a plain reading of the files says, to the cent.
 */

const folder = join(import.meta.dirname, '..', '..', '..', 'shared', 'data', 'crm-sales');
const isThere = existsSync(folder);

/** The files have no quotes in them: split is enough, and independent of the parser under test. */
function readRows(name: string): { [column: string]: string }[] {
	const [header = '', ...lines] = readFileSync(join(folder, name), 'utf8').trim().split(/\r?\n/);
	const columns = header.split(',');
	return lines.map((line) => Object.fromEntries(line.split(',').map((cell, index) => [columns[index] ?? '', cell])));
}

const steps = [
	{ file: 'sales_teams.csv', mapping: 'managers', created: 6 },
	{ file: 'sales_teams.csv', mapping: 'teams', created: 6 },
	{ file: 'sales_teams.csv', mapping: 'agents', created: 35 },
	{ file: 'accounts.csv', mapping: 'accounts', created: 85 },
	{ file: 'products.csv', mapping: 'products', created: 7 },
	{ file: 'sales_pipeline.csv', mapping: 'opportunities', created: 8800 },
] as const;

describe.skipIf(!isThere)('the export of another CRM', () => {
	let world: World;
	const reports = new Map<string, Report>();

	beforeAll(async () => {
		world = await startWorld();
		// A seller in the United States: amounts of 2017 need no exchange rate.
		const { status, body } = await world.api('/items/crm_settings', { method: 'PATCH', body: { base_currency: 'USD' } });
		if (status !== 200) throw new Error(JSON.stringify(body));
	});
	afterAll(() => world?.stop());

	const bringIn = (file: string, mapping: string, options: { dryRun?: boolean } = {}) =>
		importInto(world, { file: readFileSync(join(folder, file)), name: file, mapping: readMapping(mapping), ...options });

	test.for(steps)('$file goes in as $mapping', { timeout: 300_000 }, async ({ file, mapping, created }) => {
		const start = performance.now();
		const { status, body } = await bringIn(file, mapping);
		console.log(`${mapping}: ${body.data?.rows.total} rows in ${((performance.now() - start) / 1000).toFixed(1)} s`);
		expect(status, JSON.stringify(body)).toBe(200);
		reports.set(mapping, body.data);
		expect(body.data.rows.failed, JSON.stringify(body.data.errors.slice(0, 5))).toBe(0);
		expect(body.data.rows.created).toBe(created);
	});
});
