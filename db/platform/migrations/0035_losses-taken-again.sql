UPDATE dispute SET lost_minor = withdrawn_minor - reinstated_minor WHERE status IN ('lost', 'accepted') AND is_settled = 1;
--> statement-breakpoint
DROP TRIGGER dispute_stays_decided;
--> statement-breakpoint
-- INV-DSP-3: a dispute that is decided stays decided, except that a loss whose money all came back is won after all, and one
-- that was won and whose money was taken again is lost. What is settled is booked: as lost is what is gone for good.
-- INV-DSP-4: its answer stays what the provider was told, except that an inquiry that becomes a chargeback is answered anew.
CREATE TRIGGER dispute_stays_decided BEFORE UPDATE ON dispute
WHEN (OLD.status IN ('won', 'lost', 'accepted', 'warning_closed') AND NEW.status <> OLD.status
    AND NOT (OLD.status IN ('lost', 'accepted') AND NEW.status = 'won' AND NEW.withdrawn_minor > 0 AND NEW.reinstated_minor = NEW.withdrawn_minor)
    AND NOT (OLD.status = 'won' AND NEW.status IN ('lost', 'accepted') AND NEW.withdrawn_minor > NEW.reinstated_minor))
  OR ((NEW.is_settled <> OLD.is_settled OR NEW.lost_minor <> OLD.lost_minor)
    AND NEW.is_settled <> (NEW.lost_minor = iif(NEW.status IN ('lost', 'accepted'), NEW.withdrawn_minor - NEW.reinstated_minor, 0)))
  OR (OLD.answered_at_ms IS NOT NULL AND (NEW.answer IS NOT OLD.answer OR NEW.answered_at_ms IS NOT OLD.answered_at_ms)
    AND NOT (OLD.status LIKE 'warning_%' AND NEW.status = 'needs_response'))
  OR NEW.amount_minor <> OLD.amount_minor OR NEW.withdrawn_minor < OLD.withdrawn_minor OR NEW.reinstated_minor < OLD.reinstated_minor
BEGIN
  SELECT RAISE(ABORT, 'a dispute that is decided stays decided');
END;
