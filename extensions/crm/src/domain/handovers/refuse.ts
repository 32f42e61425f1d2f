import { listed } from './words.ts';

export interface Party {
	readonly id: string;
	readonly name: string;
	readonly isActive: boolean;
}

export interface Facts {
	readonly from: Party | undefined;
	readonly to: Party | undefined;
	/** Who hands over. */
	readonly actor: string;
	readonly isTeammate: boolean;
	readonly includeClosed: boolean;
	/** What there is to hand over. */
	readonly scopes: readonly { readonly label: string; readonly records: number; readonly isForAnybody: boolean }[];
}

export interface HandoverRefusal {
	readonly code: 'INVALID_PAYLOAD' | 'FORBIDDEN' | 'CONFLICT';
	readonly status: 400 | 403 | 409;
	readonly message: string;
	readonly field?: string;
}

/** Why a handover can't be made, as far as it can be known beforehand; each row is asked about again when it is written. */
export function refuseHandover({ from, to, actor, isTeammate, includeClosed, scopes }: Facts): HandoverRefusal | undefined {
	const wrong = (field: string, message: string): HandoverRefusal => ({ code: 'INVALID_PAYLOAD', status: 400, message, field });
	if (!from) return wrong('from', 'There is no such person to take records from: choose somebody else.');
	if (!to) return wrong('to', 'There is no such person to take over: choose somebody else.');
	if (from.id === to.id) return wrong('to', `${from.name} has these records already: choose somebody else to take over.`);
	if (!to.isActive) return wrong('to', `${to.name} does not work here any more, or not yet: choose somebody else to take over.`);

	const full = scopes.filter(({ records }) => records > 0);
	if (full.length === 0) {
		const which = includeClosed ? '' : 'open ';
		return { code: 'CONFLICT', status: 409, message: `There is nothing to hand over: ${from.name} has no ${which}records of these that you may reassign.` };
	}
	const near = full.filter(({ isForAnybody }) => !isForAnybody);
	if (near.length > 0 && !isTeammate && to.id !== actor) {
		const way = near.length < full.length ? 'choose one of them, or leave those out' : 'choose one of them';
		return { code: 'FORBIDDEN', status: 403, field: 'to', message: `You can give ${listed(near.map(({ label }) => label.toLowerCase()))} to people of the teams that you belong to or manage only: ${way}.` };
	}
	return undefined;
}
