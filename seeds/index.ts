import { type ApplyOptions, type ApplyResult, applySchema, planSchema } from '../schema/apply/index.ts';
import { definitionsOf, rowsOf } from '../schema/apply/desired.ts';
import { rooms } from '../schema/index.ts';
import { type InstanceSettings, referenceRows } from './reference.ts';

/** What an instance is brought to: the schema of its rooms, and the rows that every instance starts with. */
type Options = Omit<ApplyOptions, 'definitions' | 'reference'> & { readonly settings: InstanceSettings };

export function applyInstance({ settings, ...options }: Options): Promise<ApplyResult> {
	return applySchema({ ...options, ...instance(settings) });
}

export function planInstance({ settings, ...options }: Options): Promise<ApplyResult> {
	return planSchema({ ...options, ...instance(settings) });
}

function instance(settings: InstanceSettings): Pick<ApplyOptions, 'definitions' | 'reference'> {
	return { definitions: definitionsOf(rooms, settings.rooms), reference: [...rowsOf(rooms, settings.rooms), ...referenceRows(settings)] };
}

export { settingsFrom } from './reference.ts';
export { demoPasswordFrom, removeDemo, seedDemo } from './demo/index.ts';
