import { expect, test } from 'vitest';
import type { Asker } from '../rights/guarded-query.ts';
import { dealsOf } from './deals-of.ts';

const asker = (user: string | null) => ({ accountability: { user, role: null, roles: [], admin: false, app: false, ip: null } }) as unknown as Asker;

test('what is mine is of whoever asks, and archived deals are of nobody', () => {
	expect(dealsOf({ owner: 'me', team: 'north' }, asker('kim'))).toEqual({ _and: [{ archived: { _eq: false } }, { owner: { _eq: 'kim' } }, { team: { _eq: 'north' } }] });
});

test('to nobody, what is mine is not everything', () => {
	expect(() => dealsOf({ owner: 'me' }, asker(null))).toThrow('Sign in to see what is yours.');
});
