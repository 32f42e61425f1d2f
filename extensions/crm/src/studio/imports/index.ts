import { defineModule } from '@directus/extensions-sdk';
import NewImport from './new-import.vue';
import PastImport from './past-import.vue';

export default defineModule({
	id: 'crm-import',
	name: 'Import',
	icon: 'upload_file',
	// Shown to those who may bring something in; administrators have no entries of their own in the permissions.
	preRegisterCheck: ({ admin_access }, permissions) => Boolean(admin_access) || (permissions['crm_imports']?.create?.access ?? 'none') !== 'none',
	routes: [
		{ path: '', component: NewImport },
		{ path: ':id', component: PastImport, props: true },
	],
});
