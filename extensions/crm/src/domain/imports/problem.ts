/** What keeps a row from being imported, said to the person who has the file in front of them. */
export interface Problem {
	/** The column of the file, where one is to blame. */
	readonly column?: string;
	readonly value?: string;
	/** What is wrong and what to do about it. */
	readonly message: string;
	/** The row that a lookup did not find may come later in the same file. */
	readonly mayComeLater?: boolean;
}

const longest = 60;

export function sentenceOf({ column, value, message }: Problem): string {
	if (column === undefined) return message;
	if (value === undefined) return `${column}: ${message}`;
	const shown = value.length > longest ? `${value.slice(0, longest - 1)}…` : value;
	return `${column} “${shown}”: ${message}`;
}
