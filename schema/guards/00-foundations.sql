-- What the other guards stand on. Functions live in the schema `cardinal`, out of Directus' sight.
-- A refusal has SQLSTATE class CR: CR400 a value to correct, CR403 not allowed, CR409 in conflict with what is there.
-- Its detail is a sentence for people (knex puts the SQL before the message), its column the field that the form marks.

CREATE SCHEMA IF NOT EXISTS cardinal;

CREATE OR REPLACE FUNCTION cardinal.refuse(message text, field text DEFAULT NULL, code text DEFAULT 'CR400') RETURNS void
LANGUAGE plpgsql PARALLEL SAFE AS $$
BEGIN
	RAISE EXCEPTION USING ERRCODE = code, MESSAGE = message, DETAIL = message, COLUMN = coalesce(field, '');
END $$;

-- Import and seeds bring history in: their transaction says so (SET LOCAL), which no client of the API can.
CREATE OR REPLACE FUNCTION cardinal.is_history() RETURNS boolean LANGUAGE sql STABLE AS $$
	SELECT coalesce(current_setting('crm.origin', true), '') IN ('import', 'seed')
$$;

-- The moment at which a change counts as made: now, or what history says.
CREATE OR REPLACE FUNCTION cardinal.moment() RETURNS timestamptz LANGUAGE sql VOLATILE AS $$
	SELECT coalesce(CASE WHEN cardinal.is_history() THEN nullif(current_setting('crm.as_of', true), '')::timestamptz END, clock_timestamp())
$$;

-- The day of an instant, the same on every machine.
CREATE OR REPLACE FUNCTION cardinal.day(instant timestamptz) RETURNS date LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
	SELECT (instant AT TIME ZONE 'UTC')::date
$$;

-- A statement that somebody sent, as against one that a trigger or a foreign key carries out for it.
CREATE OR REPLACE FUNCTION cardinal.is_direct() RETURNS boolean LANGUAGE sql STABLE AS $$
	SELECT pg_trigger_depth() <= 1
$$;

-- Kept columns (named as arguments) hold what the database derives: whatever a client sends for them is dropped.
CREATE OR REPLACE FUNCTION cardinal.keep_columns() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
	kept jsonb;
BEGIN
	IF cardinal.is_history() OR NOT cardinal.is_direct() THEN RETURN NEW; END IF;
	IF TG_OP = 'INSERT' THEN
		SELECT jsonb_object_agg(name, NULL) INTO kept FROM unnest(TG_ARGV) AS name;
	ELSE
		SELECT jsonb_object_agg(key, value) INTO kept FROM jsonb_each(to_jsonb(OLD)) WHERE key = ANY (TG_ARGV);
	END IF;
	RETURN jsonb_populate_record(NEW, kept);
END $$;

-- Who made a row and when is written once.
CREATE OR REPLACE FUNCTION cardinal.keep_stamps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF TG_OP = 'INSERT' THEN
		IF cardinal.is_history() THEN
			NEW.date_created := coalesce(NEW.date_created, cardinal.moment());
		ELSE
			NEW.date_created := cardinal.moment();
			NEW.date_updated := NULL;
			NEW.user_updated := NULL;
		END IF;
	ELSIF cardinal.is_direct() AND NOT cardinal.is_history() THEN
		NEW.date_created := OLD.date_created;
		NEW.user_created := OLD.user_created;
	END IF;
	RETURN NEW;
END $$;

-- The row is held, so that nobody changes team unseen before the row that asks is there (05-ownership.sql).
CREATE OR REPLACE FUNCTION cardinal.team_of(person uuid) RETURNS uuid LANGUAGE plpgsql VOLATILE AS $$
BEGIN
	RETURN (SELECT team FROM public.directus_users WHERE id = person FOR KEY SHARE);
END $$;

-- A row belongs to the team of its owner. Whoever makes a row owns it, but for leads: without owner they form the queue of
-- a team, which is that of who makes them unless they may assign to any (04-handover.sql).
CREATE OR REPLACE FUNCTION cardinal.follow_owner() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
	maker uuid := coalesce(nullif(current_setting('crm.actor', true), '')::uuid, CASE WHEN NOT cardinal.is_history() THEN NEW.user_created END);
BEGIN
	IF NOT cardinal.is_direct() THEN RETURN NEW; END IF;
	IF TG_OP = 'INSERT' AND NEW.owner IS NULL AND maker IS NOT NULL THEN
		IF TG_TABLE_NAME <> 'crm_leads' THEN
			NEW.owner := maker;
		ELSIF NEW.team IS NULL AND cardinal.reach_of(maker, TG_TABLE_NAME) <> 'all' THEN
			NEW.team := cardinal.team_of(maker);
		END IF;
	END IF;
	IF NEW.owner IS NOT NULL THEN
		IF TG_OP = 'INSERT' OR NEW.owner IS DISTINCT FROM OLD.owner THEN
			NEW.team := cardinal.team_of(NEW.owner);
		ELSE
			NEW.team := OLD.team; -- also where the owner works elsewhere by now: what is closed stays (05-ownership.sql)
		END IF;
	END IF;
	RETURN NEW;
END $$;

-- Collections that only the database writes, and what to do instead of writing to them.
CREATE OR REPLACE FUNCTION cardinal.refusal_by_hand(collection text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
	SELECT CASE collection
		WHEN 'crm_stage_changes' THEN 'Stage changes are written by the deal itself: move the deal to another stage instead.'
		WHEN 'crm_handovers' THEN 'Handovers are written by the page “Hand over”: hand the records over there.'
	END
$$;

CREATE OR REPLACE FUNCTION cardinal.refuse_by_hand() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF cardinal.is_direct() AND NOT cardinal.is_history() THEN
		PERFORM cardinal.refuse(cardinal.refusal_by_hand(TG_TABLE_NAME), NULL, 'CR403');
	END IF;
	RETURN coalesce(NEW, OLD);
END $$;

-- Rows that everything else stands on.
CREATE OR REPLACE FUNCTION cardinal.refusal_to_delete(collection text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
	SELECT CASE collection
		WHEN 'crm_settings' THEN 'The settings can’t be deleted: change them instead.'
	END
$$;

CREATE OR REPLACE FUNCTION cardinal.refuse_to_delete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	PERFORM cardinal.refuse(cardinal.refusal_to_delete(TG_TABLE_NAME), NULL, 'CR409');
	RETURN OLD;
END $$;

-- Why rows can't be deleted, as a sentence; NULL when they can. The delete filter asks it before Directus tries, since
-- Directus translates no error of a delete. A room that has a rule of its own says it in refusal_to_delete_<collection>.
CREATE OR REPLACE FUNCTION cardinal.delete_refusal(collection text, keys text[]) RETURNS text LANGUAGE plpgsql VOLATILE AS $$
DECLARE
	link record;
	is_used boolean;
	sentence text;
BEGIN
	IF cardinal.refusal_by_hand(collection) IS NOT NULL THEN RETURN cardinal.refusal_by_hand(collection); END IF;
	IF cardinal.refusal_to_delete(collection) IS NOT NULL THEN RETURN cardinal.refusal_to_delete(collection); END IF;
	FOR link IN
		SELECT c.conrelid::regclass AS child, a.attname AS field, format_type(a.atttypid, NULL) AS type, coalesce(obj_description(c.conrelid, 'pg_class'), c.conrelid::regclass::text) AS label
		FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
		WHERE c.contype = 'f' AND c.confdeltype IN ('a', 'r') AND c.confrelid = format('public.%I', collection)::regclass
	LOOP
		EXECUTE format('SELECT EXISTS (SELECT FROM %s WHERE %I = ANY ($1::%s[]))', link.child, link.field, link.type) INTO is_used USING keys;
		-- How many is not said: whoever asks may not see them all.
		IF is_used THEN RETURN format('It is still in use: %s. Change or delete those first, or archive this instead.', lower(link.label)); END IF;
	END LOOP;
	IF cardinal.is_history() OR to_regprocedure(format('cardinal.%I(uuid[])', 'refusal_to_delete_' || collection)) IS NULL THEN RETURN NULL; END IF;
	EXECUTE format('SELECT cardinal.%I($1)', 'refusal_to_delete_' || collection) INTO sentence USING keys::uuid[];
	RETURN sentence;
EXCEPTION
	WHEN invalid_text_representation THEN RETURN NULL; -- no key of such a row, so there is none
END $$;

-- How a field is called: as the forms say it, for fields that an admin added too.
CREATE OR REPLACE FUNCTION cardinal.field_label(of_collection text, of_field text) RETURNS text LANGUAGE sql STABLE AS $$
	SELECT coalesce((
		SELECT nullif(translated ->> 'translation', '') FROM public.directus_fields f, json_array_elements(CASE json_typeof(f.translations) WHEN 'array' THEN f.translations ELSE '[]' END) AS translated
		WHERE f.collection = of_collection AND f.field = of_field AND translated ->> 'language' = 'en-US' LIMIT 1
	), initcap(replace(of_field, '_', ' ')))
$$;

-- Several things in a sentence: leads, deals and contacts.
CREATE OR REPLACE FUNCTION cardinal.listed(words text[]) RETURNS text LANGUAGE sql IMMUTABLE AS $$
	SELECT CASE WHEN cardinality(words) > 1 THEN array_to_string(words[:cardinality(words) - 1], ', ') || ' and ' || words[cardinality(words)] ELSE words[1] END
$$;

-- The keys that a field holds as JSON: plain, or as the app's picker of several rows writes them ({"key": …, "collection": …}).
CREATE OR REPLACE FUNCTION cardinal.keys_in(list json) RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
	SELECT coalesce(array_agg(coalesce(entry ->> 'key', entry #>> '{}')), '{}')
	FROM jsonb_array_elements(CASE jsonb_typeof(list::jsonb) WHEN 'array' THEN list::jsonb ELSE '[]' END) AS entry
$$;
