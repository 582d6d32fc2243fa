-- Prices are replaced as a whole: one that is stored anew is one that may have changed. The mark rises with every change, so that
-- one that comes while a channel is told is not taken for the one it was told of.
DROP TRIGGER channel_price_due;
--> statement-breakpoint
CREATE TRIGGER channel_price_due_first AFTER INSERT ON price
BEGIN
  UPDATE channel_listing SET price_due_at_ms = max(coalesce(price_due_at_ms + 1, 0),
    coalesce((SELECT p.updated_at_ms FROM variant v JOIN product p ON p.id = v.product_id WHERE v.id = NEW.variant_id), 0))
  WHERE variant_id = NEW.variant_id AND state <> 'ended';
END;
--> statement-breakpoint
CREATE TRIGGER channel_price_due AFTER UPDATE ON price WHEN NEW.price_minor <> OLD.price_minor
BEGIN
  UPDATE channel_listing SET price_due_at_ms = max(coalesce(price_due_at_ms + 1, 0),
    coalesce((SELECT p.updated_at_ms FROM variant v JOIN product p ON p.id = v.product_id WHERE v.id = NEW.variant_id), 0))
  WHERE variant_id = NEW.variant_id AND state <> 'ended';
END;
--> statement-breakpoint
DROP TRIGGER channel_content_due;
--> statement-breakpoint
CREATE TRIGGER channel_content_due AFTER UPDATE ON product
WHEN NEW.title <> OLD.title OR NEW.description <> OLD.description OR NEW.category_id <> OLD.category_id OR NEW.attributes <> OLD.attributes
  OR NEW.brand IS NOT OLD.brand
BEGIN
  UPDATE channel_listing SET content_due_at_ms = max(coalesce(content_due_at_ms + 1, 0), NEW.updated_at_ms)
  WHERE matched_by = 'created' AND state <> 'ended' AND variant_id IN (SELECT id FROM variant WHERE product_id = NEW.id);
END;
--> statement-breakpoint
-- What is taken off sale is shown as none.
CREATE TRIGGER channel_stock_due_status AFTER UPDATE OF status ON product WHEN NEW.status <> OLD.status
BEGIN
  UPDATE channel_listing SET stock_mark = stock_mark + 1, stock_due_at_ms = coalesce(stock_due_at_ms, NEW.updated_at_ms)
  WHERE variant_id IN (SELECT id FROM variant WHERE product_id = NEW.id) AND is_stock_ours = 1 AND state <> 'ended';
END;
--> statement-breakpoint
CREATE TRIGGER channel_stock_due_removed AFTER UPDATE OF removed_at_ms ON variant WHEN NEW.removed_at_ms IS NOT OLD.removed_at_ms
BEGIN
  UPDATE channel_listing SET stock_mark = stock_mark + 1,
    stock_due_at_ms = coalesce(stock_due_at_ms, (SELECT updated_at_ms FROM product WHERE id = NEW.product_id), 0)
  WHERE variant_id = NEW.id AND is_stock_ours = 1 AND state <> 'ended';
END;
--> statement-breakpoint
-- Another buffer, another price rule: everything the channel shows may be another.
CREATE TRIGGER channel_all_due AFTER UPDATE OF settings ON channel_connection WHEN NEW.settings <> OLD.settings
BEGIN
  UPDATE channel_listing SET stock_mark = stock_mark + 1, stock_due_at_ms = coalesce(stock_due_at_ms, NEW.updated_at_ms)
  WHERE connection_id = NEW.id AND variant_id IS NOT NULL AND is_stock_ours = 1 AND state <> 'ended';
  UPDATE channel_listing SET price_due_at_ms = max(coalesce(price_due_at_ms + 1, 0), NEW.updated_at_ms)
  WHERE connection_id = NEW.id AND variant_id IS NOT NULL AND state <> 'ended';
END;
