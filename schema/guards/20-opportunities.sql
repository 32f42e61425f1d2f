-- A deal: its stage belongs to its pipeline and decides its kind; closing fixes its worth; every move is written down.
-- needs crm_opportunities: pipeline, stage, stage_kind, stage_entered_at, closed_at, cycle_days, opened_on, close_date, account, rank, lost_reason, lost_note, competitor, amount, amount_is_manual, amount_base, currency, probability, forecast_category, date_created, date_updated, user_created, user_updated
-- needs crm_opportunity_lines: opportunity, product, quantity, unit_price, discount_percent, amount
-- needs crm_stages: name, pipeline, kind, probability, forecast_category, sort
-- needs crm_pipelines: name, is_default, sort
-- needs crm_stage_changes: opportunity, from_stage, to_stage, from_stage_name, to_stage_name, from_kind, to_kind, changed_by, changed_at, seconds, amount, currency, amount_base

CREATE OR REPLACE FUNCTION cardinal.first_open_stage(of_pipeline uuid) RETURNS uuid LANGUAGE sql STABLE AS $$
	SELECT id FROM public.crm_stages WHERE pipeline = of_pipeline AND kind = 'open' ORDER BY sort NULLS LAST, name LIMIT 1
$$;

CREATE OR REPLACE FUNCTION cardinal.sum_of_lines(of_opportunity uuid) RETURNS numeric LANGUAGE sql STABLE AS $$
	SELECT sum(amount) FROM public.crm_opportunity_lines WHERE opportunity = of_opportunity
$$;

-- A line in a currency: rounded to what that has.
CREATE OR REPLACE FUNCTION cardinal.line_amount(line public.crm_opportunity_lines, currency text) RETURNS numeric LANGUAGE sql STABLE AS $$
	SELECT round(line.quantity * line.unit_price * (1 - coalesce(line.discount_percent, 0) / 100), cardinal.decimals(currency))
$$;

CREATE OR REPLACE FUNCTION cardinal.sum_of_lines_in(currency text, of_opportunity uuid) RETURNS numeric LANGUAGE sql STABLE AS $$
	SELECT sum(cardinal.line_amount(line, currency)) FROM public.crm_opportunity_lines line WHERE opportunity = of_opportunity
$$;

-- What counts in what was won stays as it was: the columns, and the sentence for whoever changes one. A deal that was won
-- before there was an account (on a lead) still gets one.
CREATE OR REPLACE FUNCTION cardinal.refuse_rewriting_won(before public.crm_opportunities, after public.crm_opportunities) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
	changed text := (
		SELECT field FROM unnest(ARRAY['amount', 'currency', 'amount_is_manual', 'close_date', 'opened_on', 'account']) WITH ORDINALITY AS kept (field, place)
		WHERE to_jsonb(before) -> field IS DISTINCT FROM to_jsonb(after) -> field AND NOT (field = 'account' AND before.account IS NULL)
		ORDER BY place LIMIT 1
	);
BEGIN
	IF changed IS NOT NULL THEN
		PERFORM cardinal.refuse(format('This deal is won, so %s can’t be changed any more: it counts in what was won. Move the deal back to an open stage first.', cardinal.field_label('crm_opportunities', changed)), changed, 'CR409');
	END IF;
END $$;

-- A value that a statement names holds, even where it is the one from before (derive_opportunity asks for it).
CREATE OR REPLACE FUNCTION cardinal.note_named() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	PERFORM set_config('crm.named', concat_ws(',', nullif(current_setting('crm.named', true), ''), TG_ARGV[0]), true);
	RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER crm_25_name_probability BEFORE UPDATE OF probability ON public.crm_opportunities
	FOR EACH ROW WHEN (OLD.stage IS DISTINCT FROM NEW.stage) EXECUTE FUNCTION cardinal.note_named('probability');
CREATE OR REPLACE TRIGGER crm_25_name_category BEFORE UPDATE OF forecast_category ON public.crm_opportunities
	FOR EACH ROW WHEN (OLD.stage IS DISTINCT FROM NEW.stage) EXECUTE FUNCTION cardinal.note_named('forecast_category');
CREATE OR REPLACE TRIGGER crm_25_name_rank BEFORE UPDATE OF rank ON public.crm_opportunities
	FOR EACH ROW WHEN (OLD.stage IS DISTINCT FROM NEW.stage) EXECUTE FUNCTION cardinal.note_named('rank');
-- Directus names who changes a row in every change that it makes. Two at the same millisecond bear the same stamp, so
-- whether it is another one than before says nothing.
CREATE OR REPLACE TRIGGER crm_25_name_actor BEFORE UPDATE OF user_updated ON public.crm_opportunities
	FOR EACH ROW WHEN (OLD.stage IS DISTINCT FROM NEW.stage) EXECUTE FUNCTION cardinal.note_named('user_updated');

-- Before a deal is written: everything that follows from what was said.
CREATE OR REPLACE FUNCTION cardinal.derive_opportunity() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
	history boolean := cardinal.is_history();
	is_new boolean := TG_OP = 'INSERT';
	is_moved boolean;
	is_settled boolean; -- won before and after: what was won stays
	named text[] := '{}';
	stage public.crm_stages;
	before public.crm_opportunities;
BEGIN
	IF NOT is_new THEN before := OLD; END IF;
	IF NOT is_new AND NEW.stage IS DISTINCT FROM before.stage THEN
		named := string_to_array(coalesce(current_setting('crm.named', true), ''), ',');
		PERFORM set_config('crm.named', '', true);
	END IF;

	IF NEW.stage IS NULL THEN
		IF NEW.pipeline IS NULL THEN
			NEW.pipeline := (SELECT id FROM public.crm_pipelines ORDER BY is_default DESC, sort NULLS LAST, name LIMIT 1);
		END IF;
		NEW.stage := cardinal.first_open_stage(NEW.pipeline);
		IF NEW.stage IS NULL THEN PERFORM cardinal.refuse('Choose a stage: this pipeline has no open stage to start in.', 'stage'); END IF;
	END IF;

	is_moved := is_new OR NEW.stage IS DISTINCT FROM before.stage;
	-- A deal that moves in holds its stage: kind and pipeline stay until it is there (18-pipelines.sql).
	IF is_moved THEN
		SELECT * INTO stage FROM public.crm_stages WHERE id = NEW.stage FOR KEY SHARE;
	ELSE
		SELECT * INTO stage FROM public.crm_stages WHERE id = NEW.stage;
	END IF;
	IF stage.id IS NULL THEN PERFORM cardinal.refuse('Choose a stage that exists.', 'stage'); END IF;
	NEW.pipeline := coalesce(NEW.pipeline, stage.pipeline);
	IF NEW.pipeline <> stage.pipeline THEN
		PERFORM cardinal.refuse(format('The stage %s belongs to the pipeline %s. Choose a stage of %s.', stage.name,
			(SELECT name FROM public.crm_pipelines WHERE id = stage.pipeline),
			coalesce((SELECT name FROM public.crm_pipelines WHERE id = NEW.pipeline), 'the chosen pipeline')), 'stage');
	END IF;

	NEW.stage_kind := stage.kind;
	IF NEW.stage_kind <> 'open' THEN
		NEW.probability := stage.probability;
		NEW.forecast_category := stage.forecast_category;
	ELSE
		IF NEW.probability IS NULL OR (is_moved AND NEW.probability IS NOT DISTINCT FROM before.probability AND NOT 'probability' = ANY (named)) THEN NEW.probability := stage.probability; END IF;
		IF NEW.forecast_category IS NULL OR (is_moved AND NEW.forecast_category IS NOT DISTINCT FROM before.forecast_category AND NOT 'forecast_category' = ANY (named)) THEN NEW.forecast_category := stage.forecast_category; END IF;
	END IF;

	is_settled := before.stage_kind = 'won' AND NEW.stage_kind = 'won' AND cardinal.is_direct() AND NOT history;
	IF is_settled THEN PERFORM cardinal.refuse_rewriting_won(before, NEW); END IF;
	-- Why it was lost goes with being lost: lost again, it is asked anew.
	IF before.stage_kind = 'lost' AND NEW.stage_kind <> 'lost' AND NOT history THEN
		NEW.lost_reason := NULL;
		NEW.lost_note := NULL;
		NEW.competitor := NULL;
	END IF;

	IF is_new THEN
		NEW.stage_entered_at := CASE WHEN history THEN greatest(NEW.date_created, coalesce(NEW.stage_entered_at, NEW.closed_at)) ELSE NEW.date_created END;
	ELSIF is_moved AND NOT (history AND NEW.stage_entered_at IS DISTINCT FROM before.stage_entered_at) THEN
		NEW.stage_entered_at := greatest(cardinal.moment(), before.stage_entered_at);
	END IF;

	-- Where nobody says otherwise, a deal stands on top of its column (19-ranks.sql).
	IF NEW.rank IS NULL OR (is_moved AND NOT is_new AND NEW.rank IS NOT DISTINCT FROM before.rank AND NOT 'rank' = ANY (named)) THEN
		NEW.rank := cardinal.rank_at(NEW.stage_entered_at);
	ELSIF NEW.rank IS DISTINCT FROM before.rank AND NOT cardinal.is_rank(NEW.rank) THEN
		PERFORM cardinal.refuse('The rank of a deal is given by the board: move it there.', 'rank');
	END IF;

	IF NEW.stage_kind = 'open' THEN
		NEW.closed_at := NULL;
	ELSIF is_new OR NEW.stage_kind IS DISTINCT FROM before.stage_kind THEN
		NEW.closed_at := CASE WHEN history AND NEW.closed_at IS DISTINCT FROM before.closed_at THEN NEW.closed_at ELSE NEW.stage_entered_at END;
	END IF;
	NEW.opened_on := coalesce(NEW.opened_on, cardinal.day(NEW.date_created));
	NEW.cycle_days := cardinal.day(NEW.closed_at) - NEW.opened_on;

	NEW.currency := coalesce(NEW.currency, cardinal.base_currency());
	IF NOT coalesce(NEW.amount_is_manual, false) AND NOT is_new AND is_settled IS NOT TRUE THEN
		NEW.amount := coalesce(CASE WHEN NEW.currency = before.currency THEN cardinal.sum_of_lines(NEW.id) ELSE cardinal.sum_of_lines_in(NEW.currency, NEW.id) END, NEW.amount);
	END IF;

	-- The worth in the base currency is fixed by the rate of the day on which the deal closed.
	IF NEW.stage_kind = 'open' THEN
		NEW.amount_base := NULL;
	ELSIF NOT (history AND is_new AND NEW.amount_base IS NOT NULL)
		AND (is_new OR NEW.amount_base IS NULL OR (NEW.amount, NEW.currency, NEW.closed_at) IS DISTINCT FROM (before.amount, before.currency, before.closed_at)) THEN
		NEW.amount_base := cardinal.in_base_currency(NEW.amount, NEW.currency, cardinal.day(NEW.closed_at));
	END IF;

	IF NOT history AND (is_moved OR (cardinal.is_direct() AND NEW.stage_kind = 'lost' AND (NEW.lost_reason, NEW.lost_note) IS DISTINCT FROM (before.lost_reason, before.lost_note))) THEN
		PERFORM cardinal.refuse_at_gate(NEW, before.stage, stage, CASE WHEN is_new THEN NEW.user_created WHEN 'user_updated' = ANY (named) THEN NEW.user_updated END);
	END IF;
	RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER crm_30_derive BEFORE INSERT OR UPDATE ON public.crm_opportunities
	FOR EACH ROW EXECUTE FUNCTION cardinal.derive_opportunity();

-- Durations telescope: each move says how long the deal was in the stage before, in whole seconds between two whole
-- seconds, so that they add up to the time since the deal was made.
CREATE OR REPLACE FUNCTION cardinal.write_stage_change(deal public.crm_opportunities, from_id uuid, to_id uuid, since timestamptz, at_time timestamptz, actor uuid) RETURNS void
LANGUAGE sql AS $$
	INSERT INTO public.crm_stage_changes (id, opportunity, from_stage, to_stage, from_stage_name, to_stage_name, from_kind, to_kind,
		changed_by, changed_at, seconds, amount, currency, amount_base)
	SELECT gen_random_uuid(), deal.id, from_id, to_id, f.name, t.name, f.kind, t.kind, actor, at_time,
		floor(extract(epoch FROM at_time)) - floor(extract(epoch FROM since)), deal.amount, deal.currency, deal.amount_base
	FROM public.crm_stages t LEFT JOIN public.crm_stages f ON f.id = from_id WHERE t.id = to_id
$$;

CREATE OR REPLACE FUNCTION cardinal.record_stage_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
	opening uuid;
BEGIN
	IF TG_OP = 'UPDATE' THEN
		-- Directus stamps every change it makes; a change by other ways has no known actor.
		PERFORM cardinal.write_stage_change(NEW, OLD.stage, NEW.stage, OLD.stage_entered_at, NEW.stage_entered_at,
			CASE WHEN NEW.date_updated IS DISTINCT FROM OLD.date_updated THEN NEW.user_updated END);
		RETURN NULL;
	END IF;
	opening := NEW.stage;
	IF NEW.stage_entered_at > NEW.date_created THEN -- history: it was made in an earlier stage
		opening := coalesce(nullif(current_setting('crm.opening_stage', true), '')::uuid, cardinal.first_open_stage(NEW.pipeline), NEW.stage);
	END IF;
	PERFORM cardinal.write_stage_change(NEW, NULL, opening, NULL, NEW.date_created, NEW.user_created);
	IF NEW.stage_entered_at > NEW.date_created THEN
		PERFORM cardinal.write_stage_change(NEW, opening, NEW.stage, NEW.date_created, NEW.stage_entered_at, NEW.user_created);
	END IF;
	RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER crm_50_record_creation AFTER INSERT ON public.crm_opportunities
	FOR EACH ROW EXECUTE FUNCTION cardinal.record_stage_change();
CREATE OR REPLACE TRIGGER crm_50_record_move AFTER UPDATE ON public.crm_opportunities
	FOR EACH ROW WHEN (OLD.stage IS DISTINCT FROM NEW.stage) EXECUTE FUNCTION cardinal.record_stage_change();

-- The history of a deal is written by the deal alone, and goes with it.
CREATE OR REPLACE TRIGGER crm_05_written_by_the_deal BEFORE INSERT OR UPDATE OR DELETE ON public.crm_stage_changes
	FOR EACH ROW EXECUTE FUNCTION cardinal.refuse_by_hand();

-- Product lines: what a line comes to, and what they come to together.
CREATE OR REPLACE FUNCTION cardinal.derive_opportunity_line() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	NEW.amount := cardinal.line_amount(NEW, (SELECT currency FROM public.crm_opportunities WHERE id = NEW.opportunity));
	RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER crm_30_derive BEFORE INSERT OR UPDATE ON public.crm_opportunity_lines
	FOR EACH ROW EXECUTE FUNCTION cardinal.derive_opportunity_line();

-- The deal is locked before it is summed up: a statement that waits for another's lock goes on with what it saw before.
CREATE OR REPLACE FUNCTION cardinal.sum_up_lines() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	PERFORM 1 FROM public.crm_opportunities WHERE id IN (SELECT opportunity FROM changed_lines) ORDER BY id FOR NO KEY UPDATE;
	UPDATE public.crm_opportunities SET amount = cardinal.sum_of_lines(id)
		WHERE id IN (SELECT DISTINCT opportunity FROM changed_lines) AND NOT coalesce(amount_is_manual, false)
			AND amount IS DISTINCT FROM cardinal.sum_of_lines(id);
	RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER crm_50_sum_inserted AFTER INSERT ON public.crm_opportunity_lines
	REFERENCING NEW TABLE AS changed_lines FOR EACH STATEMENT EXECUTE FUNCTION cardinal.sum_up_lines();
CREATE OR REPLACE TRIGGER crm_50_sum_updated AFTER UPDATE ON public.crm_opportunity_lines
	REFERENCING NEW TABLE AS changed_lines FOR EACH STATEMENT EXECUTE FUNCTION cardinal.sum_up_lines();
CREATE OR REPLACE TRIGGER crm_50_sum_moved AFTER UPDATE ON public.crm_opportunity_lines
	REFERENCING OLD TABLE AS changed_lines FOR EACH STATEMENT EXECUTE FUNCTION cardinal.sum_up_lines();
CREATE OR REPLACE TRIGGER crm_50_sum_deleted AFTER DELETE ON public.crm_opportunity_lines
	REFERENCING OLD TABLE AS changed_lines FOR EACH STATEMENT EXECUTE FUNCTION cardinal.sum_up_lines();

-- What was sold stays as it was, too. Asked once a statement and after the deals are locked: one that is being won is seen.
CREATE OR REPLACE FUNCTION cardinal.lines_refusal(deals uuid[]) RETURNS text LANGUAGE sql VOLATILE AS $$
	SELECT 'This deal is won, so its products can’t be changed any more: they count in what was won. Move the deal back to an open stage first.'
	WHERE EXISTS (SELECT FROM public.crm_opportunities WHERE id = ANY (deals) AND stage_kind = 'won')
$$;

CREATE OR REPLACE FUNCTION cardinal.refusal_to_delete_crm_opportunity_lines(leaving uuid[]) RETURNS text LANGUAGE sql VOLATILE AS $$
	SELECT cardinal.lines_refusal((SELECT array_agg(opportunity) FROM public.crm_opportunity_lines WHERE id = ANY (leaving)))
$$;

CREATE OR REPLACE FUNCTION cardinal.keep_won_lines() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
	deals uuid[];
	sentence text;
BEGIN
	IF cardinal.is_history() OR NOT cardinal.is_direct() THEN RETURN NULL; END IF;
	IF TG_OP = 'UPDATE' THEN
		SELECT array_agg(deal) INTO deals FROM rows_before b JOIN changed_lines a ON a.id = b.id CROSS JOIN LATERAL (VALUES (a.opportunity), (b.opportunity)) AS either (deal)
		WHERE (a.opportunity, a.product, a.quantity, a.unit_price, a.discount_percent) IS DISTINCT FROM (b.opportunity, b.product, b.quantity, b.unit_price, b.discount_percent);
	ELSE
		SELECT array_agg(DISTINCT opportunity) INTO deals FROM changed_lines;
	END IF;
	IF deals IS NULL THEN RETURN NULL; END IF;
	PERFORM 1 FROM public.crm_opportunities WHERE id = ANY (deals) ORDER BY id FOR NO KEY UPDATE;
	sentence := cardinal.lines_refusal(deals);
	IF sentence IS NOT NULL THEN PERFORM cardinal.refuse(sentence, NULL, 'CR409'); END IF;
	RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER crm_45_keep_won_inserted AFTER INSERT ON public.crm_opportunity_lines
	REFERENCING NEW TABLE AS changed_lines FOR EACH STATEMENT EXECUTE FUNCTION cardinal.keep_won_lines();
CREATE OR REPLACE TRIGGER crm_45_keep_won_updated AFTER UPDATE ON public.crm_opportunity_lines
	REFERENCING OLD TABLE AS rows_before NEW TABLE AS changed_lines FOR EACH STATEMENT EXECUTE FUNCTION cardinal.keep_won_lines();
CREATE OR REPLACE TRIGGER crm_45_keep_won_deleted AFTER DELETE ON public.crm_opportunity_lines
	REFERENCING OLD TABLE AS changed_lines FOR EACH STATEMENT EXECUTE FUNCTION cardinal.keep_won_lines();

-- In another currency the lines are rounded anew; the deal has their sum already.
CREATE OR REPLACE FUNCTION cardinal.round_lines() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	UPDATE public.crm_opportunity_lines line SET amount = cardinal.line_amount(line, NEW.currency)
		WHERE opportunity = NEW.id AND amount IS DISTINCT FROM cardinal.line_amount(line, NEW.currency);
	RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER crm_40_round_lines AFTER UPDATE ON public.crm_opportunities
	FOR EACH ROW WHEN (OLD.currency IS DISTINCT FROM NEW.currency) EXECUTE FUNCTION cardinal.round_lines();

-- Another base currency: closed deals, and what their history says of their worth, are valued in it, each by the rate of its day.
CREATE OR REPLACE FUNCTION cardinal.revalue_closed_deals() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	UPDATE public.crm_opportunities SET amount_base = NULL WHERE stage_kind <> 'open';
	UPDATE public.crm_stage_changes SET amount_base = cardinal.in_base_currency(amount, currency, cardinal.day(changed_at)) WHERE amount_base IS NOT NULL;
	RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER crm_50_revalue AFTER UPDATE OF base_currency ON public.crm_settings
	FOR EACH ROW WHEN (OLD.base_currency IS DISTINCT FROM NEW.base_currency) EXECUTE FUNCTION cardinal.revalue_closed_deals();

-- Where a deal stood before it was closed, as far as that is still a place for open deals; else where the pipeline starts.
CREATE OR REPLACE FUNCTION cardinal.last_open_stage(deal uuid, of_pipeline uuid) RETURNS uuid LANGUAGE sql STABLE AS $$
	SELECT coalesce((
		SELECT s.id FROM public.crm_stage_changes c JOIN public.crm_stages s ON s.id = c.from_stage
		WHERE c.opportunity = deal AND s.kind = 'open' AND s.pipeline = of_pipeline ORDER BY c.changed_at DESC LIMIT 1
	), cardinal.first_open_stage(of_pipeline))
$$;
