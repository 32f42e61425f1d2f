import { directusConfig } from './project.ts';

// `directus <command>` for the host: with our configuration, without asking the network for updates, and gone
// when the process that asked for it is.
process.env.CONFIG_PATH ??= directusConfig;
process.env.TZ = 'UTC';
process.on('disconnect', () => process.exit(1));

await import('@directus/api/cli/run.js');
