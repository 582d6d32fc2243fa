-- INV-SST-1 and INV-SST-2: a closed statement stays as it was closed; what comes later is on a later one.
CREATE TRIGGER settlement_statement_no_update BEFORE UPDATE ON settlement_statement
BEGIN
  SELECT RAISE(ABORT, 'a statement stays as it was closed');
END;
--> statement-breakpoint
CREATE TRIGGER settlement_statement_no_delete BEFORE DELETE ON settlement_statement
BEGIN
  SELECT RAISE(ABORT, 'a statement stays as it was closed');
END;
--> statement-breakpoint
-- INV-SST-1 and INV-SST-3: each begins where the last one ended, and numbers have no gap.
CREATE TRIGGER settlement_statement_follows BEFORE INSERT ON settlement_statement
WHEN NEW.number <> (SELECT coalesce(max(number), 0) + 1 FROM settlement_statement WHERE vendor_id = NEW.vendor_id)
  OR NEW.opening_minor <> coalesce((SELECT closing_minor FROM settlement_statement WHERE vendor_id = NEW.vendor_id AND currency = NEW.currency ORDER BY number DESC LIMIT 1), 0)
  OR NEW.after_position <> coalesce((SELECT through_position FROM settlement_statement WHERE vendor_id = NEW.vendor_id AND currency = NEW.currency ORDER BY number DESC LIMIT 1), 0)
BEGIN
  SELECT RAISE(ABORT, 'a statement follows the one before');
END;
--> statement-breakpoint
-- INV-INV-1: an invoice stays as it was issued, and numbers of a year have no gap.
CREATE TRIGGER commission_invoice_no_update BEFORE UPDATE ON commission_invoice
BEGIN
  SELECT RAISE(ABORT, 'an invoice stays as it was issued');
END;
--> statement-breakpoint
CREATE TRIGGER commission_invoice_no_delete BEFORE DELETE ON commission_invoice
BEGIN
  SELECT RAISE(ABORT, 'an invoice stays as it was issued');
END;
--> statement-breakpoint
CREATE TRIGGER commission_invoice_follows BEFORE INSERT ON commission_invoice
WHEN NEW.number <> (SELECT coalesce(max(number), 0) + 1 FROM commission_invoice WHERE year = NEW.year)
BEGIN
  SELECT RAISE(ABORT, 'an invoice takes the next number');
END;
