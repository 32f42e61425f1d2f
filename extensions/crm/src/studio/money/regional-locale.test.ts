import { expect, it } from 'vitest';
import { regionalLocale } from './regional-locale.ts';

it.each<[string, string[], string]>([
	['de-DE', ['de-CH', 'de', 'en-US'], 'de-CH'],
	['de-DE', ['de', 'en-US', 'en'], 'de-DE'],
	['en-US', ['de-DE', 'de', 'en-GB', 'en'], 'en-GB'],
	['en-US', ['de-DE', 'de'], 'en-US'],
	['en-US', ['en-US@posix'], 'en-US'],
	['fr-FR', [], 'fr-FR'],
	['zh-CN', ['zh-Hant-TW'], 'zh-Hant-TW'],
])('Directus in %s, the browser in %j: %s', (language, preferred, locale) => {
	expect(regionalLocale(language, preferred)).toBe(locale);
});
