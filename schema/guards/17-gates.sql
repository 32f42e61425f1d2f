-- What a deal needs to enter a stage, who may move it there, and from where. Asked when a deal is written (20-opportunities.sql)
-- and by the stage path, which shows it beforehand. History is brought in past the gates.
-- needs crm_stages: name, pipeline, kind, required_fields, next_stages, entered_by
-- needs crm_lost_reasons: name, needs_note, is_active
-- needs crm_opportunities: lost_reason, lost_note, amount, currency, close_date

-- What counts as empty is what a form would show so; a box that has to be ticked is not ticked.
CREATE OR REPLACE FUNCTION cardinal.is_empty(value jsonb) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
	SELECT coalesce(value IN ('null', 'false', '[]', '{}') OR (jsonb_typeof(value) = 'string' AND trim(value #>> '{}') = ''), true)
$$;

-- What a deal lacks: [{ field, label, message }]. Lists of other rows (lines, files) and fields that are gone are not asked for.
CREATE OR REPLACE FUNCTION cardinal.wanted_at(deal public.crm_opportunities, stage public.crm_stages, is_entering boolean) RETURNS jsonb LANGUAGE sql STABLE AS $$
	WITH given AS (SELECT to_jsonb(deal) AS deal), reason AS (SELECT * FROM public.crm_lost_reasons WHERE id = deal.lost_reason),
	asked (place, field, message) AS (
		SELECT 1, field, NULL FROM unnest(CASE stage.kind WHEN 'won' THEN ARRAY['amount', 'currency', 'close_date'] END) AS field
		UNION ALL SELECT 2, 'lost_reason', 'Say why it was lost.' WHERE stage.kind = 'lost'
		UNION ALL SELECT 3, field, NULL FROM unnest(CASE WHEN is_entering THEN cardinal.keys_in(stage.required_fields) END) AS field
	),
	missing AS (
		SELECT min(place) AS place, field, min(message) AS message FROM asked, given WHERE given.deal ? field AND cardinal.is_empty(given.deal -> field) GROUP BY field
		UNION ALL SELECT 2, 'lost_reason', format('Choose another lost reason: “%s” is not in use any more.', name) FROM reason WHERE stage.kind = 'lost' AND NOT coalesce(is_active, false)
		UNION ALL SELECT 2, 'lost_note', format('Say what happened: the reason “%s” needs a note.', name) FROM reason WHERE stage.kind = 'lost' AND needs_note AND trim(coalesce(deal.lost_note, '')) = ''
	)
	SELECT coalesce(jsonb_agg(jsonb_build_object('field', field, 'label', label, 'message', coalesce(message, format('Fill in %s.', label))) ORDER BY place, field), '[]')
	FROM (SELECT DISTINCT ON (field) place, field, message, cardinal.field_label('crm_opportunities', field) AS label FROM missing ORDER BY field, message NULLS LAST) AS missing
$$;

-- Why nobody fills in anything that would get it there: NULL when nothing speaks against it. Without an actor it is the
-- system's own doing.
CREATE OR REPLACE FUNCTION cardinal.refusal_to_enter(from_stage public.crm_stages, stage public.crm_stages, actor uuid) RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE
	names text[];
BEGIN
	IF from_stage.id = stage.id THEN RETURN NULL; END IF;
	IF from_stage.pipeline = stage.pipeline AND from_stage.next_stages IS NOT NULL THEN
		SELECT array_agg(name::text ORDER BY sort NULLS LAST, name) INTO names FROM public.crm_stages WHERE id::text = ANY (cardinal.keys_in(from_stage.next_stages)) AND pipeline = stage.pipeline;
		IF names IS NOT NULL AND stage.id::text <> ALL (cardinal.keys_in(from_stage.next_stages)) THEN
			RETURN format('From %s a deal goes on to %s, not to %s.', from_stage.name, replace(cardinal.listed(names), ' and ', ' or '), stage.name);
		END IF;
	END IF;
	IF actor IS NOT NULL AND stage.entered_by IS NOT NULL THEN
		SELECT array_agg(name::text ORDER BY name) INTO names FROM public.directus_roles WHERE id::text = ANY (cardinal.keys_in(stage.entered_by));
		IF names IS NOT NULL AND NOT cardinal.has_role(actor, cardinal.keys_in(stage.entered_by)) THEN
			RETURN format('Only people with the role %s can move a deal to %s. Ask one of them.', replace(cardinal.listed(names), ' and ', ' or '), stage.name);
		END IF;
	END IF;
	RETURN NULL;
END $$;

-- Whether somebody has one of the roles, or a role below it; administrators have them all.
CREATE OR REPLACE FUNCTION cardinal.has_role(person uuid, wanted text[]) RETURNS boolean LANGUAGE sql STABLE AS $$
	WITH RECURSIVE roles (id) AS (
		SELECT role FROM public.directus_users WHERE id = person AND role IS NOT NULL
		UNION SELECT r.parent FROM public.directus_roles r JOIN roles ON roles.id = r.id WHERE r.parent IS NOT NULL
	)
	SELECT EXISTS (SELECT FROM roles WHERE id::text = ANY (wanted))
		OR EXISTS (SELECT FROM public.directus_policies p WHERE p.admin_access AND p.id IN (SELECT cardinal.policies_of(person)))
$$;

-- The gate of a stage, for a deal as it would be written: why it can't enter, and what it lacks.
CREATE OR REPLACE FUNCTION cardinal.gate(deal public.crm_opportunities, from_stage uuid, stage public.crm_stages, actor uuid, OUT refusal text, OUT wanted jsonb) LANGUAGE plpgsql STABLE AS $$
DECLARE
	origin public.crm_stages;
BEGIN
	IF from_stage IS NOT NULL THEN SELECT * INTO origin FROM public.crm_stages WHERE id = from_stage; END IF;
	refusal := cardinal.refusal_to_enter(origin, stage, actor);
	wanted := cardinal.wanted_at(deal, stage, from_stage IS DISTINCT FROM stage.id);
END $$;

CREATE OR REPLACE FUNCTION cardinal.refuse_at_gate(deal public.crm_opportunities, from_stage uuid, stage public.crm_stages, actor uuid) RETURNS void LANGUAGE plpgsql STABLE AS $$
DECLARE
	at_gate record;
	clauses text[];
BEGIN
	SELECT * INTO at_gate FROM cardinal.gate(deal, from_stage, stage, actor);
	IF at_gate.refusal IS NOT NULL THEN PERFORM cardinal.refuse(at_gate.refusal, 'stage', 'CR403'); END IF;
	IF at_gate.wanted = '[]' THEN RETURN; END IF;
	-- What is merely to be filled in is said at once: fill in Amount and Close date.
	SELECT array_remove(array_agg(DISTINCT 'fill in ' || blank.labels) || array_agg(lower(left(one ->> 'message', 1)) || substr(rtrim(one ->> 'message', '.'), 2)) FILTER (WHERE one ->> 'message' NOT LIKE 'Fill in %'), NULL)
	INTO clauses
	FROM jsonb_array_elements(at_gate.wanted) AS one,
		(SELECT cardinal.listed(array_agg(two ->> 'label')) AS labels FROM jsonb_array_elements(at_gate.wanted) AS two WHERE two ->> 'message' LIKE 'Fill in %') AS blank;
	PERFORM cardinal.refuse(format('For the stage %s, %s.', stage.name, cardinal.listed(clauses)), at_gate.wanted -> 0 ->> 'field');
END $$;

-- Stages to go on to are stages of the same pipeline, and what is asked for is a field of deals that holds a value.
CREATE OR REPLACE FUNCTION cardinal.check_gate() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
	stranger text;
BEGIN
	SELECT name INTO stranger FROM public.crm_stages WHERE id::text = ANY (cardinal.keys_in(NEW.next_stages)) AND pipeline <> NEW.pipeline LIMIT 1;
	IF stranger IS NOT NULL THEN PERFORM cardinal.refuse(format('The stage %s belongs to another pipeline. Choose stages of this one.', stranger), 'next_stages'); END IF;
	SELECT field INTO stranger FROM unnest(cardinal.keys_in(NEW.required_fields)) AS field
		WHERE NOT EXISTS (SELECT FROM pg_attribute WHERE attrelid = 'public.crm_opportunities'::regclass AND attname = field AND attnum > 0 AND NOT attisdropped) LIMIT 1;
	IF stranger IS NOT NULL THEN PERFORM cardinal.refuse(format('A deal can’t be asked for %s: choose fields of the deal itself that hold a value.', cardinal.field_label('crm_opportunities', stranger)), 'required_fields'); END IF;
	RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER crm_30_check_gate BEFORE INSERT OR UPDATE OF pipeline, next_stages, required_fields ON public.crm_stages
	FOR EACH ROW EXECUTE FUNCTION cardinal.check_gate();
