-- People are looked for, sorted and linked by their whole name.
-- needs crm_leads: name, first_name, last_name, company
-- needs crm_contacts: name, first_name, last_name

CREATE OR REPLACE FUNCTION cardinal.derive_name() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	NEW.name := left(coalesce(nullif(trim(concat_ws(' ', trim(NEW.first_name), trim(NEW.last_name))), ''), to_jsonb(NEW) ->> 'company'), 255);
	RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER crm_25_name BEFORE INSERT OR UPDATE ON public.crm_leads
	FOR EACH ROW EXECUTE FUNCTION cardinal.derive_name();
CREATE OR REPLACE TRIGGER crm_25_name BEFORE INSERT OR UPDATE ON public.crm_contacts
	FOR EACH ROW EXECUTE FUNCTION cardinal.derive_name();
