ALTER TABLE `channel_account` ADD `credentials_key` text;--> statement-breakpoint
ALTER TABLE `channel_account` ADD `credentials_checked_at_ms` integer;