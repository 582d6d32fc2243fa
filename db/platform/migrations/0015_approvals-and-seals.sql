CREATE TABLE `approval` (
	`id` text PRIMARY KEY NOT NULL,
	`action` text NOT NULL,
	`subject_id` text NOT NULL,
	`payload` text NOT NULL,
	`facts` text NOT NULL,
	`reason` text NOT NULL,
	`requested_by` text NOT NULL,
	`requested_at_ms` integer NOT NULL,
	`expires_at_ms` integer NOT NULL,
	`status` text DEFAULT 'waiting' NOT NULL,
	`decided_by` text,
	`decided_at_ms` integer,
	`note` text DEFAULT '' NOT NULL,
	`performed_at_ms` integer,
	`failure` text,
	CONSTRAINT "approval_action_known" CHECK("approval"."action" in ('payout_run.execute', 'refund.create', 'ledger.adjust', 'dispute.write_off', 'account.role')),
	CONSTRAINT "approval_status_known" CHECK("approval"."status" in ('waiting', 'approved', 'declined', 'expired', 'withdrawn')),
	CONSTRAINT "approval_four_eyes" CHECK("approval"."status" not in ('approved', 'declined') or ("approval"."decided_by" is not null and "approval"."decided_by" <> "approval"."requested_by")),
	CONSTRAINT "approval_decided_at" CHECK(("approval"."status" = 'waiting') = ("approval"."decided_at_ms" is null))
);
--> statement-breakpoint
CREATE INDEX `approval_status` ON `approval` (`status`,`id`);--> statement-breakpoint
CREATE INDEX `approval_subject` ON `approval` (`subject_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `approval_waiting` ON `approval` (`action`,`subject_id`) WHERE "approval"."status" = 'waiting';--> statement-breakpoint
CREATE TABLE `alarm` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`subject` text NOT NULL,
	`detail` text NOT NULL,
	`raised_at_ms` integer NOT NULL,
	`seen_at_ms` integer NOT NULL,
	`acknowledged_at_ms` integer,
	`acknowledged_by` text,
	`note` text DEFAULT '' NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `alarm_open` ON `alarm` (`kind`,`subject`) WHERE "alarm"."acknowledged_at_ms" is null;--> statement-breakpoint
CREATE INDEX `alarm_raised` ON `alarm` (`raised_at_ms`);--> statement-breakpoint
CREATE TABLE `journal_check` (
	`id` text PRIMARY KEY NOT NULL,
	`journal` text NOT NULL,
	`status` text NOT NULL,
	`started_by` text NOT NULL,
	`started_at_ms` integer NOT NULL,
	`blocks` integer NOT NULL,
	`checked_blocks` integer DEFAULT 0 NOT NULL,
	`checked_rows` integer DEFAULT 0 NOT NULL,
	`fault` text,
	`finished_at_ms` integer,
	CONSTRAINT "journal_check_journal_known" CHECK("journal_check"."journal" in ('ledger', 'audit')),
	CONSTRAINT "journal_check_status_known" CHECK("journal_check"."status" in ('running', 'passed', 'failed'))
);
--> statement-breakpoint
CREATE INDEX `journal_check_journal` ON `journal_check` (`journal`,`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `journal_check_running` ON `journal_check` (`journal`) WHERE "journal_check"."status" = 'running';--> statement-breakpoint
CREATE TABLE `journal_seal` (
	`journal` text NOT NULL,
	`number` integer NOT NULL,
	`from_position` integer NOT NULL,
	`to_position` integer NOT NULL,
	`rows` integer NOT NULL,
	`form` integer NOT NULL,
	`key_id` text NOT NULL,
	`previous_hash` text NOT NULL,
	`hash` text NOT NULL,
	`marks` text NOT NULL,
	`sealed_at_ms` integer NOT NULL,
	PRIMARY KEY(`journal`, `number`),
	CONSTRAINT "journal_seal_journal_known" CHECK("journal_seal"."journal" in ('ledger', 'audit')),
	CONSTRAINT "journal_seal_not_negative" CHECK(("journal_seal"."number" is null or (typeof("journal_seal"."number") = 'integer' and "journal_seal"."number" >= 0)) and ("journal_seal"."from_position" is null or (typeof("journal_seal"."from_position") = 'integer' and "journal_seal"."from_position" >= 0)) and ("journal_seal"."to_position" is null or (typeof("journal_seal"."to_position") = 'integer' and "journal_seal"."to_position" >= 0)) and ("journal_seal"."rows" is null or (typeof("journal_seal"."rows") = 'integer' and "journal_seal"."rows" >= 0)))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `journal_seal_from` ON `journal_seal` (`journal`,`from_position`);--> statement-breakpoint
CREATE TABLE `__new_audit_event` (
	`position` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`actor_id` text NOT NULL,
	`actor_role` text DEFAULT '' NOT NULL,
	`action` text NOT NULL,
	`subject_id` text NOT NULL,
	`vendor_id` text,
	`outcome` text DEFAULT 'done' NOT NULL,
	`detail` text NOT NULL,
	`before` text,
	`after` text,
	`request_id` text NOT NULL,
	`ip` text DEFAULT '' NOT NULL,
	`user_agent` text DEFAULT '' NOT NULL,
	`at_ms` integer NOT NULL,
	CONSTRAINT "audit_event_outcome_known" CHECK("__new_audit_event"."outcome" in ('done', 'denied'))
);
--> statement-breakpoint
INSERT INTO `__new_audit_event`("id", "actor_id", "action", "subject_id", "vendor_id", "detail", "request_id", "ip", "at_ms") SELECT "id", "actor_id", "action", "subject_id", "vendor_id", "detail", "request_id", "ip", "at_ms" FROM `audit_event` ORDER BY rowid;--> statement-breakpoint
DROP TABLE `audit_event`;--> statement-breakpoint
ALTER TABLE `__new_audit_event` RENAME TO `audit_event`;--> statement-breakpoint
CREATE UNIQUE INDEX `audit_event_id_unique` ON `audit_event` (`id`);--> statement-breakpoint
CREATE INDEX `audit_event_subject` ON `audit_event` (`subject_id`,`position`);--> statement-breakpoint
CREATE INDEX `audit_event_actor` ON `audit_event` (`actor_id`,`position`);--> statement-breakpoint
CREATE INDEX `audit_event_action` ON `audit_event` (`action`,`position`);--> statement-breakpoint
CREATE INDEX `audit_event_vendor` ON `audit_event` (`vendor_id`,`position`);--> statement-breakpoint
CREATE INDEX `audit_event_at` ON `audit_event` (`at_ms`);--> statement-breakpoint
-- The table was made anew: its triggers went with the old one.
CREATE TRIGGER audit_event_no_update BEFORE UPDATE ON audit_event
BEGIN
  SELECT RAISE(ABORT, 'an audit event is immutable');
END;
--> statement-breakpoint
CREATE TRIGGER audit_event_no_delete BEFORE DELETE ON audit_event
BEGIN
  SELECT RAISE(ABORT, 'an audit event is immutable');
END;
--> statement-breakpoint
-- INV-APV-2: what was asked for stays as it was asked for, and what was decided stays decided.
CREATE TRIGGER approval_stays BEFORE UPDATE ON approval
WHEN NEW.id <> OLD.id OR NEW.action <> OLD.action OR NEW.subject_id <> OLD.subject_id OR NEW.payload <> OLD.payload
  OR NEW.facts <> OLD.facts OR NEW.reason <> OLD.reason OR NEW.requested_by <> OLD.requested_by
  OR NEW.requested_at_ms <> OLD.requested_at_ms OR NEW.expires_at_ms <> OLD.expires_at_ms
  OR (OLD.status <> 'waiting' AND (NEW.status <> OLD.status OR NEW.decided_by IS NOT OLD.decided_by OR NEW.decided_at_ms <> OLD.decided_at_ms OR NEW.note <> OLD.note))
BEGIN
  SELECT RAISE(ABORT, 'INV-APV-2: a decision stays');
END;
--> statement-breakpoint
CREATE TRIGGER approval_no_delete BEFORE DELETE ON approval
BEGIN
  SELECT RAISE(ABORT, 'INV-APV-2: a decision stays');
END;
--> statement-breakpoint
-- INV-JRN-1: seals are only added, each where the last one ends.
CREATE TRIGGER journal_seal_continues BEFORE INSERT ON journal_seal
WHEN NEW.number <> 1 + coalesce((SELECT max(number) FROM journal_seal WHERE journal = NEW.journal), 0)
  OR NEW.from_position <> 1 + coalesce((SELECT max(to_position) FROM journal_seal WHERE journal = NEW.journal), 0)
  OR NEW.to_position < NEW.from_position
  OR NEW.previous_hash <> coalesce((SELECT hash FROM journal_seal WHERE journal = NEW.journal AND number = NEW.number - 1), '')
BEGIN
  SELECT RAISE(ABORT, 'precondition failed: INV-JRN-1: a seal continues the last one');
END;
--> statement-breakpoint
CREATE TRIGGER journal_seal_no_update BEFORE UPDATE ON journal_seal
BEGIN
  SELECT RAISE(ABORT, 'a seal is immutable');
END;
--> statement-breakpoint
CREATE TRIGGER journal_seal_no_delete BEFORE DELETE ON journal_seal
BEGIN
  SELECT RAISE(ABORT, 'a seal is immutable');
END;
