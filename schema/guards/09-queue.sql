-- The queue of a team: leads that nobody owns. Who takes one out of it is said by 04-handover.sql.
-- needs crm_leads: owner, team, claimed_at

CREATE OR REPLACE FUNCTION cardinal.keep_claim() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF NOT cardinal.is_history() THEN NEW.claimed_at := CASE WHEN NEW.owner IS NOT NULL THEN cardinal.moment() END; END IF;
	RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER crm_22_claim BEFORE UPDATE ON public.crm_leads
	FOR EACH ROW WHEN ((OLD.owner IS NULL) <> (NEW.owner IS NULL)) EXECUTE FUNCTION cardinal.keep_claim();

-- Whoever claims a lead that is gone can't see it any more; but it waited for them, so they may know what became of it.
CREATE OR REPLACE FUNCTION cardinal.claim_refusal(person uuid, leads uuid[]) RETURNS text LANGUAGE sql STABLE AS $$
	SELECT 'Somebody was faster: this lead has an owner already.' WHERE EXISTS (
		SELECT FROM public.crm_leads WHERE id = ANY (leads) AND claimed_at IS NOT NULL AND owner <> person AND cardinal.is_team_of(person, team)
	)
$$;
