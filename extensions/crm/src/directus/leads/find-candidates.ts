import type { Knex } from 'knex';
import { type ConversionRequest, type Target, targets } from '../../domain/leads/conversion.ts';
import { chosenId } from '../../domain/leads/convert.ts';
import { collectionOf } from '../../domain/leads/fields.ts';
import { companyDomains } from '../../domain/leads/mail-providers.ts';
import type { Candidate, Reason } from '../../domain/leads/matches.ts';
import type { LeadRow } from '../../domain/leads/refuse-conversion.ts';
import { normaliseEmail } from '../../domain/shared/email.ts';
import { isUuid } from '../../domain/shared/uuid.ts';
import { usableKeys } from '../rights/usable-keys.ts';
import { trustToRead } from '../rights/trusted-rows.ts';
import { type Asker, everything, fieldRight, nothing } from './field-rights.ts';

/** More of one kind are no help to anybody. */
const most = 20;

/** A university or a group has more accounts than that: those of others don’t push out one’s own. */
const ownFirst = 'ORDER BY owner IS NOT DISTINCT FROM ?::uuid DESC';

/**
 * The records that a lead seems to be, and those that the caller names: one question to the database, by indexes; then
 * which of them the caller may read and change. What is chosen already is not looked for.
 */
export async function findCandidates({ lead, choices }: { lead: LeadRow; choices: ConversionRequest }, asker: Asker): Promise<Candidate[]> {
	if (targets.every((target) => choices[target] !== undefined && chosenId(choices[target]) === undefined)) return [];
	const { sql, values } = question({ lead, choices, person: asker.accountability?.user ?? null });
	const { rows } = await asker.knex.raw<{ rows: Found[] }>(`
		WITH ${sql}
		SELECT one.target, one.id, one.reasons, one.row, nullif(concat_ws(' ', person.first_name, person.last_name), '') AS "ownerName"
		FROM (
			SELECT target, id, array_agg(DISTINCT reason) AS reasons, CASE target
				WHEN 'account' THEN (SELECT to_jsonb(a) FROM crm_accounts a WHERE a.id = found.id)
				WHEN 'contact' THEN (SELECT to_jsonb(c) FROM crm_contacts c WHERE c.id = found.id)
				ELSE (SELECT to_jsonb(o) FROM crm_opportunities o WHERE o.id = found.id)
			END AS row
			FROM found GROUP BY target, id
		) AS one LEFT JOIN directus_users person ON person.id = (one.row ->> 'owner')::uuid
		WHERE one.row IS NOT NULL`, values);
	return withRights(rows, asker);
}

type Found = Omit<Candidate, 'isUsable' | 'shows' | 'takes'>;

function question({ lead, choices, person }: { lead: LeadRow; choices: ConversionRequest; person: string | null }): { sql: string; values: Knex.RawBinding[] } {
	const parts: { readonly sql: string; readonly values: readonly Knex.RawBinding[] }[] = [];
	const email = typeof lead['email'] === 'string' ? normaliseEmail(lead['email']) : null;
	const isOpen = (target: Target) => choices[target] === undefined;
	const contact = chosenId(choices.contact);
	const asked = targets.flatMap((target) => {
		const id = chosenId(choices[target]);
		return id !== undefined && isUuid(id) ? [{ target, id }] : [];
	});
	const byEmail = email !== null && (isOpen('contact') || isOpen('account'));
	const contacts = {
		sql: `contacts AS MATERIALIZED (
			${byEmail ? `(SELECT id, account, 'email' AS reason FROM crm_contacts WHERE lower(email) = ? AND archived IS NOT TRUE LIMIT ${most})` : "SELECT NULL::uuid AS id, NULL::uuid AS account, '' AS reason WHERE false"}
			UNION ALL SELECT id, account, 'asked' FROM crm_contacts WHERE id = ?::uuid
		)`,
		values: [...(byEmail ? [email] : []), contact !== undefined && isUuid(contact) ? contact : null],
	};
	const add = (target: Target, reason: Reason, sql: string, values: readonly Knex.RawBinding[] = []) => parts.push({ sql: `(SELECT '${target}' AS target, ${sql.replace('reason', `'${reason}' AS reason`)} LIMIT ${most})`, values });
	parts.push({ sql: "SELECT 'contact' AS target, id, reason FROM contacts", values: [] });
	for (const { target, id } of asked) if (target !== 'contact') add(target, 'asked', '?::uuid AS id, reason', [id]);
	if (isOpen('account')) {
		add('account', 'account', 'account AS id, reason FROM contacts WHERE account IS NOT NULL');
		const domains = companyDomains({ email: lead['email'], website: lead['website'] });
		if (domains.length > 0) add('account', 'domain', `id, reason FROM crm_accounts WHERE domain = ANY (?) AND archived IS NOT TRUE ${ownFirst}`, [domains, person]);
		if (typeof lead['company'] === 'string') add('account', 'name', `id, reason FROM crm_accounts WHERE cardinal.company_key(name) = cardinal.company_key(?) AND archived IS NOT TRUE ${ownFirst}`, [lead['company'], person]);
	}
	if (isOpen('opportunity')) add('opportunity', 'lead', 'id, reason FROM crm_opportunities WHERE lead = ?::uuid AND archived IS NOT TRUE', [String(lead['id'])]);
	return {
		sql: `${contacts.sql}, found AS (${parts.map(({ sql }) => sql).join(' UNION ALL ')})`,
		values: [...contacts.values, ...parts.flatMap(({ values }) => values)],
	};
}

async function withRights(rows: readonly Found[], asker: Asker): Promise<Candidate[]> {
	const { knex, schema, accountability } = asker;
	if (!accountability || accountability.admin) return rows.map((row) => ({ ...row, isUsable: true, shows: everything, takes: everything }));
	const answers: Candidate[] = [];
	for (const target of targets) {
		const own = rows.filter((row) => row.target === target);
		if (own.length === 0) continue;
		const about = { collection: collectionOf[target], accountability, schema, database: knex };
		const usable = new Set(await usableKeys(own.map(({ id }) => id), { right: 'read', ...about }));
		const changeable = usable.size > 0 ? new Set(await usableKeys([...usable], { right: 'update', ...about })) : usable;
		for (const id of usable) trustToRead(collectionOf[target], id, { knex, schema, accountability });
		const [shows, takes] = [await fieldRight('read', target, asker), await fieldRight('update', target, asker)];
		answers.push(...own.map((row) => ({ ...row, isUsable: usable.has(row.id), shows: usable.has(row.id) ? shows : nothing, takes: changeable.has(row.id) ? takes : nothing })));
	}
	return answers;
}
