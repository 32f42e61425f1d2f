import { randomUUID } from 'node:crypto';
import { referenceId } from '../../seeds/reference/row.ts';
import type { World } from '../support/index.ts';

export const stage = (name: string) => referenceId('crm_stages', `sales/${name}`);

interface Past {
	readonly name?: string;
	readonly amount?: string;
	readonly currency?: string;
	readonly owner?: string;
	readonly close_date?: string;
	/** The stages it went through, each with the day or moment on which it entered it. */
	readonly path: readonly (readonly [stage: string, at: string])[];
}

/** A deal with a past, which can only be brought in, as an import does. */
export async function pastDeal(world: World, { name = 'Deal', amount, currency = 'EUR', owner, close_date = '2199-12-31', path }: Past): Promise<string> {
	const id = randomUUID();
	const [[first = '', madeAt = ''] = [], ...moves] = path;
	const client = await world.sql.connect();
	try {
		await client.query('BEGIN');
		await client.query("SELECT set_config('crm.origin', 'import', true)");
		await client.query(
			`INSERT INTO crm_opportunities (id, name, amount, currency, stage, owner, close_date, opened_on, date_created, stage_entered_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8::timestamptz::date, $8, $8)`,
			[id, name, amount, currency, stage(first), owner, close_date, madeAt],
		);
		for (const [to, at] of moves) await client.query('UPDATE crm_opportunities SET stage = $2, stage_entered_at = $3, closed_at = CASE WHEN $4 THEN $3::timestamptz END WHERE id = $1', [id, stage(to), at, to === 'won' || to === 'lost']);
		await client.query('COMMIT');
		return id;
	} finally {
		client.release();
	}
}
