-- The place of a deal in its column of the board: a fractional index (as the npm package fractional-indexing makes it), so
-- that a move writes one row. A head says how many digits follow, in the order of bytes: compare it with COLLATE "C".
-- needs crm_opportunities: stage, rank, stage_entered_at

-- The later, the further up: whoever comes in stands on top, without having to ask who stands there. Microseconds to go
-- until 62^10, in 10 digits of base 62.
CREATE OR REPLACE FUNCTION cardinal.rank_at(instant timestamptz) RETURNS text LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
	rest bigint := 839299365868340223 - greatest(0, (extract(epoch FROM instant) * 1000000)::bigint);
	digits text := '';
BEGIN
	FOR place IN 1..10 LOOP
		digits := substr('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz', (rest % 62)::integer + 1, 1) || digits;
		rest := rest / 62;
	END LOOP;
	RETURN 'j' || digits;
END $$;

-- Whether the package would read it.
CREATE OR REPLACE FUNCTION cardinal.is_rank(rank text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
	SELECT rank ~ '^[A-Za-z][0-9A-Za-z]+$' AND length(rank) >= whole AND (length(rank) = whole OR right(rank, 1) <> '0') AND rank <> 'A' || repeat('0', 26)
	FROM (SELECT CASE WHEN ascii(rank) >= ascii('a') THEN ascii(rank) - ascii('a') ELSE ascii('Z') - ascii(rank) END + 2 AS whole) AS head
$$;

CREATE INDEX IF NOT EXISTS crm_opportunities_place_idx ON public.crm_opportunities (stage, rank COLLATE "C", id);

-- Deals from before this guard.
DO $$ BEGIN
	PERFORM set_config('crm.origin', 'seed', true);
	UPDATE public.crm_opportunities SET rank = cardinal.rank_at(stage_entered_at) WHERE rank IS NULL OR NOT cardinal.is_rank(rank);
	PERFORM set_config('crm.origin', '', true);
END $$;
