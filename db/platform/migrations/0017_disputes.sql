ALTER TABLE `order_group` ADD `buyer_ip` text DEFAULT '' NOT NULL;--> statement-breakpoint
CREATE TRIGGER dispute_event_no_update BEFORE UPDATE ON dispute_event
BEGIN
  SELECT RAISE(ABORT, 'what happened to a dispute stays as it was written');
END;
--> statement-breakpoint
CREATE TRIGGER dispute_event_no_delete BEFORE DELETE ON dispute_event
BEGIN
  SELECT RAISE(ABORT, 'what happened to a dispute stays as it was written');
END;
--> statement-breakpoint
-- INV-DSP-3: a dispute that is decided stays decided, and its answer (INV-DSP-4) stays what it was.
CREATE TRIGGER dispute_stays_decided BEFORE UPDATE ON dispute
WHEN (OLD.status IN ('won', 'lost', 'accepted', 'warning_closed') AND NEW.status <> OLD.status)
  OR (OLD.is_settled = 1 AND NEW.is_settled = 0)
  OR (OLD.answered_at_ms IS NOT NULL AND (NEW.answer IS NOT OLD.answer OR NEW.answered_at_ms IS NOT OLD.answered_at_ms))
  OR NEW.amount_minor <> OLD.amount_minor OR NEW.withdrawn_minor < OLD.withdrawn_minor OR NEW.reinstated_minor < OLD.reinstated_minor
BEGIN
  SELECT RAISE(ABORT, 'a dispute that is decided stays decided');
END;
