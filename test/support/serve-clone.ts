// A node on a clone of the template: everything is applied already.
import { listen } from '../../bin/host/listen.ts';
import { runNode } from '../../bin/host/node.ts';

await runNode(listen);
