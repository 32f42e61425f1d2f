import type { Directive } from 'vue';

/**
 * Attributes for assistive technology on the input or button inside a component of Directus, which would put them on
 * its outer element: `v-aria="{ label: 'Field', expanded: isOpen }"`.
 */
export const vAria: Directive<HTMLElement, { readonly [name: string]: string | boolean }> = {
	mounted: (element, { value }) => mark(element, value),
	updated: (element, { value }) => mark(element, value),
};

function mark(element: HTMLElement, attributes: { readonly [name: string]: string | boolean }): void {
	const control = element.matches('input, button, a') ? element : element.querySelector('input, textarea, button, a');
	for (const [name, value] of Object.entries(attributes)) control?.setAttribute(`aria-${name}`, String(value));
}
