export { importFromCli, registerImportCommand } from './command.ts';
export type { ImportHost } from './context.ts';
export { registerImports } from './routes.ts';
