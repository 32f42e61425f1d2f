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

-- For each of whom an activity may concern: the latest of what was done, found by an index. All rows are locked first and
-- in one order: a statement that waits for another's lock goes on with what it saw before.
DO $each$
DECLARE
	concerned record;
BEGIN
	FOR concerned IN VALUES ('crm_leads', 'lead'), ('crm_accounts', 'account'), ('crm_contacts', 'contact'), ('crm_opportunities', 'opportunity') LOOP
		EXECUTE format($sql$
			CREATE INDEX IF NOT EXISTS crm_activities_done_%2$s_idx ON public.crm_activities (%2$I, completed_at) WHERE status = 'done';

			CREATE OR REPLACE FUNCTION cardinal.touch_%1$s(keys uuid[]) RETURNS void LANGUAGE plpgsql AS $touch$
			BEGIN
				IF keys IS NULL THEN RETURN; END IF;
				PERFORM 1 FROM public.%1$I WHERE id = ANY (keys) ORDER BY id FOR NO KEY UPDATE;
				UPDATE public.%1$I SET last_activity_at = latest.at
					FROM (SELECT key, (SELECT max(completed_at) FROM public.crm_activities WHERE %2$I = key AND status = 'done') AS at FROM unnest(keys) AS key) AS latest
					WHERE id = latest.key AND last_activity_at IS DISTINCT FROM latest.at;
			END $touch$
		$sql$, concerned.column1, concerned.column2);
	END LOOP;
END $each$;

-- Once a statement, however many rows it has; what is merely planned touches nobody.
CREATE OR REPLACE FUNCTION cardinal.touch_concerned() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
	leads uuid[];
	accounts uuid[];
	contacts uuid[];
	deals uuid[];
BEGIN
	IF TG_OP = 'UPDATE' THEN
		SELECT array_agg(DISTINCT one.lead) FILTER (WHERE one.lead IS NOT NULL), array_agg(DISTINCT one.account) FILTER (WHERE one.account IS NOT NULL),
			array_agg(DISTINCT one.contact) FILTER (WHERE one.contact IS NOT NULL), array_agg(DISTINCT one.opportunity) FILTER (WHERE one.opportunity IS NOT NULL)
		INTO leads, accounts, contacts, deals
		FROM rows_before AS b JOIN changed_rows AS a ON a.id = b.id
			CROSS JOIN LATERAL (VALUES (b.status, b.lead, b.account, b.contact, b.opportunity), (a.status, a.lead, a.account, a.contact, a.opportunity))
				AS one (status, lead, account, contact, opportunity)
		WHERE one.status = 'done' AND (b.status, b.completed_at, b.lead, b.account, b.contact, b.opportunity)
			IS DISTINCT FROM (a.status, a.completed_at, a.lead, a.account, a.contact, a.opportunity);
	ELSE
		SELECT array_agg(DISTINCT lead) FILTER (WHERE lead IS NOT NULL), array_agg(DISTINCT account) FILTER (WHERE account IS NOT NULL),
			array_agg(DISTINCT contact) FILTER (WHERE contact IS NOT NULL), array_agg(DISTINCT opportunity) FILTER (WHERE opportunity IS NOT NULL)
		INTO leads, accounts, contacts, deals FROM changed_rows WHERE status = 'done';
	END IF;
	PERFORM cardinal.touch_crm_leads(leads), cardinal.touch_crm_accounts(accounts), cardinal.touch_crm_contacts(contacts), cardinal.touch_crm_opportunities(deals);
	RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS crm_50_touch ON public.crm_activities; -- the row by row one of earlier versions
CREATE OR REPLACE TRIGGER crm_50_touch_inserted AFTER INSERT ON public.crm_activities
	REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION cardinal.touch_concerned();
CREATE OR REPLACE TRIGGER crm_50_touch_updated AFTER UPDATE ON public.crm_activities
	REFERENCING OLD TABLE AS rows_before NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION cardinal.touch_concerned();
CREATE OR REPLACE TRIGGER crm_50_touch_deleted AFTER DELETE ON public.crm_activities
	REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION cardinal.touch_concerned();
