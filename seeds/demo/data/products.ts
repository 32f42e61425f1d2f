import type { Doc } from '../../reference/row.ts';

/** Price and cost in euros; other currencies are reckoned from them. */
export interface ProductFacts {
	readonly name: string;
	readonly code: string;
	readonly family: 'Sensors' | 'Connectivity' | 'Subscriptions' | 'Services';
	readonly unit: Exclude<Doc<'crm_products'>['unit'], undefined>;
	readonly price: number;
	readonly cost: number;
	readonly about: string;
	/** No longer for sale. */
	readonly isRetired?: boolean;
}

export const productFacts = {
	sensor: {
		name: 'Temperature sensor T100', code: 'FL-T100', family: 'Sensors', unit: 'piece', price: 79, cost: 31,
		about: 'Wireless sensor for cold rooms and fridges, −40 to +60 °C, battery for five years.',
	},
	humidity: {
		name: 'Temperature and humidity sensor T200', code: 'FL-T200', family: 'Sensors', unit: 'piece', price: 119, cost: 44,
		about: 'As T100, with relative humidity for ripening rooms, flowers and pharmacies.',
	},
	probe: {
		name: 'Deep-freeze probe P300', code: 'FL-P300', family: 'Sensors', unit: 'piece', price: 349, cost: 140,
		about: 'Probe down to −196 °C for biobanks and vaccines, with buffer memory for 30 days.',
	},
	door: {
		name: 'Door contact D50', code: 'FL-D50', family: 'Sensors', unit: 'piece', price: 39, cost: 12,
		about: 'Says when a cold room stands open for too long.',
	},
	discontinued: {
		name: 'Temperature sensor T50', code: 'FL-T50', family: 'Sensors', unit: 'piece', price: 59, cost: 27, isRetired: true,
		about: 'Predecessor of T100, no longer sold.',
	},
	gateway: {
		name: 'Gateway G10', code: 'FL-G10', family: 'Connectivity', unit: 'piece', price: 420, cost: 185,
		about: 'Connects up to 60 sensors over the building network or a SIM card, buffers two weeks.',
	},
	truck: {
		name: 'Vehicle unit V20', code: 'FL-V20', family: 'Connectivity', unit: 'piece', price: 560, cost: 260,
		about: 'Two temperature zones, door contact and position for refrigerated vehicles.',
	},
	cloud: {
		name: 'Frostlotse Cloud, per site', code: 'FL-CLOUD-S', family: 'Subscriptions', unit: 'year', price: 588, cost: 70,
		about: 'Live view, alarms by call, text and e-mail, reports; unlimited users.',
	},
	cloudtruck: {
		name: 'Frostlotse Cloud, per vehicle', code: 'FL-CLOUD-V', family: 'Subscriptions', unit: 'year', price: 180, cost: 48,
		about: 'Live view and alarms on the road, SIM card included.',
	},
	audit: {
		name: 'Audit package HACCP and GDP', code: 'FL-AUDIT', family: 'Subscriptions', unit: 'year', price: 290, cost: 20,
		about: 'Monthly reports as auditors want them, deviations with cause and remedy.',
	},
	installation: {
		name: 'Installation', code: 'FL-INST', family: 'Services', unit: 'day', price: 890, cost: 520,
		about: 'One technician for a day: mounting, commissioning, alarm plan, handover.',
	},
	calibration: {
		name: 'Calibration with certificate', code: 'FL-CAL', family: 'Services', unit: 'piece', price: 45, cost: 19,
		about: 'Three-point calibration of a sensor, traceable to national standards.',
	},
} as const satisfies { readonly [key: string]: ProductFacts };

export type ProductKey = keyof typeof productFacts;
