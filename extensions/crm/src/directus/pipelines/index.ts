export { registerBoard } from './routes.ts';
