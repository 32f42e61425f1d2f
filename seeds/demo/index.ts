export { removeDemo, type RemoveOptions, type RemoveResult } from './remove.ts';
export { demoPasswordFrom } from './sign-ins.ts';
export { seedDemo, type SeedOptions, type SeedResult } from './seed.ts';
