import type { Knex } from 'knex';

/** The month, 1 to 12, in which the fiscal year starts. */
export async function fiscalYearStart(knex: Knex): Promise<number> {
	const [row] = await knex('crm_settings').select<{ fiscal_year_start: number | null }[]>('fiscal_year_start').limit(1);
	return row?.fiscal_year_start ?? 1;
}

/** The day in UTC, as cardinal.day() has it of an instant. */
export function dayOf(now: Date): string {
	return now.toISOString().slice(0, 10);
}
