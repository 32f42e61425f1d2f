/** What moves a deal on, by how far it has come. */
export const nextSteps: readonly (readonly string[])[] = [
	['Find out who is responsible for the cold rooms', 'Send the case study on the dairy', 'Ask for a first call', 'Call back after the holidays', 'Get the number of store rooms'],
	['Visit the site and count store rooms', 'Clarify the budget with purchasing', 'Talk to the technical manager about the network', 'Ask for last year’s deviation reports', 'Send the checklist for the audit'],
	['Walk them through the proposal', 'Add the second site to the offer', 'Prepare the comparison with their loggers', 'Ask for feedback on the offer', 'Agree on a start date with delivery'],
	['Get the signature of the managing director', 'Settle the term with purchasing', 'Send the final version of the contract', 'Confirm installation dates', 'Answer the questions of the data protection officer'],
];

export const renewalNextSteps = ['Ask how many alarms they had', 'Count their sensors and vehicles', 'Send the renewal offer', 'Settle the term with purchasing', 'Offer the audit package along with it'];

export const competitors = ['Kelvinaut', 'Kelvinaut', 'Data loggers by hand', 'Their refrigeration contractor'];

/** What happened, by why it was lost; a deal takes one of them. */
export const lostNotes = {
	price: ['They compared prices per sensor only. Subscription was the sticking point.', 'We were 18 % above the other offer and could not explain why.'],
	no_budget: ['Investment stop until the end of the fiscal year.', 'The new compressor ate the money.'],
	competitor: ['Kelvinaut gave away the hardware for a contract of five years.', 'They stayed with the supplier of their refrigeration.'],
	no_fit: ['They need an interface to their building control, which we don’t have.', 'Sensors would have to be approved for explosive atmospheres.'],
	timing: ['The new hall comes a year later. Ask again in spring.', 'Moving house first, monitoring afterwards.'],
	no_decision: ['Nobody wanted to own the project after the quality manager left.', 'Managing directors could not agree.'],
	went_quiet: ['No answer to five calls and three e-mails.', 'Friendly until the offer, silent since.'],
	in_house: ['Their own engineers built something with a Raspberry Pi.', 'The landlord monitors the building now.'],
	not_a_buyer: ['A student’s thesis, as it turned out.', 'They only needed a price to compare.'],
	other: ['The company was sold; the new owner has group contracts.', 'The cold store burnt down. Everybody is well.'],
} as const;

export const dealNotes = [
	'The last audit found gaps in the paper records of two store rooms. They have to show a remedy within the quarter.',
	'Lost goods worth 40,000 one weekend in July: a door stood open, nobody noticed.',
	'They write down temperatures by hand, three times a day, on every site.',
	'Insists on alarms by call, not by e-mail: the night shift reads no e-mails.',
	'IT wants no devices in their network. Gateway with a SIM card is fine.',
	'Purchasing asks for a framework agreement for all sites.',
];
