-- A contact works for several accounts, with a role in each. The one it mainly works for stands on the contact too, so
-- that lists, filters and rights need no join; whichever of the two is changed, the other follows.
-- needs crm_contacts: account, user_created, user_updated
-- needs crm_account_contacts: account, contact, role, is_primary, external_id

CREATE OR REPLACE FUNCTION cardinal.follow_main_account() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF TG_OP = 'UPDATE' AND NEW.account IS NOT DISTINCT FROM OLD.account THEN RETURN NULL; END IF;
	UPDATE public.crm_account_contacts SET is_primary = false WHERE contact = NEW.id AND is_primary AND account IS DISTINCT FROM NEW.account;
	INSERT INTO public.crm_account_contacts (id, account, contact, is_primary, user_created)
		SELECT gen_random_uuid(), NEW.account, NEW.id, true, coalesce(NEW.user_updated, NEW.user_created) WHERE NEW.account IS NOT NULL
		ON CONFLICT (account, contact) DO UPDATE SET is_primary = true WHERE NOT crm_account_contacts.is_primary;
	RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER crm_50_main_account AFTER INSERT OR UPDATE ON public.crm_contacts
	FOR EACH ROW EXECUTE FUNCTION cardinal.follow_main_account();

-- Naming an account twice, on the contact and with its role, is no mistake: the row that says more takes the place of the
-- one that was made for it. The first account is the main one.
CREATE OR REPLACE FUNCTION cardinal.prepare_account_contact() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF NOT cardinal.is_direct() THEN RETURN NEW; END IF;
	-- Locked first, as by a change of the contact itself: only so is the row seen that another just made for it.
	PERFORM 1 FROM public.crm_contacts WHERE id = NEW.contact FOR NO KEY UPDATE;
	DELETE FROM public.crm_account_contacts WHERE account = NEW.account AND contact = NEW.contact AND role IS NULL AND external_id IS NULL;
	NEW.is_primary := NEW.is_primary
		OR coalesce((SELECT account = NEW.account FROM public.crm_contacts WHERE id = NEW.contact), true);
	RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER crm_30_prepare BEFORE INSERT ON public.crm_account_contacts
	FOR EACH ROW EXECUTE FUNCTION cardinal.prepare_account_contact();

CREATE OR REPLACE FUNCTION cardinal.follow_account_contact() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF NOT cardinal.is_direct() THEN RETURN NULL; END IF;
	IF TG_OP <> 'INSERT' AND OLD.is_primary AND (TG_OP = 'DELETE' OR NOT NEW.is_primary OR (NEW.contact, NEW.account) <> (OLD.contact, OLD.account)) THEN
		UPDATE public.crm_contacts SET account = NULL WHERE id = OLD.contact AND account = OLD.account;
	END IF;
	IF TG_OP <> 'DELETE' AND NEW.is_primary THEN
		UPDATE public.crm_account_contacts SET is_primary = false WHERE contact = NEW.contact AND is_primary AND id <> NEW.id;
		UPDATE public.crm_contacts SET account = NEW.account WHERE id = NEW.contact AND account IS DISTINCT FROM NEW.account;
	END IF;
	RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER crm_50_follow AFTER INSERT OR UPDATE OR DELETE ON public.crm_account_contacts
	FOR EACH ROW EXECUTE FUNCTION cardinal.follow_account_contact();
