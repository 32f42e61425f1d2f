import type { Value } from './convert.ts';
import type { SettledRow } from './row.ts';

/** What holds for deals besides their mapping. */

/**
 * A lost deal has a reason: where the file knows none, "Not recorded". Only a closed deal has a time of closing.
 *
 * @param kind of the stage that the deal is in after the import
 */
export function settleDeal(row: SettledRow, { kind, storedReason, notRecorded }: { kind: string | undefined; storedReason: unknown; notRecorded: string }): SettledRow {
	const { closed, ...times } = row.history;
	const history = kind === 'open' || closed === undefined ? times : row.history;
	const hasReason = row.values.has('lost_reason') ? row.values.get('lost_reason') !== null : Boolean(storedReason);
	if (kind !== 'lost' || hasReason) return { ...row, history };
	return { ...row, history, values: new Map<string, Value>([...row.values, ['lost_reason', notRecorded]]) };
}
