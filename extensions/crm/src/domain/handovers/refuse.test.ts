import { describe, expect, it } from 'vitest';
import { type Facts, refuseHandover } from './refuse.ts';

const anna = { id: 'anna', name: 'Anna Leaves', isActive: false };
const ben = { id: 'ben', name: 'Ben Stays', isActive: true };
const leads = { label: 'Leads', records: 3, isForAnybody: true };
const deals = { label: 'Opportunities', records: 2, isForAnybody: false };
const facts: Facts = { from: anna, to: ben, actor: 'chief', isTeammate: true, includeClosed: false, scopes: [leads, deals] };

describe('a handover', () => {
	it('from somebody who left to a teammate is fine', () => expect(refuseHandover(facts)).toBeUndefined());
	it('to oneself is fine, whatever the team', () => expect(refuseHandover({ ...facts, isTeammate: false, actor: 'ben' })).toBeUndefined());

	it.each<[string, Partial<Facts>, number, string]>([
		['from nobody', { from: undefined }, 400, 'There is no such person to take records from: choose somebody else.'],
		['to nobody', { to: undefined }, 400, 'There is no such person to take over: choose somebody else.'],
		['to the same person', { from: ben }, 400, 'Ben Stays has these records already: choose somebody else to take over.'],
		['to somebody who left', { from: ben, to: anna }, 400, 'Anna Leaves does not work here any more, or not yet: choose somebody else to take over.'],
		['of nothing open', { scopes: [{ ...leads, records: 0 }] }, 409, 'There is nothing to hand over: Anna Leaves has no open records of these that you may reassign.'],
		['of nothing at all', { scopes: [], includeClosed: true }, 409, 'There is nothing to hand over: Anna Leaves has no records of these that you may reassign.'],
		['out of reach', { isTeammate: false, scopes: [deals] }, 403, 'You can give opportunities to people of the teams that you belong to or manage only: choose one of them.'],
		['partly out of reach', { isTeammate: false }, 403, 'You can give opportunities to people of the teams that you belong to or manage only: choose one of them, or leave those out.'],
	])('%s is refused', (_name, change, status, message) => {
		expect(refuseHandover({ ...facts, ...change })).toMatchObject({ status, message });
	});
});
