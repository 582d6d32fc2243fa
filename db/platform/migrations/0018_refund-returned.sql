CREATE TABLE `commission_invoice` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`year` integer NOT NULL,
	`number` integer NOT NULL,
	`vendor_id` text NOT NULL,
	`currency` text NOT NULL,
	`period` text NOT NULL,
	`statement_id` text NOT NULL,
	`lines` text NOT NULL,
	`net_minor` integer NOT NULL,
	`tax_minor` integer NOT NULL,
	`total_minor` integer NOT NULL,
	`is_reverse_charge` integer NOT NULL,
	`issuer` text NOT NULL,
	`recipient` text NOT NULL,
	`refers_to` text NOT NULL,
	`issued_at_ms` integer NOT NULL,
	CONSTRAINT "commission_invoice_kind_known" CHECK("commission_invoice"."kind" in ('invoice', 'credit_note')),
	CONSTRAINT "commission_invoice_total" CHECK("commission_invoice"."total_minor" = "commission_invoice"."net_minor" + "commission_invoice"."tax_minor"),
	CONSTRAINT "commission_invoice_not_negative" CHECK(("commission_invoice"."number" is null or (typeof("commission_invoice"."number") = 'integer' and "commission_invoice"."number" >= 0)) and ("commission_invoice"."net_minor" is null or (typeof("commission_invoice"."net_minor") = 'integer' and "commission_invoice"."net_minor" >= 0)) and ("commission_invoice"."tax_minor" is null or (typeof("commission_invoice"."tax_minor") = 'integer' and "commission_invoice"."tax_minor" >= 0)) and ("commission_invoice"."total_minor" is null or (typeof("commission_invoice"."total_minor") = 'integer' and "commission_invoice"."total_minor" >= 0)))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `commission_invoice_number` ON `commission_invoice` (`year`,`number`);--> statement-breakpoint
CREATE UNIQUE INDEX `commission_invoice_statement` ON `commission_invoice` (`statement_id`,`kind`);--> statement-breakpoint
CREATE INDEX `commission_invoice_vendor` ON `commission_invoice` (`vendor_id`,`issued_at_ms`);--> statement-breakpoint
CREATE TABLE `provider_transaction` (
	`id` text PRIMARY KEY NOT NULL,
	`type` text NOT NULL,
	`source_ref` text NOT NULL,
	`currency` text NOT NULL,
	`amount_minor` integer NOT NULL,
	`fee_minor` integer NOT NULL,
	`net_minor` integer NOT NULL,
	`flow` text NOT NULL,
	`cause_id` text,
	`description` text DEFAULT '' NOT NULL,
	`created_at_ms` integer NOT NULL,
	`available_at_ms` integer NOT NULL,
	`read_at_ms` integer NOT NULL,
	CONSTRAINT "provider_transaction_net" CHECK("provider_transaction"."net_minor" = "provider_transaction"."amount_minor" - "provider_transaction"."fee_minor"),
	CONSTRAINT "provider_transaction_whole_numbers" CHECK(typeof("provider_transaction"."amount_minor") in ('integer', 'null') and typeof("provider_transaction"."fee_minor") in ('integer', 'null') and typeof("provider_transaction"."net_minor") in ('integer', 'null'))
);
--> statement-breakpoint
CREATE INDEX `provider_transaction_cause` ON `provider_transaction` (`cause_id`,`flow`);--> statement-breakpoint
CREATE INDEX `provider_transaction_created` ON `provider_transaction` (`created_at_ms`);--> statement-breakpoint
CREATE TABLE `reconciliation_balance` (
	`run_id` text NOT NULL,
	`currency` text NOT NULL,
	`ledger_minor` integer NOT NULL,
	`available_minor` integer NOT NULL,
	`pending_minor` integer NOT NULL,
	`difference_minor` integer NOT NULL,
	`is_drifting` integer NOT NULL,
	`at_ms` integer NOT NULL,
	PRIMARY KEY(`run_id`, `currency`),
	CONSTRAINT "reconciliation_balance_difference" CHECK("reconciliation_balance"."difference_minor" = "reconciliation_balance"."available_minor" + "reconciliation_balance"."pending_minor" - "reconciliation_balance"."ledger_minor")
);
--> statement-breakpoint
CREATE INDEX `reconciliation_balance_currency` ON `reconciliation_balance` (`currency`,`at_ms`);--> statement-breakpoint
CREATE TABLE `reconciliation_exception` (
	`id` text PRIMARY KEY NOT NULL,
	`subject` text NOT NULL,
	`reason` text NOT NULL,
	`flow` text NOT NULL,
	`cause_id` text,
	`transaction_id` text,
	`currency` text NOT NULL,
	`ledger_minor` integer NOT NULL,
	`provider_minor` integer NOT NULL,
	`happened_at_ms` integer NOT NULL,
	`first_seen_at_ms` integer NOT NULL,
	`last_seen_at_ms` integer NOT NULL,
	`status` text NOT NULL,
	`ended_at_ms` integer,
	`resolved_by` text,
	`note` text DEFAULT '' NOT NULL,
	CONSTRAINT "reconciliation_exception_status_known" CHECK("reconciliation_exception"."status" in ('open', 'cleared', 'resolved')),
	CONSTRAINT "reconciliation_exception_resolved" CHECK("reconciliation_exception"."status" <> 'resolved' or ("reconciliation_exception"."resolved_by" is not null and "reconciliation_exception"."note" <> ''))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `reconciliation_exception_subject` ON `reconciliation_exception` (`subject`);--> statement-breakpoint
CREATE INDEX `reconciliation_exception_age` ON `reconciliation_exception` (`status`,`happened_at_ms`);--> statement-breakpoint
CREATE TABLE `reconciliation_run` (
	`id` text PRIMARY KEY NOT NULL,
	`status` text NOT NULL,
	`stage` text NOT NULL,
	`from_ms` integer NOT NULL,
	`to_ms` integer NOT NULL,
	`cursor` text DEFAULT '' NOT NULL,
	`ledger_position` integer NOT NULL,
	`steps` integer DEFAULT 0 NOT NULL,
	`rows_read` integer DEFAULT 0 NOT NULL,
	`rows_new` integer DEFAULT 0 NOT NULL,
	`ledger_rows` integer DEFAULT 0 NOT NULL,
	`found` integer DEFAULT 0 NOT NULL,
	`cleared` integer DEFAULT 0 NOT NULL,
	`requested_by` text NOT NULL,
	`started_at_ms` integer NOT NULL,
	`updated_at_ms` integer NOT NULL,
	`done_at_ms` integer,
	CONSTRAINT "reconciliation_run_status_known" CHECK("reconciliation_run"."status" in ('running', 'done')),
	CONSTRAINT "reconciliation_run_stage_known" CHECK("reconciliation_run"."stage" in ('provider', 'ledger', 'exceptions', 'balances', 'done'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `reconciliation_run_one` ON `reconciliation_run` (`status`) WHERE "reconciliation_run"."status" = 'running';--> statement-breakpoint
CREATE INDEX `reconciliation_run_started` ON `reconciliation_run` (`started_at_ms`);--> statement-breakpoint
CREATE TABLE `settlement_progress` (
	`vendor_id` text NOT NULL,
	`currency` text NOT NULL,
	`through_period` text NOT NULL,
	`updated_at_ms` integer NOT NULL,
	PRIMARY KEY(`vendor_id`, `currency`)
);
--> statement-breakpoint
CREATE TABLE `settlement_statement` (
	`id` text PRIMARY KEY NOT NULL,
	`vendor_id` text NOT NULL,
	`currency` text NOT NULL,
	`number` integer NOT NULL,
	`period` text NOT NULL,
	`from_ms` integer NOT NULL,
	`to_ms` integer NOT NULL,
	`after_ms` integer NOT NULL,
	`after_position` integer NOT NULL,
	`through_position` integer NOT NULL,
	`opening_minor` integer NOT NULL,
	`closing_minor` integer NOT NULL,
	`figures` text NOT NULL,
	`closed_at_ms` integer NOT NULL,
	CONSTRAINT "settlement_statement_whole_numbers" CHECK(typeof("settlement_statement"."opening_minor") in ('integer', 'null') and typeof("settlement_statement"."closing_minor") in ('integer', 'null')),
	CONSTRAINT "settlement_statement_not_negative" CHECK(("settlement_statement"."number" is null or (typeof("settlement_statement"."number") = 'integer' and "settlement_statement"."number" >= 0)) and ("settlement_statement"."from_ms" is null or (typeof("settlement_statement"."from_ms") = 'integer' and "settlement_statement"."from_ms" >= 0)) and ("settlement_statement"."to_ms" is null or (typeof("settlement_statement"."to_ms") = 'integer' and "settlement_statement"."to_ms" >= 0)) and ("settlement_statement"."after_ms" is null or (typeof("settlement_statement"."after_ms") = 'integer' and "settlement_statement"."after_ms" >= 0)) and ("settlement_statement"."after_position" is null or (typeof("settlement_statement"."after_position") = 'integer' and "settlement_statement"."after_position" >= 0)) and ("settlement_statement"."through_position" is null or (typeof("settlement_statement"."through_position") = 'integer' and "settlement_statement"."through_position" >= 0)))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `settlement_statement_number` ON `settlement_statement` (`vendor_id`,`number`);--> statement-breakpoint
CREATE UNIQUE INDEX `settlement_statement_period` ON `settlement_statement` (`vendor_id`,`currency`,`period`);--> statement-breakpoint
CREATE INDEX `settlement_statement_listed` ON `settlement_statement` (`period`,`vendor_id`);--> statement-breakpoint
PRAGMA foreign_keys=OFF;--> statement-breakpoint
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
	`resend_of` text,
	`status` text NOT NULL,
	`failure` text,
	`created_at_ms` integer NOT NULL,
	`settled_at_ms` integer,
	CONSTRAINT "refund_status_known" CHECK("__new_refund"."status" in ('pending', 'succeeded', 'failed', 'returned')),
	CONSTRAINT "refund_reason_known" CHECK("__new_refund"."reason" in ('cancelled', 'late_payment', 'out_of_stock', 'returned', 'damaged', 'not_as_described', 'not_received', 'wrong_price', 'goodwill', 'by_provider', 'other')),
	CONSTRAINT "refund_bearer_known" CHECK("__new_refund"."bearer" in ('vendor', 'platform')),
	CONSTRAINT "refund_not_negative" CHECK(("__new_refund"."amount_minor" is null or (typeof("__new_refund"."amount_minor") = 'integer' and "__new_refund"."amount_minor" >= 0)))
);
--> statement-breakpoint
INSERT INTO `__new_refund`("id", "payment_id", "order_id", "amount_minor", "currency", "reason", "bearer", "note", "requested_by", "provider_ref", "resend_of", "status", "failure", "created_at_ms", "settled_at_ms") SELECT "id", "payment_id", "order_id", "amount_minor", "currency", "reason", "bearer", "note", "requested_by", "provider_ref", NULL, "status", "failure", "created_at_ms", "settled_at_ms" FROM `refund`;--> statement-breakpoint
DROP TABLE `refund`;--> statement-breakpoint
ALTER TABLE `__new_refund` RENAME TO `refund`;--> statement-breakpoint
PRAGMA foreign_keys=ON;--> statement-breakpoint
CREATE UNIQUE INDEX `refund_order_reason` ON `refund` (`order_id`,`reason`) WHERE "refund"."reason" in ('cancelled', 'late_payment', 'out_of_stock');--> statement-breakpoint
CREATE INDEX `refund_order` ON `refund` (`order_id`);--> statement-breakpoint
CREATE INDEX `refund_pending` ON `refund` (`status`);--> statement-breakpoint
CREATE INDEX `refund_provider_ref` ON `refund` (`provider_ref`);--> statement-breakpoint
CREATE TABLE `__new_refund_allocation` (
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
	CONSTRAINT "refund_allocation_part_known" CHECK("__new_refund_allocation"."part" in ('line', 'shipping', 'tax', 'goodwill')),
	CONSTRAINT "refund_allocation_adds_up" CHECK("__new_refund_allocation"."amount_minor" = "__new_refund_allocation"."vendor_minor" + "__new_refund_allocation"."platform_minor" + "__new_refund_allocation"."commission_minor" + "__new_refund_allocation"."commission_tax_minor" + "__new_refund_allocation"."tax_minor" - "__new_refund_allocation"."promotion_minor"),
	CONSTRAINT "refund_allocation_not_negative" CHECK(("__new_refund_allocation"."amount_minor" is null or (typeof("__new_refund_allocation"."amount_minor") = 'integer' and "__new_refund_allocation"."amount_minor" >= 0)) and ("__new_refund_allocation"."vendor_minor" is null or (typeof("__new_refund_allocation"."vendor_minor") = 'integer' and "__new_refund_allocation"."vendor_minor" >= 0)) and ("__new_refund_allocation"."commission_minor" is null or (typeof("__new_refund_allocation"."commission_minor") = 'integer' and "__new_refund_allocation"."commission_minor" >= 0)) and ("__new_refund_allocation"."commission_tax_minor" is null or (typeof("__new_refund_allocation"."commission_tax_minor") = 'integer' and "__new_refund_allocation"."commission_tax_minor" >= 0)) and ("__new_refund_allocation"."tax_minor" is null or (typeof("__new_refund_allocation"."tax_minor") = 'integer' and "__new_refund_allocation"."tax_minor" >= 0)) and ("__new_refund_allocation"."promotion_minor" is null or (typeof("__new_refund_allocation"."promotion_minor") = 'integer' and "__new_refund_allocation"."promotion_minor" >= 0)))
);
--> statement-breakpoint
INSERT INTO `__new_refund_allocation`("refund_id", "position", "part", "order_line_id", "quantity", "amount_minor", "vendor_minor", "platform_minor", "commission_minor", "commission_tax_minor", "tax_minor", "promotion_minor") SELECT "refund_id", "position", "part", "order_line_id", "quantity", "amount_minor", "vendor_minor", "platform_minor", "commission_minor", "commission_tax_minor", "tax_minor", "promotion_minor" FROM `refund_allocation`;--> statement-breakpoint
DROP TABLE `refund_allocation`;--> statement-breakpoint
ALTER TABLE `__new_refund_allocation` RENAME TO `refund_allocation`;--> statement-breakpoint
-- INV-PAY-3: refunds that are under way or done are never more than the order's share of what was captured.
CREATE TRIGGER refund_limit BEFORE INSERT ON refund
WHEN NEW.status = 'pending' AND NOT EXISTS (SELECT 1 FROM refund WHERE id = NEW.id) AND NEW.amount_minor > coalesce((
  SELECT captured_minor - refunded_minor FROM payment_split WHERE payment_id = NEW.payment_id AND order_id = NEW.order_id
), 0) - (SELECT coalesce(sum(amount_minor), 0) FROM refund WHERE order_id = NEW.order_id AND status = 'pending')
BEGIN
  SELECT RAISE(ABORT, 'INV-PAY-3: refunds never exceed what was captured');
END;
