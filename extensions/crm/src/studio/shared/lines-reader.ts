/** Hands over each line of JSON as soon as it is whole, from an answer that is still growing. */
export function createLinesReader(onLine: (line: unknown) => void): (textSoFar: string) => void {
	let read = 0;
	return (text) => {
		for (let end = text.indexOf('\n', read); end >= 0; end = text.indexOf('\n', read)) {
			const line = text.slice(read, end).trim();
			read = end + 1;
			if (line !== '') onLine(JSON.parse(line) as unknown);
		}
	};
}
