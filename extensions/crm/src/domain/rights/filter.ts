/** A filter as Directus reads it: `{ account: { name: { _eq: 'Acme' } } }`. */
export type Filter = { readonly [key: string]: unknown };

/** A filter taken apart: what has to hold together, and what it asks of which path. */
export type FilterTree =
	| { readonly kind: 'and' | 'or'; readonly parts: readonly FilterTree[] }
	| { readonly kind: 'leaf'; readonly path: readonly string[]; readonly test: Filter };

export type Leaf = Extract<FilterTree, { kind: 'leaf' }>;

/**
 * Takes a filter apart. Directus understands `_and` and `_or` beside one another, but not below a relation: there they
 * come out on top, with the relation in front of each of their parts.
 */
export function toTree(filter: unknown, path: readonly string[] = []): FilterTree {
	if (!isFilter(filter)) return leaf(path, { _eq: filter });
	const parts = Object.entries(filter).map(([key, value]) => {
		if ((key === '_and' || key === '_or') && Array.isArray(value)) return { kind: key === '_and' ? 'and' : 'or', parts: value.map((part) => toTree(part, path)) } as const;
		return key.startsWith('_') ? leaf(path, { [key]: value }) : toTree(value, [...path, key]);
	});
	return parts.length === 0 && path.length > 0 ? leaf(path, {}) : and(...parts);
}

export function toFilter(tree: FilterTree): Filter {
	switch (tree.kind) {
		case 'leaf':
			return tree.path.reduceRight<Filter>((inner, key) => ({ [key]: inner }), tree.test);
		case 'or':
			return { _or: tree.parts.map(toFilter) };
		case 'and':
			return tree.parts.length === 0 ? {} : { _and: tree.parts.map(toFilter) };
	}
}

/** The same, asked of what a path leads to. */
export function below(path: readonly string[], tree: FilterTree): FilterTree {
	if (path.length === 0) return tree;
	return tree.kind === 'leaf' ? leaf([...path, ...tree.path], tree.test) : { ...tree, parts: tree.parts.map((part) => below(path, part)) };
}

export function leaf(path: readonly string[], test: Filter): Leaf {
	return { kind: 'leaf', path, test };
}

export function and(...parts: readonly FilterTree[]): FilterTree {
	const [only, ...others] = parts;
	return only && others.length === 0 ? only : { kind: 'and', parts };
}

export function or(...parts: readonly FilterTree[]): FilterTree {
	const [only, ...others] = parts;
	return only && others.length === 0 ? only : { kind: 'or', parts };
}

export function isFilter(value: unknown): value is Filter {
	return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}
