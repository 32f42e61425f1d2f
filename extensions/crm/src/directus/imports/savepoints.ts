import type { Knex } from 'knex';

/** Settings of the transaction that the guards read. */
export type Settings = { readonly [name: `crm.${string}`]: string };

/**
 * One savepoint after another. Closing one, opening the next and telling the guards about the row is a single round
 * trip: with the thousands of an import, round trips are what takes the time.
 */
export interface Savepoints {
	readonly begin: (settings: Settings) => Promise<void>;
	/** Undoes what was written since the last one began. */
	readonly undo: () => Promise<void>;
	readonly end: () => Promise<void>;
}

export function createSavepoints(knex: Knex): Savepoints {
	let isOpen = false;
	return {
		begin: async (settings) => {
			const close = isOpen ? ['RELEASE SAVEPOINT crm_import_row'] : [];
			await knex.raw([...close, 'SAVEPOINT crm_import_row', ...Object.entries(settings).map(([name, value]) => `SELECT set_config('${name}', '${plain(value)}', true)`)].join('; '));
			isOpen = true;
		},
		undo: async () => {
			await knex.raw('ROLLBACK TO SAVEPOINT crm_import_row; RELEASE SAVEPOINT crm_import_row');
			isOpen = false;
		},
		end: async () => {
			if (isOpen) await knex.raw('RELEASE SAVEPOINT crm_import_row');
			isOpen = false;
		},
	};
}

/** Several statements at once take no bindings. Instants and keys need no quoting; nothing else gets in here. */
function plain(value: string): string {
	if (!/^[\w:.+-]*$/.test(value)) throw new Error(`“${value}” is no setting of an import.`);
	return value;
}
