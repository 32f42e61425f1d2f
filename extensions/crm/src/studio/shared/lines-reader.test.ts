import { expect, it } from 'vitest';
import { createLinesReader } from './lines-reader.ts';

it('hands over whole lines, each once', () => {
	const lines: unknown[] = [];
	const read = createLinesReader((line) => lines.push(line));
	read('{"a":1}\n{"b"');
	expect(lines).toEqual([{ a: 1 }]);
	read('{"a":1}\n{"b":2}\n\n');
	read('{"a":1}\n{"b":2}\n\n{"c":3}\n');
	expect(lines).toEqual([{ a: 1 }, { b: 2 }, { c: 3 }]);
});
