-- Whose the thing is that a contact, an activity or an attachment belongs to: the deal's, else the lead's, else the
-- account's, else the contact's owner and team. A converted lead comes last: what it became is what goes on. Rights ask
-- for it without a join.
-- needs crm_leads: owner, team, status
-- needs crm_accounts: owner, team
-- needs crm_contacts: owner, team, account, parent_owner, parent_team, waiting_team
-- needs crm_opportunities: owner, team
-- needs crm_activities: lead, account, contact, opportunity, parent_owner, parent_team, waiting_team, about_kind
-- needs crm_attachments: lead, account, contact, opportunity, parent_owner, parent_team, waiting_team

-- The row is held, so that its owner does not change unseen before the row that asks is there (hold_parent, below).
DROP FUNCTION IF EXISTS cardinal.parent_of(uuid, uuid, uuid, uuid);
CREATE FUNCTION cardinal.parent_of(lead uuid, account uuid, contact uuid, opportunity uuid, OUT owner uuid, OUT team uuid, OUT waiting uuid, OUT kind text) LANGUAGE plpgsql VOLATILE AS $$
DECLARE
	is_converted boolean;
BEGIN
	parent_of.kind := CASE WHEN parent_of.opportunity IS NOT NULL THEN 'opportunity' WHEN parent_of.lead IS NOT NULL THEN 'lead' WHEN parent_of.account IS NOT NULL THEN 'account' WHEN parent_of.contact IS NOT NULL THEN 'contact' END;
	IF parent_of.kind = 'lead' THEN
		SELECT l.owner, l.team, CASE WHEN l.owner IS NULL THEN l.team END, l.status = 'converted' INTO parent_of.owner, parent_of.team, parent_of.waiting, is_converted FROM public.crm_leads l WHERE l.id = parent_of.lead FOR KEY SHARE;
		IF NOT is_converted OR num_nonnulls(parent_of.account, parent_of.contact) = 0 THEN RETURN; END IF;
		parent_of.waiting := NULL;
		parent_of.kind := CASE WHEN parent_of.account IS NOT NULL THEN 'account' ELSE 'contact' END;
	END IF;
	IF parent_of.opportunity IS NOT NULL THEN
		SELECT o.owner, o.team INTO parent_of.owner, parent_of.team FROM public.crm_opportunities o WHERE o.id = parent_of.opportunity FOR KEY SHARE;
	ELSIF parent_of.account IS NOT NULL THEN
		SELECT a.owner, a.team INTO parent_of.owner, parent_of.team FROM public.crm_accounts a WHERE a.id = parent_of.account FOR KEY SHARE;
	ELSIF parent_of.contact IS NOT NULL THEN
		SELECT c.owner, c.team INTO parent_of.owner, parent_of.team FROM public.crm_contacts c WHERE c.id = parent_of.contact FOR KEY SHARE;
	END IF;
END $$;

CREATE OR REPLACE FUNCTION cardinal.derive_parent() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
	kind text;
BEGIN
	IF TG_TABLE_NAME = 'crm_contacts' THEN
		SELECT owner, team, waiting INTO NEW.parent_owner, NEW.parent_team, NEW.waiting_team FROM cardinal.parent_of(NULL, NEW.account, NULL, NULL);
	ELSE
		SELECT p.owner, p.team, p.waiting, p.kind INTO NEW.parent_owner, NEW.parent_team, NEW.waiting_team, kind FROM cardinal.parent_of(NEW.lead, NEW.account, NEW.contact, NEW.opportunity) p;
	END IF;
	IF TG_TABLE_NAME = 'crm_activities' THEN
		-- When what it was about goes, the link is emptied, but it does not come to be about something else.
		IF TG_OP = 'INSERT' THEN
			NEW.about_kind := kind;
		ELSIF (OLD.lead, OLD.account, OLD.contact, OLD.opportunity) IS DISTINCT FROM (NEW.lead, NEW.account, NEW.contact, NEW.opportunity)
			AND (cardinal.is_direct() OR num_nonnulls(NEW.lead, NEW.account, NEW.contact, NEW.opportunity) > num_nonnulls(OLD.lead, OLD.account, OLD.contact, OLD.opportunity)) THEN
			NEW.about_kind := kind;
		ELSE
			NEW.about_kind := OLD.about_kind;
		END IF;
	END IF;
	RETURN NEW;
END $$;

-- Whoever only shares in a record takes nothing out of it: that is for those who look after it, or after the row itself.
CREATE OR REPLACE FUNCTION cardinal.keep_parent() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
	actor uuid := NEW.user_updated;
BEGIN
	IF NOT cardinal.is_direct() OR cardinal.is_history() OR actor IS NULL OR actor = OLD.parent_owner OR actor::text = to_jsonb(OLD) ->> 'owner'
		OR (cardinal.reach_of(actor, TG_TABLE_NAME) <> 'own' AND coalesce(cardinal.is_team_of(actor, OLD.parent_team), false)) OR (OLD.parent_owner IS NULL AND OLD.parent_team IS NULL)
		OR cardinal.updates_all(actor, TG_TABLE_NAME) THEN RETURN NEW; END IF;
	PERFORM cardinal.refuse('Only those who look after the record that this belongs to can move it elsewhere. Ask its owner.', NULL, 'CR403');
	RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER crm_34_keep_parent BEFORE UPDATE ON public.crm_contacts
	FOR EACH ROW WHEN (OLD.account IS DISTINCT FROM NEW.account) EXECUTE FUNCTION cardinal.keep_parent();
CREATE OR REPLACE TRIGGER crm_34_keep_parent BEFORE UPDATE ON public.crm_activities
	FOR EACH ROW WHEN ((OLD.lead, OLD.account, OLD.contact, OLD.opportunity) IS DISTINCT FROM (NEW.lead, NEW.account, NEW.contact, NEW.opportunity)) EXECUTE FUNCTION cardinal.keep_parent();
CREATE OR REPLACE TRIGGER crm_34_keep_parent BEFORE UPDATE ON public.crm_attachments
	FOR EACH ROW WHEN ((OLD.lead, OLD.account, OLD.contact, OLD.opportunity, OLD.file) IS DISTINCT FROM (NEW.lead, NEW.account, NEW.contact, NEW.opportunity, NEW.file)) EXECUTE FUNCTION cardinal.keep_parent();

-- After the account of an activity was derived from its deal or contact (30_derive). Nobody sets a parent by hand.
CREATE OR REPLACE TRIGGER crm_35_parent BEFORE INSERT ON public.crm_contacts
	FOR EACH ROW EXECUTE FUNCTION cardinal.derive_parent();
CREATE OR REPLACE TRIGGER crm_35_parent_again BEFORE UPDATE ON public.crm_contacts
	FOR EACH ROW WHEN ((OLD.account, OLD.parent_owner, OLD.parent_team, OLD.waiting_team)
		IS DISTINCT FROM (NEW.account, NEW.parent_owner, NEW.parent_team, NEW.waiting_team)) EXECUTE FUNCTION cardinal.derive_parent();
CREATE OR REPLACE TRIGGER crm_35_parent BEFORE INSERT ON public.crm_activities
	FOR EACH ROW EXECUTE FUNCTION cardinal.derive_parent();
CREATE OR REPLACE TRIGGER crm_35_parent_again BEFORE UPDATE ON public.crm_activities
	FOR EACH ROW WHEN ((OLD.lead, OLD.account, OLD.contact, OLD.opportunity, OLD.parent_owner, OLD.parent_team, OLD.waiting_team)
		IS DISTINCT FROM (NEW.lead, NEW.account, NEW.contact, NEW.opportunity, NEW.parent_owner, NEW.parent_team, NEW.waiting_team)) EXECUTE FUNCTION cardinal.derive_parent();
CREATE OR REPLACE TRIGGER crm_35_parent BEFORE INSERT ON public.crm_attachments
	FOR EACH ROW EXECUTE FUNCTION cardinal.derive_parent();
CREATE OR REPLACE TRIGGER crm_35_parent_again BEFORE UPDATE ON public.crm_attachments
	FOR EACH ROW WHEN ((OLD.lead, OLD.account, OLD.contact, OLD.opportunity, OLD.parent_owner, OLD.parent_team, OLD.waiting_team)
		IS DISTINCT FROM (NEW.lead, NEW.account, NEW.contact, NEW.opportunity, NEW.parent_owner, NEW.parent_team, NEW.waiting_team)) EXECUTE FUNCTION cardinal.derive_parent();

-- Whether nothing belongs to the lead any more that has something else to belong to: there is none, or it is converted.
CREATE OR REPLACE FUNCTION cardinal.is_past_lead(lead uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
	SELECT is_past_lead.lead IS NULL OR EXISTS (SELECT FROM public.crm_leads l WHERE l.id = is_past_lead.lead AND l.status = 'converted')
$$;

-- Before the change, waits for rows that are being made for this one; after it, they follow.
CREATE OR REPLACE FUNCTION cardinal.follow_parent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF TG_WHEN = 'BEFORE' THEN
		EXECUTE format('SELECT FROM public.%I WHERE id = $1 FOR UPDATE', TG_TABLE_NAME) USING OLD.id;
		RETURN NEW;
	END IF;
	CASE TG_TABLE_NAME
		WHEN 'crm_opportunities' THEN
			UPDATE public.crm_activities SET parent_owner = NEW.owner, parent_team = NEW.team WHERE opportunity = NEW.id;
			UPDATE public.crm_attachments SET parent_owner = NEW.owner, parent_team = NEW.team WHERE opportunity = NEW.id;
		WHEN 'crm_leads' THEN
			UPDATE public.crm_activities SET parent_owner = NEW.owner, parent_team = NEW.team, waiting_team = CASE WHEN NEW.owner IS NULL THEN NEW.team END WHERE lead = NEW.id AND opportunity IS NULL AND NOT (NEW.status = 'converted' AND num_nonnulls(account, contact) > 0);
			UPDATE public.crm_attachments SET parent_owner = NEW.owner, parent_team = NEW.team, waiting_team = CASE WHEN NEW.owner IS NULL THEN NEW.team END WHERE lead = NEW.id;
		WHEN 'crm_accounts' THEN
			UPDATE public.crm_contacts SET parent_owner = NEW.owner, parent_team = NEW.team WHERE account = NEW.id;
			UPDATE public.crm_activities SET parent_owner = NEW.owner, parent_team = NEW.team WHERE account = NEW.id AND opportunity IS NULL AND cardinal.is_past_lead(lead);
			UPDATE public.crm_attachments SET parent_owner = NEW.owner, parent_team = NEW.team WHERE account = NEW.id;
		WHEN 'crm_contacts' THEN
			UPDATE public.crm_activities SET parent_owner = NEW.owner, parent_team = NEW.team WHERE contact = NEW.id AND account IS NULL AND opportunity IS NULL AND cardinal.is_past_lead(lead);
			UPDATE public.crm_attachments SET parent_owner = NEW.owner, parent_team = NEW.team WHERE contact = NEW.id;
	END CASE;
	RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER crm_36_hold_parent BEFORE UPDATE ON public.crm_leads
	FOR EACH ROW WHEN ((OLD.owner, OLD.team) IS DISTINCT FROM (NEW.owner, NEW.team)) EXECUTE FUNCTION cardinal.follow_parent();
CREATE OR REPLACE TRIGGER crm_50_follow_parent AFTER UPDATE ON public.crm_leads
	FOR EACH ROW WHEN ((OLD.owner, OLD.team) IS DISTINCT FROM (NEW.owner, NEW.team)) EXECUTE FUNCTION cardinal.follow_parent();
CREATE OR REPLACE TRIGGER crm_36_hold_parent BEFORE UPDATE ON public.crm_accounts
	FOR EACH ROW WHEN ((OLD.owner, OLD.team) IS DISTINCT FROM (NEW.owner, NEW.team)) EXECUTE FUNCTION cardinal.follow_parent();
CREATE OR REPLACE TRIGGER crm_50_follow_parent AFTER UPDATE ON public.crm_accounts
	FOR EACH ROW WHEN ((OLD.owner, OLD.team) IS DISTINCT FROM (NEW.owner, NEW.team)) EXECUTE FUNCTION cardinal.follow_parent();
CREATE OR REPLACE TRIGGER crm_36_hold_parent BEFORE UPDATE ON public.crm_contacts
	FOR EACH ROW WHEN ((OLD.owner, OLD.team) IS DISTINCT FROM (NEW.owner, NEW.team)) EXECUTE FUNCTION cardinal.follow_parent();
CREATE OR REPLACE TRIGGER crm_50_follow_parent AFTER UPDATE ON public.crm_contacts
	FOR EACH ROW WHEN ((OLD.owner, OLD.team) IS DISTINCT FROM (NEW.owner, NEW.team)) EXECUTE FUNCTION cardinal.follow_parent();
CREATE OR REPLACE TRIGGER crm_36_hold_parent BEFORE UPDATE ON public.crm_opportunities
	FOR EACH ROW WHEN ((OLD.owner, OLD.team) IS DISTINCT FROM (NEW.owner, NEW.team)) EXECUTE FUNCTION cardinal.follow_parent();
CREATE OR REPLACE TRIGGER crm_50_follow_parent AFTER UPDATE ON public.crm_opportunities
	FOR EACH ROW WHEN ((OLD.owner, OLD.team) IS DISTINCT FROM (NEW.owner, NEW.team)) EXECUTE FUNCTION cardinal.follow_parent();

-- Rows from before this guard.
DO $$ BEGIN
	PERFORM set_config('crm.origin', 'seed', true);
	UPDATE public.crm_contacts row SET parent_owner = a.owner, parent_team = a.team FROM public.crm_accounts a
		WHERE a.id = row.account AND (row.parent_owner, row.parent_team) IS DISTINCT FROM (a.owner, a.team);
	UPDATE public.crm_activities row SET parent_owner = p.owner, parent_team = p.team, waiting_team = p.waiting,
		about_kind = p.kind
		FROM (SELECT activity.id, parent.* FROM public.crm_activities activity, cardinal.parent_of(activity.lead, activity.account, activity.contact, activity.opportunity) parent) p
		WHERE p.id = row.id AND ((row.parent_owner, row.parent_team, row.waiting_team) IS DISTINCT FROM (p.owner, p.team, p.waiting)
			OR row.about_kind IS NULL AND num_nonnulls(row.lead, row.account, row.contact, row.opportunity) > 0);
	PERFORM set_config('crm.origin', '', true);
END $$;
