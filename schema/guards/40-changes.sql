-- Boards and panels that are open follow what others do, whatever path it came by: every node hears that something changed
-- in a collection, tells its own clients so, and they ask again under their own rights (directus/shared/tell-of-changes.ts).
-- needs crm_activities: opportunity

CREATE OR REPLACE FUNCTION cardinal.tell_of_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	PERFORM pg_notify('cardinal_changed', TG_TABLE_NAME);
	RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER crm_90_tell AFTER INSERT OR UPDATE OR DELETE ON public.crm_opportunities FOR EACH STATEMENT EXECUTE FUNCTION cardinal.tell_of_change();
CREATE OR REPLACE TRIGGER crm_90_tell AFTER INSERT OR UPDATE OR DELETE ON public.crm_stages FOR EACH STATEMENT EXECUTE FUNCTION cardinal.tell_of_change();
CREATE OR REPLACE TRIGGER crm_90_tell AFTER INSERT OR UPDATE OR DELETE ON public.crm_pipelines FOR EACH STATEMENT EXECUTE FUNCTION cardinal.tell_of_change();

-- Of activities, those about deals: their next one stands on the card.
CREATE OR REPLACE FUNCTION cardinal.tell_of_deals() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
	is_about_deals boolean;
BEGIN
	IF TG_OP = 'UPDATE' THEN
		is_about_deals := EXISTS (SELECT FROM changed_rows WHERE opportunity IS NOT NULL) OR EXISTS (SELECT FROM rows_before WHERE opportunity IS NOT NULL);
	ELSE
		is_about_deals := EXISTS (SELECT FROM changed_rows WHERE opportunity IS NOT NULL);
	END IF;
	IF is_about_deals THEN PERFORM pg_notify('cardinal_changed', TG_TABLE_NAME); END IF;
	RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER crm_90_tell_inserted AFTER INSERT ON public.crm_activities
	REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION cardinal.tell_of_deals();
CREATE OR REPLACE TRIGGER crm_90_tell_updated AFTER UPDATE ON public.crm_activities
	REFERENCING OLD TABLE AS rows_before NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION cardinal.tell_of_deals();
CREATE OR REPLACE TRIGGER crm_90_tell_deleted AFTER DELETE ON public.crm_activities
	REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION cardinal.tell_of_deals();
