ALTER TABLE `channel_account` ADD `subscribed_at_ms` integer;--> statement-breakpoint
ALTER TABLE `channel_authorization` ADD `answer_hash` text;--> statement-breakpoint
ALTER TABLE `channel_authorization` ADD `connection_id` text;--> statement-breakpoint
CREATE INDEX `channel_authorization_age` ON `channel_authorization` (`expires_at_ms`);