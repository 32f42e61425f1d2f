export { registerForecast } from './routes.ts';
