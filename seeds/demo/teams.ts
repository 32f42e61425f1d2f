import { ascii } from './names.ts';
import { colleagueFacts, peopleFacts, type PersonKey, teamFacts } from './data/people.ts';
import type { House } from './house.ts';
import { changes, type Chapter, demoId, rows } from './story-shape.ts';

export function personId(key: PersonKey): string {
	return demoId('directus_users', key);
}

export function teamId(key: keyof typeof teamFacts): string {
	return demoId('crm_teams', key);
}

/** Two teams with their people, and those who work beside them. A password they get elsewhere, if any (sign-ins.ts). */
export function tellTeams({ house }: { house: House }): Chapter[] {
	const teams = Object.entries(teamFacts);
	return [
		rows('crm_teams', teams.map(([key, { manager: _manager, ...facts }]) => ({ id: demoId('crm_teams', key), ...facts }))),
		{
			kind: 'rows',
			table: 'directus_users',
			rows: Object.entries({ ...peopleFacts, ...colleagueFacts }).map(([key, { first, last, title, role, place, phone, ...sales }]) => ({
				id: demoId('directus_users', key),
				first_name: first,
				last_name: last,
				title,
				location: place,
				phone,
				role: house.role(role),
				team: 'team' in sales ? teamId(sales.team) : null,
				// Not below .example: Directus refuses a log-in from a domain that it takes for no domain.
				email: `${ascii(first)}@frostlotse.example.com`,
				status: 'active',
				description: 'Part of the demo.',
			})),
		},
		changes('crm_teams', teams.map(([key, { manager }]) => ({ id: demoId('crm_teams', key), manager: personId(manager) }))),
	];
}
