import { expect, it } from 'vitest';
import { normaliseEmail } from './email.ts';

it.each([
	['amy@example.com', 'amy@example.com'],
	[' Amy@Example.COM ', 'amy@example.com'],
	['Amy Adams <amy@example.com>', 'amy@example.com'],
	['mailto:amy@example.com', 'amy@example.com'],
	['amy+crm@mail.example.co.uk', 'amy+crm@mail.example.co.uk'],
	['jürgen@müller.example', 'jürgen@müller.example'],
	['amy@example', null],
	['amy@@example.com', null],
	['amy@.com', null],
	['amy example.com', null],
	['amy@example.com, bob@example.com', null],
	[`${'a'.repeat(250)}@example.com`, null],
	['', null],
])('e-mail %j -> %j', (typed, stored) => {
	expect(normaliseEmail(typed)).toBe(stored);
});
