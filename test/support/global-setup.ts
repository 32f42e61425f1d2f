import type { TestProject } from 'vitest/node';
import { startProvider } from './provider.ts';

declare module 'vitest' {
	export interface ProvidedContext {
		provider: string;
	}
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
	const provider = await startProvider();
	project.provide('provider', provider.url);
	return provider.stop;
}
