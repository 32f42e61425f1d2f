import { defineModule } from '@directus/extensions-sdk';
import AccessPage from './access-page.vue';

export default defineModule({
	id: 'crm-access',
	name: 'Rights',
	icon: 'admin_panel_settings',
	routes: [{ path: '', component: AccessPage }],
	preRegisterCheck: ({ admin_access: isAdmin }) => isAdmin,
});
