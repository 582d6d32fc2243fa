ALTER TABLE `vendor_subscription` ADD `grace_reminded_at_ms` integer;--> statement-breakpoint
ALTER TABLE `plan` DROP COLUMN `features`;--> statement-breakpoint
-- What a plan gives is what it counts: features that nothing asked for are gone, connected channels are counted.
UPDATE plan SET limits = json_set(limits, '$.channels', CASE key WHEN 'free' THEN 3 WHEN 'pro' THEN 10 END);
--> statement-breakpoint
-- A rule of commission can be for the free plan like for any other.
UPDATE plan SET commission_plan_key = 'free' WHERE key = 'free' AND commission_plan_key IS NULL;
