CREATE TABLE `bank_payout` (
	`id` text PRIMARY KEY NOT NULL,
	`vendor_id` text NOT NULL,
	`account_ref` text NOT NULL,
	`currency` text NOT NULL,
	`amount_minor` integer NOT NULL,
	`status` text NOT NULL,
	`failure_code` text,
	`arrives_at_ms` integer,
	`created_at_ms` integer NOT NULL,
	`updated_at_ms` integer NOT NULL,
	CONSTRAINT "bank_payout_status_known" CHECK("bank_payout"."status" in ('pending', 'in_transit', 'paid', 'failed', 'canceled'))
);
--> statement-breakpoint
CREATE INDEX `bank_payout_vendor` ON `bank_payout` (`vendor_id`,`created_at_ms`);--> statement-breakpoint
CREATE INDEX `bank_payout_status` ON `bank_payout` (`status`);--> statement-breakpoint
CREATE TABLE `ledger_adjustment` (
	`id` text PRIMARY KEY NOT NULL,
	`vendor_id` text NOT NULL,
	`currency` text NOT NULL,
	`amount_minor` integer NOT NULL,
	`reason` text NOT NULL,
	`status` text NOT NULL,
	`requested_by` text NOT NULL,
	`requested_at_ms` integer NOT NULL,
	`decided_by` text,
	`decided_at_ms` integer,
	CONSTRAINT "ledger_adjustment_status_known" CHECK("ledger_adjustment"."status" in ('waiting', 'posted', 'declined')),
	CONSTRAINT "ledger_adjustment_amount" CHECK(typeof("ledger_adjustment"."amount_minor") = 'integer' and "ledger_adjustment"."amount_minor" <> 0),
	CONSTRAINT "ledger_adjustment_four_eyes" CHECK("ledger_adjustment"."decided_by" is null or "ledger_adjustment"."decided_by" <> "ledger_adjustment"."requested_by")
);
--> statement-breakpoint
CREATE INDEX `ledger_adjustment_vendor` ON `ledger_adjustment` (`vendor_id`,`requested_at_ms`);--> statement-breakpoint
CREATE INDEX `ledger_adjustment_status` ON `ledger_adjustment` (`status`);--> statement-breakpoint
CREATE TABLE `payout_hold` (
	`id` text PRIMARY KEY NOT NULL,
	`vendor_id` text NOT NULL,
	`kind` text NOT NULL,
	`currency` text,
	`wanted_minor` integer NOT NULL,
	`amount_minor` integer NOT NULL,
	`released_minor` integer DEFAULT 0 NOT NULL,
	`cause_id` text NOT NULL,
	`reason` text NOT NULL,
	`releases_at_ms` integer,
	`status` text NOT NULL,
	`placed_by` text NOT NULL,
	`placed_at_ms` integer NOT NULL,
	`lifted_by` text,
	`lifted_at_ms` integer,
	CONSTRAINT "payout_hold_kind_known" CHECK("payout_hold"."kind" in ('reserve', 'risk', 'dispute', 'manual')),
	CONSTRAINT "payout_hold_status_known" CHECK("payout_hold"."status" in ('active', 'lifted')),
	CONSTRAINT "payout_hold_currency" CHECK(("payout_hold"."kind" = 'risk') = ("payout_hold"."currency" is null)),
	CONSTRAINT "payout_hold_released" CHECK("payout_hold"."released_minor" <= "payout_hold"."amount_minor" and "payout_hold"."amount_minor" <= "payout_hold"."wanted_minor"),
	CONSTRAINT "payout_hold_not_negative" CHECK(("payout_hold"."wanted_minor" is null or (typeof("payout_hold"."wanted_minor") = 'integer' and "payout_hold"."wanted_minor" >= 0)) and ("payout_hold"."amount_minor" is null or (typeof("payout_hold"."amount_minor") = 'integer' and "payout_hold"."amount_minor" >= 0)) and ("payout_hold"."released_minor" is null or (typeof("payout_hold"."released_minor") = 'integer' and "payout_hold"."released_minor" >= 0)))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `payout_hold_cause` ON `payout_hold` (`kind`,`cause_id`);--> statement-breakpoint
CREATE INDEX `payout_hold_vendor` ON `payout_hold` (`vendor_id`,`status`);--> statement-breakpoint
CREATE INDEX `payout_hold_due` ON `payout_hold` (`releases_at_ms`) WHERE "payout_hold"."status" = 'active';--> statement-breakpoint
CREATE TABLE `payout_policy` (
	`id` text PRIMARY KEY NOT NULL,
	`scheduled_runs` text NOT NULL,
	`approval_over` text NOT NULL,
	`vendor_intervals` text NOT NULL,
	`updated_by` text NOT NULL,
	`updated_at_ms` integer NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	CONSTRAINT "payout_policy_scheduled_runs_known" CHECK("payout_policy"."scheduled_runs" in ('send', 'wait'))
);
--> statement-breakpoint
CREATE TABLE `payout_reversal` (
	`id` text PRIMARY KEY NOT NULL,
	`payout_id` text NOT NULL,
	`vendor_id` text NOT NULL,
	`currency` text NOT NULL,
	`amount_minor` integer NOT NULL,
	`reason` text NOT NULL,
	`status` text NOT NULL,
	`provider_ref` text,
	`failure` text,
	`requested_by` text NOT NULL,
	`created_at_ms` integer NOT NULL,
	`updated_at_ms` integer NOT NULL,
	CONSTRAINT "payout_reversal_status_known" CHECK("payout_reversal"."status" in ('pending', 'done', 'failed')),
	CONSTRAINT "payout_reversal_amount" CHECK(typeof("payout_reversal"."amount_minor") = 'integer' and "payout_reversal"."amount_minor" > 0)
);
--> statement-breakpoint
CREATE INDEX `payout_reversal_payout` ON `payout_reversal` (`payout_id`);--> statement-breakpoint
CREATE INDEX `payout_reversal_status` ON `payout_reversal` (`status`);--> statement-breakpoint
CREATE TABLE `payout_run` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`period` text NOT NULL,
	`currency` text,
	`status` text NOT NULL,
	`scheduled_for` text,
	`needs_approval` integer DEFAULT 0 NOT NULL,
	`created_by` text NOT NULL,
	`created_at_ms` integer NOT NULL,
	`approved_by` text,
	`approved_at_ms` integer,
	`done_at_ms` integer,
	`updated_at_ms` integer NOT NULL,
	CONSTRAINT "payout_run_kind_known" CHECK("payout_run"."kind" in ('manual', 'scheduled')),
	CONSTRAINT "payout_run_status_known" CHECK("payout_run"."status" in ('drafting', 'draft', 'approved', 'executing', 'done', 'discarded')),
	CONSTRAINT "payout_run_four_eyes" CHECK("payout_run"."needs_approval" = 0 or "payout_run"."approved_by" is null or "payout_run"."approved_by" <> "payout_run"."created_by")
);
--> statement-breakpoint
CREATE UNIQUE INDEX `payout_run_scheduled` ON `payout_run` (`scheduled_for`) WHERE "payout_run"."scheduled_for" is not null;--> statement-breakpoint
CREATE INDEX `payout_run_status` ON `payout_run` (`status`);--> statement-breakpoint
CREATE INDEX `payout_run_created` ON `payout_run` (`created_at_ms`);--> statement-breakpoint
CREATE TABLE `payout_run_item` (
	`run_id` text NOT NULL,
	`vendor_id` text NOT NULL,
	`currency` text NOT NULL,
	`payable_minor` integer NOT NULL,
	`amount_minor` integer NOT NULL,
	`skip` text,
	`outcome` text,
	`sent_minor` integer,
	`outcome_skip` text,
	`payout_id` text,
	PRIMARY KEY(`run_id`, `vendor_id`, `currency`),
	CONSTRAINT "payout_run_item_outcome_known" CHECK("payout_run_item"."outcome" is null or "payout_run_item"."outcome" in ('sent', 'changed', 'skipped'))
);
--> statement-breakpoint
CREATE INDEX `payout_run_item_payout` ON `payout_run_item` (`payout_id`);--> statement-breakpoint
CREATE TABLE `payout_terms` (
	`owner` text PRIMARY KEY NOT NULL,
	`interval` text,
	`weekday` integer,
	`month_day` integer,
	`hold_from` text,
	`hold_days` integer,
	`latest_days` integer,
	`reserve_bps` integer,
	`reserve_days` integer,
	`minimums` text,
	`updated_by` text NOT NULL,
	`updated_at_ms` integer NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	CONSTRAINT "payout_terms_interval_known" CHECK("payout_terms"."interval" is null or "payout_terms"."interval" in ('daily', 'weekly', 'monthly', 'manual')),
	CONSTRAINT "payout_terms_weekday" CHECK("payout_terms"."weekday" is null or "payout_terms"."weekday" between 1 and 7),
	CONSTRAINT "payout_terms_month_day" CHECK("payout_terms"."month_day" is null or "payout_terms"."month_day" between 1 and 31),
	CONSTRAINT "payout_terms_reserve" CHECK("payout_terms"."reserve_bps" is null or "payout_terms"."reserve_bps" between 0 and 10000),
	CONSTRAINT "payout_terms_not_negative" CHECK(("payout_terms"."hold_days" is null or (typeof("payout_terms"."hold_days") = 'integer' and "payout_terms"."hold_days" >= 0)) and ("payout_terms"."latest_days" is null or (typeof("payout_terms"."latest_days") = 'integer' and "payout_terms"."latest_days" >= 0)) and ("payout_terms"."reserve_days" is null or (typeof("payout_terms"."reserve_days") = 'integer' and "payout_terms"."reserve_days" >= 0)))
);
