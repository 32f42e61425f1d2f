-- The base currency, and what an amount was worth in it on a day. One function that is not PARALLEL SAFE keeps a whole query
-- on one core, and figures ask for these over all deals.
-- needs crm_settings: base_currency
-- needs crm_exchange_rates: from_currency, to_currency, rate, valid_on
-- needs crm_currencies: decimals

CREATE OR REPLACE FUNCTION cardinal.base_currency() RETURNS text LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
	found_currency text := (SELECT base_currency FROM public.crm_settings WHERE base_currency IS NOT NULL LIMIT 1);
BEGIN
	IF found_currency IS NULL THEN PERFORM cardinal.refuse('Choose the base currency under Settings first.', 'currency'); END IF;
	RETURN found_currency;
END $$;

CREATE OR REPLACE FUNCTION cardinal.keep_base_currency() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	PERFORM cardinal.refuse('Choose a base currency: amounts are added up in it.', 'base_currency');
	RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER crm_30_keep_base_currency BEFORE UPDATE ON public.crm_settings
	FOR EACH ROW WHEN (OLD.base_currency IS NOT NULL AND NEW.base_currency IS NULL) EXECUTE FUNCTION cardinal.keep_base_currency();
CREATE OR REPLACE TRIGGER crm_05_stays BEFORE DELETE ON public.crm_settings
	FOR EACH ROW EXECUTE FUNCTION cardinal.refuse_to_delete();

CREATE OR REPLACE FUNCTION cardinal.decimals(of_currency text) RETURNS integer LANGUAGE sql STABLE PARALLEL SAFE AS $$
	SELECT coalesce((SELECT decimals FROM public.crm_currencies WHERE code = of_currency), 2)
$$;

-- The rate of the day: the newest that is valid by then, the other way round where only that is known; NULL for none.
CREATE OR REPLACE FUNCTION cardinal.known_rate(from_code text, to_code text, on_day date) RETURNS numeric LANGUAGE sql STABLE PARALLEL SAFE AS $$
	SELECT CASE WHEN from_code = to_code THEN 1 ELSE (
		SELECT CASE WHEN from_currency = from_code THEN rate ELSE 1 / rate END
		FROM public.crm_exchange_rates
		WHERE (from_currency, to_currency) IN ((from_code, to_code), (to_code, from_code)) AND valid_on <= on_day
		ORDER BY valid_on DESC, from_currency = from_code DESC
		LIMIT 1
	) END
$$;

-- Never a silent 1. Stands where a number is asked for, and gives none.
CREATE OR REPLACE FUNCTION cardinal.missing_rate(from_code text, to_code text, on_day date) RETURNS numeric LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
	PERFORM cardinal.refuse(format('There is no exchange rate from %s to %s for %s. Add one under Exchange rates.', from_code, to_code, on_day), 'currency');
	RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION cardinal.exchange_rate(from_code text, to_code text, on_day date) RETURNS numeric LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
	RETURN coalesce(cardinal.known_rate(from_code, to_code, on_day), cardinal.missing_rate(from_code, to_code, on_day));
END $$;

-- numeric round() in PostgreSQL rounds half away from zero, as money wants it.
CREATE OR REPLACE FUNCTION cardinal.in_base_currency(amount numeric, currency text, on_day date) RETURNS numeric LANGUAGE sql STABLE PARALLEL SAFE AS $$
	SELECT CASE WHEN amount IS NOT NULL THEN
		round(amount * cardinal.exchange_rate(currency, cardinal.base_currency(), on_day), cardinal.decimals(cardinal.base_currency()))
	END
$$;
