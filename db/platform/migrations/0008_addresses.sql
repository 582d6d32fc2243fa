CREATE TABLE `address` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`address` text NOT NULL,
	`is_default` integer NOT NULL,
	`created_at_ms` integer NOT NULL,
	`updated_at_ms` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `address_account` ON `address` (`account_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `address_default` ON `address` (`account_id`) WHERE "address"."is_default" = 1;--> statement-breakpoint
ALTER TABLE `storefront` ADD `policies` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `vendor` ADD `ship_from` text;