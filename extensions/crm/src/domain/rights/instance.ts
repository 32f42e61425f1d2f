import type { Action, Rule } from '../../../../../schema/define/access.ts';

/** Roles, policies and permissions as they stand in an instance, whoever made them. */
export interface Instance {
	readonly roles: readonly RoleRow[];
	readonly policies: readonly PolicyRow[];
	readonly access: readonly AccessRow[];
	readonly permissions: readonly PermissionRow[];
}

export interface RoleRow {
	readonly id: string;
	readonly name: string;
	readonly icon: string;
	readonly description: string | null;
	readonly parent: string | null;
}

export interface PolicyRow {
	readonly id: string;
	readonly name: string;
	readonly admin_access: boolean;
}

/** Ties a policy to a role, to a person, or to everybody. */
export interface AccessRow {
	readonly role: string | null;
	readonly user: string | null;
	readonly policy: string;
}

export interface PermissionRow extends Permitted {
	readonly id: number;
	readonly policy: string;
	readonly collection: string;
	readonly action: Action;
}

/** What a permission says. */
export interface Permitted {
	readonly permissions: Rule | null;
	readonly validation: Rule | null;
	readonly presets: Rule | null;
	readonly fields: readonly string[] | null;
}
