import { expect, it } from 'vitest';
import { inWords } from './in-words.ts';

it.each([
	[0, '1 minute'], [59 * 60, '59 minutes'], [3_600, '1 hour'], [86_399, '23 hours'], [86_400, '1 day'], [12.9 * 86_400, '12 days'], [1_500 * 86_400, '1,500 days'],
])('%d seconds are %s', (seconds, words) => expect(inWords(seconds, 'en')).toBe(words));

it('speaks the viewer’s language', () => expect(inWords(12 * 86_400, 'de')).toBe('12 Tage'));
