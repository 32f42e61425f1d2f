import { z } from 'zod';
import type { Operation } from './operation.ts';

type Schema = { readonly [keyword: string]: unknown };

/** Operations as an OpenAPI 3.1 document: what checks requests and types answers is what describes them. */
export function openApiOf(operations: readonly Operation[], { version }: { version: string }) {
	const paths: { [path: string]: { [method: string]: object } } = {};
	for (const operation of operations) paths[operation.path] = { ...paths[operation.path], [operation.method]: describe(operation) };
	return {
		openapi: '3.1.0',
		info: {
			title: 'Cardinal', version, license: { name: 'MIT', identifier: 'MIT' },
			description: 'What Cardinal answers besides Directus’ own API, always by the rights of the caller. Amounts are decimal strings, days are like 2026-01-31, instants in ISO 8601.',
		},
		servers: [{ url: '/crm' }],
		security: [{ token: [] }],
		paths,
		components: {
			securitySchemes: { token: { type: 'http', scheme: 'bearer', description: 'A token of Directus: a static one of a person, or what signing in gives.' } },
			responses: { refusal: { description: 'Refused, with a sentence that says what to do.', content: { 'application/json': { schema: schemaOf(refusal, 'output') } } } },
		},
	};
}

const refusal = z.object({
	errors: z.array(z.object({
		message: z.string().describe('A sentence for people.'),
		extensions: z.looseObject({ code: z.string(), field: z.string().optional().describe('What is to be corrected.') }),
	})),
});

function describe({ method, path, summary, description, query, body, bodyType = 'application/json', answer, answerType = 'application/json', tag = path.split('/')[1] ?? '' }: Operation): object {
	const parameters = [...pathParameters(path), ...(query ? queryParameters(query) : [])];
	return {
		operationId: `${method}${path.replaceAll(/[{}]/g, '').split(/[/-]/).map((part) => part.charAt(0).toUpperCase() + part.slice(1)).join('')}`,
		tags: [tag],
		summary,
		...(description ? { description } : {}),
		...(parameters.length > 0 ? { parameters } : {}),
		...(body ? { requestBody: { required: true, content: { [bodyType]: { schema: schemaOf(body, 'input') } } } } : {}),
		responses: {
			200: { description: summary, content: { [answerType]: { schema: schemaOf(answer, 'output') } } },
			default: { $ref: '#/components/responses/refusal' },
		},
	};
}

function pathParameters(path: string): object[] {
	return [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({ name, in: 'path', required: true, schema: { type: 'string', ...(name === 'id' ? { format: 'uuid' } : {}) } }));
}

function queryParameters(query: z.ZodObject): object[] {
	const { properties = {}, required = [] } = schemaOf(query, 'input') as { properties?: { [name: string]: Schema }; required?: string[] };
	return Object.entries(properties).map(([name, { description, ...schema }]) => ({ name, in: 'query', required: required.includes(name), ...(description ? { description } : {}), schema }));
}

/** As clients send it, or as they get it: a default need not be sent, and is always answered. */
function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Schema {
	const { $schema: _, ...described } = z.toJSONSchema(schema, { io, unrepresentable: 'any', target: 'draft-2020-12' });
	return described;
}
