/** Who is who at a customer: the first contact decides, the second wants us, and so on down the table. */
export interface Seat {
	readonly role: 'decision_maker' | 'champion' | 'technical' | 'billing' | 'user';
	readonly department: string;
	readonly titles: { readonly [industry: string]: string };
}

export const seats: readonly Seat[] = [
	{
		role: 'decision_maker', department: 'Management',
		titles: {
			any: 'Managing director', healthcare: 'Head of facilities', nonprofit: 'Administrative director', pharma: 'Chief operating officer', logistics: 'Managing director',
			hospitality: 'Owner', retail: 'Owner', agriculture: 'Director of operations',
		},
	},
	{
		role: 'champion', department: 'Quality',
		titles: {
			any: 'Head of quality', food: 'Quality and HACCP manager', healthcare: 'Chief pharmacist', nonprofit: 'Head of blood products', pharma: 'Responsible person GDP',
			logistics: 'Fleet manager', hospitality: 'Executive chef', retail: 'Production manager',
		},
	},
	{
		role: 'technical', department: 'Engineering',
		titles: {
			any: 'Technical manager', food: 'Head of refrigeration', healthcare: 'Medical engineering', pharma: 'Validation engineer', logistics: 'Workshop foreman',
			agriculture: 'Energy manager',
		},
	},
	{ role: 'billing', department: 'Purchasing', titles: { any: 'Purchasing manager', healthcare: 'Strategic purchasing', pharma: 'Category buyer' } },
	{ role: 'user', department: 'Warehouse', titles: { any: 'Shift supervisor', healthcare: 'Ward manager', pharma: 'Cold store supervisor', logistics: 'Dispatcher' } },
];
