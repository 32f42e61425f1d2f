-- Rows that stand below another of their kind never stand below themselves.
-- needs crm_accounts: parent
-- needs crm_contacts: reports_to

-- Goes up from the new parent (the link and the sentence are arguments). Locks what it passes: of two moves that close
-- a circle together, one waits for the other and finds it.
CREATE OR REPLACE FUNCTION cardinal.refuse_circle() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
	above uuid := to_jsonb(NEW) ->> TG_ARGV[0];
	passed uuid[] := '{}';
BEGIN
	WHILE above IS NOT NULL AND above <> ALL (passed) LOOP
		IF above = NEW.id THEN PERFORM cardinal.refuse(TG_ARGV[1], TG_ARGV[0]); END IF;
		EXIT WHEN TG_OP = 'INSERT'; -- nothing stands below a new row
		passed := passed || above;
		EXECUTE format('SELECT %I FROM public.%I WHERE id = $1 FOR SHARE', TG_ARGV[0], TG_TABLE_NAME) INTO above USING above;
	END LOOP;
	RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER crm_30_no_circle BEFORE INSERT OR UPDATE OF parent ON public.crm_accounts
	FOR EACH ROW EXECUTE FUNCTION cardinal.refuse_circle('parent', 'An account can’t be above itself: choose another parent account.');
CREATE OR REPLACE TRIGGER crm_30_no_circle BEFORE INSERT OR UPDATE OF reports_to ON public.crm_contacts
	FOR EACH ROW EXECUTE FUNCTION cardinal.refuse_circle('reports_to', 'Nobody reports to themselves: choose another contact.');
