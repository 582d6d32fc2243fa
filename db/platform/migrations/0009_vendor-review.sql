-- INV-TEN-4: stores that sell already count as looked at when they were opened. The table is written anew because SQLite
-- cannot change a CHECK; its triggers of 0007 go with the old one.
CREATE TABLE `__new_vendor` (
	`id` text PRIMARY KEY NOT NULL,
	`slug` text NOT NULL,
	`name` text NOT NULL,
	`owner_account_id` text NOT NULL,
	`status` text NOT NULL,
	`suspended_reason` text,
	`declined_reason` text,
	`review_requested_at_ms` integer,
	`reviewed_at_ms` integer,
	`reviewed_by` text,
	`country` text NOT NULL,
	`currency` text NOT NULL,
	`support_email` text NOT NULL,
	`ship_from` text,
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
	CONSTRAINT "vendor_status_known" CHECK("__new_vendor"."status" in ('provisioning', 'in_review', 'declined', 'active', 'suspended')),
	CONSTRAINT "vendor_sells_once_reviewed" CHECK("__new_vendor"."status" not in ('active', 'suspended') or "__new_vendor"."reviewed_at_ms" is not null),
	CONSTRAINT "vendor_declined_for_a_reason" CHECK("__new_vendor"."status" <> 'declined' or "__new_vendor"."declined_reason" is not null),
	CONSTRAINT "vendor_provisioned_known" CHECK("__new_vendor"."provisioned" in ('none', 'database', 'migrated', 'seeded', 'ready')),
	CONSTRAINT "vendor_not_negative" CHECK(("__new_vendor"."schema_version" is null or (typeof("__new_vendor"."schema_version") = 'integer' and "__new_vendor"."schema_version" >= 0)))
);
--> statement-breakpoint
INSERT INTO `__new_vendor`("id", "slug", "name", "owner_account_id", "status", "suspended_reason", "declined_reason", "review_requested_at_ms", "reviewed_at_ms", "reviewed_by", "country", "currency", "support_email", "ship_from", "provisioned", "database_name", "database_hostname", "database_token_sealed", "schema_version", "is_canary", "stripe_account_id", "can_receive_transfers", "outbox_swept_at_ms", "created_at_ms", "version") SELECT "id", "slug", "name", "owner_account_id", "status", "suspended_reason", NULL, NULL, CASE WHEN "status" = 'provisioning' THEN NULL ELSE "created_at_ms" END, NULL, "country", "currency", "support_email", "ship_from", "provisioned", "database_name", "database_hostname", "database_token_sealed", "schema_version", "is_canary", "stripe_account_id", "can_receive_transfers", "outbox_swept_at_ms", "created_at_ms", "version" FROM `vendor`;--> statement-breakpoint
DROP TABLE `vendor`;--> statement-breakpoint
ALTER TABLE `__new_vendor` RENAME TO `vendor`;--> statement-breakpoint
CREATE UNIQUE INDEX `vendor_slug` ON `vendor` (`slug`);--> statement-breakpoint
CREATE UNIQUE INDEX `vendor_database_name` ON `vendor` (`database_name`);--> statement-breakpoint
CREATE INDEX `vendor_outbox_swept` ON `vendor` (`status`,`outbox_swept_at_ms`);--> statement-breakpoint
CREATE TRIGGER vendor_shown_insert AFTER INSERT ON vendor
BEGIN
  UPDATE catalogue_version SET version = (SELECT max(version) + 1 FROM catalogue_version) WHERE scope = 'all';
END;
--> statement-breakpoint
CREATE TRIGGER vendor_shown_update AFTER UPDATE OF slug, name, status ON vendor
BEGIN
  UPDATE catalogue_version SET version = (SELECT max(version) + 1 FROM catalogue_version) WHERE scope = 'all';
END;
--> statement-breakpoint
CREATE TRIGGER vendor_shown_delete AFTER DELETE ON vendor
BEGIN
  UPDATE catalogue_version SET version = (SELECT max(version) + 1 FROM catalogue_version) WHERE scope = 'all';
END;
