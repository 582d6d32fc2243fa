ALTER TABLE `storefront` ADD `logo_width` integer;--> statement-breakpoint
ALTER TABLE `storefront` ADD `logo_height` integer;--> statement-breakpoint
ALTER TABLE `storefront` ADD `logo_alt` text DEFAULT '' NOT NULL;