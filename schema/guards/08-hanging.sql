-- What hangs on a record has its rights: revisions, comments and files know which record that is.
-- needs directus_revisions: crm_lead, crm_account, crm_contact, crm_opportunity, crm_activity
-- needs directus_comments: crm_lead, crm_account, crm_contact, crm_opportunity, crm_activity
-- needs directus_files: crm_is_picture, crm_is_held
-- needs crm_products: image
-- needs crm_imports: errors_file
-- needs crm_attachments: file, field, lead, account, contact, opportunity

CREATE OR REPLACE FUNCTION cardinal.link_to_record() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
	record uuid := CASE WHEN NEW.item ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' THEN NEW.item::uuid END;
BEGIN
	NEW.crm_lead := CASE WHEN NEW.collection = 'crm_leads' THEN (SELECT id FROM public.crm_leads WHERE id = record) END;
	NEW.crm_account := CASE WHEN NEW.collection = 'crm_accounts' THEN (SELECT id FROM public.crm_accounts WHERE id = record) END;
	NEW.crm_contact := CASE WHEN NEW.collection = 'crm_contacts' THEN (SELECT id FROM public.crm_contacts WHERE id = record) END;
	NEW.crm_opportunity := CASE WHEN NEW.collection = 'crm_opportunities' THEN (SELECT id FROM public.crm_opportunities WHERE id = record) END;
	NEW.crm_activity := CASE WHEN NEW.collection = 'crm_activities' THEN (SELECT id FROM public.crm_activities WHERE id = record) END;
	RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER crm_30_link BEFORE INSERT ON public.directus_revisions
	FOR EACH ROW WHEN (NEW.collection LIKE 'crm\_%') EXECUTE FUNCTION cardinal.link_to_record();
CREATE OR REPLACE TRIGGER crm_30_link BEFORE INSERT OR UPDATE OF collection, item, crm_lead, crm_account, crm_contact, crm_opportunity, crm_activity ON public.directus_comments
	FOR EACH ROW EXECUTE FUNCTION cardinal.link_to_record();

-- History from before this guard.
DO $$ DECLARE
	about record;
	spoken text;
BEGIN
	FOREACH spoken IN ARRAY ARRAY['directus_revisions', 'directus_comments'] LOOP
		FOR about IN VALUES ('crm_leads', 'crm_lead'), ('crm_accounts', 'crm_account'), ('crm_contacts', 'crm_contact'), ('crm_opportunities', 'crm_opportunity'), ('crm_activities', 'crm_activity') LOOP
			EXECUTE format('UPDATE public.%1$I spoken SET %3$I = r.id FROM public.%2$I r WHERE spoken.collection = %2$L AND spoken.%3$I IS NULL AND r.id::text = spoken.item', spoken, about.column1, about.column2);
		END LOOP;
	END LOOP;
END $$;

-- Everybody who works here sees the others' faces and the pictures of products. A file that hangs nowhere yet is its
-- uploader's, and who that is can't be changed.
CREATE OR REPLACE FUNCTION cardinal.derive_file() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	NEW.crm_is_picture := EXISTS (SELECT FROM public.directus_users WHERE avatar = NEW.id) OR EXISTS (SELECT FROM public.crm_products WHERE image = NEW.id);
	NEW.crm_is_held := EXISTS (SELECT FROM public.crm_attachments WHERE file = NEW.id) OR EXISTS (SELECT FROM public.crm_imports WHERE errors_file = NEW.id);
	IF TG_OP = 'UPDATE' AND cardinal.is_direct() THEN NEW.uploaded_by := OLD.uploaded_by; END IF;
	RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER crm_30_derive BEFORE INSERT OR UPDATE OF crm_is_picture, crm_is_held, uploaded_by ON public.directus_files
	FOR EACH ROW EXECUTE FUNCTION cardinal.derive_file();

-- The argument is the field that holds a file.
CREATE OR REPLACE FUNCTION cardinal.follow_file() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
	was uuid := CASE WHEN TG_OP <> 'INSERT' THEN (to_jsonb(OLD) ->> TG_ARGV[0])::uuid END;
	becomes uuid := CASE WHEN TG_OP <> 'DELETE' THEN (to_jsonb(NEW) ->> TG_ARGV[0])::uuid END;
BEGIN
	IF was IS DISTINCT FROM becomes THEN UPDATE public.directus_files SET crm_is_held = NULL WHERE id IN (was, becomes); END IF;
	RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER crm_50_follow_portrait AFTER INSERT OR UPDATE OR DELETE ON public.directus_users
	FOR EACH ROW EXECUTE FUNCTION cardinal.follow_file('avatar');
CREATE OR REPLACE TRIGGER crm_50_follow_picture AFTER INSERT OR UPDATE OR DELETE ON public.crm_products
	FOR EACH ROW EXECUTE FUNCTION cardinal.follow_file('image');
CREATE OR REPLACE TRIGGER crm_60_follow_file AFTER INSERT OR UPDATE OR DELETE ON public.crm_attachments
	FOR EACH ROW EXECUTE FUNCTION cardinal.follow_file('file');
CREATE OR REPLACE TRIGGER crm_60_follow_file AFTER INSERT OR UPDATE OR DELETE ON public.crm_imports
	FOR EACH ROW EXECUTE FUNCTION cardinal.follow_file('errors_file');

-- A file in a field of a record, such as a logo that an admin added, hangs on that record like any other.
CREATE OR REPLACE FUNCTION cardinal.attach_files() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
	link text := TG_ARGV[0];
	held record;
BEGIN
	FOR held IN
		SELECT a.attname AS field, (to_jsonb(NEW) ->> a.attname)::uuid AS file, CASE WHEN TG_OP = 'UPDATE' THEN (to_jsonb(OLD) ->> a.attname)::uuid END AS file_before
		FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
		WHERE c.contype = 'f' AND c.conrelid = TG_RELID AND c.confrelid = 'public.directus_files'::regclass
	LOOP
		CONTINUE WHEN held.file IS NOT DISTINCT FROM held.file_before AND (held.file IS NULL OR EXISTS (SELECT FROM public.crm_attachments WHERE file = held.file AND field = held.field));
		EXECUTE format('DELETE FROM public.crm_attachments WHERE %I = $1 AND field = $2', link) USING NEW.id, held.field;
		IF held.file IS NOT NULL THEN
			EXECUTE format('INSERT INTO public.crm_attachments (id, file, field, %I) VALUES (gen_random_uuid(), $1, $2, $3)', link) USING held.file, held.field, NEW.id;
		END IF;
	END LOOP;
	RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER crm_50_attach_files AFTER INSERT OR UPDATE ON public.crm_leads
	FOR EACH ROW EXECUTE FUNCTION cardinal.attach_files('lead');
CREATE OR REPLACE TRIGGER crm_50_attach_files AFTER INSERT OR UPDATE ON public.crm_accounts
	FOR EACH ROW EXECUTE FUNCTION cardinal.attach_files('account');
CREATE OR REPLACE TRIGGER crm_50_attach_files AFTER INSERT OR UPDATE ON public.crm_contacts
	FOR EACH ROW EXECUTE FUNCTION cardinal.attach_files('contact');
CREATE OR REPLACE TRIGGER crm_50_attach_files AFTER INSERT OR UPDATE ON public.crm_opportunities
	FOR EACH ROW EXECUTE FUNCTION cardinal.attach_files('opportunity');

-- Files from before this guard.
DO $$ DECLARE
	held record;
BEGIN
	PERFORM set_config('crm.origin', 'seed', true);
	FOR held IN
		SELECT c.conrelid::regclass AS record, a.attname AS field FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
		WHERE c.contype = 'f' AND c.confrelid = 'public.directus_files'::regclass
			AND c.conrelid IN ('public.crm_leads'::regclass, 'public.crm_accounts'::regclass, 'public.crm_contacts'::regclass, 'public.crm_opportunities'::regclass)
	LOOP
		EXECUTE format('UPDATE %1$s SET %2$I = %2$I WHERE %2$I IS NOT NULL', held.record, held.field);
	END LOOP;
	UPDATE public.directus_files SET crm_is_held = NULL;
	PERFORM set_config('crm.origin', '', true);
END $$;
