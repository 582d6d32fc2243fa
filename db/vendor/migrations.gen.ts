import type { Migration } from '#db/migrate.ts'

// Written by `npm run db:generate` from db/vendor/migrations/*.sql: change those.
export const vendorMigrations: readonly Migration[] = [
  {
    version: 1,
    name: '0000_first',
    statements: [
      "CREATE TABLE `image` (\n\t`id` text PRIMARY KEY NOT NULL,\n\t`product_id` text NOT NULL,\n\t`key` text NOT NULL,\n\t`alt` text DEFAULT '' NOT NULL,\n\t`width` integer NOT NULL,\n\t`height` integer NOT NULL,\n\t`bytes` integer NOT NULL,\n\t`position` integer NOT NULL,\n\t`created_at_ms` integer NOT NULL\n);",
      'CREATE INDEX `image_product` ON `image` (`product_id`,`position`);',
      'CREATE TABLE `price` (\n\t`variant_id` text NOT NULL,\n\t`currency` text NOT NULL,\n\t`price_minor` integer NOT NULL,\n\t`compare_at_minor` integer,\n\tPRIMARY KEY(`variant_id`, `currency`),\n\tCONSTRAINT "price_not_negative" CHECK(("price"."price_minor" is null or (typeof("price"."price_minor") = \'integer\' and "price"."price_minor" >= 0)) and ("price"."compare_at_minor" is null or (typeof("price"."compare_at_minor") = \'integer\' and "price"."compare_at_minor" >= 0)))\n);',
      "CREATE TABLE `product` (\n\t`id` text PRIMARY KEY NOT NULL,\n\t`slug` text NOT NULL,\n\t`title` text NOT NULL,\n\t`description` text DEFAULT '' NOT NULL,\n\t`brand` text,\n\t`category_id` text NOT NULL,\n\t`status` text DEFAULT 'draft' NOT NULL,\n\t`tax_class` text DEFAULT 'standard' NOT NULL,\n\t`options` text NOT NULL,\n\t`attributes` text NOT NULL,\n\t`published_at_ms` integer,\n\t`created_at_ms` integer NOT NULL,\n\t`updated_at_ms` integer NOT NULL,\n\t`version` integer DEFAULT 1 NOT NULL,\n\tCONSTRAINT \"product_status_known\" CHECK(\"product\".\"status\" in ('draft', 'active', 'archived'))\n);",
      'CREATE UNIQUE INDEX `product_slug` ON `product` (`slug`);',
      'CREATE INDEX `product_status` ON `product` (`status`,`updated_at_ms`);',
      'CREATE TABLE `variant` (\n\t`id` text PRIMARY KEY NOT NULL,\n\t`product_id` text NOT NULL,\n\t`sku` text NOT NULL,\n\t`gtin` text,\n\t`option_values` text NOT NULL,\n\t`weight_g` integer DEFAULT 0 NOT NULL,\n\t`length_mm` integer,\n\t`width_mm` integer,\n\t`height_mm` integer,\n\t`position` integer DEFAULT 0 NOT NULL,\n\t`removed_at_ms` integer,\n\tCONSTRAINT "variant_not_negative" CHECK(("variant"."weight_g" is null or (typeof("variant"."weight_g") = \'integer\' and "variant"."weight_g" >= 0)) and ("variant"."length_mm" is null or (typeof("variant"."length_mm") = \'integer\' and "variant"."length_mm" >= 0)) and ("variant"."width_mm" is null or (typeof("variant"."width_mm") = \'integer\' and "variant"."width_mm" >= 0)) and ("variant"."height_mm" is null or (typeof("variant"."height_mm") = \'integer\' and "variant"."height_mm" >= 0)))\n);',
      'CREATE UNIQUE INDEX `variant_sku` ON `variant` (`sku`) WHERE "variant"."removed_at_ms" is null;',
      'CREATE INDEX `variant_product` ON `variant` (`product_id`,`position`);',
      'CREATE TABLE `inbox` (\n\t`consumer` text NOT NULL,\n\t`message_id` text NOT NULL,\n\t`at_ms` integer NOT NULL,\n\tPRIMARY KEY(`consumer`, `message_id`)\n);',
      'CREATE TABLE `outbox` (\n\t`id` text PRIMARY KEY NOT NULL,\n\t`type` text NOT NULL,\n\t`body` text NOT NULL,\n\t`created_at_ms` integer NOT NULL,\n\t`sent_at_ms` integer\n);',
      'CREATE INDEX `outbox_unsent` ON `outbox` (`created_at_ms`) WHERE "outbox"."sent_at_ms" is null;',
      'CREATE TABLE `setting` (\n\t`key` text PRIMARY KEY NOT NULL,\n\t`value` text NOT NULL,\n\t`updated_at_ms` integer NOT NULL\n);',
      'CREATE TABLE `order` (\n\t`id` text PRIMARY KEY NOT NULL,\n\t`number` integer NOT NULL,\n\t`order_group_id` text NOT NULL,\n\t`source` text DEFAULT \'marketplace\' NOT NULL,\n\t`status` text NOT NULL,\n\t`email` text NOT NULL,\n\t`shipping_address` text NOT NULL,\n\t`shipping_name` text NOT NULL,\n\t`currency` text NOT NULL,\n\t`items_minor` integer NOT NULL,\n\t`shipping_minor` integer NOT NULL,\n\t`tax_minor` integer NOT NULL,\n\t`tax_added_minor` integer NOT NULL,\n\t`total_minor` integer NOT NULL,\n\t`cancel_reason` text,\n\t`placed_at_ms` integer NOT NULL,\n\t`updated_at_ms` integer NOT NULL,\n\t`version` integer DEFAULT 1 NOT NULL,\n\tCONSTRAINT "order_status_known" CHECK("order"."status" in (\'placed\', \'packed\', \'shipped\', \'delivered\', \'cancelled\')),\n\tCONSTRAINT "order_not_negative" CHECK(("order"."items_minor" is null or (typeof("order"."items_minor") = \'integer\' and "order"."items_minor" >= 0)) and ("order"."shipping_minor" is null or (typeof("order"."shipping_minor") = \'integer\' and "order"."shipping_minor" >= 0)) and ("order"."tax_minor" is null or (typeof("order"."tax_minor") = \'integer\' and "order"."tax_minor" >= 0)) and ("order"."tax_added_minor" is null or (typeof("order"."tax_added_minor") = \'integer\' and "order"."tax_added_minor" >= 0)) and ("order"."total_minor" is null or (typeof("order"."total_minor") = \'integer\' and "order"."total_minor" >= 0)))\n);',
      'CREATE UNIQUE INDEX `order_number` ON `order` (`number`);',
      'CREATE INDEX `order_status` ON `order` (`status`,`placed_at_ms`);',
      'CREATE INDEX `order_email` ON `order` (`email`);',
      'CREATE TABLE `order_event` (\n\t`id` text PRIMARY KEY NOT NULL,\n\t`order_id` text NOT NULL,\n\t`kind` text NOT NULL,\n\t`detail` text NOT NULL,\n\t`actor_id` text NOT NULL,\n\t`at_ms` integer NOT NULL\n);',
      'CREATE INDEX `order_event_order` ON `order_event` (`order_id`,`at_ms`);',
      'CREATE TABLE `order_line` (\n\t`id` text PRIMARY KEY NOT NULL,\n\t`order_id` text NOT NULL,\n\t`product_id` text NOT NULL,\n\t`variant_id` text NOT NULL,\n\t`sku` text NOT NULL,\n\t`title` text NOT NULL,\n\t`quantity` integer NOT NULL,\n\t`unit_price_minor` integer NOT NULL,\n\t`total_minor` integer NOT NULL,\n\t`tax_minor` integer NOT NULL,\n\t`tax_rate_bps` integer NOT NULL,\n\t`position` integer NOT NULL,\n\tCONSTRAINT "order_line_not_negative" CHECK(("order_line"."quantity" is null or (typeof("order_line"."quantity") = \'integer\' and "order_line"."quantity" >= 0)) and ("order_line"."unit_price_minor" is null or (typeof("order_line"."unit_price_minor") = \'integer\' and "order_line"."unit_price_minor" >= 0)) and ("order_line"."total_minor" is null or (typeof("order_line"."total_minor") = \'integer\' and "order_line"."total_minor" >= 0)) and ("order_line"."tax_minor" is null or (typeof("order_line"."tax_minor") = \'integer\' and "order_line"."tax_minor" >= 0)))\n);',
      'CREATE INDEX `order_line_order` ON `order_line` (`order_id`,`position`);',
      'CREATE INDEX `order_line_variant` ON `order_line` (`variant_id`);',
      'CREATE TABLE `shipment` (\n\t`id` text PRIMARY KEY NOT NULL,\n\t`order_id` text NOT NULL,\n\t`carrier` text NOT NULL,\n\t`tracking_number` text NOT NULL,\n\t`tracking_url` text,\n\t`shipped_at_ms` integer NOT NULL,\n\t`delivered_at_ms` integer\n);',
      'CREATE UNIQUE INDEX `shipment_order` ON `shipment` (`order_id`);',
      'CREATE TABLE `stock_level` (\n\t`variant_id` text PRIMARY KEY NOT NULL,\n\t`on_hand` integer NOT NULL,\n\t`reserved` integer NOT NULL,\n\t`allocated` integer NOT NULL,\n\t`safety_stock` integer DEFAULT 0 NOT NULL,\n\t`available` integer NOT NULL,\n\t`seq` integer NOT NULL,\n\t`updated_at_ms` integer NOT NULL,\n\tCONSTRAINT "stock_level_not_negative" CHECK(("stock_level"."on_hand" is null or (typeof("stock_level"."on_hand") = \'integer\' and "stock_level"."on_hand" >= 0)) and ("stock_level"."reserved" is null or (typeof("stock_level"."reserved") = \'integer\' and "stock_level"."reserved" >= 0)) and ("stock_level"."allocated" is null or (typeof("stock_level"."allocated") = \'integer\' and "stock_level"."allocated" >= 0)) and ("stock_level"."safety_stock" is null or (typeof("stock_level"."safety_stock") = \'integer\' and "stock_level"."safety_stock" >= 0)) and ("stock_level"."available" is null or (typeof("stock_level"."available") = \'integer\' and "stock_level"."available" >= 0)) and ("stock_level"."seq" is null or (typeof("stock_level"."seq") = \'integer\' and "stock_level"."seq" >= 0)))\n);',
      "CREATE TABLE `stock_movement` (\n\t`seq` integer PRIMARY KEY NOT NULL,\n\t`variant_id` text NOT NULL,\n\t`kind` text NOT NULL,\n\t`on_hand_delta` integer NOT NULL,\n\t`reserved_delta` integer NOT NULL,\n\t`allocated_delta` integer NOT NULL,\n\t`cause_id` text NOT NULL,\n\t`operation_id` text NOT NULL,\n\t`reason` text DEFAULT '' NOT NULL,\n\t`actor_id` text DEFAULT '' NOT NULL,\n\t`at_ms` integer NOT NULL\n);",
      'CREATE INDEX `stock_movement_variant` ON `stock_movement` (`variant_id`,`seq`);',
    ],
  },
  {
    version: 2,
    name: '0001_rules',
    statements: [
      '-- A batch that must stop when a guard fails inserts `0` here: nothing is stored, the whole batch rolls back.\nCREATE VIEW precondition AS SELECT 1 AS holds;',
      "CREATE TRIGGER precondition_refused INSTEAD OF INSERT ON precondition WHEN NEW.holds IS NOT 1\nBEGIN\n  SELECT RAISE(ABORT, 'precondition failed');\nEND;",
      "CREATE TRIGGER stock_movement_no_update BEFORE UPDATE ON stock_movement\nBEGIN\n  SELECT RAISE(ABORT, 'a stock movement is immutable: correct it with another');\nEND;",
      "CREATE TRIGGER stock_movement_no_delete BEFORE DELETE ON stock_movement\nBEGIN\n  SELECT RAISE(ABORT, 'a stock movement is immutable: correct it with another');\nEND;",
      "CREATE TRIGGER order_line_no_update BEFORE UPDATE ON order_line\nBEGIN\n  SELECT RAISE(ABORT, 'an order line is what the buyer agreed to');\nEND;",
    ],
  },
]
