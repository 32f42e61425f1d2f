import { createHash } from 'node:crypto';

/** The namespace of Cardinal's own keys. */
const namespace = Buffer.from('6f1c2f6e0a5b4a6e9f6d3c1b7e2a9d40', 'hex');

/** The same UUID for the same name on every instance (version 5, RFC 9562): what we bring can be found again. */
export function stableId(name: string): string {
	return uuidOf(name, 5);
}

/** The same, in the form of a random one (version 4): Directus invites people to no role whose key has another. */
export function stableRoleId(name: string): string {
	return uuidOf(name, 4);
}

function uuidOf(name: string, version: number): string {
	const hash = createHash('sha1').update(namespace).update(name).digest().subarray(0, 16);
	hash[6] = (hash[6]! & 0x0f) | (version << 4);
	hash[8] = (hash[8]! & 0x3f) | 0x80;
	return hash.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
