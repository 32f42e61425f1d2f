import { defineInterface } from '@directus/extensions-sdk';
import StagePathField from './stage-path-field.vue';

export default defineInterface({
	id: 'crm-stage-path',
	name: 'Stage path',
	description: 'The stages of a deal’s pipeline: where it stands, how long it took, where it may go.',
	icon: 'linear_scale',
	component: StagePathField,
	types: ['alias'],
	localTypes: ['presentation'],
	group: 'presentation',
	hideLabel: true,
	options: null,
});
