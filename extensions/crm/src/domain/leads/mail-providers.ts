import providers from 'email-providers/all.json' with { type: 'json' };
import { normaliseDomain } from '../shared/domain.ts';

const publicProviders: ReadonlySet<string> = new Set(providers);

/** Whether everybody can get an address there: such a domain says nothing about whom somebody works for. */
export function isPublicProvider(domain: string): boolean {
	return publicProviders.has(domain);
}

/** The domains that a company is known by, from an address and a website: none of a public mail provider. */
export function companyDomains({ email, website }: { readonly email: unknown; readonly website: unknown }): string[] {
	const domains = [email, website].flatMap((given) => (typeof given === 'string' ? [normaliseDomain(given)] : []));
	return [...new Set(domains.filter((domain) => domain !== null).filter((domain) => !isPublicProvider(domain)))];
}
