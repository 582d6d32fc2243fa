-- Whoever changes a variant's stock, price or words need not know of channels: what is listed there becomes due with the change.
CREATE TRIGGER channel_stock_due_first AFTER INSERT ON stock_level
BEGIN
  UPDATE channel_listing SET stock_mark = stock_mark + 1, stock_due_at_ms = coalesce(stock_due_at_ms, NEW.updated_at_ms)
  WHERE variant_id = NEW.variant_id AND is_stock_ours = 1 AND state <> 'ended';
END;
--> statement-breakpoint
CREATE TRIGGER channel_stock_due AFTER UPDATE ON stock_level WHEN NEW.available <> OLD.available
BEGIN
  UPDATE channel_listing SET stock_mark = stock_mark + 1, stock_due_at_ms = coalesce(stock_due_at_ms, NEW.updated_at_ms)
  WHERE variant_id = NEW.variant_id AND is_stock_ours = 1 AND state <> 'ended';
END;
--> statement-breakpoint
CREATE TRIGGER channel_price_due AFTER UPDATE ON price WHEN NEW.price_minor <> OLD.price_minor
BEGIN
  UPDATE channel_listing SET price_due_at_ms = coalesce(price_due_at_ms,
    (SELECT p.updated_at_ms FROM variant v JOIN product p ON p.id = v.product_id WHERE v.id = NEW.variant_id), 0)
  WHERE variant_id = NEW.variant_id AND state <> 'ended';
END;
--> statement-breakpoint
CREATE TRIGGER channel_content_due AFTER UPDATE ON product
WHEN NEW.title <> OLD.title OR NEW.description <> OLD.description OR NEW.category_id <> OLD.category_id OR NEW.attributes <> OLD.attributes
BEGIN
  UPDATE channel_listing SET content_due_at_ms = coalesce(content_due_at_ms, NEW.updated_at_ms)
  WHERE matched_by = 'created' AND state <> 'ended' AND variant_id IN (SELECT id FROM variant WHERE product_id = NEW.id);
END;
