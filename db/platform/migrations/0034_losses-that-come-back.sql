DROP INDEX `commission_line_once`;--> statement-breakpoint
DROP INDEX `commission_line_once_delivery`;--> statement-breakpoint
DROP INDEX `commission_line_once_back`;--> statement-breakpoint
CREATE UNIQUE INDEX `commission_line_once` ON `commission_line` (`order_line_id`,`component`) WHERE kind = 'charge' and refund_id is null;--> statement-breakpoint
CREATE UNIQUE INDEX `commission_line_once_delivery` ON `commission_line` (`order_id`,`component`) WHERE kind = 'charge' and order_line_id is null and refund_id is null;--> statement-breakpoint
CREATE UNIQUE INDEX `commission_line_once_back` ON `commission_line` (`charge_id`,`refund_id`) WHERE kind = 'reversal' and substr(refund_id, 1, 4) <> 'dss_';--> statement-breakpoint
ALTER TABLE `dispute` ADD `lost_minor` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
UPDATE dispute SET lost_minor = amount_minor WHERE status IN ('lost', 'accepted') AND is_settled = 1 AND withdrawn_minor > 0;
