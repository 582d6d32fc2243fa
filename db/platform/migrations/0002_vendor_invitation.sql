CREATE TABLE `vendor_invitation` (
	`id` text PRIMARY KEY NOT NULL,
	`vendor_id` text NOT NULL,
	`email` text NOT NULL,
	`role` text NOT NULL,
	`secret_hash` text NOT NULL,
	`invited_by` text NOT NULL,
	`expires_at_ms` integer NOT NULL,
	`used_at_ms` integer,
	`created_at_ms` integer NOT NULL,
	CONSTRAINT "vendor_invitation_role_known" CHECK("vendor_invitation"."role" in ('vendor_owner', 'vendor_manager', 'vendor_fulfilment', 'vendor_analyst', 'vendor_support'))
);
--> statement-breakpoint
CREATE INDEX `vendor_invitation_vendor` ON `vendor_invitation` (`vendor_id`);