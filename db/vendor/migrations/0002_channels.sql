CREATE TABLE `channel_action` (
	`id` text PRIMARY KEY NOT NULL,
	`connection_id` text NOT NULL,
	`channel_order_id` text NOT NULL,
	`kind` text NOT NULL,
	`detail` text NOT NULL,
	`status` text NOT NULL,
	`tries` integer DEFAULT 0 NOT NULL,
	`due_at_ms` integer NOT NULL,
	`error_code` text,
	`error_detail` text,
	`created_at_ms` integer NOT NULL,
	`updated_at_ms` integer NOT NULL,
	CONSTRAINT "channel_action_status_known" CHECK("channel_action"."status" in ('due', 'done', 'failed')),
	CONSTRAINT "channel_action_kind_known" CHECK("channel_action"."kind" in ('acknowledge', 'ship', 'cancel', 'refund'))
);
--> statement-breakpoint
CREATE INDEX `channel_action_order` ON `channel_action` (`channel_order_id`,`created_at_ms`);--> statement-breakpoint
CREATE INDEX `channel_action_due` ON `channel_action` (`connection_id`,`due_at_ms`) WHERE "channel_action"."status" = 'due';--> statement-breakpoint
CREATE TABLE `channel_batch` (
	`id` text PRIMARY KEY NOT NULL,
	`connection_id` text NOT NULL,
	`kind` text NOT NULL,
	`ref` text NOT NULL,
	`items` text NOT NULL,
	`run_id` text,
	`status` text NOT NULL,
	`check_at_ms` integer NOT NULL,
	`sent_at_ms` integer NOT NULL,
	`done_at_ms` integer,
	`detail` text,
	CONSTRAINT "channel_batch_status_known" CHECK("channel_batch"."status" in ('sent', 'done', 'failed'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `channel_batch_ref` ON `channel_batch` (`connection_id`,`kind`,`ref`);--> statement-breakpoint
CREATE INDEX `channel_batch_due` ON `channel_batch` (`connection_id`,`check_at_ms`) WHERE "channel_batch"."status" = 'sent';--> statement-breakpoint
CREATE TABLE `channel_category` (
	`connection_id` text NOT NULL,
	`category_id` text NOT NULL,
	`external_category` text NOT NULL,
	`attributes` text NOT NULL,
	`updated_at_ms` integer NOT NULL,
	PRIMARY KEY(`connection_id`, `category_id`)
);
--> statement-breakpoint
CREATE TABLE `channel_conflict` (
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
	CONSTRAINT "channel_conflict_kind_known" CHECK("channel_conflict"."kind" in ('oversold', 'stock_drift', 'price_drift', 'stale_stock')),
	CONSTRAINT "channel_conflict_resolution_known" CHECK("channel_conflict"."resolution" in ('healed', 'cancelled_there', 'parked', 'open'))
);
--> statement-breakpoint
CREATE INDEX `channel_conflict_age` ON `channel_conflict` (`at_ms`);--> statement-breakpoint
CREATE TABLE `channel_connection` (
	`id` text PRIMARY KEY NOT NULL,
	`channel` text NOT NULL,
	`name` text NOT NULL,
	`account_ref` text NOT NULL,
	`status` text NOT NULL,
	`credentials_sealed` text,
	`details` text NOT NULL,
	`settings` text NOT NULL,
	`orders_since_ms` integer NOT NULL,
	`orders_page` text,
	`orders_sweep_at_ms` integer,
	`orders_pulled_at_ms` integer,
	`stock_pushed_at_ms` integer,
	`reconciled_at_ms` integer,
	`imported_at_ms` integer,
	`webhooks_healthy` integer,
	`webhooks_checked_at_ms` integer,
	`error_code` text,
	`error_detail` text,
	`error_at_ms` integer,
	`created_at_ms` integer NOT NULL,
	`updated_at_ms` integer NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	CONSTRAINT "channel_connection_status_known" CHECK("channel_connection"."status" in ('active', 'paused', 'broken', 'disconnected'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `channel_connection_account` ON `channel_connection` (`channel`,`account_ref`) WHERE "channel_connection"."status" <> 'disconnected';--> statement-breakpoint
CREATE TABLE `channel_listing` (
	`id` text PRIMARY KEY NOT NULL,
	`connection_id` text NOT NULL,
	`external_id` text NOT NULL,
	`external_sku` text,
	`gtin` text,
	`title` text NOT NULL,
	`url` text,
	`state` text NOT NULL,
	`refs` text NOT NULL,
	`variant_id` text,
	`matched_by` text,
	`is_stock_ours` integer DEFAULT true NOT NULL,
	`overrides` text NOT NULL,
	`issues` text NOT NULL,
	`quantity` integer,
	`quantity_at_ms` integer,
	`price_minor` integer,
	`currency` text,
	`stock_mark` integer DEFAULT 1 NOT NULL,
	`stock_done_mark` integer DEFAULT 0 NOT NULL,
	`stock_due_at_ms` integer,
	`stock_tried_at_ms` integer,
	`stock_tries` integer DEFAULT 0 NOT NULL,
	`price_due_at_ms` integer,
	`content_due_at_ms` integer,
	`seen_at_ms` integer,
	`created_at_ms` integer NOT NULL,
	`updated_at_ms` integer NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	CONSTRAINT "channel_listing_state_known" CHECK("channel_listing"."state" in ('active', 'inactive', 'ended', 'unknown')),
	CONSTRAINT "channel_listing_not_negative" CHECK(("channel_listing"."quantity" is null or (typeof("channel_listing"."quantity") = 'integer' and "channel_listing"."quantity" >= 0)) and ("channel_listing"."price_minor" is null or (typeof("channel_listing"."price_minor") = 'integer' and "channel_listing"."price_minor" >= 0)) and ("channel_listing"."stock_mark" is null or (typeof("channel_listing"."stock_mark") = 'integer' and "channel_listing"."stock_mark" >= 0)) and ("channel_listing"."stock_done_mark" is null or (typeof("channel_listing"."stock_done_mark") = 'integer' and "channel_listing"."stock_done_mark" >= 0)) and ("channel_listing"."stock_tries" is null or (typeof("channel_listing"."stock_tries") = 'integer' and "channel_listing"."stock_tries" >= 0)))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `channel_listing_external` ON `channel_listing` (`connection_id`,`external_id`);--> statement-breakpoint
CREATE INDEX `channel_listing_sku` ON `channel_listing` (`connection_id`,`external_sku`);--> statement-breakpoint
CREATE INDEX `channel_listing_variant` ON `channel_listing` (`variant_id`);--> statement-breakpoint
CREATE INDEX `channel_listing_stock_due` ON `channel_listing` (`connection_id`,`stock_due_at_ms`) WHERE "channel_listing"."stock_due_at_ms" is not null;--> statement-breakpoint
CREATE INDEX `channel_listing_price_due` ON `channel_listing` (`connection_id`,`price_due_at_ms`) WHERE "channel_listing"."price_due_at_ms" is not null;--> statement-breakpoint
CREATE INDEX `channel_listing_content_due` ON `channel_listing` (`connection_id`,`content_due_at_ms`) WHERE "channel_listing"."content_due_at_ms" is not null;--> statement-breakpoint
CREATE TABLE `channel_order` (
	`id` text PRIMARY KEY NOT NULL,
	`connection_id` text NOT NULL,
	`external_id` text NOT NULL,
	`external_number` text NOT NULL,
	`status` text NOT NULL,
	`parked_reason` text,
	`detail` text,
	`order_id` text NOT NULL,
	`document` text,
	`mark` integer DEFAULT 1 NOT NULL,
	`done_mark` integer DEFAULT 0 NOT NULL,
	`tries` integer DEFAULT 0 NOT NULL,
	`placed_at_ms` integer NOT NULL,
	`external_updated_at_ms` integer NOT NULL,
	`buyer_forgotten_at_ms` integer,
	`created_at_ms` integer NOT NULL,
	`updated_at_ms` integer NOT NULL,
	CONSTRAINT "channel_order_status_known" CHECK("channel_order"."status" in ('received', 'held', 'imported', 'parked', 'refused', 'ignored', 'unreadable')),
	CONSTRAINT "channel_order_not_negative" CHECK(("channel_order"."mark" is null or (typeof("channel_order"."mark") = 'integer' and "channel_order"."mark" >= 0)) and ("channel_order"."done_mark" is null or (typeof("channel_order"."done_mark") = 'integer' and "channel_order"."done_mark" >= 0)) and ("channel_order"."tries" is null or (typeof("channel_order"."tries") = 'integer' and "channel_order"."tries" >= 0)))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `channel_order_external` ON `channel_order` (`connection_id`,`external_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `channel_order_order` ON `channel_order` (`order_id`);--> statement-breakpoint
CREATE INDEX `channel_order_status` ON `channel_order` (`status`,`updated_at_ms`);--> statement-breakpoint
CREATE INDEX `channel_order_due` ON `channel_order` (`connection_id`,`id`) WHERE "channel_order"."done_mark" < "channel_order"."mark";--> statement-breakpoint
CREATE TABLE `sync_item` (
	`id` text PRIMARY KEY NOT NULL,
	`run_id` text NOT NULL,
	`subject` text NOT NULL,
	`label` text NOT NULL,
	`outcome` text NOT NULL,
	`code` text,
	`detail` text,
	`at_ms` integer NOT NULL,
	CONSTRAINT "sync_item_outcome_known" CHECK("sync_item"."outcome" in ('ok', 'failed', 'skipped'))
);
--> statement-breakpoint
CREATE INDEX `sync_item_run` ON `sync_item` (`run_id`,`id`);--> statement-breakpoint
CREATE TABLE `sync_run` (
	`id` text PRIMARY KEY NOT NULL,
	`connection_id` text NOT NULL,
	`kind` text NOT NULL,
	`cause` text NOT NULL,
	`status` text NOT NULL,
	`total` integer,
	`done` integer DEFAULT 0 NOT NULL,
	`failed` integer DEFAULT 0 NOT NULL,
	`cursor` text,
	`error_code` text,
	`error_detail` text,
	`started_at_ms` integer NOT NULL,
	`updated_at_ms` integer NOT NULL,
	`finished_at_ms` integer,
	CONSTRAINT "sync_run_status_known" CHECK("sync_run"."status" in ('running', 'done', 'failed')),
	CONSTRAINT "sync_run_not_negative" CHECK(("sync_run"."total" is null or (typeof("sync_run"."total") = 'integer' and "sync_run"."total" >= 0)) and ("sync_run"."done" is null or (typeof("sync_run"."done") = 'integer' and "sync_run"."done" >= 0)) and ("sync_run"."failed" is null or (typeof("sync_run"."failed") = 'integer' and "sync_run"."failed" >= 0)))
);
--> statement-breakpoint
CREATE INDEX `sync_run_connection` ON `sync_run` (`connection_id`,`started_at_ms`);--> statement-breakpoint
CREATE INDEX `sync_run_running` ON `sync_run` (`connection_id`,`kind`) WHERE "sync_run"."status" = 'running';