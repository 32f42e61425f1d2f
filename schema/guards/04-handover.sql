-- Who may give a record to whom. Giving what is one's own to a teammate is free to everybody; taking is not. Whoever may
-- make handovers (crm_handovers) reassigns what they may change: within their teams, or to anybody where they may change all rows.
-- The trigger stands on every collection with owner and team (apply/guards.ts), where a change is stamped: the actor is who
-- Directus says made it. A change without one (seeds, flows of the system) is not asked.
-- needs directus_users: team, crm_teams

CREATE OR REPLACE FUNCTION cardinal.policies_of(person uuid) RETURNS SETOF uuid LANGUAGE sql STABLE AS $$
	WITH RECURSIVE roles (id) AS (
		SELECT role FROM public.directus_users WHERE id = person AND role IS NOT NULL
		UNION SELECT r.parent FROM public.directus_roles r JOIN roles ON roles.id = r.id WHERE r.parent IS NOT NULL
	)
	SELECT policy FROM public.directus_access WHERE "user" = person OR role IN (SELECT id FROM roles)
$$;

-- Whether somebody may change all rows of a collection.
CREATE OR REPLACE FUNCTION cardinal.updates_all(person uuid, collection text) RETURNS boolean LANGUAGE sql STABLE AS $$
	SELECT EXISTS (SELECT FROM public.directus_policies p WHERE p.admin_access AND p.id IN (SELECT cardinal.policies_of(person)))
		OR EXISTS (
			SELECT FROM public.directus_permissions r WHERE r.policy IN (SELECT cardinal.policies_of(person)) AND r.collection = updates_all.collection
				AND r.action = 'update' AND coalesce(r.permissions::text, '{}') IN ('{}', 'null')
		)
$$;

-- How far somebody may move rows of a collection: 'own', 'teams' or 'all'.
CREATE OR REPLACE FUNCTION cardinal.reach_of(person uuid, collection text) RETURNS text LANGUAGE sql STABLE AS $$
	WITH policies AS MATERIALIZED (SELECT p.id, p.admin_access FROM public.directus_policies p WHERE p.id IN (SELECT cardinal.policies_of(person)))
	SELECT CASE
		WHEN EXISTS (SELECT FROM policies WHERE admin_access) THEN 'all'
		WHEN NOT EXISTS (SELECT FROM public.directus_permissions r WHERE r.policy IN (SELECT id FROM policies) AND r.collection = 'crm_handovers' AND r.action = 'create') THEN 'own'
		WHEN cardinal.updates_all(person, reach_of.collection) THEN 'all'
		ELSE 'teams'
	END
$$;

CREATE OR REPLACE FUNCTION cardinal.is_teammate(person uuid, other uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
	SELECT EXISTS (
		SELECT FROM public.directus_users me, public.directus_users them
		WHERE me.id = person AND them.id = other AND them.team::text IN (SELECT json_array_elements_text(coalesce(me.crm_teams, '[]')))
	)
$$;

CREATE OR REPLACE FUNCTION cardinal.is_team_of(person uuid, team uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
	SELECT EXISTS (SELECT FROM public.directus_users me WHERE me.id = person AND is_team_of.team::text IN (SELECT json_array_elements_text(coalesce(me.crm_teams, '[]'))))
$$;

-- To refuse is to say what to do instead.
CREATE OR REPLACE FUNCTION cardinal.keep_ownership() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
	actor uuid := coalesce(
		nullif(current_setting('crm.actor', true), '')::uuid, -- an import: what it says of who made a row is history
		CASE WHEN cardinal.is_history() THEN NULL WHEN TG_OP = 'INSERT' THEN NEW.user_created ELSE NEW.user_updated END
	);
	was uuid := CASE WHEN TG_OP = 'UPDATE' THEN OLD.owner END;
	was_of uuid := CASE WHEN TG_OP = 'UPDATE' THEN OLD.team END;
	is_given_to_other boolean := NEW.owner IS DISTINCT FROM was AND NEW.owner <> actor; -- never true without an owner
	reach text;
BEGIN
	IF NOT cardinal.is_direct() OR actor IS NULL OR (TG_OP = 'UPDATE' AND (was, was_of) IS NOT DISTINCT FROM (NEW.owner, NEW.team)) THEN RETURN NEW; END IF;
	-- What is mine from the start is nobody's loss.
	IF TG_OP = 'INSERT' AND NEW.owner = actor THEN RETURN NEW; END IF;
	reach := cardinal.reach_of(actor, TG_TABLE_NAME);

	IF is_given_to_other AND NOT cardinal.is_history() AND NOT EXISTS (SELECT FROM public.directus_users WHERE id = NEW.owner AND status = 'active') THEN
		PERFORM cardinal.refuse('This person does not work here any more, or not yet: choose somebody else as the owner.', 'owner');
	END IF;
	IF reach = 'all' THEN RETURN NEW; END IF;

	-- Whether it is the actor's to give. First claim wins: the row is seen here as the one before left it.
	IF TG_OP = 'UPDATE' AND was IS DISTINCT FROM actor AND NOT (reach = 'teams' AND coalesce(cardinal.is_team_of(actor, was_of), false)) THEN
		IF was IS NOT NULL AND NEW.owner = actor AND TG_TABLE_NAME = 'crm_leads' AND reach = 'own' THEN
			PERFORM cardinal.refuse('Somebody was faster: this lead has an owner already.', 'owner', 'CR409');
		ELSIF was IS NOT NULL OR (was_of IS NOT NULL AND NOT cardinal.is_team_of(actor, was_of)) THEN
			PERFORM cardinal.refuse('Only its owner, a manager of its team or an administrator can give this to somebody else. Ask one of them.', 'owner', 'CR403');
		ELSIF NEW.owner IS NULL AND reach = 'own' THEN
			PERFORM cardinal.refuse('Only a manager or an administrator can give what waits for a team to another team.', 'team', 'CR403');
		ELSIF NEW.owner <> actor AND reach = 'own' THEN
			PERFORM cardinal.refuse('Claim it first (make yourself the owner), then hand it over.', 'owner', 'CR403');
		END IF;
	END IF;

	-- Whether it may go there. Without an owner, the team is what decides who sees a row.
	IF is_given_to_other AND NOT cardinal.is_teammate(actor, NEW.owner) THEN
		PERFORM cardinal.refuse(CASE reach WHEN 'own' THEN 'You can give records to people of your own team only: choose one of them.'
			ELSE 'You can give records to people of the teams that you belong to or manage only: choose one of them.' END, 'owner', 'CR403');
	ELSIF NEW.owner IS NULL AND TG_TABLE_NAME <> 'crm_leads' THEN
		PERFORM cardinal.refuse('Somebody has to look after it: choose a teammate as the owner.', 'owner', 'CR403');
	ELSIF NEW.owner IS NULL AND NOT coalesce(cardinal.is_team_of(actor, NEW.team), false) THEN
		PERFORM cardinal.refuse('Without an owner it can only wait for a team of your own: choose that team, or an owner.', 'owner', 'CR403');
	END IF;
	RETURN NEW;
END $$;

-- The journal of handovers (directus/handovers/hand-over.ts), where the reason alone is anybody's to change.
CREATE OR REPLACE TRIGGER crm_05_written_by_the_page BEFORE INSERT OR DELETE ON public.crm_handovers
	FOR EACH ROW EXECUTE FUNCTION cardinal.refuse_by_hand();
