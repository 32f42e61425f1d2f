import type { HookExtensionContext } from '@directus/types';
import { definitionsOf } from '../../../../../schema/apply/desired.ts';
import { rooms } from '../../../../../schema/index.ts';
import { refusal } from '../shared/errors.ts';
import { internalsOf, wrapMethod } from '../shared/host.ts';

const ours: ReadonlySet<string> = new Set(definitionsOf(rooms).filter(({ kind }) => kind === 'collection').map(({ name }) => name));

type UtilsService = InstanceType<HookExtensionContext['services']['UtilsService']>;

export function keepOrder(services: Pick<HookExtensionContext['services'], 'UtilsService'>): void {
	wrapMethod(services.UtilsService, 'sort', refuseToNumber);
}

/** Directus' /utils/sort numbers all rows of a collection anew, also those that whoever asks may neither change nor see. */
function refuseToNumber(original: UtilsService['sort']): UtilsService['sort'] {
	return async function (this: UtilsService, collection, ...rest) {
		const { accountability } = internalsOf(this);
		if (ours.has(collection) && accountability && !accountability.admin) {
			throw refusal({ code: 'FORBIDDEN', status: 403, message: 'Moving a record here would number those of others anew, so only an administrator can. Change the sort number of your own records instead.' });
		}
		return original.call(this, collection, ...rest);
	};
}
