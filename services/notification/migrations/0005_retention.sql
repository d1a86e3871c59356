-- What was delivered and read is kept for a time, and then removed: a delivery whole, with its attempts, a notice whole, with its receipts.
-- A sweep says in its transaction from which time on everything stays ('hotline.sweep_before'); any other DELETE is refused.
CREATE FUNCTION refuse_unless_swept() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  before timestamptz := coalesce(nullif(current_setting('hotline.sweep_before', true), ''), '-infinity');
BEGIN
  -- The columns differ: a delivery ages from its last change, a notice from its creation.
  IF coalesce(to_jsonb(OLD)->>'update_time', to_jsonb(OLD)->>'create_time')::timestamptz >= before THEN
    RAISE EXCEPTION 'only a sweep removes from %, and nothing so young', TG_TABLE_NAME;
  END IF;
  IF to_jsonb(OLD)->>'state' = 'PENDING' THEN
    RAISE EXCEPTION 'what is still to be delivered stays';
  END IF;
  RETURN OLD;
END $$;
CREATE TRIGGER delivery_kept BEFORE DELETE ON delivery FOR EACH ROW EXECUTE FUNCTION refuse_unless_swept();
CREATE TRIGGER notice_kept BEFORE DELETE ON notice FOR EACH ROW EXECUTE FUNCTION refuse_unless_swept();

-- Attempts and receipts are never changed, and go only when what they belong to has gone.
CREATE FUNCTION refuse_unless_orphaned() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
  belongs boolean;
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF TG_TABLE_NAME = 'attempt' THEN
      belongs := EXISTS (SELECT FROM delivery WHERE id = OLD.delivery_id);
    ELSE
      belongs := EXISTS (SELECT FROM notice WHERE id = OLD.notice_id);
    END IF;
    IF NOT belongs THEN
      RETURN OLD;
    END IF;
  END IF;
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END $$;
DROP TRIGGER attempt_append_only ON attempt;
CREATE TRIGGER attempt_append_only BEFORE UPDATE OR DELETE ON attempt FOR EACH ROW EXECUTE FUNCTION refuse_unless_orphaned();
DROP TRIGGER receipt_append_only ON receipt;
CREATE TRIGGER receipt_append_only BEFORE UPDATE OR DELETE ON receipt FOR EACH ROW EXECUTE FUNCTION refuse_unless_orphaned();

ALTER TABLE attempt
  DROP CONSTRAINT attempt_delivery_id_fkey,
  ADD CONSTRAINT attempt_of_delivery FOREIGN KEY (delivery_id) REFERENCES delivery ON DELETE CASCADE NOT VALID;
ALTER TABLE receipt
  DROP CONSTRAINT receipt_notice_id_fkey,
  ADD CONSTRAINT receipt_of_notice FOREIGN KEY (notice_id) REFERENCES notice ON DELETE CASCADE NOT VALID;

-- Deliveries have delivery_in_order. On millions of rows make this one by hand before the upgrade.
CREATE INDEX IF NOT EXISTS notice_in_order ON notice (create_time);
