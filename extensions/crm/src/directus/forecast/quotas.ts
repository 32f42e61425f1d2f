import type { Quota } from '../../domain/forecast/quotas.ts';
import type { Period } from '../../domain/forecast/periods.ts';
import type { Currency } from '../opportunities/valued-deals.ts';
import type { Asker } from '../rights/guarded-query.ts';
import type { Scope } from './readable-deals.ts';

export async function quotasIn(_asked: Period & { scope: Scope; currency: Currency; today: string }, _asker: Asker): Promise<Quota[]> {
	return [];
}
