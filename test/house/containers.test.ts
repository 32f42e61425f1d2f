import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { root } from '../../bin/host/project.ts';

// No container engine is needed to see that what the files name exists and fits together.
const { load } = createRequire(import.meta.url)('js-yaml') as { load: (text: string) => unknown };
const read = (path: string) => readFileSync(join(root, path), 'utf8');

type Service = {
	image?: string;
	build?: string;
	command?: string[];
	environment?: Record<string, string | number>;
	depends_on?: Record<string, { condition: string }>;
	healthcheck?: { test: string[] };
	volumes?: string[];
	configs?: { source: string; target: string }[];
	ports?: string[];
};

type Compose = { services: Record<string, Service>; volumes: Record<string, null>; configs: Record<string, { content: string }> };

describe('docker-compose.yml', () => {
	const compose = load(read('docker-compose.yml')) as Compose;
	const { services } = compose;
	const nodes = Object.entries(services).filter(([, { build }]) => build === '.');

	test('has two nodes behind a proxy, a database, Redis and a mailbox', () => {
		expect(Object.keys(services).sort()).toEqual(['mailbox', 'node-1', 'node-2', 'postgres', 'proxy', 'redis']);
		expect(nodes.map(([name]) => name)).toEqual(['node-1', 'node-2']);
	});

	test('starts in order, on what is healthy', () => {
		for (const [name, { depends_on = {} }] of Object.entries(services)) {
			for (const [other, { condition }] of Object.entries(depends_on)) {
				expect(condition, `${name} waits for ${other}`).toBe('service_healthy');
				expect(services[other]?.healthcheck ?? services[other]?.build, `${other} tells its health`).toBeDefined();
			}
		}
	});

	test('names hosts that are services, and volumes and configs that are declared', () => {
		for (const [, { environment = {} }] of nodes) {
			for (const name of ['DB_HOST', 'REDIS_HOST']) expect(services).toHaveProperty(String(environment[name]));
			expect(services).toHaveProperty(/:-(.*)}/.exec(String(environment.EMAIL_SMTP_HOST))?.[1] ?? '');
		}

		for (const { volumes = [], configs = [] } of Object.values(services)) {
			for (const volume of volumes) expect(compose.volumes).toHaveProperty(volume.split(':')[0] ?? '');
			for (const { source } of configs) expect(compose.configs).toHaveProperty(source);
		}
	});

	test('the proxy reaches every node on the port it listens on', () => {
		const port = /PORT=(\d+)/.exec(read('Dockerfile'))?.[1];
		for (const [name] of nodes) expect(compose.configs.caddyfile?.content).toContain(`${name}:${port}`);
	});

	test('every variable is explained in .env.example, and no secret has a value there', () => {
		const example = new Map(
			read('.env.example')
				.split('\n')
				.filter((line) => /^[A-Z]/.test(line))
				.map((line) => line.split('=', 2) as [string, string]),
		);

		const used = [...read('docker-compose.yml').matchAll(/\$\{([A-Z_]+)/g)].map(([, name]) => name as string);
		expect([...new Set(used)].sort()).toEqual([...example.keys()].sort());
		for (const [name, value] of example) if (/SECRET|PASSWORD/.test(name)) expect(value, name).toBe('');
	});

	test('only settings that exist are set', () => {
		const directus = readFileSync(join(root, 'node_modules/@directus/env/dist/index.js'), 'utf8');
		// Recognized by Directus under these names, but read through prefixes or dotted names.
		const patterns = [/^DB_/, /^REDIS_/, /^EMAIL_SMTP_/, /^RATE_LIMITER_/];

		for (const name of Object.keys(nodes[0]?.[1].environment ?? {})) {
			expect(patterns.some((pattern) => pattern.test(name)) || directus.includes(`"${name}"`) || directus.includes(`	${name}:`), name).toBe(true);
		}
	});
});

describe('Dockerfile', () => {
	const dockerfile = read('Dockerfile');

	test('copies and runs what is there', () => {
		const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, paths = '']) => paths.split(' '));
		for (const path of copied) expect(existsSync(join(root, path)), path).toBe(true);

		const [, script = ''] = /^CMD \["node", "(.+)"\]$/m.exec(dockerfile) ?? [];
		expect(existsSync(join(root, script))).toBe(true);
		const [, config = ''] = /CONFIG_PATH=\/cardinal\/(\S+)/.exec(dockerfile) ?? [];
		expect(existsSync(join(root, config))).toBe(true);
	});

	test('builds the workspace that exists', () => {
		const [, workspace] = /--workspace (\S+)/.exec(dockerfile) ?? [];
		expect(JSON.parse(read('extensions/crm/package.json'))).toMatchObject({ name: workspace, scripts: { build: expect.any(String) as unknown } });
	});

	test('runs on the Node that the project brings elsewhere, and not as root', () => {
		const { dependencies } = JSON.parse(read('package.json')) as { dependencies: { node: string } };
		const major = dependencies.node.split('.')[0];
		expect([...dockerfile.matchAll(/^FROM node:(\d+)/gm)].map(([, version]) => version)).toEqual([major, major]);
		expect(dockerfile).toMatch(/^USER node$/m);
	});

	test('what is not ignored holds all that a node imports', () => {
		const ignored = read('.dockerignore').split('\n');
		for (const needed of ['bin', 'schema', 'seeds', 'templates', 'extensions', 'directus.config.ts']) expect(ignored).not.toContain(needed);
	});
});
