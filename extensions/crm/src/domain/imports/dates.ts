import { format as formatDate, isValid, parse } from 'date-fns';
import type { Format } from './mapping.ts';
import type { Converted } from './numbers.ts';

/** A wall-clock time without a zone. */
interface Wall {
	readonly date: string;
	readonly time: string;
	/** Set where the text names its own zone: an instant. */
	readonly instant?: string;
}

const isoDate = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?))?\s*(Z|[+-]\d{2}:?\d{2})?$/i;

/** A day -> 2024-12-31. A time of day in the text is dropped: the day is the one written there. */
export function convertDate(text: string, format: Format): Converted<string> {
	const wall = readWall(text, format);
	return 'problem' in wall ? wall : { value: wall.value.date };
}

/** A local time without a zone -> 2024-12-31T17:05:00. */
export function convertDateTime(text: string, format: Format): Converted<string> {
	const wall = readWall(text, format);
	return 'problem' in wall ? wall : { value: `${wall.value.date}T${wall.value.time}` };
}

/** An instant -> 2024-12-31T16:05:00.000Z. Text without a zone is read in the format's, UTC by default; a day is its midnight. */
export function convertInstant(text: string, format: Format): Converted<string> {
	const wall = readWall(text, format);
	if ('problem' in wall) return wall;
	return { value: wall.value.instant ?? instantIn(wall.value, format.timeZone ?? 'UTC') };
}

export function convertTime(text: string): Converted<string> {
	const [, hours = '', minutes = '', seconds = '00'] = /^(\d{1,2}):(\d{2})(?::(\d{2}))?$/.exec(text.trim()) ?? [];
	if (hours === '' || Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59) return { problem: 'is not a time of day. Write it as 17:05.' };
	return { value: `${hours.padStart(2, '0')}:${minutes}:${seconds}` };
}

// Two-digit years mean those nearest to it.
const reference = new Date(2000, 0, 1);

function readWall(text: string, format: Format): Converted<Wall> {
	const patterns = format.date;
	if (!patterns) return readIso(text);
	for (const pattern of patterns) {
		const date = parsed(text, pattern);
		// A pattern of four-digit years also takes 17 for the year 17, which nobody means.
		if (date && date.getFullYear() >= 1000) {
			// date-fns reads into the local zone and is asked for the same wall clock again: the zone cancels out, except for
			// patterns with a zone of their own.
			const wall = { date: formatDate(date, 'yyyy-MM-dd'), time: formatDate(date, 'HH:mm:ss') };
			return { value: /[xX]/.test(pattern) ? { ...wall, instant: date.toISOString() } : wall };
		}
	}
	return { problem: `is not a date written as ${patterns.join(' or ')}. Write ${patterns.map(example).join(' or ')}.` };
}

function readIso(text: string): Converted<Wall> {
	const [, year = '', month = '', day = '', clock, zone] = isoDate.exec(text.trim()) ?? [];
	const date = `${year}-${month}-${day}`;
	const time = clock === undefined ? '00:00:00' : clock.length === 5 ? `${clock}:00` : clock.slice(0, 8);
	if (year === '' || !isDay(date) || !isValid(new Date(`${date}T${time}Z`))) {
		return { problem: 'is not a date written as 2024-12-31. Correct it, or set the date format of the column, such as dd/MM/yyyy.' };
	}
	if (!zone) return { value: { date, time } };
	const offset = zone.toUpperCase() === 'Z' ? 'Z' : zone.replace(/^(...)(\d\d)$/, '$1:$2');
	return { value: { date, time, instant: new Date(`${date}T${clock ?? '00:00:00'}${offset}`).toISOString() } };
}

function isDay(date: string): boolean {
	const instant = new Date(`${date}T00:00:00Z`);
	return isValid(instant) && instant.toISOString().startsWith(date);
}

/** date-fns throws at patterns it does not know. */
function parsed(text: string, pattern: string): Date | null {
	try {
		const date = parse(text.trim(), pattern, reference);
		return isValid(date) ? date : null;
	} catch {
		return null;
	}
}

function example(pattern: string): string {
	try {
		return formatDate(new Date(2024, 11, 31, 17, 5), pattern);
	} catch {
		return 'it so';
	}
}

/** Whether date-fns knows the pattern. D and Y, which many take for day and year, mean other things there and are refused. */
export function isDatePattern(pattern: string): boolean {
	if (/[DY]/.test(pattern.replace(/'[^']*'/g, ''))) return false;
	try {
		return formatDate(reference, pattern) !== pattern;
	} catch {
		return false;
	}
}

/** Takes the offset at the guess, then at the corrected instant, which is right around changes of summer time too. */
function instantIn({ date, time }: Wall, timeZone: string): string {
	const utc = Date.parse(`${date}T${time}Z`);
	const guess = utc - offsetAt(utc, timeZone);
	return new Date(utc - offsetAt(guess, timeZone)).toISOString();
}

function offsetAt(instant: number, timeZone: string): number {
	if (timeZone === 'UTC') return 0;
	const parts = new Intl.DateTimeFormat('en', {
		timeZone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric',
	}).formatToParts(instant);
	const part = (type: string) => Number(parts.find((one) => one.type === type)?.value);
	return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second')) - Math.floor(instant / 1000) * 1000;
}
