import { defineInterface } from '@directus/extensions-sdk';
import OwnerInput from './owner-input.vue';

export default defineInterface({
	id: 'crm-owner',
	name: 'Owner',
	description: 'Whoever looks after a record: oneself, then the team, then everybody else to whom it can be given.',
	icon: 'badge',
	component: OwnerInput,
	types: ['uuid'],
	localTypes: ['m2o'],
	group: 'relational',
	relational: true,
	options: [],
	recommendedDisplays: ['user'],
});
