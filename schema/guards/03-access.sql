-- Who may do what is known to every node that runs, and to connections that are open: whatever path a change came by,
-- they are told (directus/shared/access-changes.ts). The payload is the person whom it concerns; empty, everybody.

CREATE OR REPLACE FUNCTION cardinal.tell_of_access() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	PERFORM pg_notify('cardinal_access', CASE WHEN TG_LEVEL = 'ROW' THEN to_jsonb(OLD) ->> 'id' ELSE '' END);
	RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER crm_90_tell AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON public.directus_roles FOR EACH STATEMENT EXECUTE FUNCTION cardinal.tell_of_access();
CREATE OR REPLACE TRIGGER crm_90_tell AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON public.directus_policies FOR EACH STATEMENT EXECUTE FUNCTION cardinal.tell_of_access();
CREATE OR REPLACE TRIGGER crm_90_tell AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON public.directus_access FOR EACH STATEMENT EXECUTE FUNCTION cardinal.tell_of_access();
CREATE OR REPLACE TRIGGER crm_90_tell AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON public.directus_permissions FOR EACH STATEMENT EXECUTE FUNCTION cardinal.tell_of_access();

-- What stands on a person and decides what they may do; where they were last seen is written all the time, and does not.
-- Asked by name, since an instance without teams has no such columns.
CREATE OR REPLACE FUNCTION cardinal.standing(person public.directus_users) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
	SELECT jsonb_build_array(row -> 'status', row -> 'role', row -> 'crm_teams', row -> 'crm_shared_accounts', row -> 'crm_shared_opportunities') FROM to_jsonb(person) AS row
$$;

CREATE OR REPLACE TRIGGER crm_90_tell_update AFTER UPDATE ON public.directus_users
	FOR EACH ROW WHEN (cardinal.standing(OLD) IS DISTINCT FROM cardinal.standing(NEW)) EXECUTE FUNCTION cardinal.tell_of_access();
CREATE OR REPLACE TRIGGER crm_90_tell_delete AFTER DELETE ON public.directus_users
	FOR EACH ROW EXECUTE FUNCTION cardinal.tell_of_access();
