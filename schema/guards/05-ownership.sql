-- Somebody who changes team takes along what is still to be done; what is closed stays with the team that did it.
-- needs directus_users: team
-- needs crm_leads: owner, team, status
-- needs crm_accounts: owner, team
-- needs crm_contacts: owner, team
-- needs crm_opportunities: owner, team, stage_kind
-- needs crm_activities: owner, team, status

-- Before the change, waits for rows that are being made with the team of before: they hold this one (team_of).
CREATE OR REPLACE FUNCTION cardinal.follow_team() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF TG_WHEN = 'BEFORE' THEN
		PERFORM 1 FROM public.directus_users WHERE id = OLD.id FOR UPDATE;
		RETURN NEW;
	END IF;
	UPDATE public.crm_leads SET team = NEW.team WHERE owner = NEW.id AND team IS DISTINCT FROM NEW.team AND status <> 'converted';
	UPDATE public.crm_accounts SET team = NEW.team WHERE owner = NEW.id AND team IS DISTINCT FROM NEW.team;
	UPDATE public.crm_contacts SET team = NEW.team WHERE owner = NEW.id AND team IS DISTINCT FROM NEW.team;
	UPDATE public.crm_opportunities SET team = NEW.team WHERE owner = NEW.id AND team IS DISTINCT FROM NEW.team AND stage_kind = 'open';
	UPDATE public.crm_activities SET team = NEW.team WHERE owner = NEW.id AND team IS DISTINCT FROM NEW.team AND status = 'planned';
	RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER crm_30_hold_team BEFORE UPDATE ON public.directus_users
	FOR EACH ROW WHEN (OLD.team IS DISTINCT FROM NEW.team) EXECUTE FUNCTION cardinal.follow_team();
CREATE OR REPLACE TRIGGER crm_50_follow_team AFTER UPDATE ON public.directus_users
	FOR EACH ROW WHEN (OLD.team IS DISTINCT FROM NEW.team) EXECUTE FUNCTION cardinal.follow_team();
