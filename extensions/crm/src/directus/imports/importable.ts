import { isImportable, ours } from '../../domain/imports/check.ts';
import { usualCondition, usualLookup } from '../../domain/imports/suggest.ts';
import type { Target } from '../../domain/imports/target.ts';
import { may } from '../shared/caller.ts';
import type { Caller, ImportHost } from './context.ts';
import { ImportError } from './import-error.ts';
import { mayImportHistory } from './rights.ts';
import { readTargets } from './targets.ts';

/** The collections that the caller may import into, with their names for people. */
export async function importableTargets(host: ImportHost, caller: Caller): Promise<{ collection: string; label: string }[]> {
	const targets = [...(await readTargets(caller.schema, host.database)).values()];
	const open: { collection: string; label: string }[] = [];
	for (const target of targets) {
		const { collection, label } = target;
		if (ours.includes(collection) || !isImportable(target)) continue;
		if (await may('create', collection, caller, host.database)) open.push({ collection, label });
	}
	return open.sort((a, b) => a.label.localeCompare(b.label));
}

/** What a mapping into the collection can speak of. */
export async function importableFields(host: ImportHost, caller: Caller, collection: string) {
	const targets = await readTargets(caller.schema, host.database);
	const target = targets.get(collection);
	if (!target || !isImportable(target) || ours.includes(collection) || !(await may('create', collection, caller, host.database))) {
		throw new ImportError([`There is no collection “${collection}” that you may import into.`], { status: 403, code: 'FORBIDDEN' });
	}
	return {
		collection,
		label: target.label,
		primary: target.primary,
		fields: openFields(target).map((field) => {
			const linked = field.link && targets.get(field.link.collection);
			return { ...field, ...(linked ? { link: { collection: linked.collection, label: linked.label, ways: lookupWays(linked) } } : {}) };
		}),
		history: await mayImportHistory(caller, host.database) ? historyOf(target) : [],
	};
}

function openFields({ fields, primary }: Target) {
	return [...fields.values()].filter(({ protection, children, name }) => !protection && !children && name !== primary);
}

/** The ways in which a file may name a row of the collection, the usual one first, each in words. */
function lookupWays(target: Target): { by: readonly string[]; where?: { readonly [path: string]: boolean }; text: string }[] {
	const { fields, primary } = target;
	const single = [...fields.values()].filter(({ type, protection, link, children, choices }) => ['string', 'integer'].includes(type) && !protection && !link && !children && !choices).map(({ name }) => [name]);
	const person = fields.has('first_name') && fields.has('last_name') ? [['first_name last_name']] : [];
	const ways = [usualLookup(target), ...person, ...single, [primary]];
	const distinct = new Map(ways.map((by) => [by.join('|'), by]));
	const labelOf = (name: string) => (name === primary ? 'ID' : (fields.get(name)?.label ?? name));
	const where = usualCondition(target);
	return [...distinct.values()].flatMap((by) => {
		const text = by.map((names) => names.split(' ').map(labelOf).join(' + ')).join(', or ');
		return [...(where ? [{ by, where, text: `${text}, in the default pipeline` }] : []), { by, text }];
	});
}

function historyOf({ collection, fields }: Target): string[] {
	if (collection === 'crm_opportunities') return ['created', 'stageEntered', 'closed', 'openingStage'];
	return fields.has('date_created') ? ['created'] : [];
}
