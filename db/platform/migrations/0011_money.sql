-- The ledger gets positions of its own, transfers in two phases, balances by the day, and vendor accounts that are never
-- overdrawn; refunds get an allocation. Tables are written anew because SQLite cannot change a CHECK or a primary key, so
-- their triggers are made again at the end; dropped first, because a rename reads them.
DROP TRIGGER ledger_transfer_currency;
--> statement-breakpoint
DROP TRIGGER ledger_transfer_post;
--> statement-breakpoint
DROP TRIGGER ledger_transfer_no_update;
--> statement-breakpoint
DROP TRIGGER ledger_transfer_no_delete;
--> statement-breakpoint
DROP TRIGGER ledger_account_keeps_identity;
--> statement-breakpoint
DROP TRIGGER ledger_account_opens_empty;
--> statement-breakpoint
DROP TRIGGER ledger_account_no_delete;
--> statement-breakpoint
DROP TRIGGER commission_line_no_update;
--> statement-breakpoint
DROP TRIGGER commission_line_no_delete;
--> statement-breakpoint
CREATE TABLE `refund_allocation` (
	`refund_id` text NOT NULL,
	`position` integer NOT NULL,
	`part` text NOT NULL,
	`order_line_id` text,
	`quantity` integer DEFAULT 0 NOT NULL,
	`amount_minor` integer NOT NULL,
	`vendor_minor` integer NOT NULL,
	`platform_minor` integer NOT NULL,
	`commission_minor` integer NOT NULL,
	`commission_tax_minor` integer NOT NULL,
	`tax_minor` integer NOT NULL,
	`promotion_minor` integer NOT NULL,
	PRIMARY KEY(`refund_id`, `position`),
	CONSTRAINT "refund_allocation_part_known" CHECK("refund_allocation"."part" in ('line', 'shipping', 'tax', 'goodwill')),
	CONSTRAINT "refund_allocation_adds_up" CHECK("refund_allocation"."amount_minor" = "refund_allocation"."vendor_minor" + "refund_allocation"."platform_minor" + "refund_allocation"."commission_minor" + "refund_allocation"."commission_tax_minor" + "refund_allocation"."tax_minor" - "refund_allocation"."promotion_minor"),
	CONSTRAINT "refund_allocation_not_negative" CHECK(("refund_allocation"."amount_minor" is null or (typeof("refund_allocation"."amount_minor") = 'integer' and "refund_allocation"."amount_minor" >= 0)) and ("refund_allocation"."vendor_minor" is null or (typeof("refund_allocation"."vendor_minor") = 'integer' and "refund_allocation"."vendor_minor" >= 0)) and ("refund_allocation"."platform_minor" is null or (typeof("refund_allocation"."platform_minor") = 'integer' and "refund_allocation"."platform_minor" >= 0)) and ("refund_allocation"."commission_minor" is null or (typeof("refund_allocation"."commission_minor") = 'integer' and "refund_allocation"."commission_minor" >= 0)) and ("refund_allocation"."commission_tax_minor" is null or (typeof("refund_allocation"."commission_tax_minor") = 'integer' and "refund_allocation"."commission_tax_minor" >= 0)) and ("refund_allocation"."tax_minor" is null or (typeof("refund_allocation"."tax_minor") = 'integer' and "refund_allocation"."tax_minor" >= 0)) and ("refund_allocation"."promotion_minor" is null or (typeof("refund_allocation"."promotion_minor") = 'integer' and "refund_allocation"."promotion_minor" >= 0)))
);
--> statement-breakpoint
CREATE TABLE `ledger_day` (
	`account_id` text NOT NULL,
	`day` integer NOT NULL,
	`debits_minor` integer NOT NULL,
	`credits_minor` integer NOT NULL,
	PRIMARY KEY(`account_id`, `day`),
	CONSTRAINT "ledger_day_not_negative" CHECK(("ledger_day"."debits_minor" is null or (typeof("ledger_day"."debits_minor") = 'integer' and "ledger_day"."debits_minor" >= 0)) and ("ledger_day"."credits_minor" is null or (typeof("ledger_day"."credits_minor") = 'integer' and "ledger_day"."credits_minor" >= 0)))
);
--> statement-breakpoint
CREATE TABLE `__new_order_summary` (
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
	`commission_tax_minor` integer DEFAULT 0 NOT NULL,
	`platform_discount_minor` integer DEFAULT 0 NOT NULL,
	`vendor_refunded_minor` integer DEFAULT 0 NOT NULL,
	`refund_count` integer DEFAULT 0 NOT NULL,
	`release_blocked_by` text,
	`snapshot` text NOT NULL,
	`matures_at_ms` integer,
	`released_at_ms` integer,
	`placed_at_ms` integer,
	`shipped_at_ms` integer,
	`delivered_at_ms` integer,
	`updated_at_ms` integer NOT NULL,
	`is_late_payment_refund` integer DEFAULT false NOT NULL,
	CONSTRAINT "order_summary_status_known" CHECK("__new_order_summary"."status" in ('draft', 'placed', 'packed', 'shipped', 'delivered', 'cancelled')),
	CONSTRAINT "order_summary_not_negative" CHECK(("__new_order_summary"."items_minor" is null or (typeof("__new_order_summary"."items_minor") = 'integer' and "__new_order_summary"."items_minor" >= 0)) and ("__new_order_summary"."shipping_minor" is null or (typeof("__new_order_summary"."shipping_minor") = 'integer' and "__new_order_summary"."shipping_minor" >= 0)) and ("__new_order_summary"."tax_minor" is null or (typeof("__new_order_summary"."tax_minor") = 'integer' and "__new_order_summary"."tax_minor" >= 0)) and ("__new_order_summary"."total_minor" is null or (typeof("__new_order_summary"."total_minor") = 'integer' and "__new_order_summary"."total_minor" >= 0)) and ("__new_order_summary"."commission_minor" is null or (typeof("__new_order_summary"."commission_minor") = 'integer' and "__new_order_summary"."commission_minor" >= 0)) and ("__new_order_summary"."commission_tax_minor" is null or (typeof("__new_order_summary"."commission_tax_minor") = 'integer' and "__new_order_summary"."commission_tax_minor" >= 0)) and ("__new_order_summary"."platform_discount_minor" is null or (typeof("__new_order_summary"."platform_discount_minor") = 'integer' and "__new_order_summary"."platform_discount_minor" >= 0)) and ("__new_order_summary"."vendor_refunded_minor" is null or (typeof("__new_order_summary"."vendor_refunded_minor") = 'integer' and "__new_order_summary"."vendor_refunded_minor" >= 0)))
);
--> statement-breakpoint
INSERT INTO `__new_order_summary`("id", "order_group_id", "vendor_id", "number", "status", "currency", "items_minor", "shipping_minor", "tax_minor", "total_minor", "commission_minor", "snapshot", "matures_at_ms", "released_at_ms", "placed_at_ms", "updated_at_ms", "is_late_payment_refund") SELECT "id", "order_group_id", "vendor_id", "number", "status", "currency", "items_minor", "shipping_minor", "tax_minor", "total_minor", "commission_minor", "snapshot", "matures_at_ms", "released_at_ms", "placed_at_ms", "updated_at_ms", "is_late_payment_refund" FROM `order_summary`;--> statement-breakpoint
DROP TABLE `order_summary`;--> statement-breakpoint
ALTER TABLE `__new_order_summary` RENAME TO `order_summary`;--> statement-breakpoint
CREATE UNIQUE INDEX `order_summary_group_vendor` ON `order_summary` (`order_group_id`,`vendor_id`);--> statement-breakpoint
CREATE INDEX `order_summary_vendor` ON `order_summary` (`vendor_id`,`placed_at_ms`);--> statement-breakpoint
CREATE INDEX `order_summary_maturing` ON `order_summary` (`matures_at_ms`) WHERE "order_summary"."released_at_ms" is null;--> statement-breakpoint
CREATE TABLE `__new_commission_line` (
	`id` text PRIMARY KEY NOT NULL,
	`order_id` text NOT NULL,
	`order_line_id` text,
	`vendor_id` text NOT NULL,
	`kind` text NOT NULL,
	`component` text DEFAULT 'sales' NOT NULL,
	`rate_id` text NOT NULL,
	`rate_bps` integer NOT NULL,
	`fixed_minor` integer DEFAULT 0 NOT NULL,
	`base_minor` integer NOT NULL,
	`amount_minor` integer NOT NULL,
	`tax_minor` integer DEFAULT 0 NOT NULL,
	`currency` text NOT NULL,
	`refund_id` text,
	`charge_id` text,
	`at_ms` integer NOT NULL,
	CONSTRAINT "commission_line_kind_known" CHECK("__new_commission_line"."kind" in ('charge', 'reversal')),
	CONSTRAINT "commission_line_reverses" CHECK(("__new_commission_line"."kind" = 'reversal') = ("__new_commission_line"."charge_id" is not null)),
	CONSTRAINT "commission_line_not_negative" CHECK(("__new_commission_line"."fixed_minor" is null or (typeof("__new_commission_line"."fixed_minor") = 'integer' and "__new_commission_line"."fixed_minor" >= 0)) and ("__new_commission_line"."base_minor" is null or (typeof("__new_commission_line"."base_minor") = 'integer' and "__new_commission_line"."base_minor" >= 0)) and ("__new_commission_line"."amount_minor" is null or (typeof("__new_commission_line"."amount_minor") = 'integer' and "__new_commission_line"."amount_minor" >= 0)) and ("__new_commission_line"."tax_minor" is null or (typeof("__new_commission_line"."tax_minor") = 'integer' and "__new_commission_line"."tax_minor" >= 0)))
);
--> statement-breakpoint
INSERT INTO `__new_commission_line`("id", "order_id", "order_line_id", "vendor_id", "kind", "rate_id", "rate_bps", "base_minor", "amount_minor", "currency", "charge_id", "at_ms") SELECT "id", "order_id", "order_line_id", "vendor_id", "kind", "rate_id", "rate_bps", "base_minor", "amount_minor", "currency", CASE WHEN "kind" = 'reversal' THEN (SELECT c."id" FROM `commission_line` c WHERE c."order_line_id" = `commission_line`."order_line_id" AND c."kind" = 'charge') END, "at_ms" FROM `commission_line`;--> statement-breakpoint
DROP TABLE `commission_line`;--> statement-breakpoint
ALTER TABLE `__new_commission_line` RENAME TO `commission_line`;--> statement-breakpoint
CREATE INDEX `commission_line_order` ON `commission_line` (`order_id`);--> statement-breakpoint
CREATE INDEX `commission_line_charge` ON `commission_line` (`charge_id`);--> statement-breakpoint
CREATE TABLE `__new_ledger_account` (
	`id` text PRIMARY KEY NOT NULL,
	`owner` text NOT NULL,
	`purpose` text NOT NULL,
	`currency` text NOT NULL,
	`debits_minor` integer DEFAULT 0 NOT NULL,
	`credits_minor` integer DEFAULT 0 NOT NULL,
	`debits_pending_minor` integer DEFAULT 0 NOT NULL,
	`credits_pending_minor` integer DEFAULT 0 NOT NULL,
	CONSTRAINT "ledger_account_not_negative" CHECK(("__new_ledger_account"."debits_minor" is null or (typeof("__new_ledger_account"."debits_minor") = 'integer' and "__new_ledger_account"."debits_minor" >= 0)) and ("__new_ledger_account"."credits_minor" is null or (typeof("__new_ledger_account"."credits_minor") = 'integer' and "__new_ledger_account"."credits_minor" >= 0)) and ("__new_ledger_account"."debits_pending_minor" is null or (typeof("__new_ledger_account"."debits_pending_minor") = 'integer' and "__new_ledger_account"."debits_pending_minor" >= 0)) and ("__new_ledger_account"."credits_pending_minor" is null or (typeof("__new_ledger_account"."credits_pending_minor") = 'integer' and "__new_ledger_account"."credits_pending_minor" >= 0)))
);
--> statement-breakpoint
INSERT INTO `__new_ledger_account`("id", "owner", "purpose", "currency", "debits_minor", "credits_minor") SELECT "id", "owner", "purpose", "currency", "debits_minor", "credits_minor" FROM `ledger_account`;--> statement-breakpoint
DROP TABLE `ledger_account`;--> statement-breakpoint
ALTER TABLE `__new_ledger_account` RENAME TO `ledger_account`;--> statement-breakpoint
CREATE UNIQUE INDEX `ledger_account_purse` ON `ledger_account` (`owner`,`purpose`,`currency`);--> statement-breakpoint
CREATE TABLE `__new_refund` (
	`id` text PRIMARY KEY NOT NULL,
	`payment_id` text NOT NULL,
	`order_id` text NOT NULL,
	`amount_minor` integer NOT NULL,
	`currency` text NOT NULL,
	`reason` text NOT NULL,
	`bearer` text DEFAULT 'vendor' NOT NULL,
	`note` text DEFAULT '' NOT NULL,
	`requested_by` text DEFAULT 'system' NOT NULL,
	`provider_ref` text,
	`status` text NOT NULL,
	`failure` text,
	`created_at_ms` integer NOT NULL,
	`settled_at_ms` integer,
	CONSTRAINT "refund_status_known" CHECK("__new_refund"."status" in ('pending', 'succeeded', 'failed')),
	CONSTRAINT "refund_reason_known" CHECK("__new_refund"."reason" in ('cancelled', 'late_payment', 'out_of_stock', 'returned', 'damaged', 'not_as_described', 'not_received', 'wrong_price', 'goodwill', 'by_provider', 'other')),
	CONSTRAINT "refund_bearer_known" CHECK("__new_refund"."bearer" in ('vendor', 'platform')),
	CONSTRAINT "refund_not_negative" CHECK(("__new_refund"."amount_minor" is null or (typeof("__new_refund"."amount_minor") = 'integer' and "__new_refund"."amount_minor" >= 0)))
);
--> statement-breakpoint
INSERT INTO `__new_refund`("id", "payment_id", "order_id", "amount_minor", "currency", "reason", "provider_ref", "status", "created_at_ms") SELECT "id", "payment_id", "order_id", "amount_minor", "currency", "reason", "provider_ref", "status", "created_at_ms" FROM `refund`;--> statement-breakpoint
DROP TABLE `refund`;--> statement-breakpoint
ALTER TABLE `__new_refund` RENAME TO `refund`;--> statement-breakpoint
CREATE UNIQUE INDEX `refund_order_reason` ON `refund` (`order_id`,`reason`) WHERE "refund"."reason" in ('cancelled', 'late_payment', 'out_of_stock');--> statement-breakpoint
CREATE INDEX `refund_order` ON `refund` (`order_id`);--> statement-breakpoint
CREATE INDEX `refund_pending` ON `refund` (`status`);--> statement-breakpoint
CREATE TABLE `__new_ledger_transfer` (
	`position` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`debit_account_id` text NOT NULL,
	`credit_account_id` text NOT NULL,
	`amount_minor` integer NOT NULL,
	`currency` text NOT NULL,
	`code` text NOT NULL,
	`cause_id` text NOT NULL,
	`phase` text DEFAULT 'posted' NOT NULL,
	`pending_id` text,
	`at_ms` integer NOT NULL,
	CONSTRAINT "ledger_transfer_phase_known" CHECK("__new_ledger_transfer"."phase" in ('posted', 'pending', 'post', 'void')),
	CONSTRAINT "ledger_transfer_settles" CHECK(("__new_ledger_transfer"."phase" in ('post', 'void')) = ("__new_ledger_transfer"."pending_id" is not null)),
	CONSTRAINT "ledger_transfer_amount" CHECK(typeof("__new_ledger_transfer"."amount_minor") = 'integer' and "__new_ledger_transfer"."amount_minor" > 0),
	CONSTRAINT "ledger_transfer_two_accounts" CHECK("__new_ledger_transfer"."debit_account_id" <> "__new_ledger_transfer"."credit_account_id")
);
--> statement-breakpoint
INSERT INTO `__new_ledger_transfer`("id", "debit_account_id", "credit_account_id", "amount_minor", "currency", "code", "cause_id", "at_ms") SELECT "id", "debit_account_id", "credit_account_id", "amount_minor", "currency", "code", "cause_id", "at_ms" FROM `ledger_transfer` ORDER BY rowid;--> statement-breakpoint
DROP TABLE `ledger_transfer`;--> statement-breakpoint
ALTER TABLE `__new_ledger_transfer` RENAME TO `ledger_transfer`;--> statement-breakpoint
CREATE UNIQUE INDEX `ledger_transfer_id` ON `ledger_transfer` (`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `ledger_transfer_settled_once` ON `ledger_transfer` (`pending_id`);--> statement-breakpoint
CREATE INDEX `ledger_transfer_cause` ON `ledger_transfer` (`cause_id`);--> statement-breakpoint
CREATE INDEX `ledger_transfer_debit` ON `ledger_transfer` (`debit_account_id`,`at_ms`);--> statement-breakpoint
CREATE INDEX `ledger_transfer_credit` ON `ledger_transfer` (`credit_account_id`,`at_ms`);
--> statement-breakpoint
INSERT INTO ledger_day (account_id, day, debits_minor, credits_minor)
SELECT account_id, day, sum(debit), sum(credit) FROM (
  SELECT debit_account_id AS account_id, at_ms / 86400000 AS day, amount_minor AS debit, 0 AS credit FROM ledger_transfer
  UNION ALL SELECT credit_account_id, at_ms / 86400000, 0, amount_minor FROM ledger_transfer
) GROUP BY account_id, day;
--> statement-breakpoint
-- INV-LED-2: both accounts exist and have the transfer's currency.
CREATE TRIGGER ledger_transfer_currency BEFORE INSERT ON ledger_transfer
WHEN (SELECT count(*) FROM ledger_account WHERE id IN (NEW.debit_account_id, NEW.credit_account_id) AND currency = NEW.currency) <> 2
BEGIN
  SELECT RAISE(ABORT, 'INV-LED-2: a transfer has the currency of both its accounts');
END;
--> statement-breakpoint
-- INV-LED-5: what is settled is a pending transfer, between its own accounts and in full; at most once, by the unique index.
CREATE TRIGGER ledger_transfer_settles BEFORE INSERT ON ledger_transfer
WHEN NEW.pending_id IS NOT NULL AND NOT EXISTS (
  SELECT 1 FROM ledger_transfer p WHERE p.id = NEW.pending_id AND p.phase = 'pending' AND p.amount_minor = NEW.amount_minor
    AND p.debit_account_id = NEW.debit_account_id AND p.credit_account_id = NEW.credit_account_id
)
BEGIN
  SELECT RAISE(ABORT, 'INV-LED-5: a pending transfer is settled in full');
END;
--> statement-breakpoint
-- INV-LED-1: posting is this trigger and nothing else; it moves both sides by the same amount, so debits equal credits.
CREATE TRIGGER ledger_transfer_post AFTER INSERT ON ledger_transfer
BEGIN
  UPDATE ledger_account SET
    debits_minor = debits_minor + iif(NEW.phase IN ('posted', 'post'), NEW.amount_minor, 0),
    debits_pending_minor = debits_pending_minor + CASE NEW.phase WHEN 'pending' THEN NEW.amount_minor WHEN 'posted' THEN 0 ELSE -NEW.amount_minor END
  WHERE id = NEW.debit_account_id;
  UPDATE ledger_account SET
    credits_minor = credits_minor + iif(NEW.phase IN ('posted', 'post'), NEW.amount_minor, 0),
    credits_pending_minor = credits_pending_minor + CASE NEW.phase WHEN 'pending' THEN NEW.amount_minor WHEN 'posted' THEN 0 ELSE -NEW.amount_minor END
  WHERE id = NEW.credit_account_id;
  INSERT INTO ledger_day (account_id, day, debits_minor, credits_minor)
    SELECT NEW.debit_account_id, NEW.at_ms / 86400000, NEW.amount_minor, 0 WHERE NEW.phase IN ('posted', 'post')
    ON CONFLICT (account_id, day) DO UPDATE SET debits_minor = debits_minor + excluded.debits_minor;
  INSERT INTO ledger_day (account_id, day, debits_minor, credits_minor)
    SELECT NEW.credit_account_id, NEW.at_ms / 86400000, 0, NEW.amount_minor WHERE NEW.phase IN ('posted', 'post')
    ON CONFLICT (account_id, day) DO UPDATE SET credits_minor = credits_minor + excluded.credits_minor;
END;
--> statement-breakpoint
CREATE TRIGGER ledger_transfer_no_update BEFORE UPDATE ON ledger_transfer
BEGIN
  SELECT RAISE(ABORT, 'a ledger transfer is immutable: correct it with another');
END;
--> statement-breakpoint
CREATE TRIGGER ledger_transfer_no_delete BEFORE DELETE ON ledger_transfer
BEGIN
  SELECT RAISE(ABORT, 'a ledger transfer is immutable: correct it with another');
END;
--> statement-breakpoint
-- Balances move only through transfers: an account keeps its identity, and both sums only grow.
CREATE TRIGGER ledger_account_keeps_identity BEFORE UPDATE ON ledger_account
WHEN NEW.id <> OLD.id OR NEW.owner <> OLD.owner OR NEW.purpose <> OLD.purpose OR NEW.currency <> OLD.currency
  OR NEW.debits_minor < OLD.debits_minor OR NEW.credits_minor < OLD.credits_minor
BEGIN
  SELECT RAISE(ABORT, 'a ledger account changes only through transfers');
END;
--> statement-breakpoint
-- INV-LED-4: nobody takes more from a vendor's account than it holds and has not set aside.
CREATE TRIGGER ledger_account_overdrawn BEFORE UPDATE ON ledger_account
WHEN NEW.owner <> 'platform' AND iif(NEW.purpose = 'debt',
  NEW.debits_minor - NEW.credits_minor - NEW.credits_pending_minor, NEW.credits_minor - NEW.debits_minor - NEW.debits_pending_minor) < 0
BEGIN
  SELECT RAISE(ABORT, 'overdrawn');
END;
--> statement-breakpoint
CREATE TRIGGER ledger_account_opens_empty BEFORE INSERT ON ledger_account
WHEN NEW.debits_minor <> 0 OR NEW.credits_minor <> 0 OR NEW.debits_pending_minor <> 0 OR NEW.credits_pending_minor <> 0
BEGIN
  SELECT RAISE(ABORT, 'a ledger account opens empty');
END;
--> statement-breakpoint
CREATE TRIGGER ledger_account_no_delete BEFORE DELETE ON ledger_account
BEGIN
  SELECT RAISE(ABORT, 'a ledger account is kept for ever');
END;
--> statement-breakpoint
CREATE TRIGGER commission_line_no_update BEFORE UPDATE ON commission_line
BEGIN
  SELECT RAISE(ABORT, 'a commission line is frozen: add a reversal');
END;
--> statement-breakpoint
CREATE TRIGGER commission_line_no_delete BEFORE DELETE ON commission_line
BEGIN
  SELECT RAISE(ABORT, 'a commission line is frozen: add a reversal');
END;
--> statement-breakpoint
-- INV-COM-4: what is given back of a charge is never more than the charge.
CREATE TRIGGER commission_line_reversal_limit BEFORE INSERT ON commission_line
WHEN NEW.kind = 'reversal' AND NOT EXISTS (SELECT 1 FROM commission_line WHERE id = NEW.id) AND EXISTS (
  SELECT 1 FROM commission_line c WHERE c.id = NEW.charge_id AND (
    c.amount_minor < NEW.amount_minor + (SELECT coalesce(sum(r.amount_minor), 0) FROM commission_line r WHERE r.charge_id = NEW.charge_id)
    OR c.tax_minor < NEW.tax_minor + (SELECT coalesce(sum(r.tax_minor), 0) FROM commission_line r WHERE r.charge_id = NEW.charge_id)
  )
)
BEGIN
  SELECT RAISE(ABORT, 'INV-COM-4: more commission given back than was taken');
END;
