import { defineModule } from '@directus/extensions-sdk';
import NewImport from './new-import.vue';
import PastImport from './past-import.vue';

export default defineModule({
	id: 'crm-import',
	name: 'Import',
	icon: 'upload_file',
	routes: [
		{ path: '', component: NewImport },
		{ path: ':id', component: PastImport, props: true },
	],
});
