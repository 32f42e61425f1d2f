import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { rooms } from '../../schema/index.ts';
import type { Fields } from '../../schema/shape.ts';

/** What the database refuses to change, the form does not offer: the two say the same. */

const guard = (file: string, list: RegExp) => [...(readFileSync(new URL(`../../schema/guards/${file}`, import.meta.url), 'utf8').match(list)?.[1] ?? '').matchAll(/'(\w+)'/g)].map(([, field]) => field ?? '').sort();
const fixed = (fields: Fields, rule: string) => Object.keys(fields).filter((key) => {
	const { readonly, kept, conditions } = fields[key]?.options ?? {};
	return conditions?.some(({ name, readonly: isFixed }) => name === rule && isFixed) && !readonly && !kept;
}).sort();

it('of a converted lead', () => {
	const { leads: { fields } } = rooms.leads;
	const never = ['converted_account', 'converted_contact', 'converted_opportunity'];
	expect(fixed(fields, 'Converted')).toEqual(guard('19-conversion.sql', /frozen text\[\] := ARRAY\[([^\]]+)\]/).filter((field) => !never.includes(field)));
});

it('of a won deal, and of its products', () => {
	const { opportunities: { fields } } = rooms.opportunities;
	expect(fixed(fields, 'Won')).toEqual([...guard('20-opportunities.sql', /unnest\(ARRAY\[('amount'[^\]]+)\]\)/), 'lines'].sort());
});
