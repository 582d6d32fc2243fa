CREATE TABLE `cart` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text,
	`secret_hash` text NOT NULL,
	`currency` text NOT NULL,
	`status` text DEFAULT 'open' NOT NULL,
	`expires_at_ms` integer NOT NULL,
	`created_at_ms` integer NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	CONSTRAINT "cart_status_known" CHECK("cart"."status" in ('open', 'merged', 'ordered'))
);
--> statement-breakpoint
CREATE INDEX `cart_account` ON `cart` (`account_id`,`status`);--> statement-breakpoint
CREATE UNIQUE INDEX `cart_open_per_account` ON `cart` (`account_id`) WHERE "cart"."status" = 'open' and "cart"."account_id" is not null;--> statement-breakpoint
CREATE INDEX `cart_expiry` ON `cart` (`expires_at_ms`);--> statement-breakpoint
CREATE TABLE `cart_line` (
	`id` text PRIMARY KEY NOT NULL,
	`cart_id` text NOT NULL,
	`vendor_id` text NOT NULL,
	`listing_id` text NOT NULL,
	`variant_id` text NOT NULL,
	`quantity` integer NOT NULL,
	`seen_price_minor` integer NOT NULL,
	`seen_title` text NOT NULL,
	`added_at_ms` integer NOT NULL,
	CONSTRAINT "cart_line_not_negative" CHECK(("cart_line"."quantity" is null or (typeof("cart_line"."quantity") = 'integer' and "cart_line"."quantity" >= 0)) and ("cart_line"."seen_price_minor" is null or (typeof("cart_line"."seen_price_minor") = 'integer' and "cart_line"."seen_price_minor" >= 0)))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `cart_line_variant` ON `cart_line` (`cart_id`,`variant_id`);--> statement-breakpoint
CREATE TABLE `order_group` (
	`id` text PRIMARY KEY NOT NULL,
	`cart_id` text NOT NULL,
	`account_id` text,
	`email` text NOT NULL,
	`currency` text NOT NULL,
	`total_minor` integer NOT NULL,
	`shipping_address` text NOT NULL,
	`status` text NOT NULL,
	`quote_hash` text NOT NULL,
	`holds_expire_at_ms` integer NOT NULL,
	`placed_at_ms` integer,
	`created_at_ms` integer NOT NULL,
	CONSTRAINT "order_group_status_known" CHECK("order_group"."status" in ('pending', 'reserved', 'placed', 'failed', 'expired', 'refunded')),
	CONSTRAINT "order_group_not_negative" CHECK(("order_group"."total_minor" is null or (typeof("order_group"."total_minor") = 'integer' and "order_group"."total_minor" >= 0)))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `order_group_live_cart` ON `order_group` (`cart_id`) WHERE "order_group"."status" in ('pending', 'reserved', 'placed');--> statement-breakpoint
CREATE INDEX `order_group_account` ON `order_group` (`account_id`,`created_at_ms`);--> statement-breakpoint
CREATE INDEX `order_group_email` ON `order_group` (`email`);--> statement-breakpoint
CREATE INDEX `order_group_unfinished` ON `order_group` (`status`,`holds_expire_at_ms`);--> statement-breakpoint
CREATE TABLE `order_summary` (
	`id` text PRIMARY KEY NOT NULL,
	`order_group_id` text NOT NULL,
	`vendor_id` text NOT NULL,
	`number` integer,
	`status` text NOT NULL,
	`currency` text NOT NULL,
	`items_minor` integer NOT NULL,
	`shipping_minor` integer NOT NULL,
	`tax_minor` integer NOT NULL,
	`total_minor` integer NOT NULL,
	`commission_minor` integer NOT NULL,
	`snapshot` text NOT NULL,
	`matures_at_ms` integer,
	`released_at_ms` integer,
	`placed_at_ms` integer,
	`updated_at_ms` integer NOT NULL,
	`is_late_payment_refund` integer DEFAULT false NOT NULL,
	CONSTRAINT "order_summary_status_known" CHECK("order_summary"."status" in ('draft', 'placed', 'packed', 'shipped', 'delivered', 'cancelled')),
	CONSTRAINT "order_summary_not_negative" CHECK(("order_summary"."items_minor" is null or (typeof("order_summary"."items_minor") = 'integer' and "order_summary"."items_minor" >= 0)) and ("order_summary"."shipping_minor" is null or (typeof("order_summary"."shipping_minor") = 'integer' and "order_summary"."shipping_minor" >= 0)) and ("order_summary"."tax_minor" is null or (typeof("order_summary"."tax_minor") = 'integer' and "order_summary"."tax_minor" >= 0)) and ("order_summary"."total_minor" is null or (typeof("order_summary"."total_minor") = 'integer' and "order_summary"."total_minor" >= 0)) and ("order_summary"."commission_minor" is null or (typeof("order_summary"."commission_minor") = 'integer' and "order_summary"."commission_minor" >= 0)))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `order_summary_group_vendor` ON `order_summary` (`order_group_id`,`vendor_id`);--> statement-breakpoint
CREATE INDEX `order_summary_vendor` ON `order_summary` (`vendor_id`,`placed_at_ms`);--> statement-breakpoint
CREATE INDEX `order_summary_maturing` ON `order_summary` (`matures_at_ms`) WHERE "order_summary"."released_at_ms" is null;--> statement-breakpoint
CREATE TABLE `payment` (
	`id` text PRIMARY KEY NOT NULL,
	`order_group_id` text NOT NULL,
	`provider_ref` text,
	`currency` text NOT NULL,
	`amount_minor` integer NOT NULL,
	`captured_minor` integer DEFAULT 0 NOT NULL,
	`refunded_minor` integer DEFAULT 0 NOT NULL,
	`fee_minor` integer DEFAULT 0 NOT NULL,
	`status` text NOT NULL,
	`created_at_ms` integer NOT NULL,
	`updated_at_ms` integer NOT NULL,
	CONSTRAINT "payment_status_known" CHECK("payment"."status" in ('created', 'pending', 'succeeded', 'cancelled')),
	CONSTRAINT "payment_not_negative" CHECK(("payment"."amount_minor" is null or (typeof("payment"."amount_minor") = 'integer' and "payment"."amount_minor" >= 0)) and ("payment"."captured_minor" is null or (typeof("payment"."captured_minor") = 'integer' and "payment"."captured_minor" >= 0)) and ("payment"."refunded_minor" is null or (typeof("payment"."refunded_minor") = 'integer' and "payment"."refunded_minor" >= 0)) and ("payment"."fee_minor" is null or (typeof("payment"."fee_minor") = 'integer' and "payment"."fee_minor" >= 0)))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `payment_group` ON `payment` (`order_group_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `payment_provider_ref` ON `payment` (`provider_ref`);--> statement-breakpoint
CREATE TABLE `payment_event` (
	`id` text PRIMARY KEY NOT NULL,
	`payment_id` text NOT NULL,
	`kind` text NOT NULL,
	`amount_minor` integer NOT NULL,
	`provider_ref` text NOT NULL,
	`detail` text DEFAULT '' NOT NULL,
	`at_ms` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `payment_event_fact` ON `payment_event` (`payment_id`,`kind`,`provider_ref`);--> statement-breakpoint
CREATE TABLE `payment_split` (
	`payment_id` text NOT NULL,
	`order_id` text NOT NULL,
	`captured_minor` integer NOT NULL,
	`refunded_minor` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`payment_id`, `order_id`),
	CONSTRAINT "payment_split_not_negative" CHECK(("payment_split"."captured_minor" is null or (typeof("payment_split"."captured_minor") = 'integer' and "payment_split"."captured_minor" >= 0)) and ("payment_split"."refunded_minor" is null or (typeof("payment_split"."refunded_minor") = 'integer' and "payment_split"."refunded_minor" >= 0)))
);
--> statement-breakpoint
CREATE TABLE `refund` (
	`id` text PRIMARY KEY NOT NULL,
	`payment_id` text NOT NULL,
	`order_id` text NOT NULL,
	`amount_minor` integer NOT NULL,
	`currency` text NOT NULL,
	`reason` text NOT NULL,
	`provider_ref` text,
	`status` text NOT NULL,
	`created_at_ms` integer NOT NULL,
	CONSTRAINT "refund_status_known" CHECK("refund"."status" in ('pending', 'succeeded', 'failed')),
	CONSTRAINT "refund_not_negative" CHECK(("refund"."amount_minor" is null or (typeof("refund"."amount_minor") = 'integer' and "refund"."amount_minor" >= 0)))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `refund_order_reason` ON `refund` (`order_id`,`reason`);--> statement-breakpoint
CREATE INDEX `refund_pending` ON `refund` (`status`);--> statement-breakpoint
CREATE TABLE `account` (
	`id` text PRIMARY KEY NOT NULL,
	`email` text NOT NULL,
	`password_hash` text NOT NULL,
	`name` text NOT NULL,
	`locale` text DEFAULT 'en' NOT NULL,
	`platform_role` text,
	`email_verified_at_ms` integer,
	`disabled_at_ms` integer,
	`created_at_ms` integer NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	CONSTRAINT "account_platform_role_known" CHECK("account"."platform_role" in ('platform_admin', 'platform_finance', 'platform_moderator', 'support_rep'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `account_email` ON `account` (`email`);--> statement-breakpoint
CREATE TABLE `audit_event` (
	`id` text PRIMARY KEY NOT NULL,
	`actor_id` text NOT NULL,
	`action` text NOT NULL,
	`subject_id` text NOT NULL,
	`vendor_id` text,
	`detail` text NOT NULL,
	`request_id` text NOT NULL,
	`ip` text DEFAULT '' NOT NULL,
	`at_ms` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `audit_event_subject` ON `audit_event` (`subject_id`);--> statement-breakpoint
CREATE INDEX `audit_event_at` ON `audit_event` (`at_ms`);--> statement-breakpoint
CREATE TABLE `mail_token` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`purpose` text NOT NULL,
	`secret_hash` text NOT NULL,
	`new_email` text,
	`expires_at_ms` integer NOT NULL,
	`used_at_ms` integer,
	`created_at_ms` integer NOT NULL,
	CONSTRAINT "mail_token_purpose_known" CHECK("mail_token"."purpose" in ('verify_email', 'reset_password', 'change_email'))
);
--> statement-breakpoint
CREATE INDEX `mail_token_account` ON `mail_token` (`account_id`);--> statement-breakpoint
CREATE TABLE `session` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`refresh_hash` text NOT NULL,
	`generation` integer DEFAULT 1 NOT NULL,
	`rotated_at_ms` integer NOT NULL,
	`user_agent` text DEFAULT '' NOT NULL,
	`ip` text DEFAULT '' NOT NULL,
	`created_at_ms` integer NOT NULL,
	`last_seen_at_ms` integer NOT NULL,
	`expires_at_ms` integer NOT NULL,
	`revoked_at_ms` integer
);
--> statement-breakpoint
CREATE INDEX `session_account` ON `session` (`account_id`);--> statement-breakpoint
CREATE TABLE `throttle` (
	`key` text NOT NULL,
	`window_start_ms` integer NOT NULL,
	`hits` integer NOT NULL,
	PRIMARY KEY(`key`, `window_start_ms`),
	CONSTRAINT "throttle_not_negative" CHECK(("throttle"."hits" is null or (typeof("throttle"."hits") = 'integer' and "throttle"."hits" >= 0)))
);
--> statement-breakpoint
CREATE TABLE `dead_letter` (
	`id` text PRIMARY KEY NOT NULL,
	`queue` text NOT NULL,
	`message_id` text NOT NULL,
	`body` text NOT NULL,
	`reason` text NOT NULL,
	`attempts` integer NOT NULL,
	`status` text DEFAULT 'waiting' NOT NULL,
	`created_at_ms` integer NOT NULL,
	`resolved_at_ms` integer,
	CONSTRAINT "dead_letter_status_known" CHECK("dead_letter"."status" in ('waiting', 'replayed', 'dropped'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `dead_letter_message` ON `dead_letter` (`queue`,`message_id`);--> statement-breakpoint
CREATE INDEX `dead_letter_status` ON `dead_letter` (`status`,`created_at_ms`);--> statement-breakpoint
CREATE TABLE `idempotency_key` (
	`id` text PRIMARY KEY NOT NULL,
	`request_hash` text NOT NULL,
	`seed` integer NOT NULL,
	`locked_until_ms` integer NOT NULL,
	`status` integer,
	`headers` text,
	`body` text,
	`created_at_ms` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `idempotency_key_age` ON `idempotency_key` (`created_at_ms`);--> statement-breakpoint
CREATE TABLE `inbox` (
	`consumer` text NOT NULL,
	`message_id` text NOT NULL,
	`at_ms` integer NOT NULL,
	PRIMARY KEY(`consumer`, `message_id`)
);
--> statement-breakpoint
CREATE TABLE `mail` (
	`id` text PRIMARY KEY NOT NULL,
	`template` text NOT NULL,
	`to_email` text NOT NULL,
	`sent_at_ms` integer,
	`created_at_ms` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `mail_unsent` ON `mail` (`created_at_ms`) WHERE "mail"."sent_at_ms" is null;--> statement-breakpoint
CREATE TABLE `outbox` (
	`id` text PRIMARY KEY NOT NULL,
	`type` text NOT NULL,
	`body` text NOT NULL,
	`created_at_ms` integer NOT NULL,
	`sent_at_ms` integer
);
--> statement-breakpoint
CREATE INDEX `outbox_unsent` ON `outbox` (`created_at_ms`) WHERE "outbox"."sent_at_ms" is null;--> statement-breakpoint
CREATE TABLE `webhook_inbox` (
	`event_id` text NOT NULL,
	`provider` text NOT NULL,
	`type` text NOT NULL,
	`object_id` text NOT NULL,
	`account_ref` text,
	`received_at_ms` integer NOT NULL,
	`processed_at_ms` integer,
	PRIMARY KEY(`provider`, `event_id`)
);
--> statement-breakpoint
CREATE INDEX `webhook_inbox_waiting` ON `webhook_inbox` (`received_at_ms`) WHERE "webhook_inbox"."processed_at_ms" is null;--> statement-breakpoint
CREATE TABLE `commission_line` (
	`id` text PRIMARY KEY NOT NULL,
	`order_id` text NOT NULL,
	`order_line_id` text NOT NULL,
	`vendor_id` text NOT NULL,
	`kind` text NOT NULL,
	`rate_id` text NOT NULL,
	`rate_bps` integer NOT NULL,
	`base_minor` integer NOT NULL,
	`amount_minor` integer NOT NULL,
	`currency` text NOT NULL,
	`at_ms` integer NOT NULL,
	CONSTRAINT "commission_line_kind_known" CHECK("commission_line"."kind" in ('charge', 'reversal')),
	CONSTRAINT "commission_line_not_negative" CHECK(("commission_line"."base_minor" is null or (typeof("commission_line"."base_minor") = 'integer' and "commission_line"."base_minor" >= 0)) and ("commission_line"."amount_minor" is null or (typeof("commission_line"."amount_minor") = 'integer' and "commission_line"."amount_minor" >= 0)))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `commission_line_once` ON `commission_line` (`order_line_id`,`kind`);--> statement-breakpoint
CREATE INDEX `commission_line_order` ON `commission_line` (`order_id`);--> statement-breakpoint
CREATE TABLE `commission_rate` (
	`id` text PRIMARY KEY NOT NULL,
	`vendor_id` text,
	`rate_bps` integer NOT NULL,
	`starts_at_ms` integer NOT NULL,
	`created_by` text NOT NULL,
	CONSTRAINT "commission_rate_range" CHECK("commission_rate"."rate_bps" between 0 and 10000)
);
--> statement-breakpoint
CREATE INDEX `commission_rate_vendor` ON `commission_rate` (`vendor_id`,`starts_at_ms`);--> statement-breakpoint
CREATE TABLE `ledger_account` (
	`id` text PRIMARY KEY NOT NULL,
	`owner` text NOT NULL,
	`purpose` text NOT NULL,
	`currency` text NOT NULL,
	`debits_minor` integer DEFAULT 0 NOT NULL,
	`credits_minor` integer DEFAULT 0 NOT NULL,
	CONSTRAINT "ledger_account_not_negative" CHECK(("ledger_account"."debits_minor" is null or (typeof("ledger_account"."debits_minor") = 'integer' and "ledger_account"."debits_minor" >= 0)) and ("ledger_account"."credits_minor" is null or (typeof("ledger_account"."credits_minor") = 'integer' and "ledger_account"."credits_minor" >= 0)))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `ledger_account_purse` ON `ledger_account` (`owner`,`purpose`,`currency`);--> statement-breakpoint
CREATE TABLE `ledger_transfer` (
	`id` text PRIMARY KEY NOT NULL,
	`debit_account_id` text NOT NULL,
	`credit_account_id` text NOT NULL,
	`amount_minor` integer NOT NULL,
	`currency` text NOT NULL,
	`code` text NOT NULL,
	`cause_id` text NOT NULL,
	`at_ms` integer NOT NULL,
	CONSTRAINT "ledger_transfer_amount" CHECK(typeof("ledger_transfer"."amount_minor") = 'integer' and "ledger_transfer"."amount_minor" > 0),
	CONSTRAINT "ledger_transfer_two_accounts" CHECK("ledger_transfer"."debit_account_id" <> "ledger_transfer"."credit_account_id")
);
--> statement-breakpoint
CREATE INDEX `ledger_transfer_cause` ON `ledger_transfer` (`cause_id`);--> statement-breakpoint
CREATE INDEX `ledger_transfer_debit` ON `ledger_transfer` (`debit_account_id`,`at_ms`);--> statement-breakpoint
CREATE INDEX `ledger_transfer_credit` ON `ledger_transfer` (`credit_account_id`,`at_ms`);--> statement-breakpoint
CREATE TABLE `payout` (
	`id` text PRIMARY KEY NOT NULL,
	`vendor_id` text NOT NULL,
	`currency` text NOT NULL,
	`period` text NOT NULL,
	`amount_minor` integer NOT NULL,
	`status` text NOT NULL,
	`provider_ref` text,
	`destination` text NOT NULL,
	`failure` text,
	`attempts` integer DEFAULT 0 NOT NULL,
	`created_at_ms` integer NOT NULL,
	`updated_at_ms` integer NOT NULL,
	CONSTRAINT "payout_status_known" CHECK("payout"."status" in ('pending', 'paid', 'failed')),
	CONSTRAINT "payout_amount" CHECK(typeof("payout"."amount_minor") = 'integer' and "payout"."amount_minor" > 0)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `payout_period` ON `payout` (`vendor_id`,`currency`,`period`);--> statement-breakpoint
CREATE INDEX `payout_status` ON `payout` (`status`);--> statement-breakpoint
CREATE TABLE `category` (
	`id` text PRIMARY KEY NOT NULL,
	`parent_id` text,
	`slug` text NOT NULL,
	`path` text NOT NULL,
	`name` text NOT NULL,
	`position` integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `category_slug` ON `category` (`slug`);--> statement-breakpoint
CREATE UNIQUE INDEX `category_path` ON `category` (`path`);--> statement-breakpoint
CREATE TABLE `listing` (
	`id` text PRIMARY KEY NOT NULL,
	`vendor_id` text NOT NULL,
	`slug` text NOT NULL,
	`title` text NOT NULL,
	`description` text NOT NULL,
	`brand` text,
	`category_id` text NOT NULL,
	`category_path` text NOT NULL,
	`images` text NOT NULL,
	`options` text NOT NULL,
	`rating_bps` integer,
	`rating_count` integer DEFAULT 0 NOT NULL,
	`available` integer DEFAULT 0 NOT NULL,
	`is_visible` integer NOT NULL,
	`source_version` integer NOT NULL,
	`published_at_ms` integer NOT NULL,
	`updated_at_ms` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `listing_slug` ON `listing` (`slug`);--> statement-breakpoint
CREATE INDEX `listing_vendor` ON `listing` (`vendor_id`,`is_visible`);--> statement-breakpoint
CREATE INDEX `listing_category` ON `listing` (`is_visible`,`category_path`,`published_at_ms`);--> statement-breakpoint
CREATE INDEX `listing_newest` ON `listing` (`is_visible`,`published_at_ms`,`id`);--> statement-breakpoint
CREATE TABLE `listing_attribute` (
	`listing_id` text NOT NULL,
	`name` text NOT NULL,
	`value` text NOT NULL,
	PRIMARY KEY(`listing_id`, `name`, `value`)
);
--> statement-breakpoint
CREATE INDEX `listing_attribute_value` ON `listing_attribute` (`name`,`value`);--> statement-breakpoint
CREATE TABLE `offer` (
	`variant_id` text PRIMARY KEY NOT NULL,
	`listing_id` text NOT NULL,
	`vendor_id` text NOT NULL,
	`sku` text NOT NULL,
	`gtin` text,
	`title` text NOT NULL,
	`option_values` text NOT NULL,
	`weight_g` integer DEFAULT 0 NOT NULL,
	`tax_class` text NOT NULL,
	`position` integer DEFAULT 0 NOT NULL,
	`available` integer DEFAULT 0 NOT NULL,
	`stock_seq` integer DEFAULT 0 NOT NULL,
	CONSTRAINT "offer_not_negative" CHECK(("offer"."weight_g" is null or (typeof("offer"."weight_g") = 'integer' and "offer"."weight_g" >= 0)) and ("offer"."available" is null or (typeof("offer"."available") = 'integer' and "offer"."available" >= 0)) and ("offer"."stock_seq" is null or (typeof("offer"."stock_seq") = 'integer' and "offer"."stock_seq" >= 0)))
);
--> statement-breakpoint
CREATE INDEX `offer_listing` ON `offer` (`listing_id`,`position`);--> statement-breakpoint
CREATE INDEX `offer_vendor` ON `offer` (`vendor_id`);--> statement-breakpoint
CREATE INDEX `offer_gtin` ON `offer` (`gtin`);--> statement-breakpoint
CREATE TABLE `offer_price` (
	`variant_id` text NOT NULL,
	`listing_id` text NOT NULL,
	`currency` text NOT NULL,
	`price_minor` integer NOT NULL,
	`compare_at_minor` integer,
	PRIMARY KEY(`variant_id`, `currency`),
	CONSTRAINT "offer_price_not_negative" CHECK(("offer_price"."price_minor" is null or (typeof("offer_price"."price_minor") = 'integer' and "offer_price"."price_minor" >= 0)) and ("offer_price"."compare_at_minor" is null or (typeof("offer_price"."compare_at_minor") = 'integer' and "offer_price"."compare_at_minor" >= 0)))
);
--> statement-breakpoint
CREATE INDEX `offer_price_listing` ON `offer_price` (`listing_id`,`currency`,`price_minor`);--> statement-breakpoint
CREATE TABLE `custom_domain` (
	`host` text PRIMARY KEY NOT NULL,
	`vendor_id` text NOT NULL,
	`challenge` text NOT NULL,
	`verified_at_ms` integer,
	`created_at_ms` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `custom_domain_vendor` ON `custom_domain` (`vendor_id`);--> statement-breakpoint
CREATE TABLE `shipping_rate` (
	`id` text PRIMARY KEY NOT NULL,
	`vendor_id` text NOT NULL,
	`name` text NOT NULL,
	`country` text NOT NULL,
	`kind` text NOT NULL,
	`currency` text NOT NULL,
	`base_minor` integer NOT NULL,
	`per_kg_minor` integer DEFAULT 0 NOT NULL,
	`free_over_minor` integer,
	`days_min` integer NOT NULL,
	`days_max` integer NOT NULL,
	CONSTRAINT "shipping_rate_kind_known" CHECK("shipping_rate"."kind" in ('flat', 'weight', 'free_over')),
	CONSTRAINT "shipping_rate_not_negative" CHECK(("shipping_rate"."base_minor" is null or (typeof("shipping_rate"."base_minor") = 'integer' and "shipping_rate"."base_minor" >= 0)) and ("shipping_rate"."per_kg_minor" is null or (typeof("shipping_rate"."per_kg_minor") = 'integer' and "shipping_rate"."per_kg_minor" >= 0)) and ("shipping_rate"."free_over_minor" is null or (typeof("shipping_rate"."free_over_minor") = 'integer' and "shipping_rate"."free_over_minor" >= 0)) and ("shipping_rate"."days_min" is null or (typeof("shipping_rate"."days_min") = 'integer' and "shipping_rate"."days_min" >= 0)) and ("shipping_rate"."days_max" is null or (typeof("shipping_rate"."days_max") = 'integer' and "shipping_rate"."days_max" >= 0)))
);
--> statement-breakpoint
CREATE INDEX `shipping_rate_vendor` ON `shipping_rate` (`vendor_id`);--> statement-breakpoint
CREATE TABLE `storefront` (
	`vendor_id` text PRIMARY KEY NOT NULL,
	`tagline` text DEFAULT '' NOT NULL,
	`about` text DEFAULT '' NOT NULL,
	`theme` text NOT NULL,
	`logo_key` text,
	`rating_bps` integer,
	`version` integer DEFAULT 1 NOT NULL
);
--> statement-breakpoint
CREATE TABLE `tax_rate` (
	`id` text PRIMARY KEY NOT NULL,
	`country` text NOT NULL,
	`region` text NOT NULL,
	`tax_class` text NOT NULL,
	`rate_bps` integer NOT NULL,
	`is_inclusive` integer NOT NULL,
	CONSTRAINT "tax_rate_not_negative" CHECK(("tax_rate"."rate_bps" is null or (typeof("tax_rate"."rate_bps") = 'integer' and "tax_rate"."rate_bps" >= 0)))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `tax_rate_place` ON `tax_rate` (`country`,`region`,`tax_class`);--> statement-breakpoint
CREATE TABLE `vendor` (
	`id` text PRIMARY KEY NOT NULL,
	`slug` text NOT NULL,
	`name` text NOT NULL,
	`owner_account_id` text NOT NULL,
	`status` text NOT NULL,
	`suspended_reason` text,
	`country` text NOT NULL,
	`currency` text NOT NULL,
	`support_email` text NOT NULL,
	`provisioned` text DEFAULT 'none' NOT NULL,
	`database_name` text NOT NULL,
	`database_hostname` text,
	`database_token_sealed` text,
	`schema_version` integer DEFAULT 0 NOT NULL,
	`is_canary` integer DEFAULT false NOT NULL,
	`stripe_account_id` text,
	`can_receive_transfers` integer DEFAULT false NOT NULL,
	`outbox_swept_at_ms` integer DEFAULT 0 NOT NULL,
	`created_at_ms` integer NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	CONSTRAINT "vendor_status_known" CHECK("vendor"."status" in ('provisioning', 'active', 'suspended')),
	CONSTRAINT "vendor_provisioned_known" CHECK("vendor"."provisioned" in ('none', 'database', 'migrated', 'seeded', 'ready')),
	CONSTRAINT "vendor_not_negative" CHECK(("vendor"."schema_version" is null or (typeof("vendor"."schema_version") = 'integer' and "vendor"."schema_version" >= 0)))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `vendor_slug` ON `vendor` (`slug`);--> statement-breakpoint
CREATE UNIQUE INDEX `vendor_database_name` ON `vendor` (`database_name`);--> statement-breakpoint
CREATE INDEX `vendor_outbox_swept` ON `vendor` (`status`,`outbox_swept_at_ms`);--> statement-breakpoint
CREATE TABLE `vendor_member` (
	`vendor_id` text NOT NULL,
	`account_id` text NOT NULL,
	`role` text NOT NULL,
	`created_at_ms` integer NOT NULL,
	PRIMARY KEY(`vendor_id`, `account_id`),
	CONSTRAINT "vendor_member_role_known" CHECK("vendor_member"."role" in ('vendor_owner', 'vendor_manager', 'vendor_fulfilment', 'vendor_analyst', 'vendor_support'))
);
--> statement-breakpoint
CREATE INDEX `vendor_member_account` ON `vendor_member` (`account_id`);