CREATE TABLE `channel_account` (
	`channel` text NOT NULL,
	`account_ref` text NOT NULL,
	`vendor_id` text NOT NULL,
	`connection_id` text NOT NULL,
	`status` text NOT NULL,
	`swept_at_ms` integer NOT NULL,
	`created_at_ms` integer NOT NULL,
	PRIMARY KEY(`channel`, `account_ref`)
);
--> statement-breakpoint
CREATE INDEX `channel_account_vendor` ON `channel_account` (`vendor_id`);--> statement-breakpoint
CREATE INDEX `channel_account_swept` ON `channel_account` (`status`,`swept_at_ms`);--> statement-breakpoint
CREATE TABLE `channel_authorization` (
	`state_hash` text PRIMARY KEY NOT NULL,
	`channel` text NOT NULL,
	`vendor_id` text NOT NULL,
	`session_id` text NOT NULL,
	`params` text NOT NULL,
	`expires_at_ms` integer NOT NULL,
	`used_at_ms` integer
);
--> statement-breakpoint
CREATE TABLE `channel_delivery` (
	`channel` text NOT NULL,
	`delivery_id` text NOT NULL,
	`vendor_id` text NOT NULL,
	`connection_id` text NOT NULL,
	`topic` text NOT NULL,
	`received_at_ms` integer NOT NULL,
	PRIMARY KEY(`channel`, `delivery_id`)
);
--> statement-breakpoint
CREATE INDEX `channel_delivery_age` ON `channel_delivery` (`received_at_ms`);