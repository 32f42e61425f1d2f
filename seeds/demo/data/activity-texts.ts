/** What people do about a deal. {who} is the contact, {short} the account. */
export interface Doing {
	readonly type: 'task' | 'call' | 'meeting' | 'email' | 'note';
	readonly subject: string;
	readonly details?: string;
}

/** By how far the deal has come; the last is what follows when it is won. */
export const doings: readonly (readonly Doing[])[] = [
	[
		{ type: 'call', subject: 'First call with {who}', details: 'Asked how they watch their cold rooms today, and what happens at night.' },
		{ type: 'email', subject: 'Introduction and case study', details: 'Sent the story of the dairy that lost 40,000 in one weekend.' },
		{ type: 'task', subject: 'Find out who decides at {short}' },
	],
	[
		{ type: 'meeting', subject: 'Site visit at {short}', details: 'Walked through every store room, took the floor plan along.' },
		{ type: 'call', subject: 'Budget and decision with {who}', details: 'The budget is decided in the next management meeting.' },
		{ type: 'email', subject: 'Checklist for the audit sent to {who}' },
		{ type: 'task', subject: 'Work out sensors and gateways for {short}' },
	],
	[
		{ type: 'email', subject: 'Proposal sent to {who}' },
		{ type: 'meeting', subject: 'Proposal walk-through with {short}', details: 'Liked the alarm plan. Wants calibration as an option, not included.' },
		{ type: 'task', subject: 'Prepare the proposal for {short}' },
		{ type: 'call', subject: 'Questions about the proposal from {who}' },
	],
	[
		{ type: 'meeting', subject: 'Contract talks with {short}', details: 'Term of three years is fine. Still open: payment in 30 or 14 days.' },
		{ type: 'call', subject: 'Start date and signature with {who}' },
		{ type: 'email', subject: 'Final contract sent to {who}' },
		{ type: 'task', subject: 'Check delivery dates of gateways for {short}' },
	],
	[
		{ type: 'task', subject: 'Hand over {short} to delivery' },
		{ type: 'email', subject: 'Thanks and next steps to {who}' },
	],
];

export const renewalDoings: readonly Doing[] = [
	{ type: 'call', subject: 'Renewal: how does {who} use it?' },
	{ type: 'email', subject: 'Renewal offer sent to {who}' },
	{ type: 'meeting', subject: 'Yearly review with {short}', details: 'Went through all alarms of the year. Two sites more than in the contract.' },
	{ type: 'task', subject: 'Count active sensors of {short}' },
];

/** What people do about a lead; {who} is the lead. */
export const leadDoings: readonly Doing[] = [
	{ type: 'call', subject: 'Call {who} back' },
	{ type: 'email', subject: 'Answer the question of {who}' },
	{ type: 'call', subject: 'Qualify {who}: need, budget, date' },
	{ type: 'task', subject: 'Look up the company of {who}' },
	{ type: 'email', subject: 'Send price list and examples to {who}' },
];

export const notes: readonly Doing[] = [
	{ type: 'note', subject: 'Best reached before nine', details: '{who} is in the store rooms from nine on and doesn’t hear the telephone.' },
	{ type: 'note', subject: 'Energy costs are the lever', details: 'Every degree too cold costs them money. Show the energy report.' },
	{ type: 'note', subject: 'Works council has a say', details: 'Door contacts count as monitoring of employees there. Offer the anonymous mode.' },
	{ type: 'note', subject: 'Uses paper lists on clipboards', details: 'Photographed one for the proposal, with their consent.' },
	{ type: 'note', subject: 'Group standard expected next year', details: 'Their holding will prescribe one system for all sites. Better be in first.' },
	{ type: 'note', subject: 'Keeps the old loggers as a backup', details: 'No reason against us: they are written off.' },
];

export const places = ['On site', 'Video call', 'Our office in Berlin', 'Trade fair stand', 'On site, gate 2'];
