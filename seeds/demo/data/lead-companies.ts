import type { Doc } from '../../reference/row.ts';

type Country = Exclude<Doc<'crm_leads'>['country'], null | undefined>;

/** What companies are called where leads come from: {last} is a family, {city} a town. */
export interface LeadCountry {
	readonly country: Country;
	/** How many of a hundred leads come from here. */
	readonly weight: number;
	readonly companies: readonly string[];
	readonly cities: readonly (readonly [postalCode: string, city: string])[];
}

export const leadCountries: readonly LeadCountry[] = [
	{
		country: 'DE', weight: 34,
		companies: [
			'Bäckerei {last}', 'Landmetzgerei {last} GmbH & Co. KG', 'Fischhandel {last}', 'Eismanufaktur {last}', 'Apotheke am Stadtgraben {city}', 'Hofmolkerei {last}',
			'Blumengroßhandel {last} GmbH', 'Feinkost {last}', 'Kühlspedition {last} GmbH', 'Tierklinik {city}', 'Labor Dr. {last} & Partner', 'Catering {last} und Töchter',
			'Tiefkühlhaus {city} GmbH', 'Zentralküche der Kliniken {city}', 'Gemüsebau {last} GbR', 'Wildhandel {last}',
		],
		cities: [['48143', 'Münster'], ['79098', 'Freiburg im Breisgau'], ['23552', 'Lübeck'], ['86150', 'Augsburg'], ['01067', 'Dresden'], ['26121', 'Oldenburg'], ['54290', 'Trier'], ['72070', 'Tübingen'], ['18055', 'Rostock'], ['97070', 'Würzburg']],
	},
	{
		country: 'FR', weight: 16,
		companies: ['Boucherie {last}', 'Fromagerie {last} et Fils', 'Pharmacie {last}', 'Traiteur {last}', 'Transports {last} SARL', 'Glaces artisanales {last}', 'Laboratoire {last}', 'Clinique vétérinaire de {city}'],
		cities: [['67000', 'Strasbourg'], ['35000', 'Rennes'], ['21000', 'Dijon'], ['44000', 'Nantes'], ['74000', 'Annecy'], ['64100', 'Bayonne']],
	},
	{
		country: 'GB', weight: 16,
		companies: ['{last} & Sons Butchers', '{last} Seafoods Ltd', '{last}’s Ice Cream', '{city} Veterinary Practice', '{last} Pharmacy', '{last} Haulage Ltd', '{last} Farm Shop', '{city} Biobank Services'],
		cities: [['YO1 7HH', 'York'], ['BS1 4ST', 'Bristol'], ['EH1 1YZ', 'Edinburgh'], ['CF10 1EP', 'Cardiff'], ['NR2 1TF', 'Norwich'], ['TR1 2SX', 'Truro']],
	},
	{
		country: 'NL', weight: 8,
		companies: ['Slagerij {last}', 'Kaashandel {last}', 'Koeltransport {last} BV', 'Bloemenexport {last}', 'Apotheek {city}-Zuid', 'Vishandel {last}'],
		cities: [['3511', 'Utrecht'], ['9712', 'Groningen'], ['6211', 'Maastricht'], ['4331', 'Middelburg']],
	},
	{
		country: 'AT', weight: 7,
		companies: ['Konditorei {last}', 'Fleischhauerei {last}', 'Biohof {last}', 'Weingut {last}', 'Apotheke zum Goldenen Hirschen {city}'],
		cities: [['8010', 'Graz'], ['4020', 'Linz'], ['9020', 'Klagenfurt am Wörthersee'], ['6900', 'Bregenz']],
	},
	{
		country: 'CH', weight: 5,
		companies: ['Molki {last} AG', 'Metzgerei {last}', 'Kühltransporte {last} AG', 'Gasthof {last}'],
		cities: [['6003', 'Luzern'], ['9000', 'St. Gallen'], ['7000', 'Chur']],
	},
	{
		country: 'SE', weight: 5,
		companies: ['{last} Fisk & Skaldjur AB', 'Mejeri {last}', '{last} Kyltransport AB', 'Djurkliniken i {city}'],
		cities: [['753 20', 'Uppsala'], ['211 22', 'Malmö'], ['903 26', 'Umeå']],
	},
	{
		country: 'PL', weight: 5,
		companies: ['Masarnia {last}', 'Cukiernia {last}', 'Transport Chłodniczy {last}', 'Apteka Pod Lwem {city}'],
		cities: [['31-007', 'Kraków'], ['80-831', 'Gdańsk'], ['50-101', 'Wrocław']],
	},
	{ country: 'BE', weight: 2, companies: ['Beenhouwerij {last}', 'Pralines {last}', 'Frigo Transport {last}'], cities: [['9000', 'Gent'], ['4000', 'Liège']] },
	{ country: 'IE', weight: 2, companies: ['{last} Artisan Foods', '{last} Seafood Exports'], cities: [['H91 E2K3', 'Galway'], ['V94 T9PX', 'Limerick']] },
];
