import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isEqual, mergeThreeWays } from '../../schema/apply/merge.ts';
import type { Json } from '../../schema/shape.ts';

interface Case {
	base?: Json;
	theirs: Json;
	ours: Json;
	value: Json;
	conflicts?: string[];
}

const hot = { value: 'hot', text: 'Hot' };
const warm = { value: 'warm', text: 'Warm' };
const cold = { value: 'cold', text: 'Cold' };

const cases: { [story: string]: Case } = {
	'a default that nobody touched follows the new version': { base: { note: 'a' }, theirs: { note: 'a' }, ours: { note: 'b' }, value: { note: 'b' } },
	'an admin’s change wins over an unchanged default': { base: { note: 'a' }, theirs: { note: 'mine' }, ours: { note: 'a' }, value: { note: 'mine' } },
	'where both changed, theirs stays and is reported': { base: { note: 'a' }, theirs: { note: 'mine' }, ours: { note: 'b' }, value: { note: 'mine' }, conflicts: ['note'] },
	'where both changed alike, there is nothing to report': { base: { note: 'a' }, theirs: { note: 'b' }, ours: { note: 'b' }, value: { note: 'b' } },
	'one property in conflict does not hold up another': {
		base: { note: 'a', icon: 'x' }, theirs: { note: 'mine', icon: 'x' }, ours: { note: 'b', icon: 'y' }, value: { note: 'mine', icon: 'y' }, conflicts: ['note'],
	},
	'a property that we have no word about stays': { base: { note: 'a' }, theirs: { note: 'a', colour: 'red' }, ours: { note: 'a' }, value: { note: 'a', colour: 'red' } },
	'a property that we state for the first time fills an empty place': { base: {}, theirs: { note: null }, ours: { note: 'b' }, value: { note: 'b' } },
	'a property that we state for the first time leaves what an admin put there': { base: {}, theirs: { note: 'mine' }, ours: { note: 'b' }, value: { note: 'mine' }, conflicts: ['note'] },
	'an untouched option that we no longer state goes': { base: { options: { a: 1, b: 2 } }, theirs: { options: { a: 1, b: 2 } }, ours: { options: { a: 1 } }, value: { options: { a: 1 } } },
	'a choice that an admin added stays': { base: { choices: [hot] }, theirs: { choices: [hot, cold] }, ours: { choices: [hot] }, value: { choices: [hot, cold] } },
	'a choice that an admin deleted is not brought back': { base: { choices: [hot, warm] }, theirs: { choices: [hot] }, ours: { choices: [hot, warm] }, value: { choices: [hot] } },
	'a new choice goes behind its neighbour': { base: { choices: [hot, cold] }, theirs: { choices: [{ ...hot, text: 'Boiling' }, cold] }, ours: { choices: [hot, warm, cold] }, value: { choices: [{ ...hot, text: 'Boiling' }, warm, cold] } },
	'a choice that we drop stays, since rows may use it': { base: { choices: [hot, warm] }, theirs: { choices: [hot, warm] }, ours: { choices: [hot] }, value: { choices: [hot, warm] } },
	'a choice renamed by an admin keeps its name': { base: { choices: [hot] }, theirs: { choices: [{ ...hot, text: 'Heiß' }] }, ours: { choices: [hot] }, value: { choices: [{ ...hot, text: 'Heiß' }] } },
	'a choice renamed by both is a conflict of its text alone': {
		base: { choices: [hot] }, theirs: { choices: [{ ...hot, text: 'Heiß' }] }, ours: { choices: [{ ...hot, text: 'On fire' }] }, value: { choices: [{ ...hot, text: 'Heiß' }] }, conflicts: ['choices[hot].text'],
	},
	'an admin’s order of choices stays': { base: { choices: [hot, warm] }, theirs: { choices: [warm, hot] }, ours: { choices: [hot, warm] }, value: { choices: [warm, hot] } },
	'our new order of untouched choices arrives': { base: { choices: [hot, warm] }, theirs: { choices: [hot, warm] }, ours: { choices: [warm, hot] }, value: { choices: [warm, hot] } },
	'columns of a list merge by name': { base: { fields: ['a', 'b'] }, theirs: { fields: ['b', 'mine'] }, ours: { fields: ['a', 'b', 'c'] }, value: { fields: ['b', 'c', 'mine'] } },
	'a column that we drop goes, and our order arrives': { base: { fields: ['a', 'b', 'c'] }, theirs: { fields: ['a', 'b', 'c'] }, ours: { fields: ['c', 'd', 'a'] }, value: { fields: ['c', 'd', 'a'] } },
	'a column that we drop goes, the admin’s own stays': { base: { fields: ['a', 'b'] }, theirs: { fields: ['mine', 'b', 'a'] }, ours: { fields: ['a'] }, value: { fields: ['mine', 'a'] } },
	'a sort order is one sentence': { base: { list: { sort: ['name'] } }, theirs: { list: { sort: ['-name'] } }, ours: { list: { sort: ['city'] } }, value: { list: { sort: ['-name'] } }, conflicts: ['list.sort'] },
	'a filter is one sentence': { base: { filter: { a: 1 } }, theirs: { filter: { a: 1, b: 2 } }, ours: { filter: { a: 1, c: 3 } }, value: { filter: { a: 1, b: 2 } }, conflicts: ['filter'] },
	'fields that an admin arranged stay arranged, without a word': { base: { sort: 1 }, theirs: { sort: 9 }, ours: { sort: 2 }, value: { sort: 9 } },
};

describe('the three-way merge', () => {
	test.each(Object.entries(cases))('%s', (_story, { base, theirs, ours, value, conflicts = [] }) => {
		const merged = mergeThreeWays({ base, theirs, ours });
		expect(merged.value).toEqual(value);
		expect(merged.conflicts.map(({ path }) => path)).toEqual(conflicts);
	});

	test('a conflict is decided by name', () => {
		const input = { base: { note: 'a' }, theirs: { note: 'mine' }, ours: { note: 'b' } };
		const taken = mergeThreeWays({ ...input, decide: () => 'take' });
		expect([taken.value, taken.base, taken.conflicts]).toEqual([{ note: 'b' }, { note: 'b' }, []]);
		const kept = mergeThreeWays({ ...input, decide: () => 'keep' });
		expect([kept.value, kept.base, kept.conflicts]).toEqual([{ note: 'mine' }, { note: 'b' }, []]);
	});
});

const leaf = fc.oneof(fc.string({ maxLength: 3 }), fc.integer({ min: 0, max: 5 }), fc.boolean(), fc.constant(null));
const choices = fc.uniqueArray(fc.record({ value: fc.constantFrom('a', 'b', 'c', 'd'), text: fc.string({ maxLength: 2 }) }), { selector: ({ value }) => value });
const doc: fc.Arbitrary<Json> = fc.record({ note: leaf, icon: leaf, choices, options: fc.dictionary(fc.constantFrom('x', 'y', 'z'), leaf), fields: fc.uniqueArray(fc.constantFrom('p', 'q', 'r', 's')) });

describe('for all documents', () => {
	test('a first apply over our own default changes nothing', () => {
		fc.assert(fc.property(doc, (ours) => isEqual(mergeThreeWays({ base: ours, theirs: ours, ours }).value, ours)));
	});

	test('without an upgrade an admin’s work stays exactly as it is', () => {
		fc.assert(fc.property(doc, doc, (ours, theirs) => {
			const merged = mergeThreeWays({ base: ours, theirs, ours });
			expect(merged.value).toEqual(theirs);
			expect([...merged.changes, ...merged.conflicts]).toEqual([]);
		}));
	});

	test('without an admin’s changes the upgrade arrives, but for choices that we dropped', () => {
		fc.assert(fc.property(doc, doc, (base, ours) => {
			const merged = mergeThreeWays({ base, theirs: base, ours });
			expect(merged.conflicts).toEqual([]);
			const { note, icon } = merged.value as { note: Json; icon: Json };
			expect({ note, icon }).toEqual({ note: (ours as { note: Json }).note, icon: (ours as { icon: Json }).icon });
		}));
	});

	test('a second apply has nothing to do, and reports the same conflicts', () => {
		fc.assert(fc.property(doc, doc, doc, (base, theirs, ours) => {
			const first = mergeThreeWays({ base, theirs, ours });
			const second = mergeThreeWays({ base: first.base, theirs: first.value, ours });
			expect(second.changes).toEqual([]);
			expect(second.value).toEqual(first.value);
			expect(second.conflicts.map(({ path }) => path)).toEqual(first.conflicts.map(({ path }) => path));
		}));
	});
});
