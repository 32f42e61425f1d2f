import { mkdirSync } from 'node:fs';
import { expect } from 'vitest';
import type { Visitor } from '../support/browser.ts';

/** What somebody does with the actions of a form, and reads there. */
export interface Hands {
	/** Opens a record, once its actions can be pressed. */
	open: (collection: string, key: string) => Promise<void>;
	/** Presses a button of the action bar: the one in front, where a drawer lies over a page. */
	act: (action: string) => Promise<void>;
	/** Presses the button that does what the open dialog is for. */
	apply: () => Promise<void>;
	press: (selector: string) => Promise<void>;
	type: (selector: string, text: string) => Promise<void>;
	reads: (text: string) => Promise<void>;
	/** The dialog is gone. */
	isDone: () => Promise<void>;
	/** A picture, where SHOTS names a folder for them. */
	shoot: (name: string) => Promise<void>;
}

/** A busy machine is long about drawing what has arrived. */
export const soon = { timeout: 20_000 };

export function handsOf({ page, open, settled }: Visitor): Hands {
	page.setDefaultTimeout(soon.timeout);
	const press = async (selector: string) => {
		await page.waitForSelector(selector);
		await page.$$eval(selector, (found) => (found.at(-1) as HTMLElement).click());
		await settled();
	};

	return {
		press,
		open: async (collection, key) => {
			await open(`/admin/content/${collection}/${key}`);
			await page.waitForSelector('.action-bar [data-action]');
		},
		act: (action) => press(`.action-bar [data-action="${action}"] button`),
		apply: () => press('.ask .go button'),
		type: async (selector, text) => {
			const input = await page.waitForSelector(selector);
			await input?.click({ count: 3 });
			await page.keyboard.type(text);
		},
		reads: (text) => expect.poll(() => page.evaluate(() => document.body.innerText.replace(/\s+/g, ' ')), soon).toContain(text),
		isDone: () => expect.poll(() => page.$('.ask'), soon).toBeNull(),
		shoot: async (name) => {
			const folder = process.env['SHOTS'];
			if (!folder) return;
			mkdirSync(folder, { recursive: true });
			await new Promise((resolve) => setTimeout(resolve, 600));
			await page.screenshot({ path: `${folder}/${name}.png` });
		},
	};
}
