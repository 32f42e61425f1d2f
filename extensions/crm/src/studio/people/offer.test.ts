import { expect, it } from 'vitest';
import { offered, type Viewer } from './offer.ts';

const person = (id: string, team: string | null) => ({ id, first_name: id, last_name: null, title: null, avatar: null, team: team ? { id: team, name: team } : null });
const people = [person('anna', 'south'), person('ben', 'north'), person('me', 'north'), person('zoe', null)];
const rep: Viewer = { id: 'me', teams: ['north'], reach: 'own' };
const names = (...options: Parameters<typeof offered>) => offered(...options).map(({ id }) => id);

it('offers a rep themselves and their team for what is theirs or new', () => {
	expect(names(people, rep, { kind: 'somebody', id: 'me' })).toEqual(['me', 'ben']);
	expect(names(people, rep, { kind: 'new' })).toEqual(['me', 'ben']);
});
it('offers a rep only themselves for what waits', () => expect(names(people, rep, { kind: 'nobody' })).toEqual(['me']));
it('offers a rep nobody for what is somebody else’s', () => expect(names(people, rep, { kind: 'somebody', id: 'ben' })).toEqual([]));
it('offers a manager the people of their teams', () => expect(names(people, { ...rep, reach: 'teams' }, { kind: 'somebody', id: 'ben' })).toEqual(['me', 'ben']));
it('offers whoever may assign to anybody everybody, near ones first', () => expect(names(people, { ...rep, reach: 'all' }, { kind: 'somebody', id: 'ben' })).toEqual(['me', 'ben', 'anna', 'zoe']));
