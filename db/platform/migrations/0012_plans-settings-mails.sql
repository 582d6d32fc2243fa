CREATE TABLE `plan` (
	`key` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`summary` text DEFAULT '' NOT NULL,
	`rank` integer NOT NULL,
	`is_offered` integer DEFAULT true NOT NULL,
	`limits` text NOT NULL,
	`features` text NOT NULL,
	`commission_plan_key` text,
	`provider_ref` text,
	`updated_at_ms` integer NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	CONSTRAINT "plan_not_negative" CHECK(("plan"."rank" is null or (typeof("plan"."rank") = 'integer' and "plan"."rank" >= 0)))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `plan_rank` ON `plan` (`rank`);--> statement-breakpoint
CREATE TABLE `plan_invoice` (
	`id` text PRIMARY KEY NOT NULL,
	`vendor_id` text NOT NULL,
	`provider_ref` text NOT NULL,
	`number` text,
	`plan_key` text NOT NULL,
	`status` text NOT NULL,
	`currency` text NOT NULL,
	`amount_minor` integer NOT NULL,
	`fee_minor` integer DEFAULT 0 NOT NULL,
	`period_starts_at_ms` integer NOT NULL,
	`period_ends_at_ms` integer NOT NULL,
	`page_url` text,
	`created_at_ms` integer NOT NULL,
	`paid_at_ms` integer,
	CONSTRAINT "plan_invoice_status_known" CHECK("plan_invoice"."status" in ('open', 'paid', 'void', 'uncollectible')),
	CONSTRAINT "plan_invoice_not_negative" CHECK(("plan_invoice"."amount_minor" is null or (typeof("plan_invoice"."amount_minor") = 'integer' and "plan_invoice"."amount_minor" >= 0)) and ("plan_invoice"."fee_minor" is null or (typeof("plan_invoice"."fee_minor") = 'integer' and "plan_invoice"."fee_minor" >= 0)))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `plan_invoice_ref` ON `plan_invoice` (`provider_ref`);--> statement-breakpoint
CREATE INDEX `plan_invoice_vendor` ON `plan_invoice` (`vendor_id`,`created_at_ms`);--> statement-breakpoint
CREATE TABLE `plan_price` (
	`plan_key` text NOT NULL,
	`currency` text NOT NULL,
	`interval` text NOT NULL,
	`amount_minor` integer NOT NULL,
	`provider_ref` text,
	PRIMARY KEY(`plan_key`, `currency`, `interval`),
	CONSTRAINT "plan_price_interval_known" CHECK("plan_price"."interval" in ('month', 'year')),
	CONSTRAINT "plan_price_amount" CHECK(typeof("plan_price"."amount_minor") = 'integer' and "plan_price"."amount_minor" > 0)
);
--> statement-breakpoint
CREATE TABLE `vendor_subscription` (
	`vendor_id` text PRIMARY KEY NOT NULL,
	`plan_key` text NOT NULL,
	`status` text NOT NULL,
	`wanted_plan_key` text,
	`currency` text NOT NULL,
	`interval` text NOT NULL,
	`amount_minor` integer NOT NULL,
	`period_ends_at_ms` integer,
	`ends_at_ms` integer,
	`grace_ends_at_ms` integer,
	`customer_ref` text,
	`subscription_ref` text,
	`card_brand` text,
	`card_last4` text,
	`created_at_ms` integer NOT NULL,
	`updated_at_ms` integer NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	CONSTRAINT "vendor_subscription_status_known" CHECK("vendor_subscription"."status" in ('none', 'incomplete', 'active', 'past_due', 'ended')),
	CONSTRAINT "vendor_subscription_interval_known" CHECK("vendor_subscription"."interval" in ('month', 'year')),
	CONSTRAINT "vendor_subscription_not_negative" CHECK(("vendor_subscription"."amount_minor" is null or (typeof("vendor_subscription"."amount_minor") = 'integer' and "vendor_subscription"."amount_minor" >= 0)))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `vendor_subscription_ref` ON `vendor_subscription` (`subscription_ref`);--> statement-breakpoint
CREATE INDEX `vendor_subscription_customer` ON `vendor_subscription` (`customer_ref`);--> statement-breakpoint
CREATE INDEX `vendor_subscription_plan` ON `vendor_subscription` (`plan_key`,`status`);--> statement-breakpoint
CREATE INDEX `vendor_subscription_grace` ON `vendor_subscription` (`grace_ends_at_ms`) WHERE "vendor_subscription"."grace_ends_at_ms" is not null;--> statement-breakpoint
CREATE TABLE `mail_version` (
	`id` text PRIMARY KEY NOT NULL,
	`template` text NOT NULL,
	`number` integer NOT NULL,
	`status` text NOT NULL,
	`subject` text NOT NULL,
	`body` text NOT NULL,
	`created_by` text NOT NULL,
	`created_at_ms` integer NOT NULL,
	`published_at_ms` integer,
	`version` integer DEFAULT 1 NOT NULL,
	CONSTRAINT "mail_version_status_known" CHECK("mail_version"."status" in ('draft', 'published', 'retired'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `mail_version_number` ON `mail_version` (`template`,`number`);--> statement-breakpoint
CREATE UNIQUE INDEX `mail_version_published` ON `mail_version` (`template`) WHERE "mail_version"."status" = 'published';--> statement-breakpoint
CREATE UNIQUE INDEX `mail_version_draft` ON `mail_version` (`template`) WHERE "mail_version"."status" = 'draft';--> statement-breakpoint
CREATE TABLE `market` (
	`key` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`countries` text NOT NULL,
	`currency` text NOT NULL,
	`language` text NOT NULL,
	`tax_display` text NOT NULL,
	`is_open` integer DEFAULT true NOT NULL,
	`updated_at_ms` integer NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	CONSTRAINT "market_tax_display_known" CHECK("market"."tax_display" in ('inclusive', 'exclusive'))
);
--> statement-breakpoint
CREATE TABLE `platform_setting` (
	`key` text NOT NULL,
	`version` integer NOT NULL,
	`value` text,
	`reason` text NOT NULL,
	`changed_by` text NOT NULL,
	`at_ms` integer NOT NULL,
	PRIMARY KEY(`key`, `version`),
	CONSTRAINT "platform_setting_version" CHECK("platform_setting"."version" >= 1)
);
--> statement-breakpoint
DROP INDEX `tax_rate_place`;--> statement-breakpoint
ALTER TABLE `tax_rate` ADD `starts_at_ms` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX `tax_rate_place` ON `tax_rate` (`country`,`region`,`tax_class`,`starts_at_ms`);--> statement-breakpoint
ALTER TABLE `dead_letter` ADD `resolved_by` text;--> statement-breakpoint
ALTER TABLE `dead_letter` ADD `resolution` text;--> statement-breakpoint
-- INV-SET-1: what a setting was, and who set it, is never rewritten.
CREATE TRIGGER platform_setting_is_kept BEFORE UPDATE ON platform_setting
BEGIN
  SELECT RAISE(ABORT, 'INV-SET-1: a setting gets a new version, never another value');
END;
--> statement-breakpoint
CREATE TRIGGER platform_setting_is_not_deleted BEFORE DELETE ON platform_setting
BEGIN
  SELECT RAISE(ABORT, 'INV-SET-1: a setting gets a new version, never another value');
END;
--> statement-breakpoint
-- The plans a marketplace starts with; an admin changes them.
INSERT INTO plan (key, name, summary, rank, limits, features, commission_plan_key, updated_at_ms) VALUES
  ('free', 'Free', 'Everything a shop needs to start.', 0, '{"products":500,"customDomains":1,"teamMembers":5}', '["own_domain"]', NULL, 0),
  ('pro', 'Pro', 'For shops that sell every day.', 10, '{"products":5000,"customDomains":3,"teamMembers":15}', '["own_domain","bulk_import","advanced_analytics"]', 'pro', 0),
  ('scale', 'Scale', 'For shops with a team and a warehouse.', 20, '{"products":null,"customDomains":10,"teamMembers":null}', '["own_domain","bulk_import","advanced_analytics","priority_support","api_access"]', 'scale', 0);
--> statement-breakpoint
INSERT INTO plan_price (plan_key, currency, interval, amount_minor) VALUES
  ('pro', 'USD', 'month', 2900), ('pro', 'USD', 'year', 29000), ('pro', 'EUR', 'month', 2700), ('pro', 'EUR', 'year', 27000),
  ('pro', 'GBP', 'month', 2300), ('pro', 'GBP', 'year', 23000), ('pro', 'CHF', 'month', 2600), ('pro', 'CHF', 'year', 26000),
  ('pro', 'CAD', 'month', 3900), ('pro', 'CAD', 'year', 39000), ('pro', 'AUD', 'month', 4400), ('pro', 'AUD', 'year', 44000),
  ('pro', 'JPY', 'month', 4400), ('pro', 'JPY', 'year', 44000), ('pro', 'KWD', 'month', 9000), ('pro', 'KWD', 'year', 90000),
  ('scale', 'USD', 'month', 9900), ('scale', 'USD', 'year', 99000), ('scale', 'EUR', 'month', 9200), ('scale', 'EUR', 'year', 92000),
  ('scale', 'GBP', 'month', 7900), ('scale', 'GBP', 'year', 79000), ('scale', 'CHF', 'month', 8900), ('scale', 'CHF', 'year', 89000),
  ('scale', 'CAD', 'month', 13500), ('scale', 'CAD', 'year', 135000), ('scale', 'AUD', 'month', 14900), ('scale', 'AUD', 'year', 149000),
  ('scale', 'JPY', 'month', 14900), ('scale', 'JPY', 'year', 149000), ('scale', 'KWD', 'month', 30500), ('scale', 'KWD', 'year', 305000);
--> statement-breakpoint
INSERT INTO market (key, name, countries, currency, language, tax_display, updated_at_ms) VALUES
  ('us', 'United States', '["US"]', 'USD', 'en', 'exclusive', 0),
  ('ca', 'Canada', '["CA"]', 'CAD', 'en', 'exclusive', 0),
  ('eu', 'European Union', '["AT","BE","BG","HR","CY","CZ","DK","EE","FI","FR","DE","GR","HU","IE","IT","LV","LT","LU","MT","NL","PL","PT","RO","SK","SI","ES","SE"]', 'EUR', 'en', 'inclusive', 0),
  ('gb', 'United Kingdom', '["GB"]', 'GBP', 'en', 'inclusive', 0),
  ('jp', 'Japan', '["JP"]', 'JPY', 'en', 'inclusive', 0);
