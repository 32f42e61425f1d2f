export { removeDemo, type RemoveOptions, type RemoveResult } from './remove.ts';
export { seedDemo, type SeedOptions, type SeedResult } from './seed.ts';
