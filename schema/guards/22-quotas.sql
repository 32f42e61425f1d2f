-- A quota holds for one fiscal period, and belongs to the team of its person. Whoever may not change them all sets those of
-- their own teams.
-- needs crm_quotas: person, team, period, starts_on, ends_on, amount, currency, parent_owner, parent_team, user_created, user_updated
-- needs crm_settings: fiscal_year_start
-- needs directus_users: team, crm_teams

CREATE OR REPLACE FUNCTION cardinal.months_of(period text) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
	SELECT CASE period WHEN 'month' THEN 1 WHEN 'quarter' THEN 3 WHEN 'year' THEN 12 END
$$;

-- The first day of the fiscal period that a day lies in.
CREATE OR REPLACE FUNCTION cardinal.period_start(on_day date, period text) RETURNS date LANGUAGE sql STABLE PARALLEL SAFE AS $$
	SELECT (date_trunc('month', on_day) - make_interval(months => (extract(month FROM on_day)::integer - start + 12) % 12 % cardinal.months_of(period)))::date
	FROM (SELECT coalesce((SELECT fiscal_year_start FROM public.crm_settings LIMIT 1), 1) AS start) AS year
$$;

CREATE OR REPLACE FUNCTION cardinal.derive_quota() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
	is_new boolean := TG_OP = 'INSERT';
	actor uuid := CASE WHEN cardinal.is_history() THEN NULL WHEN TG_OP = 'INSERT' THEN NEW.user_created ELSE NEW.user_updated END;
	first_day date := cardinal.period_start(NEW.starts_on, NEW.period);
BEGIN
	IF NOT cardinal.is_direct() THEN RETURN NEW; END IF;
	-- Quotas from before the fiscal year was moved stay as they are.
	IF (is_new OR (NEW.starts_on, NEW.period) IS DISTINCT FROM (OLD.starts_on, OLD.period)) AND NEW.starts_on <> first_day THEN
		PERFORM cardinal.refuse(format('The %s in which %s lies starts on %s: choose that day.', CASE NEW.period WHEN 'year' THEN 'fiscal year' ELSE NEW.period END, NEW.starts_on, first_day), 'starts_on');
	END IF;
	NEW.ends_on := (NEW.starts_on + make_interval(months => cardinal.months_of(NEW.period)))::date - 1;
	NEW.currency := coalesce(NEW.currency, cardinal.base_currency());
	NEW.parent_owner := NEW.person;
	NEW.parent_team := CASE
		WHEN NEW.person IS NULL THEN NEW.team
		WHEN is_new OR NEW.person IS DISTINCT FROM OLD.person THEN cardinal.team_of(NEW.person)
		ELSE OLD.parent_team
	END;
	IF actor IS NOT NULL AND NOT cardinal.updates_all(actor, TG_TABLE_NAME) AND NOT coalesce(cardinal.is_team_of(actor, NEW.parent_team), false) THEN
		PERFORM cardinal.refuse('You can set the quotas of teams that you belong to or manage, and of their people: choose one of those.', CASE WHEN NEW.person IS NULL THEN 'team' ELSE 'person' END, 'CR403');
	END IF;
	RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER crm_30_derive BEFORE INSERT OR UPDATE ON public.crm_quotas
	FOR EACH ROW EXECUTE FUNCTION cardinal.derive_quota();

-- Somebody who changes team takes along what is not over; the rest stays with the team for which it was set.
CREATE OR REPLACE FUNCTION cardinal.take_quotas_along() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	UPDATE public.crm_quotas SET parent_team = NEW.team WHERE person = NEW.id AND ends_on >= cardinal.day(now());
	RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER crm_50_take_quotas_along AFTER UPDATE ON public.directus_users
	FOR EACH ROW WHEN (OLD.team IS DISTINCT FROM NEW.team) EXECUTE FUNCTION cardinal.take_quotas_along();
