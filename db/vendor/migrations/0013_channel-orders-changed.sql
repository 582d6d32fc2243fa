PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE `__new_channel_conflict` (
	`id` text PRIMARY KEY NOT NULL,
	`connection_id` text NOT NULL,
	`kind` text NOT NULL,
	`listing_id` text,
	`channel_order_id` text,
	`ours` integer,
	`theirs` integer,
	`resolution` text NOT NULL,
	`detail` text NOT NULL,
	`at_ms` integer NOT NULL,
	`resolved_at_ms` integer,
	CONSTRAINT "channel_conflict_kind_known" CHECK("__new_channel_conflict"."kind" in ('oversold', 'stock_drift', 'price_drift', 'stale_stock', 'late_cancel', 'changed_there')),
	CONSTRAINT "channel_conflict_resolution_known" CHECK("__new_channel_conflict"."resolution" in ('healed', 'cancelled_there', 'parked', 'open'))
);
--> statement-breakpoint
INSERT INTO `__new_channel_conflict`("id", "connection_id", "kind", "listing_id", "channel_order_id", "ours", "theirs", "resolution", "detail", "at_ms", "resolved_at_ms") SELECT "id", "connection_id", "kind", "listing_id", "channel_order_id", "ours", "theirs", "resolution", "detail", "at_ms", "resolved_at_ms" FROM `channel_conflict`;--> statement-breakpoint
DROP TABLE `channel_conflict`;--> statement-breakpoint
ALTER TABLE `__new_channel_conflict` RENAME TO `channel_conflict`;--> statement-breakpoint
PRAGMA foreign_keys=ON;--> statement-breakpoint
CREATE INDEX `channel_conflict_age` ON `channel_conflict` (`at_ms`);--> statement-breakpoint
CREATE INDEX `channel_listing_item` ON `channel_listing` (`connection_id`,("refs" ->> 'inventoryItemId'));--> statement-breakpoint
-- What the buyer of the marketplace agreed to stays. A buyer at a channel may want fewer or more units of an order before it leaves.
DROP TRIGGER order_line_no_update;
--> statement-breakpoint
CREATE TRIGGER order_line_no_update BEFORE UPDATE ON order_line
WHEN (SELECT source FROM "order" WHERE id = OLD.order_id) IS 'marketplace'
  OR NEW.id <> OLD.id OR NEW.order_id <> OLD.order_id OR NEW.variant_id <> OLD.variant_id OR NEW.unit_price_minor <> OLD.unit_price_minor
BEGIN
  SELECT RAISE(ABORT, 'an order line is what the buyer agreed to');
END;
