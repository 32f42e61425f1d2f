import { defineInterface } from '@directus/extensions-sdk';
import ActionBar from './action-bar.vue';

export default defineInterface({
	id: 'crm-actions',
	name: 'Actions',
	description: 'What can be done with a lead, an account, a contact or a deal.',
	icon: 'bolt',
	component: ActionBar,
	types: ['alias'],
	localTypes: ['presentation'],
	group: 'presentation',
	hideLabel: true,
	options: null,
});
