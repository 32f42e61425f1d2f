import type { Face } from './face.ts';

export interface Viewer {
	readonly id: string;
	/** The teams that they belong to or manage. */
	readonly teams: readonly string[];
	/** How far they may move records of this kind: their own, those of their teams within them, or all to anybody. */
	readonly reach: 'own' | 'teams' | 'all';
}

/** Who can be given a record whose owner is this one: the viewer first, then their teams, then the others. */
export function offered<Person extends Face>(people: readonly Person[], viewer: Viewer, owner: Owner): Person[] {
	const isMe = ({ id }: Person) => id === viewer.id;
	const isNear = ({ team }: Person) => team !== null && viewer.teams.includes(team.id);
	const near = [...people.filter(isMe), ...people.filter((person) => !isMe(person) && isNear(person))];
	if (viewer.reach === 'all') return [...near, ...people.filter((person) => !near.includes(person))];
	if (viewer.reach === 'teams') return near;
	if (owner.kind === 'nobody') return near.filter(isMe);
	return owner.kind === 'new' || owner.id === viewer.id ? near : [];
}

/** Whose it is by now: of a record that is being made, of one that waits for somebody, of somebody. */
export type Owner = { readonly kind: 'new'; readonly id?: undefined } | { readonly kind: 'nobody'; readonly id?: undefined } | { readonly kind: 'somebody'; readonly id: string };
