DROP TRIGGER dispute_stays_decided;
--> statement-breakpoint
-- INV-DSP-3: a dispute that is decided stays decided, except that a loss whose money all came back is won after all.
-- INV-DSP-4: its answer stays what the provider was told, except that an inquiry that becomes a chargeback is answered anew.
CREATE TRIGGER dispute_stays_decided BEFORE UPDATE ON dispute
WHEN (OLD.status IN ('won', 'lost', 'accepted', 'warning_closed') AND NEW.status <> OLD.status
    AND NOT (OLD.status IN ('lost', 'accepted') AND NEW.status = 'won' AND OLD.is_settled = 1
      AND OLD.withdrawn_minor > 0 AND OLD.reinstated_minor = OLD.withdrawn_minor))
  OR (OLD.is_settled = 1 AND NEW.is_settled = 0)
  OR (OLD.answered_at_ms IS NOT NULL AND (NEW.answer IS NOT OLD.answer OR NEW.answered_at_ms IS NOT OLD.answered_at_ms)
    AND NOT (OLD.status LIKE 'warning_%' AND NEW.status = 'needs_response'))
  OR NEW.amount_minor <> OLD.amount_minor OR NEW.withdrawn_minor < OLD.withdrawn_minor OR NEW.reinstated_minor < OLD.reinstated_minor
BEGIN
  SELECT RAISE(ABORT, 'a dispute that is decided stays decided');
END;
