import type { Person } from './types.ts';

/** Who has something to hand over: first those who don't work here any more, then by how much is still to be done. */
export function givers(people: readonly Person[]): Person[] {
	return people.filter(({ open, closed }) => open + closed > 0).sort((one, other) => Number(isHere(one)) - Number(isHere(other)) || other.open - one.open || other.closed - one.closed);
}

/** Who may take over, with the teammates of whoever leaves first. */
export function takers(people: readonly Person[], from: Person | null): Person[] {
	const isNear = (person: Person) => from?.team?.id !== undefined && person.team?.id === from.team.id;
	return people.filter(({ id, canTakeOver }) => canTakeOver && id !== from?.id).sort((one, other) => Number(isNear(other)) - Number(isNear(one)));
}

function isHere({ status }: Person): boolean {
	return status === 'active';
}
