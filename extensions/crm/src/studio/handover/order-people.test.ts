import { expect, it } from 'vitest';
import { givers, takers } from './order-people.ts';
import type { Person } from './types.ts';

const person = (id: string, facts: Partial<Person>): Person => ({ id, first_name: id, last_name: null, title: null, avatar: null, team: null, status: 'active', open: 0, closed: 0, canTakeOver: true, ...facts });
const north = { id: 'north', name: 'North' };
const people = [
	person('idle', {}), person('busy', { open: 9, team: north }), person('gone', { open: 1, status: 'suspended', canTakeOver: false, team: north }),
	person('past', { closed: 4 }), person('mate', { open: 2, team: north }), person('far', { canTakeOver: false }),
];

it('names first who left something behind, and nobody who has nothing', () => {
	expect(givers(people).map(({ id }) => id)).toEqual(['gone', 'busy', 'mate', 'past']);
});

it('offers teammates of whoever leaves first, and nobody out of reach', () => {
	expect(takers(people, people[2] ?? null).map(({ id }) => id)).toEqual(['busy', 'mate', 'idle', 'past']);
	expect(takers(people, null).map(({ id }) => id)).toEqual(['idle', 'busy', 'past', 'mate']);
});
