-- A lead converts once, with what the plan says (directus/leads/expand.ts), and is read-only from then on; what hangs on
-- it goes along. `conversion_record` says what it takes to take that back: only the plan writes it, and only as the lead converts.
-- needs crm_leads: status, converted_account, converted_contact, converted_opportunity, converted_at, conversion_record, email, company
-- needs crm_accounts: name, domain, type
-- needs crm_contacts: email, account
-- needs crm_opportunities: lead, account, contact, stage_kind
-- needs crm_activities: lead, account, contact, opportunity
-- needs crm_attachments: lead, account, contact, opportunity, field
-- needs crm_settings: unconvert_days, deal_days
-- needs crm_conversion_fields: target, target_field, lead_field

-- What names of companies are compared by: without case, accents, punctuation and legal forms. A first word is never one.
CREATE OR REPLACE FUNCTION cardinal.company_key(company text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
	key text := lower(regexp_replace(normalize(company, NFKD), '[\u0300-\u036f]', '', 'g'));
BEGIN
	key := replace(replace(replace(replace(replace(replace(key, 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'ø', 'o'), 'ł', 'l'), 'đ', 'd');
	key := regexp_replace(regexp_replace(key, '[.''’`´]', '', 'g'), '[&+]', ' and ', 'g');
	-- Letters of every script stay, whatever the locale of the database knows of them.
	key := regexp_replace(trim(regexp_replace(key, '[\s!-/:-@\[-`{-~‐-―„“”«»·]+', ' ', 'g')), '^the (?=.)', '');
	key := regexp_replace(key, '( (and|und|et|co|company|cie|gmbh|mbh|ggmbh|ag|kg|kgaa|ohg|gbr|ug|haftungsbeschrankt|ek|ev|eg|se|inc|incorporated|corp|corporation|llc|llp|lp|ltd|limited|plc|pty|pte|pvt|private|sa|sas|sasu|sarl|eurl|spa|srl|srls|sl|slu|bv|nv|vof|ab|as|asa|aps|oy|oyj|kk|gk|sp z oo|sp zoo|zoo|doo|dd|sro|kft|zrt|nyrt|ood|eood|ooo|oao|pao|zao|jsc|lda|ltda|eireli|cv|sab|sa de cv|holding|holdings|group|gruppe))+$', '');
	RETURN nullif(key, '');
END $$;

CREATE INDEX IF NOT EXISTS crm_accounts_company_key_idx ON public.crm_accounts (cardinal.company_key(name));
CREATE INDEX IF NOT EXISTS crm_contacts_lower_email_idx ON public.crm_contacts (lower(email));

CREATE OR REPLACE FUNCTION cardinal.keep_conversion() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
	-- What is said about somebody who was a lead. Whose it is, whether it is archived and when something last happened goes on.
	frozen text[] := ARRAY['status', 'converted_account', 'converted_contact', 'converted_opportunity', 'salutation', 'title', 'first_name', 'last_name',
		'company', 'website', 'email', 'phone', 'mobile', 'linkedin', 'rating', 'unqualified_reason', 'source', 'estimated_value', 'currency', 'budget',
		'authority', 'timeline', 'decision_on', 'need', 'description', 'street', 'postal_code', 'city', 'state', 'country'];
	changed text;
BEGIN
	IF cardinal.is_history() THEN
		IF NEW.status = 'converted' THEN NEW.converted_at := coalesce(NEW.converted_at, cardinal.moment()); END IF;
		RETURN NEW;
	END IF;
	IF NOT cardinal.is_direct() THEN RETURN NEW; END IF;

	IF TG_OP = 'INSERT' THEN
		IF NEW.status = 'converted' THEN PERFORM cardinal.refuse('A new lead can’t be converted yet: save it first, then convert it.', 'status'); END IF;
		NEW.converted_account := NULL;
		NEW.converted_contact := NULL;
		NEW.converted_opportunity := NULL;
		NEW.conversion_record := NULL;
	ELSIF coalesce(current_setting('crm.unlock', true), '') <> '' THEN
		IF NEW.status <> 'converted' THEN NEW.converted_at := NULL; END IF;
	ELSIF OLD.status = 'converted' THEN
		IF NEW.status = 'converted' AND NEW.conversion_record IS NOT NULL AND NEW.conversion_record::text IS DISTINCT FROM OLD.conversion_record::text THEN
			PERFORM cardinal.refuse('This lead has been converted already.', 'status', 'CR409');
		END IF;
		NEW.conversion_record := OLD.conversion_record;
		SELECT name INTO changed FROM unnest(frozen) AS name WHERE to_jsonb(NEW) -> name IS DISTINCT FROM to_jsonb(OLD) -> name LIMIT 1;
		IF changed = 'status' THEN
			PERFORM cardinal.refuse('A converted lead is reopened by undoing its conversion, not by its status.', 'status', 'CR409');
		ELSIF changed IS NOT NULL THEN
			PERFORM cardinal.refuse('This lead is converted and stays as it was: change the account, contact or deal that it became, or undo the conversion.', changed, 'CR409');
		END IF;
	ELSIF NEW.status = 'converted' THEN
		IF NEW.conversion_record IS NULL THEN PERFORM cardinal.refuse('Convert the lead on its own: its status alone makes no account, contact and deal.', 'status', 'CR409'); END IF;
		-- Waits for activities that are just being written about it: they go along too.
		PERFORM 1 FROM public.crm_leads WHERE id = NEW.id FOR UPDATE;
		NEW.converted_at := cardinal.moment();
		NEW.conversion_record := NEW.conversion_record::jsonb || jsonb_build_object(
			'activities', (SELECT coalesce(jsonb_agg(jsonb_build_object('id', id, 'account', account, 'contact', contact, 'opportunity', opportunity)), '[]') FROM public.crm_activities WHERE lead = NEW.id),
			'attachments', (SELECT coalesce(jsonb_agg(id), '[]') FROM public.crm_attachments WHERE lead = NEW.id AND field IS NULL)
		);
	ELSE
		NEW.converted_account := OLD.converted_account;
		NEW.converted_contact := OLD.converted_contact;
		NEW.converted_opportunity := OLD.converted_opportunity;
		NEW.conversion_record := OLD.conversion_record;
	END IF;
	RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER crm_26_conversion BEFORE INSERT OR UPDATE ON public.crm_leads
	FOR EACH ROW EXECUTE FUNCTION cardinal.keep_conversion();

-- What hangs on the lead goes along: activities stand at all that it became, a file hangs on one record.
CREATE OR REPLACE FUNCTION cardinal.follow_conversion() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
	activities uuid[] := (SELECT array_agg((one ->> 'id')::uuid) FROM json_array_elements(NEW.conversion_record -> 'activities') AS one);
	attachments uuid[] := (SELECT array_agg(one::uuid) FROM json_array_elements_text(NEW.conversion_record -> 'attachments') AS one);
BEGIN
	IF activities IS NOT NULL THEN
		UPDATE public.crm_activities SET account = coalesce(account, NEW.converted_account), contact = coalesce(contact, NEW.converted_contact), opportunity = coalesce(opportunity, NEW.converted_opportunity)
			WHERE id = ANY (activities) AND lead = NEW.id;
	END IF;
	IF attachments IS NOT NULL AND num_nonnulls(NEW.converted_opportunity, NEW.converted_contact, NEW.converted_account) > 0 THEN
		UPDATE public.crm_attachments SET lead = NULL, opportunity = NEW.converted_opportunity,
			contact = CASE WHEN NEW.converted_opportunity IS NULL THEN NEW.converted_contact END,
			account = CASE WHEN num_nonnulls(NEW.converted_opportunity, NEW.converted_contact) = 0 THEN NEW.converted_account END
			WHERE id = ANY (attachments) AND lead = NEW.id;
	END IF;
	RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER crm_60_follow_conversion AFTER UPDATE ON public.crm_leads
	FOR EACH ROW WHEN (OLD.status <> 'converted' AND NEW.status = 'converted' AND NEW.conversion_record IS NOT NULL) EXECUTE FUNCTION cardinal.follow_conversion();

-- What is said of it afterwards and of nothing else is said of what it became. The lead is held: what comes while it is
-- being converted waits, and finds it converted.
CREATE OR REPLACE FUNCTION cardinal.follow_converted() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
	about public.crm_leads;
BEGIN
	IF cardinal.is_history() THEN RETURN NEW; END IF;
	SELECT * INTO about FROM public.crm_leads WHERE id = NEW.lead FOR KEY SHARE;
	IF about.status = 'converted' THEN
		NEW.account := about.converted_account;
		NEW.contact := about.converted_contact;
		NEW.opportunity := about.converted_opportunity;
	END IF;
	RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER crm_28_follow_converted BEFORE INSERT ON public.crm_activities
	FOR EACH ROW WHEN (NEW.lead IS NOT NULL AND num_nonnulls(NEW.account, NEW.contact, NEW.opportunity) = 0) EXECUTE FUNCTION cardinal.follow_converted();

-- And comes back, as far as it stands where the conversion put it; the lead as it was converted is passed.
CREATE OR REPLACE FUNCTION cardinal.give_back(was public.crm_leads) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
	origin text := coalesce(current_setting('crm.origin', true), '');
BEGIN
	PERFORM set_config('crm.origin', 'seed', true);
	UPDATE public.crm_activities activity SET
		account = CASE WHEN one.account IS NOT NULL OR activity.account IS DISTINCT FROM was.converted_account THEN activity.account END,
		contact = CASE WHEN one.contact IS NOT NULL OR activity.contact IS DISTINCT FROM was.converted_contact THEN activity.contact END,
		opportunity = CASE WHEN one.opportunity IS NOT NULL OR activity.opportunity IS DISTINCT FROM was.converted_opportunity THEN activity.opportunity END
		FROM json_to_recordset(was.conversion_record -> 'activities') AS one (id uuid, account uuid, contact uuid, opportunity uuid)
		WHERE activity.id = one.id AND activity.lead = was.id;
	UPDATE public.crm_attachments SET lead = was.id, opportunity = NULL, contact = NULL, account = NULL
		WHERE id::text IN (SELECT json_array_elements_text(was.conversion_record -> 'attachments'))
			AND (opportunity = was.converted_opportunity OR contact = was.converted_contact OR account = was.converted_account);
	PERFORM set_config('crm.origin', origin, true);
END $$;

-- Whoever makes a deal of a lead holds the lead: of two conversions at once, the second waits here and finds it converted.
CREATE OR REPLACE FUNCTION cardinal.hold_lead() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	PERFORM 1 FROM public.crm_leads WHERE id = NEW.lead FOR UPDATE;
	RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER crm_12_hold_lead BEFORE INSERT ON public.crm_opportunities
	FOR EACH ROW WHEN (NEW.lead IS NOT NULL) EXECUTE FUNCTION cardinal.hold_lead();

-- An account becomes a customer with its first won deal. What somebody made it (a partner, a reseller) it stays.
CREATE OR REPLACE FUNCTION cardinal.make_customer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	UPDATE public.crm_accounts SET type = 'customer' WHERE id = NEW.account AND type = 'prospect';
	RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER crm_60_customer_inserted AFTER INSERT ON public.crm_opportunities
	FOR EACH ROW WHEN (NEW.stage_kind = 'won' AND NEW.account IS NOT NULL) EXECUTE FUNCTION cardinal.make_customer();
CREATE OR REPLACE TRIGGER crm_60_customer AFTER UPDATE ON public.crm_opportunities
	FOR EACH ROW WHEN (NEW.stage_kind = 'won' AND NEW.account IS NOT NULL AND (OLD.stage_kind, OLD.account) IS DISTINCT FROM (NEW.stage_kind, NEW.account)) EXECUTE FUNCTION cardinal.make_customer();
