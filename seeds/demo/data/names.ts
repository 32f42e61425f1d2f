/** First names by how the form addresses their bearers, and last names, by country. Any likeness is chance. */
export interface Names {
	readonly ms: readonly string[];
	readonly mr: readonly string[];
	readonly last: readonly string[];
}

const german: Names = {
	ms: [
		'Annegret', 'Birgit', 'Christiane', 'Dörte', 'Eva-Maria', 'Friederike', 'Gesine', 'Heike', 'Ilka', 'Jördis', 'Katja', 'Lieselotte', 'Mareike',
		'Nicole', 'Renate', 'Sabine', 'Tatjana', 'Ulrike', 'Wiebke', 'Yasemin',
	],
	mr: [
		'Achim', 'Bernhard', 'Carsten', 'Detlef', 'Eckhard', 'Friedrich-Wilhelm', 'Gregor', 'Hannes', 'Ingo', 'Jürgen', 'Karl-Heinz', 'Lutz',
		'Mehmet', 'Norbert', 'Ortwin', 'Rüdiger', 'Sören', 'Thorsten', 'Uwe', 'Volker',
	],
	last: [
		'Abendroth', 'Bärenfänger', 'Brinkmeier', 'Claußen', 'Dombrowski', 'Eichelkraut', 'Fürstenwerth', 'Grabenhorst', 'Hinrichsen', 'Immelmann',
		'Jankowiak', 'Kaltenegger', 'Küchenmeister', 'Leutheusser-Brandt', 'Lückenotto', 'Mühlensiepen', 'Niederquell', 'Oberschelp', 'Pfannkuchen',
		'Quambusch', 'Rautenkranz', 'Schäfferling', 'Schneidewind', 'Tiefenbacher', 'Uhlenbrock', 'Vogelpohl', 'Wackernagel', 'Yılmaz', 'Zierenberg',
		'von der Heydt-Ostermann',
	],
};

const austrian: Names = {
	ms: ['Elfriede', 'Gerlinde', 'Magdalena', 'Theresia', 'Veronika', 'Walburga'],
	mr: ['Alois', 'Ferdinand', 'Josef', 'Leopold', 'Matthäus', 'Severin'],
	last: ['Brandstätter-Huemer', 'Gschwandtner', 'Hinterleitner', 'Kirchmayr', 'Obermoser', 'Pichelsdorfer', 'Stöckelmaier', 'Wurzinger'],
};

const swiss: Names = {
	ms: ['Barbla', 'Corinne', 'Madlaina', 'Regula', 'Ursina', 'Verena'],
	mr: ['Beat', 'Flurin', 'Hansruedi', 'Luca', 'Reto', 'Urs'],
	last: ['Aebischer-Rochat', 'Bärtschi', 'Camenisch', 'Fankhauser', 'Gerber-Näf', 'Odermatt', 'Rüegsegger', 'Tschümperlin'],
};

const french: Names = {
	ms: ['Agnès', 'Bénédicte', 'Camille', 'Delphine', 'Éléonore', 'Françoise', 'Héloïse', 'Ingrid', 'Joëlle', 'Maëlys', 'Noémie', 'Solène'],
	mr: ['Amaury', 'Benoît', 'Cédric', 'Damien', 'Étienne', 'François', 'Grégoire', 'Jérôme', 'Loïc', 'Mathieu', 'Rémi', 'Thibault'],
	last: [
		'Aubertin', 'Bellefontaine', 'Charpentreau', 'Delacourcelle', 'Échevarne', 'Fauvergue', 'Guilloteau', 'Hébrard', 'Kerguélin', 'Lachenaud',
		'Montclarin', 'Pérignoux', 'Quélennec', 'Rousselière', 'Saint-Aubry', 'Vaugirault',
	],
};

const british: Names = {
	ms: ['Abigail', 'Bronwen', 'Charlotte', 'Eilidh', 'Fiona', 'Harriet', 'Imogen', 'Niamh', 'Priya', 'Winifred'],
	mr: ['Alistair', 'Callum', 'Desmond', 'Edmund', 'Gareth', 'Hamish', 'Imran', 'Nigel', 'Rhys', 'Tobias'],
	last: [
		'Ackersley', 'Birtwhistle', 'Cartmell', 'Drysdale-Hume', 'Entwhistle', 'Fothergale', 'Grimshawe', 'Hathersage', 'Llewellyn-Pryce', 'McAllarnon',
		'Nethercott', 'O’Shaughlin', 'Pemberley', 'Ravensworth', 'Thistlewood', 'Whitcombe',
	],
};

const irish: Names = {
	ms: ['Caoimhe', 'Gráinne', 'Órlaith', 'Síle'],
	mr: ['Cathal', 'Diarmuid', 'Fionnbharr', 'Seán'],
	last: ['Cullinane-Roche', 'Dunbrackley', 'Hanrattigan', 'Tierneybrook'],
};

const dutch: Names = {
	ms: ['Anneke', 'Femke', 'Hendrika', 'Jolanda', 'Marijke', 'Saskia', 'Tjitske'],
	mr: ['Bastiaan', 'Cornelis', 'Geert-Jan', 'Joost', 'Maarten', 'Pieter', 'Wouter'],
	last: ['van den Broekhoven', 'ter Haarsma', 'Kuipershoek', 'van Oldenborgh', 'de Rietvink', 'Schouwenaars', 'Verhoevenaar', 'IJzerdraad'],
};

const belgian: Names = {
	ms: ['Liesbeth', 'Marie-Ange', 'Nathalie', 'Veerle'],
	mr: ['Dirk', 'Jean-Luc', 'Kristof', 'Olivier'],
	last: ['Coppenolle', 'D’Hoogevorst', 'Lambrechtsen', 'Vandenbulcke', 'Wauthélet'],
};

const swedish: Names = {
	ms: ['Åsa', 'Birgitta', 'Ebba', 'Gunilla', 'Linnéa', 'Märta', 'Ylva'],
	mr: ['Anders', 'Björn', 'Göran', 'Håkan', 'Lars-Åke', 'Örjan', 'Torbjörn'],
	last: ['Ahlqvist', 'Björkmarker', 'Dahlstierna', 'Ekströmer', 'Hägglöf', 'Lindqvister', 'Sjöstrandh', 'Åkerbladh'],
};

const polish: Names = {
	ms: ['Agnieszka', 'Bożena', 'Jadwiga', 'Małgorzata', 'Żaneta'],
	mr: ['Bogusław', 'Grzegorz', 'Łukasz', 'Paweł', 'Zbigniew'],
	last: ['Błaszkowicz', 'Gołębiewicz', 'Jędrzejczyk-Mróz', 'Krzyżaniec', 'Świderek', 'Wójtkiewicz'],
};

const italian: Names = {
	ms: ['Chiara', 'Donatella', 'Giuseppina', 'Niccolina'],
	mr: ['Alessandro', 'Gianluca', 'Nicolò', 'Salvatore'],
	last: ['Bonaventuri', 'Castagnaro', 'D’Alessio Ferri', 'Montefusi'],
};

export const namesByCountry: { readonly [country: string]: Names } = {
	DE: german, AT: austrian, CH: swiss, FR: french, GB: british, IE: irish, NL: dutch, BE: belgian, SE: swedish, PL: polish, IT: italian,
};
