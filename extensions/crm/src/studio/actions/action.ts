import type { Component } from 'vue';
import type { Row } from '../shared/use-form.ts';

/** What there is to know when it is decided whether something can be done: the record as stored, and who looks. */
export interface Situation {
	readonly collection: string;
	readonly id: string;
	readonly record: Row;
	readonly mayUpdate: boolean;
	readonly mayCreate: (collection: string) => boolean;
	readonly me: string;
}

/** Something that can be done with a record, as its action bar offers it. */
export interface Action {
	readonly id: string;
	readonly label: string;
	readonly icon: string;
	/** The next thing to do: one at most is offered at a time. */
	readonly isPrimary?: boolean;
	/** It changes the record, or leaves the form: what is typed there has to be saved before. */
	readonly savesFirst?: boolean;
	/** Whether there is anything of the kind to do here; always, where nothing is said. */
	readonly isOffered?: (situation: Situation) => boolean;
	/** Why it can't be done, and what to do; null if it can. */
	readonly whyNot?: (situation: Situation) => string | null;
	readonly does: Effect;
}

export type Effect =
	/** Opens a dialog: it takes the situation and what stands in `with`, and emits `cancel`, or `done` with an Outcome. */
	| { readonly kind: 'ask'; readonly dialog: Component; readonly with?: Row }
	/** Writes these fields of the record, and says so. */
	| { readonly kind: 'write'; readonly values: (situation: Situation) => Row; readonly said: string }
	/** Goes to something else in the form. */
	| { readonly kind: 'focus'; readonly selector: string };

/** What came of it. */
export interface Outcome {
	readonly said: string;
	/** Where it leads: `/content/crm_opportunities/…`; the form is read anew where it leads nowhere. */
	readonly open?: string;
}

/** The action bar of a form. */
export interface Bar {
	readonly actions: readonly Action[];
	/** Stands above the actions: what there is to know first. It takes the situation. */
	readonly above?: Component;
}
