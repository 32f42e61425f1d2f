import { ascii } from './names.ts';
import { peopleFacts, type PersonKey, teamFacts } from './data/people.ts';
import { changes, type Chapter, demoId, rows } from './story-shape.ts';

export function personId(key: PersonKey): string {
	return demoId('directus_users', key);
}

export function teamId(key: keyof typeof teamFacts): string {
	return demoId('crm_teams', key);
}

/** Two teams with their people, who can't log in: they have no password. */
export function tellTeams(): Chapter[] {
	const teams = Object.entries(teamFacts);
	return [
		rows('crm_teams', teams.map(([key, { manager: _manager, ...facts }]) => ({ id: demoId('crm_teams', key), ...facts }))),
		{
			kind: 'rows',
			table: 'directus_users',
			rows: Object.entries(peopleFacts).map(([key, { first, last, title, team, place, phone }]) => ({
				id: demoId('directus_users', key),
				first_name: first,
				last_name: last,
				title,
				location: place,
				phone,
				team: demoId('crm_teams', team),
				// Not below .example: Directus refuses a log-in from a domain that it takes for no domain.
				email: `${ascii(first)}@frostlotse.example.com`,
				status: 'active',
				description: 'Part of the demo.',
			})),
		},
		changes('crm_teams', teams.map(([key, { manager }]) => ({ id: demoId('crm_teams', key), manager: personId(manager) }))),
	];
}
