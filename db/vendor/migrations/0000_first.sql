CREATE TABLE `image` (
	`id` text PRIMARY KEY NOT NULL,
	`product_id` text NOT NULL,
	`key` text NOT NULL,
	`alt` text DEFAULT '' NOT NULL,
	`width` integer NOT NULL,
	`height` integer NOT NULL,
	`bytes` integer NOT NULL,
	`position` integer NOT NULL,
	`created_at_ms` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `image_product` ON `image` (`product_id`,`position`);--> statement-breakpoint
CREATE TABLE `price` (
	`variant_id` text NOT NULL,
	`currency` text NOT NULL,
	`price_minor` integer NOT NULL,
	`compare_at_minor` integer,
	PRIMARY KEY(`variant_id`, `currency`),
	CONSTRAINT "price_not_negative" CHECK(("price"."price_minor" is null or (typeof("price"."price_minor") = 'integer' and "price"."price_minor" >= 0)) and ("price"."compare_at_minor" is null or (typeof("price"."compare_at_minor") = 'integer' and "price"."compare_at_minor" >= 0)))
);
--> statement-breakpoint
CREATE TABLE `product` (
	`id` text PRIMARY KEY NOT NULL,
	`slug` text NOT NULL,
	`title` text NOT NULL,
	`description` text DEFAULT '' NOT NULL,
	`brand` text,
	`category_id` text NOT NULL,
	`status` text DEFAULT 'draft' NOT NULL,
	`tax_class` text DEFAULT 'standard' NOT NULL,
	`options` text NOT NULL,
	`attributes` text NOT NULL,
	`published_at_ms` integer,
	`created_at_ms` integer NOT NULL,
	`updated_at_ms` integer NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	CONSTRAINT "product_status_known" CHECK("product"."status" in ('draft', 'active', 'archived'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `product_slug` ON `product` (`slug`);--> statement-breakpoint
CREATE INDEX `product_status` ON `product` (`status`,`updated_at_ms`);--> statement-breakpoint
CREATE TABLE `variant` (
	`id` text PRIMARY KEY NOT NULL,
	`product_id` text NOT NULL,
	`sku` text NOT NULL,
	`gtin` text,
	`option_values` text NOT NULL,
	`weight_g` integer DEFAULT 0 NOT NULL,
	`length_mm` integer,
	`width_mm` integer,
	`height_mm` integer,
	`position` integer DEFAULT 0 NOT NULL,
	`removed_at_ms` integer,
	CONSTRAINT "variant_not_negative" CHECK(("variant"."weight_g" is null or (typeof("variant"."weight_g") = 'integer' and "variant"."weight_g" >= 0)) and ("variant"."length_mm" is null or (typeof("variant"."length_mm") = 'integer' and "variant"."length_mm" >= 0)) and ("variant"."width_mm" is null or (typeof("variant"."width_mm") = 'integer' and "variant"."width_mm" >= 0)) and ("variant"."height_mm" is null or (typeof("variant"."height_mm") = 'integer' and "variant"."height_mm" >= 0)))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `variant_sku` ON `variant` (`sku`) WHERE "variant"."removed_at_ms" is null;--> statement-breakpoint
CREATE INDEX `variant_product` ON `variant` (`product_id`,`position`);--> statement-breakpoint
CREATE TABLE `inbox` (
	`consumer` text NOT NULL,
	`message_id` text NOT NULL,
	`at_ms` integer NOT NULL,
	PRIMARY KEY(`consumer`, `message_id`)
);
--> statement-breakpoint
CREATE TABLE `outbox` (
	`id` text PRIMARY KEY NOT NULL,
	`type` text NOT NULL,
	`body` text NOT NULL,
	`created_at_ms` integer NOT NULL,
	`sent_at_ms` integer
);
--> statement-breakpoint
CREATE INDEX `outbox_unsent` ON `outbox` (`created_at_ms`) WHERE "outbox"."sent_at_ms" is null;--> statement-breakpoint
CREATE TABLE `setting` (
	`key` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL,
	`updated_at_ms` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `order` (
	`id` text PRIMARY KEY NOT NULL,
	`number` integer NOT NULL,
	`order_group_id` text NOT NULL,
	`source` text DEFAULT 'marketplace' NOT NULL,
	`status` text NOT NULL,
	`email` text NOT NULL,
	`shipping_address` text NOT NULL,
	`shipping_name` text NOT NULL,
	`currency` text NOT NULL,
	`items_minor` integer NOT NULL,
	`shipping_minor` integer NOT NULL,
	`tax_minor` integer NOT NULL,
	`tax_added_minor` integer NOT NULL,
	`total_minor` integer NOT NULL,
	`cancel_reason` text,
	`placed_at_ms` integer NOT NULL,
	`updated_at_ms` integer NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	CONSTRAINT "order_status_known" CHECK("order"."status" in ('placed', 'packed', 'shipped', 'delivered', 'cancelled')),
	CONSTRAINT "order_not_negative" CHECK(("order"."items_minor" is null or (typeof("order"."items_minor") = 'integer' and "order"."items_minor" >= 0)) and ("order"."shipping_minor" is null or (typeof("order"."shipping_minor") = 'integer' and "order"."shipping_minor" >= 0)) and ("order"."tax_minor" is null or (typeof("order"."tax_minor") = 'integer' and "order"."tax_minor" >= 0)) and ("order"."tax_added_minor" is null or (typeof("order"."tax_added_minor") = 'integer' and "order"."tax_added_minor" >= 0)) and ("order"."total_minor" is null or (typeof("order"."total_minor") = 'integer' and "order"."total_minor" >= 0)))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `order_number` ON `order` (`number`);--> statement-breakpoint
CREATE INDEX `order_status` ON `order` (`status`,`placed_at_ms`);--> statement-breakpoint
CREATE INDEX `order_email` ON `order` (`email`);--> statement-breakpoint
CREATE TABLE `order_event` (
	`id` text PRIMARY KEY NOT NULL,
	`order_id` text NOT NULL,
	`kind` text NOT NULL,
	`detail` text NOT NULL,
	`actor_id` text NOT NULL,
	`at_ms` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `order_event_order` ON `order_event` (`order_id`,`at_ms`);--> statement-breakpoint
CREATE TABLE `order_line` (
	`id` text PRIMARY KEY NOT NULL,
	`order_id` text NOT NULL,
	`product_id` text NOT NULL,
	`variant_id` text NOT NULL,
	`sku` text NOT NULL,
	`title` text NOT NULL,
	`quantity` integer NOT NULL,
	`unit_price_minor` integer NOT NULL,
	`total_minor` integer NOT NULL,
	`tax_minor` integer NOT NULL,
	`tax_rate_bps` integer NOT NULL,
	`position` integer NOT NULL,
	CONSTRAINT "order_line_not_negative" CHECK(("order_line"."quantity" is null or (typeof("order_line"."quantity") = 'integer' and "order_line"."quantity" >= 0)) and ("order_line"."unit_price_minor" is null or (typeof("order_line"."unit_price_minor") = 'integer' and "order_line"."unit_price_minor" >= 0)) and ("order_line"."total_minor" is null or (typeof("order_line"."total_minor") = 'integer' and "order_line"."total_minor" >= 0)) and ("order_line"."tax_minor" is null or (typeof("order_line"."tax_minor") = 'integer' and "order_line"."tax_minor" >= 0)))
);
--> statement-breakpoint
CREATE INDEX `order_line_order` ON `order_line` (`order_id`,`position`);--> statement-breakpoint
CREATE INDEX `order_line_variant` ON `order_line` (`variant_id`);--> statement-breakpoint
CREATE TABLE `shipment` (
	`id` text PRIMARY KEY NOT NULL,
	`order_id` text NOT NULL,
	`carrier` text NOT NULL,
	`tracking_number` text NOT NULL,
	`tracking_url` text,
	`shipped_at_ms` integer NOT NULL,
	`delivered_at_ms` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `shipment_order` ON `shipment` (`order_id`);--> statement-breakpoint
CREATE TABLE `stock_level` (
	`variant_id` text PRIMARY KEY NOT NULL,
	`on_hand` integer NOT NULL,
	`reserved` integer NOT NULL,
	`allocated` integer NOT NULL,
	`safety_stock` integer DEFAULT 0 NOT NULL,
	`available` integer NOT NULL,
	`seq` integer NOT NULL,
	`updated_at_ms` integer NOT NULL,
	CONSTRAINT "stock_level_not_negative" CHECK(("stock_level"."on_hand" is null or (typeof("stock_level"."on_hand") = 'integer' and "stock_level"."on_hand" >= 0)) and ("stock_level"."reserved" is null or (typeof("stock_level"."reserved") = 'integer' and "stock_level"."reserved" >= 0)) and ("stock_level"."allocated" is null or (typeof("stock_level"."allocated") = 'integer' and "stock_level"."allocated" >= 0)) and ("stock_level"."safety_stock" is null or (typeof("stock_level"."safety_stock") = 'integer' and "stock_level"."safety_stock" >= 0)) and ("stock_level"."available" is null or (typeof("stock_level"."available") = 'integer' and "stock_level"."available" >= 0)) and ("stock_level"."seq" is null or (typeof("stock_level"."seq") = 'integer' and "stock_level"."seq" >= 0)))
);
--> statement-breakpoint
CREATE TABLE `stock_movement` (
	`seq` integer PRIMARY KEY NOT NULL,
	`variant_id` text NOT NULL,
	`kind` text NOT NULL,
	`on_hand_delta` integer NOT NULL,
	`reserved_delta` integer NOT NULL,
	`allocated_delta` integer NOT NULL,
	`cause_id` text NOT NULL,
	`operation_id` text NOT NULL,
	`reason` text DEFAULT '' NOT NULL,
	`actor_id` text DEFAULT '' NOT NULL,
	`at_ms` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `stock_movement_variant` ON `stock_movement` (`variant_id`,`seq`);