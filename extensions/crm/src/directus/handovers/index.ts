export type { HandoverHost } from './context.ts';
export { refusedClaim } from './explain-claims.ts';
export { registerHandovers } from './routes.ts';
