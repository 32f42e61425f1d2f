import { definePanel } from '@directus/extensions-sdk';
import BoardPanel from './board-panel.vue';

export default definePanel({
	id: 'crm-board',
	name: 'Pipeline board',
	description: 'Deals by stage, to be moved from one to the next.',
	icon: 'view_kanban',
	component: BoardPanel,
	minWidth: 28,
	minHeight: 18,
	options: [
		{
			field: 'pipeline', name: 'Pipeline', type: 'json',
			meta: { width: 'half', interface: 'collection-item-dropdown', options: { selectedCollection: 'crm_pipelines', template: '{{name}}' }, note: 'The default one, when left empty.' },
		},
		{
			field: 'team', name: 'Team', type: 'json',
			meta: { width: 'half', interface: 'collection-item-dropdown', options: { selectedCollection: 'crm_teams', template: '{{name}}' }, note: 'All teams, when left empty.' },
		},
		{
			field: 'owner', name: 'Whose deals', type: 'string',
			meta: { width: 'half', interface: 'select-dropdown', options: { allowNone: true, placeholder: 'Everybody’s', choices: [{ text: 'Those of whoever looks', value: 'me' }] } },
		},
	],
});
