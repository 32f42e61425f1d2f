-- Activities: when they were done, whom they concern, and when somebody was last in touch.
-- needs crm_activities: type, status, due_at, start_at, end_at, completed_at, lead, account, contact, opportunity
-- needs crm_leads: last_activity_at
-- needs crm_accounts: last_activity_at
-- needs crm_contacts: last_activity_at, account
-- needs crm_opportunities: last_activity_at, account

CREATE OR REPLACE FUNCTION cardinal.derive_activity() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF TG_OP = 'INSERT' AND NEW.type = 'note' AND coalesce(NEW.status, 'planned') = 'planned' THEN NEW.status := 'done'; END IF;
	IF NEW.type = 'meeting' THEN NEW.due_at := coalesce(NEW.start_at, NEW.due_at); END IF; -- lists go by one date
	IF NEW.status IS DISTINCT FROM 'done' THEN
		NEW.completed_at := NULL;
	ELSIF NEW.completed_at IS NULL THEN -- a call or meeting logged afterwards counts as of when it was
		NEW.completed_at := least(cardinal.moment(), coalesce(NEW.end_at, NEW.start_at, cardinal.moment()));
	END IF;
	IF cardinal.is_direct() THEN -- a foreign key that empties the link empties it for good
		NEW.account := coalesce(NEW.account,
			(SELECT account FROM public.crm_opportunities WHERE id = NEW.opportunity),
			(SELECT account FROM public.crm_contacts WHERE id = NEW.contact));
	END IF;
	RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER crm_30_derive BEFORE INSERT OR UPDATE ON public.crm_activities
	FOR EACH ROW EXECUTE FUNCTION cardinal.derive_activity();

-- last_activity_at of whom the activity concerns, before and after the change.
CREATE OR REPLACE FUNCTION cardinal.touch(collection text, link text, key uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	IF key IS NULL THEN RETURN; END IF;
	-- Locked first: a statement that waits for another's lock goes on with what it saw before.
	EXECUTE format('SELECT 1 FROM public.%I WHERE id = $1 FOR NO KEY UPDATE', collection) USING key;
	EXECUTE format('WITH latest AS (SELECT max(completed_at) AS at FROM public.crm_activities WHERE %I = $1 AND status = ''done'')
		UPDATE public.%I SET last_activity_at = latest.at FROM latest WHERE id = $1 AND last_activity_at IS DISTINCT FROM latest.at', link, collection) USING key;
END $$;

CREATE OR REPLACE FUNCTION cardinal.touch_concerned() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
	changed public.crm_activities;
BEGIN
	FOREACH changed IN ARRAY CASE TG_OP WHEN 'INSERT' THEN ARRAY[NEW] WHEN 'DELETE' THEN ARRAY[OLD] ELSE ARRAY[OLD, NEW] END LOOP
		PERFORM cardinal.touch('crm_leads', 'lead', changed.lead);
		PERFORM cardinal.touch('crm_accounts', 'account', changed.account);
		PERFORM cardinal.touch('crm_contacts', 'contact', changed.contact);
		PERFORM cardinal.touch('crm_opportunities', 'opportunity', changed.opportunity);
	END LOOP;
	RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER crm_50_touch AFTER INSERT OR UPDATE OR DELETE ON public.crm_activities
	FOR EACH ROW EXECUTE FUNCTION cardinal.touch_concerned();
