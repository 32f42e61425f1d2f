export { goAroundUpdates } from './around-updates.ts';
export type { LeadsHost } from './convert-lead.ts';
export { expandConversions } from './expand.ts';
export { keepSources } from './keep-sources.ts';
export { registerLeads } from './routes.ts';
