import { countries } from '../countries.ts';
import type { Field, FieldOptions, Json } from '../shape.ts';
import { field, type Value } from './field.ts';

/** A choice: its label, or a label with the colour and icon of its badge. */
export interface Choice {
	readonly label: string;
	readonly color?: BadgeColor;
	readonly icon?: string;
}

export type BadgeColor = 'danger' | 'warning' | 'success' | 'primary' | 'secondary' | 'neutral';

export function badge(label: string, color: BadgeColor, icon?: string): Choice {
	return { label, color, ...(icon ? { icon } : {}) };
}

type Choices = { readonly [value: string]: string | Choice };

/** The choices of a dropdown, for options of an interface. */
export function choiceList(choices: Choices): Json[] {
	return Object.entries(choices).map(([value, choice]) => {
		const { label, color, icon } = typeof choice === 'string' ? { label: choice } : choice;
		return { text: label, value, ...(color ? { color: colorOf(color) } : {}), ...(icon ? { icon } : {}) };
	});
}

function badgeList(choices: Choices): Json[] {
	return Object.entries(choices).map(([value, choice]) => {
		const { label, color = 'neutral', icon } = typeof choice === 'string' ? { label: choice } : choice;
		const background = color === 'neutral' ? 'var(--theme--background-accent)' : `var(--theme--${color}-background)`;
		// Half way to the text colour: readable on its tint in the light and the dark theme alike.
		const foreground = color === 'neutral' ? 'var(--theme--foreground)' : `color-mix(in srgb, ${colorOf(color)} 50%, var(--theme--foreground-accent))`;
		return { text: label, value, foreground, background, ...(icon ? { icon } : {}) };
	});
}

function colorOf(color: BadgeColor): string {
	return color === 'neutral' ? 'var(--theme--foreground-subdued)' : `var(--theme--${color})`;
}

/** One of several values, an admin may add more: shown as a badge in lists. */
export function choice<const C extends Choices, const O extends FieldOptions>(label: string, choices: C, options?: O): Field<Value<keyof C & string, O>> {
	return field(label, 'string', {
		interface: 'select-dropdown',
		interfaceOptions: { choices: choiceList(choices), ...(options?.required ? {} : { allowNone: true }) },
		display: 'labels',
		displayOptions: { choices: badgeList(choices), format: true },
	}, options);
}

/** A country by its ISO 3166-1 alpha-2 code. */
export function country<const O extends FieldOptions>(label: string, options?: O): Field<Value<keyof typeof countries, O>> {
	return choice(label, countries, options);
}
