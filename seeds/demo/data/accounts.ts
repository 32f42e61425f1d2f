import type { Doc } from '../../reference/row.ts';
import type { PersonKey } from './people.ts';

type Account = Doc<'crm_accounts'>;
type Country = Exclude<Account['billing_country'], null | undefined>;

export interface AccountFacts {
	readonly name: string;
	/** How people call it, as in the names of its deals. */
	readonly short: string;
	readonly type: Exclude<Account['type'], null | undefined>;
	readonly industry?: Account['industry'];
	readonly rating?: Account['rating'];
	readonly place: readonly [country: Country, postalCode: string, city: string, street: string];
	/** Its own, below .example: nobody can have it. */
	readonly domain: string;
	readonly employees?: number;
	/** A year, in thousands of euros. */
	readonly revenue?: number;
	readonly founded?: number;
	readonly owner: PersonKey;
	readonly parent?: string;
	readonly contacts: number;
	/** The customer is this person. */
	readonly person?: readonly [salutation: 'ms' | 'mr' | 'dr', first: string, last: string];
	readonly note?: string;
}

/** Whom Frostlotse sells to, buys from and meets. All of them are made up. Parents stand before their subsidiaries. */
export const accountFacts: { readonly [key: string]: AccountFacts } = {
	heidegrund: {
		name: 'Molkerei Heidegrund eG', short: 'Heidegrund', type: 'customer', industry: 'food', rating: 'great', owner: 'jonas', contacts: 5,
		place: ['DE', '21339', 'Lüneburg', 'Am Sülzwiesengrund 14'], domain: 'molkerei-heidegrund.example', employees: 240, revenue: 96_000, founded: 1927,
		note: 'Three dairies and a central cold store. Wants every store room on one screen before the next audit.',
	},
	oberlausitz: {
		name: 'Fleischereigenossenschaft Oberlausitz-Niederschlesien eG', short: 'Fleischerei OLNS', type: 'customer', industry: 'food', rating: 'average',
		owner: 'zofia', contacts: 4, place: ['DE', '02826', 'Görlitz', 'Schlachthofstraße 3'], domain: 'fleischerei-olns.example', employees: 130, revenue: 28_500, founded: 1951,
	},
	brackwede: {
		name: 'Kühltransporte Brackwede-Ummeln Speditionsgesellschaft mbH & Co. KG', short: 'Brackwede-Ummeln', type: 'customer', industry: 'logistics', rating: 'great',
		owner: 'jonas', contacts: 5, place: ['DE', '33649', 'Bielefeld', 'Ummelner Landstraße 210'], domain: 'brackwede-ummeln.example', employees: 410, revenue: 74_000, founded: 1968,
		note: 'Runs 86 refrigerated lorries, renews a quarter of them every year.',
	},
	gertrudis: {
		name: 'Klinikverbund Sankt Gertrudis gGmbH', short: 'Sankt Gertrudis', type: 'customer', industry: 'healthcare', rating: 'great', owner: 'katharina', contacts: 5,
		place: ['DE', '33098', 'Paderborn', 'Gertrudenplatz 1'], domain: 'sankt-gertrudis.example', employees: 3_200, revenue: 310_000, founded: 1894,
	},
	gertrudislabor: {
		name: 'Labor Sankt Gertrudis GmbH', short: 'Labor Gertrudis', type: 'customer', industry: 'healthcare', rating: 'average', owner: 'katharina', parent: 'gertrudis',
		contacts: 2, place: ['DE', '33100', 'Paderborn', 'Technologiepark 27'], domain: 'labor-gertrudis.example', employees: 85, revenue: 12_400, founded: 2009,
	},
	mittelrhein: {
		name: 'Apothekenversorgung Mittelrhein AG', short: 'AV Mittelrhein', type: 'customer', industry: 'pharma', rating: 'great', owner: 'jonas', contacts: 4,
		place: ['DE', '56070', 'Koblenz', 'Wallersheimer Weg 60'], domain: 'av-mittelrhein.example', employees: 520, revenue: 480_000, founded: 1982,
	},
	hansenpetersen: {
		name: 'Fischkontor Hansen-Petersen KG', short: 'Fischkontor', type: 'customer', industry: 'food', rating: 'average', owner: 'zofia', contacts: 3,
		place: ['DE', '22767', 'Hamburg', 'Große Elbstraße 311'], domain: 'fischkontor.example', employees: 60, revenue: 21_000, founded: 1911,
	},
	elbaue: {
		name: 'Blutspendedienst Elbaue gGmbH', short: 'Blutspende Elbaue', type: 'customer', industry: 'nonprofit', rating: 'average', owner: 'zofia', contacts: 3,
		place: ['DE', '39104', 'Magdeburg', 'Ottonenufer 8'], domain: 'blutspende-elbaue.example', employees: 190, revenue: 17_800, founded: 1993,
	},
	silbermann: {
		name: 'Dr. Annegret Silbermann-Kreutzfeldt', person: ['dr', 'Annegret', 'Silbermann-Kreutzfeldt'], short: 'Silbermann-Kreutzfeldt', type: 'customer', owner: 'zofia', contacts: 1,
		place: ['DE', '14467', 'Potsdam', 'Lindenstraße 40a'], domain: 'tierarzt-silbermann.example', note: 'Veterinary practice with two vaccine fridges.',
	},
	gruenewald: {
		name: 'Tiefkühlmanufaktur Grünewald & Söhne GmbH', short: 'Grünewald', type: 'prospect', industry: 'food', rating: 'great', owner: 'jonas', contacts: 3,
		place: ['DE', '99084', 'Erfurt', 'Gothaer Chaussee 112'], domain: 'gruenewald-tiefkuehl.example', employees: 175, revenue: 39_000, founded: 1974,
	},
	nordend: {
		name: 'Eiswerk Nordend GmbH', short: 'Eiswerk Nordend', type: 'prospect', industry: 'food', rating: 'average', owner: 'jonas', contacts: 3,
		place: ['DE', '60316', 'Frankfurt am Main', 'Eiskellergasse 9'], domain: 'eiswerk-nordend.example', employees: 28, revenue: 3_900, founded: 2016,
	},
	rheingau: {
		name: 'Impfstofflogistik Rheingau GmbH', short: 'Impfstofflogistik', type: 'prospect', industry: 'logistics', rating: 'great', owner: 'katharina', contacts: 4,
		place: ['DE', '65203', 'Wiesbaden', 'Äppelallee 27'], domain: 'impfstofflogistik.example', employees: 140, revenue: 51_000, founded: 2004,
	},
	rautenstrauch: {
		name: 'Kältetechnik Rautenstrauch GmbH', short: 'Rautenstrauch', type: 'reseller', industry: 'services', rating: 'great', owner: 'katharina', contacts: 3,
		place: ['DE', '04229', 'Leipzig', 'Weißenfelser Straße 65'], domain: 'kaelte-rautenstrauch.example', employees: 45, revenue: 8_200, founded: 1990,
		note: 'Installs and maintains cold rooms in Saxony and Thuringia, sells our sensors along.',
	},
	suederfeld: {
		name: 'Energieberatung Süderfeld PartG', short: 'Süderfeld', type: 'partner', industry: 'consulting', owner: 'katharina', contacts: 2,
		place: ['DE', '20099', 'Hamburg', 'Lange Reihe 98'], domain: 'suederfeld-beratung.example', employees: 12, revenue: 1_600, founded: 2013,
	},
	ilmtal: {
		name: 'Sensorfertigung Ilmtal GmbH', short: 'Ilmtal', type: 'vendor', industry: 'manufacturing', owner: 'katharina', contacts: 2,
		place: ['DE', '98693', 'Ilmenau', 'Am Vogelherd 50'], domain: 'sensorfertigung-ilmtal.example', employees: 70, revenue: 11_500, founded: 1992,
	},
	hochblick: {
		name: 'Almsennerei Hochkogelblick Genossenschaft', short: 'Hochkogelblick', type: 'customer', industry: 'food', rating: 'average', owner: 'zofia', contacts: 2,
		place: ['AT', '5500', 'Bischofshofen', 'Sennereiweg 2'], domain: 'hochkogelblick.example', employees: 55, revenue: 14_000, founded: 1936,
	},
	brennerfrost: {
		name: 'Brennerfrost Logistik GmbH', short: 'Brennerfrost', type: 'customer', industry: 'logistics', rating: 'average', owner: 'jonas', contacts: 3,
		place: ['AT', '6020', 'Innsbruck', 'Rossaugasse 31'], domain: 'brennerfrost.example', employees: 160, revenue: 33_000, founded: 1979,
	},
	emmengrund: {
		name: 'Käserei Emmengrund AG', short: 'Emmengrund', type: 'customer', industry: 'food', rating: 'great', owner: 'zofia', contacts: 3,
		place: ['CH', '3550', 'Langnau im Emmental', 'Käsereistrasse 5'], domain: 'emmengrund.example', employees: 48, revenue: 19_500, founded: 1902,
	},
	rheinknie: {
		name: 'Pharmadepot Rheinknie AG', short: 'Pharmadepot', type: 'customer', industry: 'pharma', rating: 'great', owner: 'katharina', contacts: 4,
		place: ['CH', '4057', 'Basel', 'Hochbergerstrasse 160'], domain: 'pharmadepot-rheinknie.example', employees: 330, revenue: 205_000, founded: 1999,
		note: 'GDP licence: every deviation has to be explained within 24 hours.',
	},
	lavirun: {
		name: 'Berghotel Piz Lavirun AG', short: 'Piz Lavirun', type: 'prospect', industry: 'hospitality', rating: 'poor', owner: 'zofia', contacts: 2,
		place: ['CH', '7504', 'Pontresina', 'Via Maistra 88'], domain: 'piz-lavirun.example', employees: 64, revenue: 7_100, founded: 1898,
	},
	vercors: {
		name: 'Fromageries du Haut-Vercors SCA', short: 'Haut-Vercors', type: 'customer', industry: 'food', rating: 'great', owner: 'etienne', contacts: 4,
		place: ['FR', '38250', 'Villard-de-Lans', '12 route des Affineurs'], domain: 'haut-vercors.example', employees: 150, revenue: 44_000, founded: 1958,
	},
	traboules: {
		name: 'Pharmacie Centrale des Traboules', short: 'Traboules', type: 'customer', industry: 'healthcare', rating: 'average', owner: 'etienne', contacts: 2,
		place: ['FR', '69005', 'Lyon', '31 montée du Gourguillon'], domain: 'pharmacie-traboules.example', employees: 24, revenue: 5_400, founded: 1972,
	},
	garonne: {
		name: 'Transports Frigorifiques de la Moyenne-Garonne SAS', short: 'Moyenne-Garonne', type: 'customer', industry: 'logistics', rating: 'average', owner: 'maarten',
		contacts: 3, place: ['FR', '47000', 'Agen', '5 quai du Canal'], domain: 'tf-garonne.example', employees: 210, revenue: 37_000, founded: 1981,
	},
	cornouaille: {
		name: 'Marée de Haute-Cornouaille SAS', short: 'Marée Cornouaille', type: 'prospect', industry: 'food', rating: 'average', owner: 'etienne', contacts: 3,
		place: ['FR', '29000', 'Quimper', '7 rue du Port-Rhu'], domain: 'maree-cornouaille.example', employees: 95, revenue: 31_000, founded: 1966,
	},
	beaumanoir: {
		name: 'Pâtisserie Beaumanoir-Lenoble', short: 'Beaumanoir', type: 'prospect', industry: 'retail', rating: 'average', owner: 'etienne', contacts: 2,
		place: ['FR', '75011', 'Paris', '48 rue de la Folie-Regnault'], domain: 'beaumanoir-lenoble.example', employees: 80, revenue: 9_800, founded: 1987,
	},
	vanderelzen: {
		name: 'Chocolaterie Van der Elzen NV', short: 'Van der Elzen', type: 'customer', industry: 'food', rating: 'great', owner: 'maarten', contacts: 3,
		place: ['BE', '8000', 'Brugge', 'Sint-Annakaai 19'], domain: 'vanderelzen.example', employees: 110, revenue: 26_000, founded: 1948,
	},
	distrifroid: {
		name: 'Distri-Froid Haute-Meuse SA', short: 'Distri-Froid', type: 'reseller', industry: 'services', rating: 'average', owner: 'maarten', contacts: 2,
		place: ['BE', '5000', 'Namur', 'Chaussée de Dinant 301'], domain: 'distri-froid.example', employees: 38, revenue: 6_900, founded: 1995,
	},
	groeneweide: {
		name: 'Zuivelcoöperatie De Groene Weide U.A.', short: 'Groene Weide', type: 'customer', industry: 'agriculture', rating: 'great', owner: 'maarten', contacts: 4,
		place: ['NL', '8911', 'Leeuwarden', 'Zuiderzuivelweg 44'], domain: 'groeneweide.example', employees: 290, revenue: 118_000, founded: 1919,
	},
	rijnpolder: {
		name: 'Bloemenveiling De Rijnpolder', short: 'Rijnpolder', type: 'prospect', industry: 'agriculture', rating: 'great', owner: 'maarten', contacts: 3,
		place: ['NL', '1431', 'Aalsmeer', 'Legmeerdijk 500'], domain: 'rijnpolder.example', employees: 640, revenue: 152_000, founded: 1962,
	},
	thornbury: {
		name: 'Thornbury & Pike Fishmongers Ltd', short: 'Thornbury & Pike', type: 'customer', industry: 'food', rating: 'average', owner: 'aoife', contacts: 3,
		place: ['GB', 'DN31 3LL', 'Grimsby', '2 Herring Quay'], domain: 'thornburypike.example', employees: 72, revenue: 17_300, founded: 1933,
	},
	highmoor: {
		name: 'Highmoor Dairy Co-operative', short: 'Highmoor Dairy', type: 'customer', industry: 'food', rating: 'great', owner: 'aoife', contacts: 4,
		place: ['GB', 'LS10 1JD', 'Leeds', 'Creamery Lane'], domain: 'highmoordairy.example', employees: 260, revenue: 88_000, founded: 1946,
	},
	ashcombe: {
		name: 'Ashcombe Vaccines plc', short: 'Ashcombe', type: 'prospect', industry: 'pharma', rating: 'great', owner: 'aoife', contacts: 4,
		place: ['GB', 'OX4 4GA', 'Oxford', 'The Quadrant, Sandford Park'], domain: 'ashcombevaccines.example', employees: 480, revenue: 167_000, founded: 2001,
	},
	meridian: {
		name: 'Meridian Street Kitchens Ltd', short: 'Meridian Kitchens', type: 'prospect', industry: 'hospitality', rating: 'average', owner: 'aoife', contacts: 2,
		place: ['GB', 'SE10 9NF', 'London', '15 Ballast Yard'], domain: 'meridiankitchens.example', employees: 150, revenue: 11_200, founded: 2018,
	},
	ballinacorran: {
		name: 'Ballinacorran Creamery DAC', short: 'Ballinacorran', type: 'prospect', industry: 'food', rating: 'average', owner: 'aoife', contacts: 3,
		place: ['IE', 'T12 XY45', 'Cork', 'Mill Road'], domain: 'ballinacorran.example', employees: 90, revenue: 29_000, founded: 1954,
	},
	osterakra: {
		name: 'Mejeriet Österåkra AB', short: 'Österåkra', type: 'customer', industry: 'food', rating: 'average', owner: 'zofia', contacts: 3,
		place: ['SE', '184 32', 'Åkersberga', 'Mejerivägen 6'], domain: 'mejeriet-osterakra.example', employees: 105, revenue: 36_000, founded: 1938,
	},
	vastfrakt: {
		name: 'Västfrakt Kyltransport AB', short: 'Västfrakt', type: 'prospect', industry: 'logistics', rating: 'average', owner: 'jonas', contacts: 3,
		place: ['SE', '417 05', 'Göteborg', 'Lundbyhamnsgatan 22'], domain: 'vastfrakt.example', employees: 185, revenue: 42_000, founded: 1985,
	},
	jeziorna: {
		name: 'Chłodnie Jeziorna Sp. z o.o.', short: 'Jeziorna', type: 'customer', industry: 'logistics', rating: 'average', owner: 'zofia', contacts: 3,
		place: ['PL', '10-302', 'Olsztyn', 'ul. Składowa 17'], domain: 'chlodnie-jeziorna.example', employees: 120, revenue: 16_700, founded: 1996,
	},
	bieszczady: {
		name: 'Lody Spod Połonin S.A.', short: 'Lody Spod Połonin', type: 'prospect', industry: 'food', rating: 'poor', owner: 'zofia', contacts: 3,
		place: ['PL', '35-011', 'Rzeszów', 'ul. Żeglarska 4'], domain: 'lody-spod-polonin.example', employees: 44, revenue: 5_900, founded: 2007,
	},
	bonaventura: {
		name: 'Gelateria Artigianale Fratelli Bonaventura S.r.l.', short: 'Bonaventura', type: 'prospect', industry: 'food', rating: 'average', owner: 'etienne', contacts: 2,
		place: ['IT', '40121', 'Bologna', 'Via delle Neviere 13'], domain: 'bonaventura-gelati.example', employees: 35, revenue: 4_200, founded: 1969,
	},
	kelvinaut: {
		name: 'Kelvinaut Ltd', short: 'Kelvinaut', type: 'competitor', industry: 'technology', owner: 'etienne', contacts: 1,
		place: ['GB', 'M3 4LY', 'Manchester', 'Ducie Basin'], domain: 'kelvinaut.example', employees: 130, revenue: 21_000, founded: 2012,
		note: 'Cheaper hardware, yearly contract of three years at least, no calibration of their own.',
	},
};

/** People who also work for another account: who (account and seat), where, as what. */
export const sharedContacts: readonly (readonly [account: string, seat: number, at: string, role: 'champion' | 'technical' | 'billing' | 'decision_maker' | 'other'])[] = [
	['gertrudis', 0, 'gertrudislabor', 'decision_maker'],
	['gertrudis', 3, 'gertrudislabor', 'billing'],
	['suederfeld', 0, 'heidegrund', 'other'],
	['suederfeld', 0, 'gruenewald', 'champion'],
	['suederfeld', 1, 'hansenpetersen', 'other'],
	['rautenstrauch', 1, 'oberlausitz', 'technical'],
	['rautenstrauch', 2, 'nordend', 'technical'],
	['distrifroid', 0, 'vanderelzen', 'technical'],
	['distrifroid', 1, 'vercors', 'technical'],
	['rheinknie', 1, 'mittelrhein', 'champion'],
	['groeneweide', 3, 'rijnpolder', 'billing'],
	['brackwede', 1, 'brennerfrost', 'other'],
];
