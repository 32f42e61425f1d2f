import { expect, it } from 'vitest';
import { normaliseDomain } from './domain.ts';

it.each([
	['example.com', 'example.com'],
	[' Example.COM ', 'example.com'],
	['https://www.example.com/about?x=1#top', 'example.com'],
	['http://example.com:8080', 'example.com'],
	['//example.com/x', 'example.com'],
	['www.example.co.uk', 'example.co.uk'],
	['www.com', 'www.com'],
	['amy@example.com', 'example.com'],
	['mailto:amy@example.com', 'example.com'],
	['example.com.', 'example.com'],
	['münchen.example', 'xn--mnchen-3ya.example'],
	['xn--mnchen-3ya.example', 'xn--mnchen-3ya.example'],
	['localhost', null],
	['192.168.0.1', null],
	['not a domain', null],
	['-x.com', null],
	['', null],
])('domain %j -> %j', (typed, stored) => {
	expect(normaliseDomain(typed)).toBe(stored);
});
