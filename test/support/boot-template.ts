import { bootNode, runNode } from '../../bin/host/node.ts';

await runNode(bootNode);
setTimeout(() => process.exit(), 200);
