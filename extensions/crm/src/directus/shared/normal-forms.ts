import type { Knex } from 'knex';
import { definitionsOf } from '../../../../../schema/apply/desired.ts';
import { rooms } from '../../../../../schema/index.ts';
import { normaliseDomain } from '../../domain/shared/domain.ts';
import { normaliseEmail } from '../../domain/shared/email.ts';
import type { Payload } from '../../domain/shared/payload.ts';
import { normalisePhone } from '../../domain/shared/phone.ts';
import { refusal } from './errors.ts';

type Form = 'phone' | 'email' | 'domain';

/** Fields that are stored in one form, by collection: what the definitions say. */
const fields = new Map(
	definitionsOf(rooms).filter((definition) => definition.kind !== 'folder').map((definition) => [
		definition.name,
		Object.entries(definition.fields).flatMap(([name, { normalise, label }]) => (normalise ? [{ name, label, form: normalise }] : [])),
	]),
);

/**
 * Telephone numbers, e-mail addresses and domains are stored in one form, on whatever path they come (form, API,
 * GraphQL, nested, import): so that they can be searched, matched and dialled.
 */
export async function normalise(payload: Payload, collection: string, database: Knex): Promise<Payload> {
	const given = (fields.get(collection) ?? []).filter(({ name }) => typeof payload[name] === 'string');
	if (given.length === 0) return payload;
	const country = given.some(({ form }) => form === 'phone') ? await countryOf(payload, database) : '';
	const normalised: { [field: string]: unknown } = { ...payload };
	for (const { name, label, form } of given) {
		const value = String(payload[name]).trim();
		normalised[name] = value === '' ? null : inForm[form]({ value, name, label, collection, country });
	}
	return normalised;
}

interface Given {
	value: string;
	name: string;
	label: string;
	collection: string;
	country: string;
}

/** What is no address or domain goes on as it is: the database refuses it with the field's sentence. */
const inForm: { [form in Form]: (given: Given) => string } = {
	email: ({ value }) => normaliseEmail(value) ?? value,
	domain: ({ value }) => normaliseDomain(value) ?? value,
	phone: ({ value, name, label, collection, country }) => {
		const number = normalisePhone(value, country);
		if (number) return number;
		throw refusal({ code: 'FAILED_VALIDATION', status: 400, field: name, collection, type: 'custom', message: `${label}: “${value}” is no telephone number. Write it with its country code, such as +49 30 123456.` });
	},
};

/** The country whose national numbers are meant: the row's own, or the instance's; '' where nobody said. */
async function countryOf(payload: Payload, database: Knex): Promise<string> {
	const own = [payload['country'], payload['mailing_country'], payload['billing_country']].find((country) => typeof country === 'string' && /^[A-Z]{2}$/.test(country));
	if (typeof own === 'string') return own;
	const settings = await database('crm_settings').first<{ default_country: string | null } | undefined>('default_country');
	return settings?.default_country ?? '';
}
