PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE `__new_reconciliation_run` (
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
	CONSTRAINT "reconciliation_run_status_known" CHECK("__new_reconciliation_run"."status" in ('running', 'done')),
	CONSTRAINT "reconciliation_run_stage_known" CHECK("__new_reconciliation_run"."stage" in ('provider', 'match', 'ledger', 'exceptions', 'balances', 'done'))
);
--> statement-breakpoint
INSERT INTO `__new_reconciliation_run`("id", "status", "stage", "from_ms", "to_ms", "cursor", "ledger_position", "steps", "rows_read", "rows_new", "ledger_rows", "found", "cleared", "requested_by", "started_at_ms", "updated_at_ms", "done_at_ms") SELECT "id", "status", "stage", "from_ms", "to_ms", "cursor", "ledger_position", "steps", "rows_read", "rows_new", "ledger_rows", "found", "cleared", "requested_by", "started_at_ms", "updated_at_ms", "done_at_ms" FROM `reconciliation_run`;--> statement-breakpoint
DROP TABLE `reconciliation_run`;--> statement-breakpoint
ALTER TABLE `__new_reconciliation_run` RENAME TO `reconciliation_run`;--> statement-breakpoint
PRAGMA foreign_keys=ON;--> statement-breakpoint
CREATE UNIQUE INDEX `reconciliation_run_one` ON `reconciliation_run` (`status`) WHERE "reconciliation_run"."status" = 'running';--> statement-breakpoint
CREATE INDEX `reconciliation_run_started` ON `reconciliation_run` (`started_at_ms`);--> statement-breakpoint
DROP INDEX `provider_transaction_cause`;--> statement-breakpoint
ALTER TABLE `provider_transaction` ADD `match_key` text DEFAULT '' NOT NULL;--> statement-breakpoint
CREATE INDEX `provider_transaction_match` ON `provider_transaction` (`match_key`,`flow`);--> statement-breakpoint
ALTER TABLE `reconciliation_exception` ADD `match_key` text DEFAULT '' NOT NULL;