/** Who sells at Frostlotse, the house of the story: sensors and alarms that keep cold chains on course. */
export const peopleFacts = {
	katharina: { first: 'Katharina', last: 'Vogelsang', title: 'Sales manager, Central and North', role: 'sales_manager', team: 'north', place: 'Berlin', phone: '+493023125101' },
	jonas: { first: 'Jonas', last: 'Oberhollenzer', title: 'Account executive', role: 'sales_rep', team: 'north', place: 'Berlin', phone: '+493023125112' },
	zofia: { first: 'Zofia', last: 'Wróblewska', title: 'Account executive', role: 'sales_rep', team: 'north', place: 'Berlin', phone: '+493023125113' },
	deniz: { first: 'Deniz', last: 'Yıldırımoğlu', title: 'Sales development', role: 'sales_rep', team: 'north', place: 'Berlin', phone: '+493023125120' },
	etienne: { first: 'Étienne', last: 'Marchandeau', title: 'Sales manager, West', role: 'sales_manager', team: 'west', place: 'Lyon', phone: '+33465711201' },
	maarten: { first: 'Maarten', last: 'van Oosterwijk', title: 'Account executive', role: 'sales_rep', team: 'west', place: 'Lyon', phone: '+33465711214' },
	aoife: { first: 'Aoife', last: 'Brannigan-Kehoe', title: 'Account executive, UK and Ireland', role: 'sales_rep', team: 'west', place: 'London', phone: '+442079460118' },
} as const;

export type PersonKey = keyof typeof peopleFacts;

/** Who works there beside them, owns no deal, and is of no team. */
export const colleagueFacts = {
	ingrid: { first: 'Ingrid', last: 'Sætherskar', title: 'Campaigns and trade fairs', role: 'marketing', place: 'Berlin', phone: '+493023125130' },
	tomasz: { first: 'Tomasz', last: 'Grzegorzewski', title: 'Customer support', role: 'support', place: 'Berlin', phone: '+493023125140' },
	roswitha: { first: 'Roswitha', last: 'Eichenhöfer', title: 'Finance and controlling', role: 'finance', place: 'Berlin', phone: '+493023125150' },
	friedhelm: { first: 'Friedhelm', last: 'Nottebohm', title: 'Managing director', role: 'viewer', place: 'Berlin', phone: '+493023125100' },
} as const;

export const teamFacts = {
	north: {
		name: 'Central and North', manager: 'katharina', region: 'Germany, Austria, Switzerland, Poland, Nordics', office: 'Berlin', color: '#2F6FED',
		description: 'Sells to the middle and the north of Europe. Part of the demo.',
	},
	west: {
		name: 'West', manager: 'etienne', region: 'France, Benelux, Italy, United Kingdom, Ireland', office: 'Lyon', color: '#C2571A',
		description: 'Sells to the west of Europe. Part of the demo.',
	},
} as const;
