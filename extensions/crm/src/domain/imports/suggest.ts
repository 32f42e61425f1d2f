import type { TargetField, Target } from './target.ts';

/** What a CSV column probably is, from its header and a few of its values. */
export interface Suggestion {
	readonly column: string;
	readonly field: string;
	readonly lookupBy?: readonly string[];
	readonly lookupWhere?: { readonly [path: string]: string | number | boolean };
	readonly date?: string;
	readonly number?: { readonly decimal: '.' | ','; readonly group: '' | ',' | '.' | ' ' };
}

/** What other programs call our fields, in folded form. */
const synonyms: { readonly [field: string]: readonly string[] } = {
	account: ['accountname', 'company', 'companyname', 'organization', 'organisation', 'customer', 'associatedcompany'],
	amount: ['value', 'dealvalue', 'dealamount', 'closevalue', 'expectedrevenue'],
	billing_city: ['city'], billing_country: ['country'], billing_postal_code: ['zip', 'zipcode', 'postcode', 'postalcode'], billing_state: ['state', 'region'],
	billing_street: ['street', 'address'],
	close_date: ['expectedclosedate', 'closedate', 'closingdate'],
	company: ['account', 'accountname', 'companyname', 'organization', 'organisation'],
	contact: ['contactname', 'contactperson', 'person', 'primarycontact', 'associatedcontact'],
	employees: ['numberofemployees', 'employeecount', 'noofemployees'],
	email: ['emailaddress', 'mail', 'workemail'],
	external_id: ['id', 'recordid', 'opportunityid', 'accountid', 'contactid', 'leadid', 'dealid'],
	first_name: ['givenname', 'firstname', 'forename'],
	industry: ['sector', 'branch'],
	last_name: ['surname', 'familyname', 'lastname'],
	list_price: ['price', 'salesprice', 'unitprice'],
	lost_reason: ['closedlostreason', 'lossreason', 'reasonlost'],
	mobile: ['mobilephone', 'cell', 'cellphone'],
	name: ['title', 'dealname', 'opportunityname', 'accountname', 'companyname', 'productname', 'product', 'account', 'company', 'deal'],
	opened_on: ['engagedate', 'createdate', 'createddate', 'opendate'],
	owner: ['accountowner', 'dealowner', 'opportunityowner', 'contactowner', 'leadowner', 'salesagent', 'salesrep', 'assignedto', 'owneremail'],
	parent: ['parentaccount', 'parentcompany', 'subsidiaryof'],
	phone: ['phonenumber', 'telephone', 'workphone', 'tel'],
	revenue: ['annualrevenue', 'turnover'],
	founded_year: ['yearestablished', 'yearfounded', 'founded'],
	source: ['leadsource', 'originalsource'],
	stage: ['dealstage', 'stagename', 'salesstage', 'pipelinestage'],
	title: ['jobtitle', 'position', 'role'],
	website: ['url', 'web', 'homepage', 'websiteurl'],
};

/** One suggestion a column at most, and one a field: the closest match wins. */
export function suggestColumns({ columns, samples, target, targets }: {
	columns: readonly string[];
	/** Some values of each column. */
	samples: ReadonlyMap<string, readonly string[]>;
	target: Target;
	targets: ReadonlyMap<string, Target>;
}): Suggestion[] {
	const fields = [...target.fields.values()].filter((field) => !field.protection && !field.children && field.name !== target.primary);
	const pairs = columns.flatMap((column) => fields.map((field) => ({ column, field, closeness: closeness(column, field) }))).filter((pair) => pair.closeness > 0);
	const taken = new Set<string>();
	return pairs.sort((a, b) => b.closeness - a.closeness).flatMap(({ column, field }) => {
		if (taken.has(`column ${column}`) || taken.has(`field ${field.name}`)) return [];
		taken.add(`column ${column}`).add(`field ${field.name}`);
		return [{ column, field: field.name, ...details(field, samples.get(column) ?? [], targets) }];
	}).sort((a, b) => columns.indexOf(a.column) - columns.indexOf(b.column));
}

/** By what rows of a collection are usually named in a file: people by address or name, things by code or name. */
export function usualLookup(target: Target): string[] {
	const open = (name: string) => target.fields.has(name) && !target.fields.get(name)?.protection;
	const isPerson = open('last_name');
	const ways = [
		...(target.fields.get(target.primary)?.type === 'uuid' ? [] : [target.primary]),
		...(isPerson ? ['email', open('first_name') ? 'first_name last_name' : 'last_name'] : ['code', 'name', 'subject']).filter((way) => way.split(' ').every(open)),
		...['external_id'].filter(open),
	];
	return ways.length > 0 ? [...new Set(ways)] : [target.primary];
}

/**
 * Which rows a name usually means where several have it: every pipeline may have a stage called Won, and a file that
 * speaks of one pipeline speaks of the one where deals start.
 */
export function usualCondition({ collection }: Target): { readonly [path: string]: boolean } | undefined {
	return collection === 'crm_stages' ? { 'pipeline.is_default': true } : undefined;
}

/** The field by which rows are best recognised in a second run, of those that are mapped. */
export function usualKey(target: Target, mapped: readonly string[]): string | undefined {
	return ['external_id', target.primary, 'email', 'code', 'domain', 'name'].find((name) => mapped.includes(name) && target.fields.has(name));
}

function details(field: TargetField, values: readonly string[], targets: ReadonlyMap<string, Target>): Omit<Suggestion, 'column' | 'field'> {
	const filled = values.map((value) => value.trim()).filter((value) => value !== '');
	if (field.link) {
		const linked = targets.get(field.link.collection);
		const lookupWhere = linked && usualCondition(linked);
		return { lookupBy: linked ? usualLookup(linked) : [], ...(lookupWhere ? { lookupWhere } : {}) };
	}
	if (['date', 'dateTime', 'timestamp'].includes(field.type)) {
		const date = guessDate(filled);
		return date ? { date } : {};
	}
	if (['decimal', 'float', 'integer', 'bigInteger'].includes(field.type)) return { number: guessNumber(filled) };
	return {};
}

function closeness(column: string, { name, label }: TargetField): number {
	const folded = fold(column);
	if (folded === fold(name)) return 4;
	if (folded === fold(label)) return 3;
	const index = (synonyms[name] ?? []).indexOf(folded);
	return index < 0 ? 0 : 2 - index / 100;
}

function fold(text: string): string {
	return text.normalize('NFKD').toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

/** The pattern that all values fit; undefined for ISO dates, which need none, and for what can't be told. */
export function guessDate(values: readonly string[]): string | undefined {
	const shapes = values.map((value) => /^(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})(\s.*)?$/.exec(value));
	if (values.length === 0 || shapes.some((shape) => !shape)) return undefined;
	const parts = shapes.map((shape) => ({ first: Number(shape?.[1]), mark: shape?.[2] ?? '.', second: Number(shape?.[3]), year: shape?.[4] ?? '' }));
	const [{ mark, year } = { mark: '.', year: '' }] = parts;
	const isMonthFirst = parts.some(({ second }) => second > 12) || (mark === '/' && !parts.some(({ first }) => first > 12));
	const order = isMonthFirst ? ['MM', 'dd'] : ['dd', 'MM'];
	return [...order, year.length === 2 ? 'yy' : 'yyyy'].join(mark);
}

/** The mark that comes last, once, is the decimal mark; where only one mark occurs, three digits after it make it a group mark. */
export function guessNumber(values: readonly string[]): { decimal: '.' | ','; group: '' | ',' | '.' | ' ' } {
	const votes = values.map((value) => {
		const comma = value.lastIndexOf(',');
		const point = value.lastIndexOf('.');
		if (comma >= 0 && point >= 0) return comma > point ? 'german' : 'english';
		if (comma >= 0) return /,\d{3}$/.test(value) || value.indexOf(',') !== comma ? 'english?' : 'german';
		if (point >= 0) return value.indexOf('.') !== point ? 'german' : /\.\d{3}$/.test(value) ? 'german?' : 'english';
		return '';
	});
	const hasSpaces = values.some((value) => /\d[ \u00a0\u202f]\d{3}/.test(value));
	const isGerman = votes.includes('german') || (!votes.some((vote) => vote.startsWith('english')) && votes.filter((vote) => vote === 'german?').length > 1);
	if (isGerman) return { decimal: ',', group: hasSpaces ? ' ' : votes.some((vote) => vote.startsWith('german')) && values.some((value) => value.includes('.')) ? '.' : '' };
	return { decimal: '.', group: hasSpaces ? ' ' : values.some((value) => value.includes(',')) ? ',' : '' };
}
