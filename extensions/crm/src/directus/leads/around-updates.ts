import type { HookExtensionContext } from '@directus/types';
import type { Payload } from '../../domain/shared/payload.ts';
import { refusedClaim } from '../handovers/index.ts';
import { internalsOf, wrapMethod } from '../shared/host.ts';
import { expanded, isConversion } from './expand.ts';

type ItemsService = InstanceType<HookExtensionContext['services']['ItemsService']>;

/**
 * What no filter of an update reaches. Flows change rows without events unless told otherwise: a conversion is one all the
 * same. And why a claim came too late can only be said afterwards.
 */
export function goAroundUpdates({ services }: { services: HookExtensionContext['services'] }): void {
	wrapMethod<ItemsService, 'updateMany'>(services.ItemsService, 'updateMany', (original) => async function (this: ItemsService, keys, data, options) {
		const internals = internalsOf(this);
		const isSilent = options?.emitEvents === false && isConversion(internals.collection, data);
		const { knex, schema, accountability } = internals;
		const payload = isSilent ? await expanded({ payload: data as Payload, keys }, { knex, schema, accountability }) : data;
		try {
			return await original.call(this, keys, payload, options);
		} catch (error) {
			throw (await refusedClaim(internals, { keys, owner: (data as { owner?: unknown }).owner, error })) ?? error;
		}
	});
}
