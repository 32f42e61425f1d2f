import { afterAll, beforeAll, expect, it } from 'vitest';
import { sharedWorld, type World } from '../support/index.ts';
import { type Cast, castOf } from './cast.ts';

let world: World;
let cast: Cast;
beforeAll(async () => {
	world = await sharedWorld();
	cast = await castOf(world);
}, 120_000);
afterAll(() => world.stop());

const hiddenIn = async (collection: string, token: string) => {
	const { body } = await world.api(`/fields/${collection}`, { token });
	return body.data.filter(({ meta }: { meta: { hidden: boolean } | null }) => meta?.hidden).map(({ field }: { field: string }) => field) as string[];
};

it('a form leaves out what leads where its reader can’t go', async () => {
	expect(await hiddenIn('crm_accounts', cast.people.Support.token)).toEqual(expect.arrayContaining(['opportunities', 'collaborators']));
	expect(await hiddenIn('crm_activities', cast.people.Support.token)).toEqual(expect.arrayContaining(['opportunity', 'lead']));
	expect(await hiddenIn('crm_opportunities', cast.people.Finance.token)).toContain('lead');
});

it('and leaves in what their rights reach, if only some of it', async () => {
	for (const { token } of [cast.people['Sales Rep'], cast.people.Viewer, cast.people.Administrator]) {
		const hidden = await hiddenIn('crm_accounts', token);
		expect(hidden).not.toContain('opportunities');
		expect(hidden).not.toContain('collaborators');
	}
	expect(await hiddenIn('crm_accounts', cast.people.Support.token)).not.toContain('activities');
});
