import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import puppeteer, { type Browser, type HTTPRequest, type Page } from 'puppeteer-core';
import { root } from '../../bin/host/project.ts';
import { ADMIN } from './node.ts';

export interface Visitor {
	page: Page;
	/** What the browser was refused or complained about: failed requests and errors of scripts. */
	complaints: string[];
	/** Goes to a page of the admin UI and waits until it has settled. */
	open: (path: string) => Promise<void>;
	/** Waits until nothing is asked of the server any more. */
	settled: () => Promise<void>;
	close: () => Promise<void>;
}

/** A Chromium: the machine's own, or the one inside an npm package (Linux). */
export async function launchBrowser(): Promise<Browser> {
	const own = process.env['PUPPETEER_EXECUTABLE_PATH'] ?? ['/usr/bin/chromium', '/usr/bin/google-chrome'].find((path) => existsSync(path));
	const quiet = ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'];
	if (own) return puppeteer.launch({ executablePath: own, args: quiet });
	const { executablePath, args, env } = await (packed ??= unpack());
	// In a single process, as suits a lambda, a second context ends the browser.
	return puppeteer.launch({ executablePath, args: [...args.filter((flag) => flag !== '--single-process'), ...quiet], env, headless: 'shell' });
}

let packed: ReturnType<typeof unpack> | undefined;

/**
 * Unpacked once for each of the processes that run tests beside one another: two that unpack to one place at once would
 * start half a browser. The package brings the libraries that a bare machine lacks where it takes itself to be in a
 * lambda.
 */
async function unpack(): Promise<{ executablePath: string; args: string[]; env: NodeJS.ProcessEnv }> {
	const folder = join(root, 'node_modules', '.cache', `chromium-${process.env['VITEST_POOL_ID'] ?? 0}`);
	const done = join(folder, 'done');
	if (!existsSync(done)) rmSync(folder, { recursive: true, force: true });
	mkdirSync(folder, { recursive: true });

	const before = { ...process.env };
	try {
		Object.assign(process.env, { TMPDIR: folder, AWS_LAMBDA_JS_RUNTIME: 'nodejs24.x' });
		const { default: chromium } = await import('@sparticuz/chromium');
		const executablePath = await chromium.executablePath();
		writeFileSync(done, '');
		return { executablePath, args: chromium.args, env: { ...before, LD_LIBRARY_PATH: process.env['LD_LIBRARY_PATH'] } };
	} finally {
		for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
		Object.assign(process.env, before);
	}
}

/** Somebody who has logged in, in a browser context of their own. */
export async function logIn(browser: Browser, url: string, { email, password, width = 1440, height = 1000 }: { email: string; password: string; width?: number; height?: number } = ADMIN): Promise<Visitor> {
	const context = await browser.createBrowserContext();
	const page = await context.newPage();
	await page.setViewport({ width, height });
	const complaints: string[] = [];
	page.on('pageerror', (error) => complaints.push(error instanceof Error ? error.message : String(error)));
	page.on('response', (response) => {
		if (response.status() >= 400 && !response.url().includes('/auth/refresh')) complaints.push(`${response.status()} ${response.url()}`);
	});

	const settled = settling(page);
	const open = async (path: string) => {
		await page.goto(new URL(path, url).href);
		await settled();
	};

	await open('/admin/login');
	await page.waitForSelector('input[type=email]', { timeout: 30_000 });
	await page.type('input[type=email]', email);
	await page.type('input[type=password]', password);
	await page.click('button[type=submit]');
	await page.waitForSelector('#navigation, .module-bar', { timeout: 30_000 });
	await settled();
	await putOffProjectOwner(page);
	complaints.length = 0;
	return { page, complaints, open, settled, close: () => context.close() };
}

/**
 * Only what the app asks for counts: headless, a font that is no longer wanted may stay on its way for ever, and so does
 * what an older page asked for.
 */
function settling(page: Page): () => Promise<void> {
	const pending = new Set<HTTPRequest>();
	let since = Date.now();
	const end = (request: HTTPRequest) => {
		if (pending.delete(request)) since = Date.now();
	};
	page.on('request', (request) => {
		since = Date.now();
		if (['xhr', 'fetch', 'script', 'document'].includes(request.resourceType())) pending.add(request);
	});
	page.on('requestfinished', end);
	page.on('requestfailed', end);
	page.on('framenavigated', (frame) => {
		if (frame === page.mainFrame()) for (const request of pending) if (!request.isNavigationRequest()) pending.delete(request);
	});

	return async () => {
		const last = Date.now() + 30_000;
		while (pending.size > 0 || Date.now() - since < 400) {
			if (Date.now() > last) throw new Error(`The page still waits for ${[...pending].map((request) => request.url()).join(', ')}`);
			await new Promise((resolve) => setTimeout(resolve, 50));
		}
	};
}

/** Directus asks the first administrator for a project owner. Nobody answers that for them: it can be put off. */
async function putOffProjectOwner(page: Page): Promise<void> {
	await page.evaluate(() => [...document.querySelectorAll('button')].find((button) => /remind/i.test(button.textContent ?? ''))?.click());
	await new Promise((resolve) => setTimeout(resolve, 500));
}
