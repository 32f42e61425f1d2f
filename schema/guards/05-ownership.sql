-- Somebody who changes team takes along what is still to be done; what is closed stays with the team that did it. What is
-- still to be done says each collection (`open`); its trigger on people comes from there (apply/ownership.ts).
-- needs directus_users: team

-- Before the change, waits for rows that are being made with the team of before: they hold this one (team_of).
CREATE OR REPLACE FUNCTION cardinal.hold_team() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	PERFORM 1 FROM public.directus_users WHERE id = OLD.id FOR UPDATE;
	RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION cardinal.take_along() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE format('UPDATE public.%I SET team = $1 WHERE owner = $2 AND team IS DISTINCT FROM $1 AND (%s)', TG_ARGV[0], TG_ARGV[1]) USING NEW.team, NEW.id;
	RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER crm_30_hold_team BEFORE UPDATE ON public.directus_users
	FOR EACH ROW WHEN (OLD.team IS DISTINCT FROM NEW.team) EXECUTE FUNCTION cardinal.hold_team();

-- What did this before.
DROP TRIGGER IF EXISTS crm_50_follow_team ON public.directus_users;
DROP FUNCTION IF EXISTS cardinal.follow_team();
