-- What the deadline service reports: due times by sequence, and each effect of a fired rung once.

ALTER TABLE work_order ADD COLUMN due_provisional boolean NOT NULL DEFAULT false;
ALTER TABLE work_order ADD COLUMN due_sequence    bigint  NOT NULL DEFAULT 0;

-- Inserting the effect's id is what makes it happen once. Kept for ever, as the event that it points to.
CREATE TABLE timer_effect (
  effect_id     text PRIMARY KEY,
  work_order_id uuid NOT NULL,
  revision      bigint NOT NULL
);
CREATE TRIGGER timer_effect_append_only BEFORE UPDATE OR DELETE ON timer_effect
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
