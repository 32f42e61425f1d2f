const units = [['day', 86_400], ['hour', 3_600], ['minute', 60]] as const;

/** A span of time as people say it, by its largest unit: “12 days”. */
export function inWords(seconds: number, locale: string): string {
	const [unit, size] = units.find(([, length]) => seconds >= length) ?? ['minute', 60];
	return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(Math.max(1, Math.floor(seconds / size)));
}
