import { type Target, targets } from './conversion.ts';
import { nameOf } from './fields.ts';
import type { Problem } from './refuse-conversion.ts';

/** What has come to a record since a conversion made it. */
export interface Growth {
	readonly target: Target;
	readonly name: string;
	readonly isChanged: boolean;
	/** Rows that link to it, by what they are. */
	readonly links: readonly { readonly of: string; readonly label: string; readonly count: number }[];
}

export interface PastConversion {
	readonly convertedAt: Date;
	readonly now: Date;
	/** For how many days it can be taken back. */
	readonly days: number;
	/** Whether Cardinal made it, and so knows what came of it. */
	readonly isKnown: boolean;
}

/** Why a conversion is not to be undone at all, whatever has come of it. */
export function refuseUndoing({ convertedAt, now, days, isKnown }: PastConversion): Problem | undefined {
	if (!isKnown) return { kind: 'conflict', message: 'This lead was converted in another system, so its conversion can’t be undone here.' };
	if (days === 0) return { kind: 'conflict', message: 'Conversions can’t be undone. An administrator can allow it in the settings.' };
	if (now.getTime() - convertedAt.getTime() > days * 86_400_000) {
		return { kind: 'conflict', message: `A conversion can be undone within ${days} ${days === 1 ? 'day' : 'days'}, and this one is older. Change the account, contact or deal instead.` };
	}
	return undefined;
}

/** What stands in the way: what was made has been built upon. */
export function obstacles(grown: readonly Growth[]): string[] {
	return targets.flatMap((target) => grown.filter((one) => one.target === target)).flatMap(({ target, name, isChanged, links }) => {
		const called = `The ${nameOf[target]} “${name}”`;
		const isMoved = links.some(({ of }) => of === 'crm_stage_changes');
		return [
			...(isMoved ? [`${called} has moved to another stage.`] : []),
			...(isChanged && !isMoved ? [`${called} has been changed since.`] : []),
			...links.filter(({ of }) => of !== 'crm_stage_changes').map(({ label, count }) => `${called} has ${label}: ${count}.`),
		];
	});
}

export function standInTheWay(sentences: readonly string[]): Problem {
	return { kind: 'conflict', message: `The conversion can’t be undone, since work went on: ${sentences.join(' ')} Take that back first, or go on with the deal.` };
}
