-- A batch that must stop when a guard fails inserts `0` here: nothing is stored, the whole batch rolls back.
CREATE VIEW precondition AS SELECT 1 AS holds;
--> statement-breakpoint
CREATE TRIGGER precondition_refused INSTEAD OF INSERT ON precondition WHEN NEW.holds IS NOT 1
BEGIN
  SELECT RAISE(ABORT, 'precondition failed');
END;
--> statement-breakpoint
CREATE TRIGGER stock_movement_no_update BEFORE UPDATE ON stock_movement
BEGIN
  SELECT RAISE(ABORT, 'a stock movement is immutable: correct it with another');
END;
--> statement-breakpoint
CREATE TRIGGER stock_movement_no_delete BEFORE DELETE ON stock_movement
BEGIN
  SELECT RAISE(ABORT, 'a stock movement is immutable: correct it with another');
END;
--> statement-breakpoint
CREATE TRIGGER order_line_no_update BEFORE UPDATE ON order_line
BEGIN
  SELECT RAISE(ABORT, 'an order line is what the buyer agreed to');
END;
