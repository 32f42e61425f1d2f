export { registerMoves } from './routes.ts';
