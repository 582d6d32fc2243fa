-- INV-COM-6: a vendor's volume is the goods of its placed orders of the month; orders called off and units that were given back
-- (at the price they were sold for) are taken out, in the month they were sold in. A reduction of a price is no return.
-- A count never stands in the way of a refund: it does not go below nothing.
UPDATE vendor_volume SET goods_minor = max(0, goods_minor - (
  SELECT coalesce(sum((
      SELECT coalesce(sum(a.quantity * json_extract(l.value, '$.unitPriceMinor')), 0)
      FROM refund r JOIN refund_allocation a ON a.refund_id = r.id
      JOIN json_each(o.snapshot, '$.lines') l ON json_extract(l.value, '$.id') = a.order_line_id
      WHERE r.order_id = o.id AND r.status <> 'failed' AND r.resend_of IS NULL AND a.part = 'line'
    )), 0)
  FROM order_summary o
  WHERE o.vendor_id = vendor_volume.vendor_id AND o.currency = vendor_volume.currency AND o.placed_at_ms IS NOT NULL
    AND o.status <> 'cancelled' AND strftime('%Y-%m', o.placed_at_ms / 1000, 'unixepoch') = vendor_volume.month
    AND o.id IN (SELECT order_id FROM refund)
));
--> statement-breakpoint
DROP TRIGGER order_summary_volume_cancelled;
--> statement-breakpoint
CREATE TRIGGER order_summary_volume_cancelled AFTER UPDATE OF status ON order_summary
WHEN OLD.status <> 'cancelled' AND NEW.status = 'cancelled' AND OLD.placed_at_ms IS NOT NULL
BEGIN
  UPDATE vendor_volume SET orders = orders - 1, goods_minor = max(0, goods_minor - OLD.items_minor
    + (
      SELECT coalesce(sum(a.quantity * json_extract(l.value, '$.unitPriceMinor')), 0)
      FROM refund r JOIN refund_allocation a ON a.refund_id = r.id
      JOIN json_each(OLD.snapshot, '$.lines') l ON json_extract(l.value, '$.id') = a.order_line_id
      WHERE r.order_id = OLD.id AND r.status <> 'failed' AND r.resend_of IS NULL AND a.part = 'line'
    ))
  WHERE vendor_id = OLD.vendor_id AND currency = OLD.currency AND month = strftime('%Y-%m', OLD.placed_at_ms / 1000, 'unixepoch');
END;
--> statement-breakpoint
CREATE TRIGGER refund_allocation_volume_returned AFTER INSERT ON refund_allocation
WHEN NEW.part = 'line' AND NEW.quantity > 0
BEGIN
  UPDATE vendor_volume SET goods_minor = max(0, vendor_volume.goods_minor - x.goods_minor)
  FROM (
    SELECT o.vendor_id AS vendor_id, o.currency AS currency, strftime('%Y-%m', o.placed_at_ms / 1000, 'unixepoch') AS month,
      NEW.quantity * json_extract(l.value, '$.unitPriceMinor') AS goods_minor
    FROM refund r JOIN order_summary o ON o.id = r.order_id
    JOIN json_each(o.snapshot, '$.lines') l ON json_extract(l.value, '$.id') = NEW.order_line_id
    WHERE r.id = NEW.refund_id AND r.status <> 'failed' AND r.resend_of IS NULL AND o.placed_at_ms IS NOT NULL AND o.status <> 'cancelled'
  ) AS x
  WHERE vendor_volume.vendor_id = x.vendor_id AND vendor_volume.currency = x.currency AND vendor_volume.month = x.month;
END;
--> statement-breakpoint
CREATE TRIGGER refund_volume_failed AFTER UPDATE OF status ON refund
WHEN OLD.status <> 'failed' AND NEW.status = 'failed'
BEGIN
  UPDATE vendor_volume SET goods_minor = vendor_volume.goods_minor + x.goods_minor
  FROM (
    SELECT o.vendor_id AS vendor_id, o.currency AS currency, strftime('%Y-%m', o.placed_at_ms / 1000, 'unixepoch') AS month,
      (
      SELECT coalesce(sum(a.quantity * json_extract(l.value, '$.unitPriceMinor')), 0)
      FROM refund r JOIN refund_allocation a ON a.refund_id = r.id
      JOIN json_each(o.snapshot, '$.lines') l ON json_extract(l.value, '$.id') = a.order_line_id
      WHERE r.id = NEW.id AND r.resend_of IS NULL AND a.part = 'line'
    ) AS goods_minor
    FROM order_summary o WHERE o.id = NEW.order_id AND o.placed_at_ms IS NOT NULL AND o.status <> 'cancelled'
  ) AS x
  WHERE vendor_volume.vendor_id = x.vendor_id AND vendor_volume.currency = x.currency AND vendor_volume.month = x.month;
END;
