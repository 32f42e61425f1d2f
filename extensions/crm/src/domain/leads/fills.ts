import type { Target } from './conversion.ts';
import { isEmpty } from './fields.ts';
import type { Values } from './new-record.ts';

/** What makes sense only together: half of one address and half of another is none. */
const together = ['billing_', 'shipping_', 'mailing_'];

/** Not filled in on a record that is there already: they say whose it is, and in which currency all its amounts are. */
const apart: { readonly [Of in Target]: ReadonlySet<string> | 'all' } = { account: new Set(['owner', 'team', 'currency']), contact: new Set(['owner', 'team']), opportunity: 'all' };

/** The empty fields of an existing record that the lead fills; what stands there stays, always. */
export function fillsOf(target: Target, row: Values, values: Values): Values {
	const left = apart[target];
	if (left === 'all') return {};
	return Object.fromEntries(Object.entries(values).filter(([field]) => !left.has(field) && isEmpty(row[field]) && isWholeEmpty(field, row)));
}

function isWholeEmpty(field: string, row: Values): boolean {
	const prefix = together.find((one) => field.startsWith(one));
	return prefix === undefined || Object.entries(row).every(([name, value]) => !name.startsWith(prefix) || isEmpty(value));
}
