import { ImportError } from './import-error.ts';

/** Imports that one node carries out at once: more would starve people who click. */
const most = 2;

let running = 0;

/** Takes a place, which has to be given back. */
export function enter(): () => void {
	if (running >= most) {
		throw new ImportError([`${most} imports are running at the moment. Wait until one of them is done, then try again.`], { status: 429, code: 'IMPORT_BUSY' });
	}
	running += 1;
	let isLeft = false;
	return () => {
		if (!isLeft) running -= 1;
		isLeft = true;
	};
}
