CREATE TABLE `commission_rule` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`vendor_id` text,
	`plan_id` text,
	`category_id` text,
	`product_id` text,
	`country` text,
	`currency` text,
	`priority` integer DEFAULT 0 NOT NULL,
	`starts_at_ms` integer NOT NULL,
	`ends_at_ms` integer,
	`components` text NOT NULL,
	`replaces_id` text,
	`reason` text DEFAULT '' NOT NULL,
	`created_by` text NOT NULL,
	`created_at_ms` integer NOT NULL,
	CONSTRAINT "commission_rule_not_negative" CHECK(("commission_rule"."priority" is null or (typeof("commission_rule"."priority") = 'integer' and "commission_rule"."priority" >= 0)) and ("commission_rule"."starts_at_ms" is null or (typeof("commission_rule"."starts_at_ms") = 'integer' and "commission_rule"."starts_at_ms" >= 0))),
	CONSTRAINT "commission_rule_ends" CHECK("commission_rule"."ends_at_ms" is null or "commission_rule"."ends_at_ms" >= "commission_rule"."starts_at_ms"),
	CONSTRAINT "commission_rule_components" CHECK(json_valid("commission_rule"."components") and json_array_length("commission_rule"."components") > 0)
);
--> statement-breakpoint
CREATE INDEX `commission_rule_vendor` ON `commission_rule` (`vendor_id`,`starts_at_ms`);--> statement-breakpoint
CREATE TABLE `commission_simulation` (
	`id` text PRIMARY KEY NOT NULL,
	`change` text NOT NULL,
	`from_ms` integer NOT NULL,
	`to_ms` integer NOT NULL,
	`total` integer NOT NULL,
	`done` integer DEFAULT 0 NOT NULL,
	`cursor` text DEFAULT '' NOT NULL,
	`is_done` integer DEFAULT 0 NOT NULL,
	`report` text NOT NULL,
	`rules_hash` text NOT NULL,
	`saved_at_ms` integer,
	`created_by` text NOT NULL,
	`created_at_ms` integer NOT NULL,
	CONSTRAINT "commission_simulation_not_negative" CHECK(("commission_simulation"."total" is null or (typeof("commission_simulation"."total") = 'integer' and "commission_simulation"."total" >= 0)) and ("commission_simulation"."done" is null or (typeof("commission_simulation"."done") = 'integer' and "commission_simulation"."done" >= 0)))
);
--> statement-breakpoint
CREATE INDEX `commission_simulation_newest` ON `commission_simulation` (`created_at_ms`);--> statement-breakpoint
CREATE TABLE `commission_tax` (
	`country` text PRIMARY KEY NOT NULL,
	`rate_bps` integer NOT NULL,
	`registration` text DEFAULT '' NOT NULL,
	`updated_by` text NOT NULL,
	`updated_at_ms` integer NOT NULL,
	CONSTRAINT "commission_tax_range" CHECK("commission_tax"."rate_bps" between 0 and 10000)
);
--> statement-breakpoint
CREATE TABLE `vendor_volume` (
	`vendor_id` text NOT NULL,
	`currency` text NOT NULL,
	`month` text NOT NULL,
	`goods_minor` integer NOT NULL,
	`orders` integer NOT NULL,
	PRIMARY KEY(`vendor_id`, `currency`, `month`),
	CONSTRAINT "vendor_volume_not_negative" CHECK(("vendor_volume"."goods_minor" is null or (typeof("vendor_volume"."goods_minor") = 'integer' and "vendor_volume"."goods_minor" >= 0)) and ("vendor_volume"."orders" is null or (typeof("vendor_volume"."orders") = 'integer' and "vendor_volume"."orders" >= 0)))
);
--> statement-breakpoint
CREATE TABLE `dispute` (
	`id` text PRIMARY KEY NOT NULL,
	`payment_id` text NOT NULL,
	`order_group_id` text NOT NULL,
	`provider_ref` text NOT NULL,
	`currency` text NOT NULL,
	`amount_minor` integer NOT NULL,
	`excess_minor` integer DEFAULT 0 NOT NULL,
	`reason` text NOT NULL,
	`network_code` text DEFAULT '' NOT NULL,
	`card_brand` text DEFAULT '' NOT NULL,
	`was_inquiry` integer NOT NULL,
	`status` text NOT NULL,
	`due_at_ms` integer,
	`opened_at_ms` integer NOT NULL,
	`closed_at_ms` integer,
	`withdrawn_minor` integer DEFAULT 0 NOT NULL,
	`reinstated_minor` integer DEFAULT 0 NOT NULL,
	`fee_minor` integer DEFAULT 0 NOT NULL,
	`is_held` integer DEFAULT false NOT NULL,
	`is_settled` integer DEFAULT false NOT NULL,
	`bearer` text,
	`answer` text,
	`answered_by` text,
	`answer_reason` text DEFAULT '' NOT NULL,
	`answer_decided_at_ms` integer,
	`answered_at_ms` integer,
	`evidence` text NOT NULL,
	`submitted` text,
	`assigned_to` text,
	`reminded_days` integer,
	`synced_at_ms` integer NOT NULL,
	`created_at_ms` integer NOT NULL,
	`updated_at_ms` integer NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	CONSTRAINT "dispute_status_known" CHECK("dispute"."status" in ('needs_response', 'under_review', 'won', 'lost', 'warning_needs_response', 'warning_under_review', 'warning_closed', 'accepted')),
	CONSTRAINT "dispute_bearer_known" CHECK("dispute"."bearer" is null or "dispute"."bearer" in ('vendor', 'platform')),
	CONSTRAINT "dispute_answer_known" CHECK("dispute"."answer" is null or "dispute"."answer" in ('submit', 'accept')),
	CONSTRAINT "dispute_answered" CHECK(("dispute"."answer" is null) = ("dispute"."answer_decided_at_ms" is null)),
	CONSTRAINT "dispute_amount" CHECK(typeof("dispute"."amount_minor") = 'integer' and "dispute"."amount_minor" > 0),
	CONSTRAINT "dispute_reinstated" CHECK("dispute"."reinstated_minor" <= "dispute"."withdrawn_minor" and "dispute"."excess_minor" <= "dispute"."amount_minor"),
	CONSTRAINT "dispute_not_negative" CHECK(("dispute"."amount_minor" is null or (typeof("dispute"."amount_minor") = 'integer' and "dispute"."amount_minor" >= 0)) and ("dispute"."excess_minor" is null or (typeof("dispute"."excess_minor") = 'integer' and "dispute"."excess_minor" >= 0)) and ("dispute"."withdrawn_minor" is null or (typeof("dispute"."withdrawn_minor") = 'integer' and "dispute"."withdrawn_minor" >= 0)) and ("dispute"."reinstated_minor" is null or (typeof("dispute"."reinstated_minor") = 'integer' and "dispute"."reinstated_minor" >= 0)) and ("dispute"."fee_minor" is null or (typeof("dispute"."fee_minor") = 'integer' and "dispute"."fee_minor" >= 0)))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `dispute_provider_ref` ON `dispute` (`provider_ref`);--> statement-breakpoint
CREATE INDEX `dispute_payment` ON `dispute` (`payment_id`);--> statement-breakpoint
CREATE INDEX `dispute_status` ON `dispute` (`status`,`due_at_ms`);--> statement-breakpoint
CREATE INDEX `dispute_opened` ON `dispute` (`opened_at_ms`);--> statement-breakpoint
CREATE TABLE `dispute_event` (
	`id` text PRIMARY KEY NOT NULL,
	`dispute_id` text NOT NULL,
	`kind` text NOT NULL,
	`detail` text NOT NULL,
	`actor_id` text NOT NULL,
	`at_ms` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `dispute_event_dispute` ON `dispute_event` (`dispute_id`,`at_ms`);--> statement-breakpoint
CREATE TABLE `dispute_file` (
	`id` text PRIMARY KEY NOT NULL,
	`dispute_id` text NOT NULL,
	`vendor_id` text,
	`field` text NOT NULL,
	`name` text NOT NULL,
	`content_type` text NOT NULL,
	`bytes` integer NOT NULL,
	`key` text NOT NULL,
	`provider_ref` text,
	`added_by` text NOT NULL,
	`added_at_ms` integer NOT NULL,
	`removed_at_ms` integer,
	CONSTRAINT "dispute_file_not_negative" CHECK(("dispute_file"."bytes" is null or (typeof("dispute_file"."bytes") = 'integer' and "dispute_file"."bytes" >= 0)))
);
--> statement-breakpoint
CREATE INDEX `dispute_file_dispute` ON `dispute_file` (`dispute_id`);--> statement-breakpoint
CREATE TABLE `dispute_rate` (
	`vendor_id` text PRIMARY KEY NOT NULL,
	`disputes` integer NOT NULL,
	`orders` integer NOT NULL,
	`rate_bps` integer NOT NULL,
	`amount_bps` integer NOT NULL,
	`level` text NOT NULL,
	`counted_at_ms` integer NOT NULL,
	CONSTRAINT "dispute_rate_level_known" CHECK("dispute_rate"."level" in ('fine', 'warning', 'critical')),
	CONSTRAINT "dispute_rate_not_negative" CHECK(("dispute_rate"."disputes" is null or (typeof("dispute_rate"."disputes") = 'integer' and "dispute_rate"."disputes" >= 0)) and ("dispute_rate"."orders" is null or (typeof("dispute_rate"."orders") = 'integer' and "dispute_rate"."orders" >= 0)) and ("dispute_rate"."rate_bps" is null or (typeof("dispute_rate"."rate_bps") = 'integer' and "dispute_rate"."rate_bps" >= 0)) and ("dispute_rate"."amount_bps" is null or (typeof("dispute_rate"."amount_bps") = 'integer' and "dispute_rate"."amount_bps" >= 0)))
);
--> statement-breakpoint
CREATE INDEX `dispute_rate_level` ON `dispute_rate` (`level`);--> statement-breakpoint
CREATE TABLE `dispute_share` (
	`id` text PRIMARY KEY NOT NULL,
	`dispute_id` text NOT NULL,
	`order_id` text NOT NULL,
	`vendor_id` text NOT NULL,
	`amount_minor` integer NOT NULL,
	`fee_minor` integer DEFAULT 0 NOT NULL,
	`held_minor` integer DEFAULT 0 NOT NULL,
	`vendor_minor` integer DEFAULT 0 NOT NULL,
	`debt_minor` integer DEFAULT 0 NOT NULL,
	`vendor_text` text DEFAULT '' NOT NULL,
	`vendor_carrier` text DEFAULT '' NOT NULL,
	`vendor_tracking` text DEFAULT '' NOT NULL,
	`vendor_answered_at_ms` integer,
	CONSTRAINT "dispute_share_amount" CHECK(typeof("dispute_share"."amount_minor") = 'integer' and "dispute_share"."amount_minor" > 0),
	CONSTRAINT "dispute_share_not_negative" CHECK(("dispute_share"."fee_minor" is null or (typeof("dispute_share"."fee_minor") = 'integer' and "dispute_share"."fee_minor" >= 0)) and ("dispute_share"."held_minor" is null or (typeof("dispute_share"."held_minor") = 'integer' and "dispute_share"."held_minor" >= 0)) and ("dispute_share"."vendor_minor" is null or (typeof("dispute_share"."vendor_minor") = 'integer' and "dispute_share"."vendor_minor" >= 0)) and ("dispute_share"."debt_minor" is null or (typeof("dispute_share"."debt_minor") = 'integer' and "dispute_share"."debt_minor" >= 0)))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `dispute_share_order` ON `dispute_share` (`dispute_id`,`order_id`);--> statement-breakpoint
CREATE INDEX `dispute_share_of_order` ON `dispute_share` (`order_id`);--> statement-breakpoint
CREATE INDEX `dispute_share_vendor` ON `dispute_share` (`vendor_id`);--> statement-breakpoint
DROP INDEX `payout_hold_cause`;--> statement-breakpoint
CREATE UNIQUE INDEX `payout_hold_cause` ON `payout_hold` (`vendor_id`,`kind`,`cause_id`,`currency`);--> statement-breakpoint
ALTER TABLE `commission_line` ADD `tax_rate_bps` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX `commission_line_once` ON `commission_line` (`order_line_id`,`component`) WHERE kind = 'charge';--> statement-breakpoint
CREATE UNIQUE INDEX `commission_line_once_delivery` ON `commission_line` (`order_id`,`component`) WHERE kind = 'charge' and order_line_id is null;--> statement-breakpoint
CREATE UNIQUE INDEX `commission_line_once_back` ON `commission_line` (`charge_id`,`refund_id`) WHERE kind = 'reversal';--> statement-breakpoint
CREATE INDEX `commission_line_vendor` ON `commission_line` (`vendor_id`,`at_ms`);
--> statement-breakpoint
ALTER TABLE commission_line RENAME COLUMN rate_id TO rule_id;
--> statement-breakpoint
-- Every rate becomes a rule of one component; of one owner, each ends where the next one starts.
INSERT INTO commission_rule (id, name, vendor_id, starts_at_ms, ends_at_ms, components, created_by, created_at_ms)
SELECT id, CASE WHEN vendor_id IS NULL THEN 'Default' ELSE 'Vendor rate' END, vendor_id, starts_at_ms,
  (SELECT min(n.starts_at_ms) FROM commission_rate n WHERE n.vendor_id IS r.vendor_id AND (n.starts_at_ms > r.starts_at_ms OR (n.starts_at_ms = r.starts_at_ms AND n.id > r.id))),
  json_array(json_object('name', 'sales', 'base', 'items', 'rateBps', rate_bps, 'fixed', json_object(), 'fixedPer', 'line', 'floor', json_object(), 'cap', json_object(), 'tiers', json_array())), created_by, starts_at_ms
FROM commission_rate r;
--> statement-breakpoint
DROP TABLE commission_rate;
--> statement-breakpoint
-- INV-COM-1: a rule never changes; only its end can be set, and not before what has begun is over.
CREATE TRIGGER commission_rule_no_update BEFORE UPDATE ON commission_rule
WHEN NEW.id IS NOT OLD.id OR NEW.name IS NOT OLD.name OR NEW.vendor_id IS NOT OLD.vendor_id OR NEW.plan_id IS NOT OLD.plan_id
  OR NEW.category_id IS NOT OLD.category_id OR NEW.product_id IS NOT OLD.product_id OR NEW.country IS NOT OLD.country
  OR NEW.currency IS NOT OLD.currency OR NEW.priority IS NOT OLD.priority OR NEW.starts_at_ms IS NOT OLD.starts_at_ms
  OR NEW.components IS NOT OLD.components OR NEW.replaces_id IS NOT OLD.replaces_id OR NEW.reason IS NOT OLD.reason
  OR NEW.created_by IS NOT OLD.created_by OR NEW.created_at_ms IS NOT OLD.created_at_ms OR NEW.ends_at_ms IS NULL
BEGIN
  SELECT RAISE(ABORT, 'a commission rule never changes: end it and start another');
END;
--> statement-breakpoint
CREATE TRIGGER commission_rule_no_delete BEFORE DELETE ON commission_rule
BEGIN
  SELECT RAISE(ABORT, 'a commission rule is kept for ever');
END;
--> statement-breakpoint
-- What was frozen with orders gets the shape it has now.
UPDATE order_summary SET snapshot = json_set(snapshot,
  '$.lines', (SELECT json_group_array(json_set(l.value, '$.commission', json_array(json_object('id', json_extract(l.value, '$.commission.id'), 'component', 'sales', 'ruleId', json_extract(l.value, '$.commission.rateId'), 'rateBps', json_extract(l.value, '$.commission.rateBps'), 'fixedMinor', 0, 'baseMinor', json_extract(l.value, '$.commission.baseMinor'), 'amountMinor', json_extract(l.value, '$.commission.amountMinor'), 'taxRateBps', 0, 'taxMinor', 0)), '$.categoryPath', coalesce((SELECT category_path FROM listing WHERE listing.id = json_extract(l.value, '$.productId')), '/'),
    '$.discountMinor', 0, '$.platformDiscountMinor', 0, '$.commissionBaseMinor', json_extract(l.value, '$.commission.baseMinor'))) FROM json_each(order_summary.snapshot, '$.lines') l),
  '$.shipping.commissionBaseMinor', json_extract(snapshot, '$.shipping.amountMinor'), '$.shipping.commission', json_array(),
  '$.discountMinor', 0, '$.platformDiscountMinor', 0, '$.commissionTaxMinor', 0,
  '$.commissionTerms', (SELECT json_object('country', json_extract(g.shipping_address, '$.country'), 'planId', null, 'volumeMinor', 0, 'taxRateBps', 0, 'atMs', g.created_at_ms) FROM order_group g WHERE g.id = order_summary.order_group_id))
WHERE json_type(snapshot, '$.commissionTerms') IS NULL;
--> statement-breakpoint
INSERT INTO vendor_volume (vendor_id, currency, month, goods_minor, orders)
SELECT vendor_id, currency, strftime('%Y-%m', placed_at_ms / 1000, 'unixepoch'), sum(items_minor), count(*)
FROM order_summary WHERE placed_at_ms IS NOT NULL AND status <> 'cancelled' GROUP BY 1, 2, 3;
--> statement-breakpoint
-- INV-COM-6: a vendor's volume is the goods of its placed orders of the month, those called off taken out.
CREATE TRIGGER order_summary_volume_placed AFTER UPDATE OF placed_at_ms ON order_summary
WHEN OLD.placed_at_ms IS NULL AND NEW.placed_at_ms IS NOT NULL AND NEW.status <> 'cancelled'
BEGIN
  INSERT INTO vendor_volume (vendor_id, currency, month, goods_minor, orders)
  VALUES (NEW.vendor_id, NEW.currency, strftime('%Y-%m', NEW.placed_at_ms / 1000, 'unixepoch'), NEW.items_minor, 1)
  ON CONFLICT (vendor_id, currency, month) DO UPDATE SET goods_minor = goods_minor + excluded.goods_minor, orders = orders + 1;
END;
--> statement-breakpoint
CREATE TRIGGER order_summary_volume_inserted AFTER INSERT ON order_summary
WHEN NEW.placed_at_ms IS NOT NULL AND NEW.status <> 'cancelled'
BEGIN
  INSERT INTO vendor_volume (vendor_id, currency, month, goods_minor, orders)
  VALUES (NEW.vendor_id, NEW.currency, strftime('%Y-%m', NEW.placed_at_ms / 1000, 'unixepoch'), NEW.items_minor, 1)
  ON CONFLICT (vendor_id, currency, month) DO UPDATE SET goods_minor = goods_minor + excluded.goods_minor, orders = orders + 1;
END;
--> statement-breakpoint
CREATE TRIGGER order_summary_volume_cancelled AFTER UPDATE OF status ON order_summary
WHEN OLD.status <> 'cancelled' AND NEW.status = 'cancelled' AND OLD.placed_at_ms IS NOT NULL
BEGIN
  UPDATE vendor_volume SET goods_minor = goods_minor - OLD.items_minor, orders = orders - 1
  WHERE vendor_id = OLD.vendor_id AND currency = OLD.currency AND month = strftime('%Y-%m', OLD.placed_at_ms / 1000, 'unixepoch');
END;
