import { type SignIn, signInsOf } from '../../seeds/demo/sign-ins.ts';
import { connect } from './postmaster.ts';
import type { Secrets } from './secrets.ts';
import type { DatabaseAddress } from './settings.ts';

/** As whom of the demo one can sign in, where nobody has been told yet. */
export async function untoldSignIns({ secrets, address }: { secrets: Secrets; address: DatabaseAddress }): Promise<SignIn[]> {
	if (secrets.demoPassword === undefined || secrets.isDemoShown) return [];
	const client = await connect(address);
	try {
		return await signInsOf((sql) => client.query(sql));
	} finally {
		await client.end();
	}
}
