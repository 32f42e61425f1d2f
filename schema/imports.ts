import { badge, choice, collection, file, id, instant, integer, json, longText, section, stamps, text } from './define.ts';

/** Written by the import itself. To be allowed to create one is to be allowed to bring in history. */
export const imports = collection('crm_imports', {
	label: 'Imports', one: 'Import', icon: 'upload_file', folder: 'crm_setup',
	note: 'Files that were brought in, how far they got, and the rows that were rejected.',
	display: '{{file_name}}',
	columns: ['file_name', 'collection', 'status', 'rows_total', 'rows_created', 'rows_updated', 'rows_unchanged', 'rows_failed', 'started_at', 'user_created'],
	widths: { file_name: 220, collection: 170, status: 120, rows_total: 100, rows_created: 100, rows_updated: 100, rows_unchanged: 110, rows_failed: 100, started_at: 150, user_created: 150 },
	order: '-started_at',
	fields: {
		id: id(),
		file_name: text('File', { kept: true, searchable: true }),
		collection: text('Into', { kept: true, index: true }),
		status: choice('Status', {
			running: badge('Running', 'primary'),
			done: badge('Done', 'success'),
			failed: badge('Failed', 'danger'),
			interrupted: badge('Interrupted', 'warning'),
		}, { kept: true, index: true }),
		message: longText('What happened', { kept: true }),
		...section('rows', 'Rows', {
			rows_total: integer('In the file', { kept: true }),
			rows_created: integer('Added', { kept: true }),
			rows_updated: integer('Updated', { kept: true }),
			rows_unchanged: integer('Unchanged', { kept: true }),
			rows_skipped: integer('Skipped', { kept: true }),
			rows_failed: integer('Rejected', { kept: true }),
			errors_file: file('Rejected rows', { kept: true, note: 'The rows as they were, with what was wrong. Correct them, and import this file.' }),
		}, { icon: 'table_rows' }),
		...section('course', 'Course', {
			started_at: instant('Started', { kept: true, index: true }),
			finished_at: instant('Finished', { kept: true }),
			heartbeat_at: instant('Last sign of life', { kept: true, hidden: true }),
			mapping: json('Mapping', { kept: true, width: 'full', note: 'Can be used again for the next file of this kind.' }),
		}, { icon: 'schedule', folded: true }),
		...stamps(),
	},
});
