-- A channel lowers its own number when it sells and raises it when that is cancelled: what it was last told is no longer what it has.
CREATE TRIGGER channel_sold AFTER INSERT ON channel_order WHEN NEW.document IS NOT NULL
BEGIN
  UPDATE channel_listing SET quantity_at_ms = NULL, stock_mark = stock_mark + 1, stock_due_at_ms = coalesce(stock_due_at_ms, NEW.updated_at_ms)
  WHERE connection_id = NEW.connection_id AND variant_id IS NOT NULL AND is_stock_ours = 1 AND state <> 'ended'
    AND (external_id IN (SELECT value ->> 'listingExternalId' FROM json_each(NEW.document, '$.lines'))
      OR external_sku IN (SELECT value ->> 'sku' FROM json_each(NEW.document, '$.lines')));
END;
--> statement-breakpoint
CREATE TRIGGER channel_sold_changed AFTER UPDATE OF document ON channel_order WHEN NEW.document IS NOT NULL AND NEW.document IS NOT OLD.document
BEGIN
  UPDATE channel_listing SET quantity_at_ms = NULL, stock_mark = stock_mark + 1, stock_due_at_ms = coalesce(stock_due_at_ms, NEW.updated_at_ms)
  WHERE connection_id = NEW.connection_id AND variant_id IS NOT NULL AND is_stock_ours = 1 AND state <> 'ended'
    AND (external_id IN (SELECT value ->> 'listingExternalId' FROM json_each(NEW.document, '$.lines'))
      OR external_sku IN (SELECT value ->> 'sku' FROM json_each(NEW.document, '$.lines')));
END;
