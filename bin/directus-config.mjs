// Directus reads configuration files in JavaScript only; Node strips the types of the one that people edit.
export { default } from '../directus.config.ts';
