-- What the buyer of the marketplace agreed to stays. A channel may change how many are wanted of an order, and for which price, before it leaves.
DROP TRIGGER order_line_no_update;
--> statement-breakpoint
CREATE TRIGGER order_line_no_update BEFORE UPDATE ON order_line
WHEN (SELECT source FROM "order" WHERE id = OLD.order_id) IS 'marketplace'
  OR NEW.id <> OLD.id OR NEW.order_id <> OLD.order_id OR NEW.variant_id <> OLD.variant_id
BEGIN
  SELECT RAISE(ABORT, 'an order line is what the buyer agreed to');
END;
