import { defineModule } from '@directus/extensions-sdk';
import HandOver from './hand-over.vue';

export default defineModule({
	id: 'crm-handover',
	name: 'Hand over',
	icon: 'move_down',
	routes: [{ path: '', component: HandOver }],
	preRegisterCheck: ({ admin_access: isAdmin }, permissions) => isAdmin || (permissions['crm_handovers']?.create?.access ?? 'none') !== 'none',
});
