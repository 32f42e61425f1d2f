import { defineModule } from '@directus/extensions-sdk';
import BoardPage from './board-page.vue';

export default defineModule({
	id: 'crm',
	name: 'Pipeline',
	icon: 'view_kanban',
	routes: [
		{ path: '', redirect: '/crm/pipeline' },
		{ path: 'pipeline', component: BoardPage },
	],
	preRegisterCheck: ({ admin_access: isAdmin }, permissions) => isAdmin || (permissions['crm_opportunities']?.read?.access ?? 'none') !== 'none',
});
