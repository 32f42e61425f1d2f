export type { HandoverHost } from './context.ts';
export { explainClaims } from './explain-claims.ts';
export { registerHandovers } from './routes.ts';
