import { type Mapping, readMapping } from './mapping.ts';
import type { Target, TargetField, Targets } from './target.ts';

/** A small world of collections for the tests of this folder. */

type Given = Partial<TargetField> & { readonly name: string };

export function targetOf(collection: string, label: string, fields: readonly Given[]): Target {
	const all = [{ name: 'id', type: 'uuid' }, ...fields].map((field): TargetField => ({ label: field.name, type: 'string', isRequired: false, ...field }));
	return { collection, label, primary: 'id', fields: new Map(all.map((field) => [field.name, field])) };
}

export const targets: Targets = new Map([
	targetOf('crm_opportunities', 'Opportunities', [
		{ name: 'name', label: 'Name', maxLength: 255, isRequired: true },
		{ name: 'external_id', label: 'External ID' },
		{ name: 'account', label: 'Account', type: 'uuid', link: { collection: 'crm_accounts' } },
		{ name: 'owner', label: 'Owner', type: 'uuid', link: { collection: 'directus_users' } },
		{ name: 'stage', label: 'Stage', type: 'uuid', link: { collection: 'crm_stages' } },
		{ name: 'amount', label: 'Amount', type: 'decimal', precision: 19, scale: 4 },
		{ name: 'close_date', label: 'Close date', type: 'date' },
		{ name: 'stage_kind', label: 'State', protection: 'kept' },
		{ name: 'closed_at', label: 'Closed', type: 'timestamp', protection: 'kept' },
		{ name: 'stage_entered_at', label: 'In this stage since', type: 'timestamp', protection: 'kept' },
		{ name: 'date_created', label: 'Created', type: 'timestamp', protection: 'stamp' },
		{ name: 'deal', label: 'Deal', type: 'alias', protection: 'layout' },
		{ name: 'lines', label: 'Products', type: 'alias', children: { collection: 'crm_opportunity_lines', by: 'opportunity' } },
		{ name: 'stage_changes', label: 'Stage changes', type: 'alias', children: { collection: 'crm_stage_changes', by: 'opportunity' } },
	]),
	targetOf('crm_opportunity_lines', 'Opportunity lines', [
		{ name: 'opportunity', type: 'uuid', link: { collection: 'crm_opportunities' } },
		{ name: 'product', label: 'Product', type: 'uuid', link: { collection: 'crm_products' } },
		{ name: 'quantity', label: 'Quantity', type: 'decimal', precision: 18, scale: 4 },
		{ name: 'unit_price', label: 'Unit price', type: 'decimal', precision: 19, scale: 4 },
	]),
	targetOf('crm_stage_changes', 'Stage changes', [{ name: 'opportunity', type: 'uuid', link: { collection: 'crm_opportunities' } }]),
	targetOf('crm_accounts', 'Accounts', [
		{ name: 'name', label: 'Name' },
		{ name: 'domain', label: 'Domain', normalise: 'domain' },
		{ name: 'parent', label: 'Parent', type: 'uuid', link: { collection: 'crm_accounts' } },
		{ name: 'type', label: 'Type', choices: [{ text: 'Customer', value: 'customer' }] },
		{ name: 'last_activity_at', label: 'Last activity', type: 'timestamp', protection: 'kept' },
	]),
	targetOf('crm_products', 'Products', [{ name: 'name', label: 'Name' }, { name: 'code', label: 'Code' }]),
	targetOf('crm_stages', 'Stages', [{ name: 'name', label: 'Name' }, { name: 'pipeline', type: 'uuid', link: { collection: 'crm_pipelines' } }]),
	targetOf('crm_pipelines', 'Pipelines', [{ name: 'name', label: 'Name' }]),
	targetOf('directus_users', 'Users', [
		{ name: 'first_name', label: 'First name' }, { name: 'last_name', label: 'Last name' }, { name: 'email', label: 'E-mail', normalise: 'email' },
		{ name: 'role', label: 'Role', type: 'uuid', protection: 'secret' },
	]),
].map((target) => [target.collection, target]));

export function mappingOf(input: unknown): Mapping {
	const result = readMapping(input);
	if ('problems' in result) throw new Error(result.problems.join('\n'));
	return result.mapping;
}
