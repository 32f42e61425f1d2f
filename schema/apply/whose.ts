import type { SchemaOverview } from '@directus/types';
import type { Whose } from '../define/access.ts';
import type { Definition } from './rooms.ts';

/** What of a collection's columns says whose its rows are: which there are, and where those that link lead. */
export interface Shape {
	readonly columns: ReadonlySet<string>;
	readonly links: readonly Link[];
}

interface Link {
	readonly field: string;
	readonly to: string;
	/** A row that can't be without what it links to, and goes with it. */
	readonly isPart: boolean;
}

export type Shapes = ReadonlyMap<string, Shape>;

const sharedLists: { readonly [collection: string]: string } = { crm_accounts: 'crm_shared_accounts', crm_opportunities: 'crm_shared_opportunities' };

/** A deal's activities stand at its account too; they are shared with the deal. */
const aboutTheAccount = { about_kind: { _in: ['account', 'contact'] } };

/** Reads off a collection whose its rows are. */
export function whoseOf(collection: string, shapes: Shapes, within: readonly string[] = []): Whose {
	const { columns, links } = shapes.get(collection) ?? { columns: undefined, links: [] };
	const leads = (field: string, to: string) => links.some((link) => link.field === field && link.to === to);
	const hasOwner = leads('owner', 'directus_users');
	const hasParent = leads('parent_owner', 'directus_users') && leads('parent_team', 'crm_teams');
	const hasAbout = hasParent && columns?.has('about_kind') === true;
	const own = sharedLists[collection];
	const path = [...within, collection];
	return {
		collection,
		hasOwner,
		hasTeam: leads('team', 'crm_teams'),
		hasParent,
		hasAbout,
		// Of Directus' own, which nobody describes here, it is known.
		hasMaker: columns?.has('user_created') ?? true,
		shared: [
			...(own ? [{ column: 'id', list: own }] : []),
			...(hasParent ? links.flatMap(({ field, to }) => (sharedLists[to] ? [{ column: field, list: sharedLists[to], ...(hasAbout && field === 'account' ? { where: aboutTheAccount } : {}) }] : [])) : []),
		],
		partOf: hasOwner || hasParent
			? []
			: links.filter(({ to, isPart }) => isPart && shapes.has(to) && !to.startsWith('directus_') && !path.includes(to)).map(({ field, to }) => ({ field, whose: whoseOf(to, shapes, path) })),
	};
}

export function shapesOf(definitions: readonly Definition[]): Shapes {
	return new Map(definitions.flatMap((definition): [string, Shape][] => {
		if (definition.kind === 'folder') return [];
		const links = Object.entries(definition.fields).flatMap(([field, { relation, options }]): Link[] => (relation?.kind === 'one'
			? [{ field, to: relation.to, isPart: relation.onDelete === 'CASCADE' && options.required === true }]
			: []));
		return [[definition.name, { columns: new Set(Object.keys(definition.fields)), links }]];
	}));
}

/** The collections of an instance: ours as they are defined, an admin's own as they stand there. */
export function shapesIn({ collections, relations }: SchemaOverview, definitions: readonly Definition[]): Shapes {
	const live = Object.entries(collections).map(([name, { fields }]): [string, Shape] => [name, {
		columns: new Set(Object.keys(fields)),
		links: relations.filter(({ collection }) => collection === name).flatMap(({ field, related_collection: to, schema }): Link[] => (to
			? [{ field, to, isPart: schema?.on_delete === 'CASCADE' && fields[field]?.nullable === false }]
			: [])),
	}]);
	return new Map([...live, ...shapesOf(definitions)]);
}
