-- What deals in a stage count as hangs on the stage, so it can't change below them. One pipeline is the default.
-- needs crm_stages: kind, pipeline
-- needs crm_pipelines: is_default
-- needs crm_opportunities: stage

-- FOR UPDATE waits for deals that are just moving in: a moving deal holds its stage FOR KEY SHARE (derive_opportunity).
CREATE OR REPLACE FUNCTION cardinal.keep_stage_of_deals() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
	deals bigint;
	field text := CASE WHEN NEW.kind IS DISTINCT FROM OLD.kind THEN 'kind' ELSE 'pipeline' END;
BEGIN
	PERFORM 1 FROM public.crm_stages WHERE id = OLD.id FOR UPDATE;
	SELECT count(*) INTO deals FROM public.crm_opportunities WHERE stage = OLD.id;
	IF deals = 1 THEN PERFORM cardinal.refuse('1 deal is in this stage. Make another stage and move it there.', field, 'CR409'); END IF;
	IF deals > 1 THEN PERFORM cardinal.refuse(format('%s deals are in this stage. Make another stage and move them there.', deals), field, 'CR409'); END IF;
	RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER crm_30_keep_for_deals BEFORE UPDATE ON public.crm_stages
	FOR EACH ROW WHEN ((OLD.kind, OLD.pipeline) IS DISTINCT FROM (NEW.kind, NEW.pipeline)) EXECUTE FUNCTION cardinal.keep_stage_of_deals();

-- Deals start in an open stage: the last one stays, unless it is all that is left of a pipeline that nobody uses any more.
CREATE OR REPLACE FUNCTION cardinal.refusal_to_delete_crm_stages(leaving uuid[]) RETURNS text LANGUAGE sql VOLATILE AS $$
	SELECT format('This is the last open stage of %s, and deals start in one. Add another open stage first.', p.name)
	FROM public.crm_pipelines p
	WHERE p.id IN (SELECT pipeline FROM public.crm_stages WHERE id = ANY (leaving) AND kind = 'open')
		AND NOT EXISTS (SELECT FROM public.crm_stages s WHERE s.pipeline = p.id AND s.kind = 'open' AND s.id <> ALL (leaving))
		AND (p.is_default OR EXISTS (SELECT FROM public.crm_stages s WHERE s.pipeline = p.id AND s.id <> ALL (leaving)))
	LIMIT 1
$$;

-- The pipeline is held: two that leave at once would each count on the other.
CREATE OR REPLACE FUNCTION cardinal.keep_last_open_stage() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
	sentence text;
BEGIN
	IF cardinal.is_history() THEN RETURN coalesce(NEW, OLD); END IF;
	PERFORM 1 FROM public.crm_pipelines WHERE id = OLD.pipeline FOR NO KEY UPDATE;
	sentence := cardinal.refusal_to_delete_crm_stages(ARRAY[OLD.id]);
	IF sentence IS NOT NULL THEN
		PERFORM cardinal.refuse(sentence, CASE WHEN TG_OP = 'DELETE' THEN NULL WHEN NEW.kind <> 'open' THEN 'kind' ELSE 'pipeline' END, 'CR409');
	END IF;
	RETURN coalesce(NEW, OLD);
END $$;

CREATE OR REPLACE TRIGGER crm_31_keep_last_open BEFORE UPDATE ON public.crm_stages
	FOR EACH ROW WHEN (OLD.kind = 'open' AND (NEW.kind <> 'open' OR NEW.pipeline IS DISTINCT FROM OLD.pipeline)) EXECUTE FUNCTION cardinal.keep_last_open_stage();
CREATE OR REPLACE TRIGGER crm_31_keep_last_open_deleted BEFORE DELETE ON public.crm_stages
	FOR EACH ROW WHEN (OLD.kind = 'open') EXECUTE FUNCTION cardinal.keep_last_open_stage();

-- Marked as the default, a pipeline takes the mark from the one that had it. One at a time: two that are marked at once
-- would not see each other.
CREATE OR REPLACE FUNCTION cardinal.take_default() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	PERFORM pg_advisory_xact_lock(hashtext('crm_pipelines.is_default'));
	UPDATE public.crm_pipelines SET is_default = false
		WHERE is_default AND id <> NEW.id AND EXISTS (SELECT FROM public.crm_pipelines WHERE id = NEW.id AND is_default);
	RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER crm_50_take_default AFTER INSERT OR UPDATE OF is_default ON public.crm_pipelines
	FOR EACH ROW WHEN (NEW.is_default) EXECUTE FUNCTION cardinal.take_default();
