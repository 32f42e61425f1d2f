import { expect, it } from 'vitest';
import { isMeantBy, nameOf } from './face.ts';

const zofia = { id: '1', first_name: 'Zofia', last_name: 'Wróblewska', title: 'Account executive', avatar: null, team: { id: 'n', name: 'Central and North' } };

it.each(['zofia', 'wroblewska', 'zof wrób', 'north zofia', 'executive', ''])('finds somebody by %j', (typed) => expect(isMeantBy(typed, zofia)).toBe(true));
it.each(['jonas', 'zofia west'])('finds nobody by %j', (typed) => expect(isMeantBy(typed, zofia)).toBe(false));
it('names whoever has no name', () => expect(nameOf({ first_name: null, last_name: '' })).toBe('Somebody without a name'));
