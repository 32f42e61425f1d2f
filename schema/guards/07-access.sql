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

-- Where somebody was last seen (last_access, last_page) is written all the time, and tells nobody anything.
CREATE OR REPLACE TRIGGER crm_90_tell_update AFTER UPDATE ON public.directus_users
	FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status OR OLD.role IS DISTINCT FROM NEW.role) EXECUTE FUNCTION cardinal.tell_of_access();
CREATE OR REPLACE TRIGGER crm_90_tell_delete AFTER DELETE ON public.directus_users
	FOR EACH ROW EXECUTE FUNCTION cardinal.tell_of_access();
