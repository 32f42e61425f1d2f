-- What a person reaches beyond their own rows, as lists on the person: rules of access.ts compare columns with them, and
-- need no joins.
-- needs directus_users: team, crm_teams, crm_shared_accounts, crm_shared_opportunities
-- needs crm_teams: manager
-- needs crm_account_collaborators: account, person
-- needs crm_opportunity_collaborators: opportunity, person

CREATE OR REPLACE FUNCTION cardinal.keep_reach() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	NEW.crm_teams := (SELECT coalesce(json_agg(id ORDER BY id), '[]') FROM public.crm_teams WHERE id = NEW.team OR manager = NEW.id);
	NEW.crm_shared_accounts := (SELECT coalesce(json_agg(account ORDER BY account), '[]') FROM public.crm_account_collaborators WHERE person = NEW.id);
	NEW.crm_shared_opportunities := (SELECT coalesce(json_agg(opportunity ORDER BY opportunity), '[]') FROM public.crm_opportunity_collaborators WHERE person = NEW.id);
	RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER crm_40_reach BEFORE INSERT OR UPDATE OF team, crm_teams, crm_shared_accounts, crm_shared_opportunities ON public.directus_users
	FOR EACH ROW EXECUTE FUNCTION cardinal.keep_reach();

-- Locked first, and in one order: a statement that waits for another's lock goes on with what it saw before.
CREATE OR REPLACE FUNCTION cardinal.refresh_reach(people uuid[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	PERFORM 1 FROM public.directus_users WHERE id = ANY (people) ORDER BY id FOR NO KEY UPDATE;
	UPDATE public.directus_users SET crm_teams = NULL WHERE id = ANY (people);
END $$;

CREATE OR REPLACE FUNCTION cardinal.follow_manager() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF TG_OP = 'UPDATE' AND NEW.manager IS NOT DISTINCT FROM OLD.manager THEN RETURN NULL; END IF;
	PERFORM cardinal.refresh_reach(ARRAY[CASE WHEN TG_OP <> 'INSERT' THEN OLD.manager END, CASE WHEN TG_OP <> 'DELETE' THEN NEW.manager END]);
	RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER crm_50_follow_manager AFTER INSERT OR UPDATE OR DELETE ON public.crm_teams
	FOR EACH ROW EXECUTE FUNCTION cardinal.follow_manager();

CREATE OR REPLACE FUNCTION cardinal.follow_collaborators() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
	people uuid[];
BEGIN
	SELECT array_agg(DISTINCT person) INTO people FROM changed_rows;
	PERFORM cardinal.refresh_reach(people);
	RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER crm_50_reach_inserted AFTER INSERT ON public.crm_account_collaborators
	REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION cardinal.follow_collaborators();
CREATE OR REPLACE TRIGGER crm_50_reach_updated AFTER UPDATE ON public.crm_account_collaborators
	REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION cardinal.follow_collaborators();
CREATE OR REPLACE TRIGGER crm_50_reach_replaced AFTER UPDATE ON public.crm_account_collaborators
	REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION cardinal.follow_collaborators();
CREATE OR REPLACE TRIGGER crm_50_reach_deleted AFTER DELETE ON public.crm_account_collaborators
	REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION cardinal.follow_collaborators();
CREATE OR REPLACE TRIGGER crm_50_reach_inserted AFTER INSERT ON public.crm_opportunity_collaborators
	REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION cardinal.follow_collaborators();
CREATE OR REPLACE TRIGGER crm_50_reach_updated AFTER UPDATE ON public.crm_opportunity_collaborators
	REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION cardinal.follow_collaborators();
CREATE OR REPLACE TRIGGER crm_50_reach_replaced AFTER UPDATE ON public.crm_opportunity_collaborators
	REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION cardinal.follow_collaborators();
CREATE OR REPLACE TRIGGER crm_50_reach_deleted AFTER DELETE ON public.crm_opportunity_collaborators
	REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION cardinal.follow_collaborators();

-- People from before this guard.
UPDATE public.directus_users SET crm_teams = NULL WHERE crm_teams IS NULL OR crm_shared_accounts IS NULL OR crm_shared_opportunities IS NULL;
