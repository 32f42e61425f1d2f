export { ADMIN, startNode, type Node } from './node.ts';
export { hasRedis, startRedis, type Redis } from './redis.ts';
export { emptyDatabase, sharedWorld, startWorld, type Answer, type Request, type World } from './world.ts';
