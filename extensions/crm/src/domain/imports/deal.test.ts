import { describe, expect, it } from 'vitest';
import { settleDeal } from './deal.ts';
import type { SettledRow } from './row.ts';

const row = (values: [string, string | null][], closed?: string): SettledRow => ({
	values: new Map(values), once: new Set(), children: new Map(), problems: [], history: { created: '2017-01-01T00:00:00.000Z', ...(closed ? { closed } : {}) },
});
const notRecorded = 'not-recorded';

describe('a lost deal has a reason', () => {
	it.each<[string, SettledRow, string | undefined, unknown, string | null | undefined]>([
		['none in the file', row([]), 'lost', null, notRecorded],
		['an emptied one', row([['lost_reason', null]]), 'lost', null, notRecorded],
		['one in the file', row([['lost_reason', 'price']]), 'lost', null, 'price'],
		['one that is stored', row([]), 'lost', 'price', undefined],
		['a won deal', row([]), 'won', null, undefined],
		['an unknown stage', row([]), undefined, null, undefined],
	])('%s', (_, given, kind, storedReason, reason) => {
		expect(settleDeal(given, { kind, storedReason, notRecorded }).values.get('lost_reason')).toBe(reason);
	});
});

it.each([['open', undefined], ['won', '2017-02-01T00:00:00.000Z'], ['lost', '2017-02-01T00:00:00.000Z']])('an %s deal closed: %s', (kind, closed) => {
	const settled = settleDeal(row([], '2017-02-01T00:00:00.000Z'), { kind, storedReason: null, notRecorded });
	expect(settled.history.closed).toBe(closed);
	expect(settled.history.created).toBe('2017-01-01T00:00:00.000Z');
});
