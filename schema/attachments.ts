import { belongsTo, check, collection, extend, externalId, file, flag, hasMany, id, parentage, stamps, text } from './define.ts';

/** What hangs on a record belongs to whom the record belongs: its files, its history, the comments on it. */

/** A file that hangs on one record, and belongs to whom the record belongs. */
export const attachments = collection('crm_attachments', {
	label: 'Attachments', one: 'Attachment', icon: 'attach_file', hidden: true, folder: 'crm_sales',
	display: '{{file.title}}',
	columns: ['file', 'lead', 'account', 'contact', 'opportunity', 'user_created', 'date_created'], order: '-date_created',
	checks: {
		hangs_on_one: check({
			sql: 'num_nonnulls(lead, account, contact, opportunity) = 1', field: 'file', message: 'A file hangs on one record: choose one of lead, account, contact and opportunity.',
		}),
	},
	fields: {
		id: id(),
		file: file('File', { required: true, onDelete: 'CASCADE', index: true }),
		lead: belongsTo('Lead', 'crm_leads', { onDelete: 'CASCADE', hidden: true }),
		account: belongsTo('Account', 'crm_accounts', { onDelete: 'CASCADE', hidden: true }),
		contact: belongsTo('Contact', 'crm_contacts', { onDelete: 'CASCADE', hidden: true }),
		opportunity: belongsTo('Opportunity', 'crm_opportunities', { onDelete: 'CASCADE', hidden: true }),
		field: text('In the field', { kept: true, hidden: true, note: 'Where it stands in a field of the record, such as a logo.' }),
		...parentage(),
		external_id: externalId(),
		...stamps(),
	},
});

export const files = extend('directus_files', {
	// The ways by which a file is reached, for the rules of access.ts; the rows say which record it hangs on.
	crm_attachments: hasMany('Hangs on', 'crm_attachments', 'file', { hidden: true, readonly: true }),
	crm_imports: hasMany('Rejected rows of', 'crm_imports', 'errors_file', { hidden: true, readonly: true }),
	crm_is_held: flag('Held by a record', { kept: true, hidden: true, note: 'A file that hangs nowhere yet is its uploader’s.' }),
	crm_is_picture: flag('Face or picture', { kept: true, hidden: true, note: 'Everybody who works here sees the faces of the others, and the pictures of products.' }),
});

/** The record that a line of Directus' history, or a comment, is about: kept by guards/08-hanging.sql. */
function about() {
	const link = (label: string, to: 'crm_leads' | 'crm_accounts' | 'crm_contacts' | 'crm_opportunities' | 'crm_activities') => belongsTo(label, to, { kept: true, hidden: true });
	return {
		crm_lead: link('Lead', 'crm_leads'),
		crm_account: link('Account', 'crm_accounts'),
		crm_contact: link('Contact', 'crm_contacts'),
		crm_opportunity: link('Opportunity', 'crm_opportunities'),
		crm_activity: link('Activity', 'crm_activities'),
	};
}

export const revisions = extend('directus_revisions', about());

export const comments = extend('directus_comments', about());
