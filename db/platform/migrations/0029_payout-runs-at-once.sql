ALTER TABLE `payout_run` ADD `is_at_once` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `payout_run` ADD `expected` text;