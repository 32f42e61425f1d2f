import { Validator } from '@seriousme/openapi-schema-validator';
import express from 'express';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import endpoints from '../../extensions/crm/src/endpoints.ts';
import { sharedWorld, type World } from '../support/index.ts';

/** What is not for others to build on, and why. */
const ours: { readonly [route: string]: string } = {
	'get /access': 'What the page “Rights” shows.',
	'patch /access': 'What the page “Rights” changes; others change permissions through Directus.',
	'get /openapi.json': 'It is the description itself.',
};

let world: World;

beforeAll(async () => {
	world = await sharedWorld();
});
afterAll(() => world?.stop());

const read = async (token: string | null = world.token) => world.api('/crm/openapi.json', { token });

/** Every route below /crm, as the endpoint puts them up. */
function routes(): string[] {
	const router = express.Router();
	if (typeof endpoints === 'function') throw new Error('The endpoint has no id any more.');
	void endpoints.handler(router, { env: {}, database: () => Promise.reject(new Error('Nothing is asked here.')), logger: { warn: () => undefined }, services: {} } as never);
	return router.stack.flatMap(({ route }) => (route ? route.stack.map(({ method }: { method: string }) => `${method} ${route.path.replaceAll(/:(\w+)/g, '{$1}')}`) : []));
}

describe('GET /crm/openapi.json', () => {
	test('is a valid OpenAPI 3.1 document', async () => {
		const { status, body } = await read();
		expect(status).toBe(200);
		expect(body.openapi).toMatch(/^3\.1\./);
		expect(await new Validator().validate(structuredClone(body))).toEqual({ valid: true });
	});

	test('describes every route, or it is said why not', async () => {
		const { body } = await read();
		const described = Object.entries<object>(body.paths).flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method} ${path}`));
		expect(routes().filter((route) => !described.includes(route) && !(route in ours))).toEqual([]);
		expect(Object.keys(ours).filter((route) => described.includes(route) || !routes().includes(route))).toEqual([]);
		const ids = Object.values<object>(body.paths).flatMap((methods) => Object.values(methods).map(({ operationId }) => operationId));
		expect(new Set(ids).size).toBe(ids.length);
	});

	test('says of the forecast what is asked and answered', async () => {
		const { get } = (await read()).body.paths['/forecast'];
		const parameter = (name: string) => get.parameters.find((one: { name: string }) => one.name === name);
		expect(parameter('interval')).toMatchObject({ in: 'query', required: false, schema: { enum: ['month', 'quarter', 'year'], default: 'month' } });
		expect(parameter('by').schema.enum).toContain('product');
		const { data } = get.responses[200].content['application/json'].schema.properties;
		expect(Object.keys(data.properties)).toEqual(expect.arrayContaining(['buckets', 'total', 'undated']));
		expect(data.properties.total.properties.figures.properties.won).toMatchObject({ type: 'string' });
	});

	test('is for whoever has signed in', async () => {
		expect((await read(null)).status).toBe(403);
	});
});
