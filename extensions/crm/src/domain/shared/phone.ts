import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js';

/**
 * A telephone number as it is stored: E.164 (+49301234567), an extension in the manner of RFC 3966 (;ext=12).
 * null when it can't be a telephone number.
 *
 * @param defaultCountry ISO 3166 code of the country in which a number without country code is read; '' for none
 *
 * Possible length decides, not the numbering plan's details: plans gain ranges faster than libraries are updated, and a
 * CRM that refuses a customer's real number is worse than one that stores a number nobody answers.
 */
export function normalisePhone(value: string, defaultCountry: string): string | null {
	const country = defaultCountry.toUpperCase();
	// 00 is how most of the world dials the + that its keypads lack; no national number starts so.
	const dialled = value.trim().replace(/^tel:/i, '').replace(/^00(?=[1-9])/, '+');
	const parsed = parsePhoneNumberFromString(dialled, {
		extract: false,
		...(isSupportedCountry(country) ? { defaultCountry: country } : {}),
	});

	if (!parsed?.isPossible()) return null;
	return parsed.ext ? `${parsed.number};ext=${parsed.ext}` : parsed.number;
}
