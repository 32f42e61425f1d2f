// `npm test`: every test, or those that the arguments name. The last line says how many ran and how it went.
import { createVitest, parseCLI } from 'vitest/node';
import { countTests } from './host/count-tests.ts';
import { stopSignal } from './host/stop-signal.ts';

const stop = stopSignal();
const { filter, options } = parseCLI(['vitest', 'run', ...process.argv.slice(2)]);
process.env.NODE_ENV = 'test';

const vitest = await createVitest('test', { ...options, run: true, watch: false });
void stop.requested.then(() => vitest.cancelCurrentRun('keyboard-input'));
await vitest.start(filter).catch((error: unknown) => console.error(error instanceof Error ? error.message : error));

const { passed, failed, skipped } = countTests(vitest.state.getTestModules());
const brokenFiles = vitest.state.getTestModules().filter((module) => module.errors().length > 0).length;
const unhandled = vitest.state.getUnhandledErrors().length;
await vitest.close();

if (brokenFiles > 0) console.log(`${brokenFiles} files could not be run`);
if (unhandled > 0) console.log(`${unhandled} errors outside of any test`);
if (passed + failed === 0) console.log('No test ran');

const isFine = failed + brokenFiles + unhandled === 0 && passed > 0 && !stop.isRequested();
process.stdout.write(`${passed} passed, ${failed} failed, ${skipped} skipped\n`, () => process.exit(isFine ? 0 : 1));
