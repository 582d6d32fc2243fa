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
	`closed_by` text,
	CONSTRAINT "channel_conflict_kind_known" CHECK("__new_channel_conflict"."kind" in ('oversold', 'stock_drift', 'price_drift', 'stale_stock', 'late_cancel', 'changed_there')),
	CONSTRAINT "channel_conflict_resolution_known" CHECK("__new_channel_conflict"."resolution" in ('healed', 'cancelled_there', 'parked', 'open', 'closed'))
);
--> statement-breakpoint
INSERT INTO `__new_channel_conflict`("id", "connection_id", "kind", "listing_id", "channel_order_id", "ours", "theirs", "resolution", "detail", "at_ms", "resolved_at_ms") SELECT "id", "connection_id", "kind", "listing_id", "channel_order_id", "ours", "theirs", "resolution", "detail", "at_ms", "resolved_at_ms" FROM `channel_conflict`;--> statement-breakpoint
DROP TABLE `channel_conflict`;--> statement-breakpoint
ALTER TABLE `__new_channel_conflict` RENAME TO `channel_conflict`;--> statement-breakpoint
PRAGMA foreign_keys=ON;--> statement-breakpoint
CREATE INDEX `channel_conflict_age` ON `channel_conflict` (`at_ms`);