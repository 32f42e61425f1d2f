import type { ProductKey } from './products.ts';

/** What is sold together, with how many of each a small customer needs; larger ones need more. */
export interface Kit {
	readonly name: string;
	readonly for: readonly string[];
	readonly lines: readonly KitLine[];
	/** Only where something of ours is in use already. */
	readonly isFollowUp?: boolean;
}

/** Between so many and so many, times the size of the customer where it grows; or as many as of another line. */
export type KitLine = readonly [product: ProductKey, from: number, to: number, grows?: 'with size'] | readonly [product: ProductKey, asManyAs: ProductKey];

const anywhere = ['food', 'healthcare', 'pharma', 'logistics', 'agriculture', 'hospitality', 'retail', 'nonprofit', 'services', 'any'];

export const kits: readonly Kit[] = [
	{
		name: 'Cold room monitoring', for: ['food', 'agriculture', 'hospitality', 'retail', 'services', 'any'],
		lines: [['sensor', 8, 20, 'with size'], ['door', 4, 10, 'with size'], ['gateway', 1, 3, 'with size'], ['cloud', 1, 2, 'with size'], ['installation', 1, 3, 'with size']],
	},
	{ name: 'Ripening room climate', for: ['food', 'agriculture'], lines: [['humidity', 6, 18, 'with size'], ['gateway', 1, 2, 'with size'], ['cloud', 1, 1], ['installation', 1, 2]] },
	{ name: 'Fleet monitoring', for: ['logistics', 'food', 'agriculture'], lines: [['truck', 6, 16, 'with size'], ['cloudtruck', 'truck'], ['installation', 2, 4]] },
	{ name: 'Transit warehouse', for: ['logistics'], lines: [['sensor', 12, 24, 'with size'], ['door', 6, 12, 'with size'], ['gateway', 2, 3, 'with size'], ['cloud', 1, 1, 'with size'], ['installation', 1, 2]] },
	{
		name: 'Medicine fridges', for: ['healthcare', 'pharma', 'nonprofit', 'any'],
		lines: [['sensor', 6, 16, 'with size'], ['gateway', 1, 2, 'with size'], ['cloud', 1, 1, 'with size'], ['audit', 1, 1, 'with size'], ['calibration', 'sensor']],
	},
	{ name: 'Deep-freeze archive', for: ['healthcare', 'pharma', 'nonprofit'], lines: [['probe', 4, 10, 'with size'], ['gateway', 1, 1], ['cloud', 1, 1], ['calibration', 'probe']] },
	{ name: 'GDP validation', for: ['pharma', 'logistics'], lines: [['audit', 1, 2, 'with size'], ['calibration', 12, 30, 'with size'], ['installation', 2, 4]] },
	{ name: 'Blast freezers', for: ['food', 'agriculture', 'retail', 'hospitality'], lines: [['probe', 3, 8, 'with size'], ['door', 3, 8], ['gateway', 1, 2], ['cloud', 1, 1], ['installation', 1, 2]] },
	{ name: 'Loading docks', for: ['food', 'logistics', 'agriculture', 'services', 'pharma'], lines: [['door', 12, 30, 'with size'], ['sensor', 4, 10, 'with size'], ['gateway', 1, 2, 'with size'], ['installation', 1, 2, 'with size']] },
	{ name: 'Night alarm for all sites', for: anywhere, lines: [['cloud', 2, 4, 'with size'], ['gateway', 2, 4, 'with size'], ['installation', 1, 3]] },
	{ name: 'Wards and laboratories', for: ['healthcare', 'nonprofit'], lines: [['sensor', 10, 24, 'with size'], ['humidity', 2, 6, 'with size'], ['gateway', 1, 3, 'with size'], ['cloud', 1, 2, 'with size'], ['installation', 1, 3, 'with size']] },
	{ name: 'Kitchens and counters', for: ['hospitality', 'retail', 'services', 'food'], lines: [['sensor', 10, 26, 'with size'], ['door', 2, 6, 'with size'], ['gateway', 1, 2, 'with size'], ['cloud', 1, 3, 'with size'], ['audit', 1, 2]] },
	{ name: 'New cold store', for: anywhere, lines: [['humidity', 12, 28, 'with size'], ['door', 6, 12, 'with size'], ['gateway', 2, 4, 'with size'], ['cloud', 1, 1, 'with size'], ['installation', 2, 4, 'with size']] },
	{ name: 'Pilot in one store room', for: anywhere, lines: [['sensor', 4, 6], ['gateway', 1, 1], ['cloud', 1, 1]] },
	{ name: 'Second site', for: anywhere, isFollowUp: true, lines: [['sensor', 6, 14, 'with size'], ['gateway', 1, 2], ['cloud', 1, 1], ['installation', 1, 1]] },
	{ name: 'Yearly calibration', for: anywhere, isFollowUp: true, lines: [['calibration', 20, 40, 'with size'], ['installation', 1, 2]] },
	{ name: 'Audit package', for: anywhere, isFollowUp: true, lines: [['audit', 1, 2, 'with size'], ['installation', 1, 1]] },
	{ name: 'Replacement of T50 sensors', for: anywhere, isFollowUp: true, lines: [['sensor', 10, 24, 'with size'], ['installation', 1, 1]] },
];

export const renewalKit: Kit = { name: 'Renewal', for: anywhere, lines: [['cloud', 1, 2, 'with size'], ['audit', 1, 1, 'with size']] };

export const fleetRenewalKit: Kit = { name: 'Renewal', for: ['logistics'], lines: [['cloudtruck', 8, 20, 'with size'], ['cloud', 1, 1]] };
