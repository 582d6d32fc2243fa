CREATE TABLE `appeal` (
	`id` text PRIMARY KEY NOT NULL,
	`decision_id` text NOT NULL,
	`subject_kind` text NOT NULL,
	`subject_id` text NOT NULL,
	`vendor_id` text NOT NULL,
	`decided_first_by` text NOT NULL,
	`text` text NOT NULL,
	`appealed_by` text NOT NULL,
	`status` text DEFAULT 'waiting' NOT NULL,
	`created_at_ms` integer NOT NULL,
	`due_at_ms` integer NOT NULL,
	`note` text DEFAULT '' NOT NULL,
	`decided_by` text,
	`decided_at_ms` integer,
	CONSTRAINT "appeal_subject_kind_known" CHECK("appeal"."subject_kind" in ('listing', 'review')),
	CONSTRAINT "appeal_status_known" CHECK("appeal"."status" in ('waiting', 'upheld', 'rejected')),
	CONSTRAINT "appeal_four_eyes" CHECK("appeal"."decided_by" is null or "appeal"."decided_by" <> "appeal"."decided_first_by")
);
--> statement-breakpoint
CREATE UNIQUE INDEX `appeal_decision` ON `appeal` (`decision_id`);--> statement-breakpoint
CREATE INDEX `appeal_queue` ON `appeal` (`status`,`due_at_ms`);--> statement-breakpoint
CREATE INDEX `appeal_subject` ON `appeal` (`subject_id`);--> statement-breakpoint
CREATE TABLE `internal_note` (
	`id` text PRIMARY KEY NOT NULL,
	`subject_id` text NOT NULL,
	`author_id` text NOT NULL,
	`text` text NOT NULL,
	`is_pinned` integer DEFAULT false NOT NULL,
	`created_at_ms` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `internal_note_subject` ON `internal_note` (`subject_id`,`created_at_ms`);--> statement-breakpoint
CREATE TABLE `moderation_decision` (
	`id` text PRIMARY KEY NOT NULL,
	`item_id` text,
	`subject_kind` text NOT NULL,
	`subject_id` text NOT NULL,
	`vendor_id` text NOT NULL,
	`action` text NOT NULL,
	`rule` text NOT NULL,
	`evidence` text NOT NULL,
	`field` text NOT NULL,
	`fix` text NOT NULL,
	`findings_key` text DEFAULT '' NOT NULL,
	`source_version` integer NOT NULL,
	`decided_by` text NOT NULL,
	`decided_at_ms` integer NOT NULL,
	CONSTRAINT "moderation_decision_subject_kind_known" CHECK("moderation_decision"."subject_kind" in ('listing', 'review')),
	CONSTRAINT "moderation_decision_action_known" CHECK("moderation_decision"."action" in ('keep', 'hide', 'take_down', 'restore'))
);
--> statement-breakpoint
CREATE INDEX `moderation_decision_subject` ON `moderation_decision` (`subject_id`,`decided_at_ms`);--> statement-breakpoint
CREATE TABLE `moderation_item` (
	`id` text PRIMARY KEY NOT NULL,
	`subject_kind` text NOT NULL,
	`subject_id` text NOT NULL,
	`vendor_id` text NOT NULL,
	`kind` text NOT NULL,
	`severity` integer NOT NULL,
	`report_count` integer DEFAULT 0 NOT NULL,
	`findings` text NOT NULL,
	`source_version` integer NOT NULL,
	`status` text DEFAULT 'open' NOT NULL,
	`opened_at_ms` integer NOT NULL,
	`closed_at_ms` integer,
	`version` integer DEFAULT 1 NOT NULL,
	CONSTRAINT "moderation_item_subject_kind_known" CHECK("moderation_item"."subject_kind" in ('listing', 'review')),
	CONSTRAINT "moderation_item_kind_known" CHECK("moderation_item"."kind" in ('report', 'hold', 'recheck')),
	CONSTRAINT "moderation_item_status_known" CHECK("moderation_item"."status" in ('open', 'decided', 'closed')),
	CONSTRAINT "moderation_item_not_negative" CHECK(("moderation_item"."severity" is null or (typeof("moderation_item"."severity") = 'integer' and "moderation_item"."severity" >= 0)) and ("moderation_item"."report_count" is null or (typeof("moderation_item"."report_count") = 'integer' and "moderation_item"."report_count" >= 0)) and ("moderation_item"."source_version" is null or (typeof("moderation_item"."source_version") = 'integer' and "moderation_item"."source_version" >= 0)))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `moderation_item_open` ON `moderation_item` (`subject_id`) WHERE "moderation_item"."status" = 'open';--> statement-breakpoint
CREATE INDEX `moderation_item_queue` ON `moderation_item` (`status`,`subject_kind`,`severity`,`opened_at_ms`);--> statement-breakpoint
CREATE INDEX `moderation_item_subject` ON `moderation_item` (`subject_id`);--> statement-breakpoint
CREATE TABLE `moderation_rule` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`value` text NOT NULL,
	`effect` text NOT NULL,
	`note` text NOT NULL,
	`created_by` text NOT NULL,
	`created_at_ms` integer NOT NULL,
	CONSTRAINT "moderation_rule_kind_known" CHECK("moderation_rule"."kind" in ('word', 'category')),
	CONSTRAINT "moderation_rule_effect_known" CHECK("moderation_rule"."effect" in ('hold', 'refuse'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `moderation_rule_value` ON `moderation_rule` (`kind`,`value`);--> statement-breakpoint
CREATE TABLE `report` (
	`id` text PRIMARY KEY NOT NULL,
	`item_id` text NOT NULL,
	`subject_kind` text NOT NULL,
	`subject_id` text NOT NULL,
	`reporter_id` text NOT NULL,
	`reason` text NOT NULL,
	`text` text NOT NULL,
	`status` text DEFAULT 'open' NOT NULL,
	`created_at_ms` integer NOT NULL,
	`resolved_at_ms` integer,
	CONSTRAINT "report_subject_kind_known" CHECK("report"."subject_kind" in ('listing', 'review')),
	CONSTRAINT "report_reason_known" CHECK("report"."reason" in ('illegal', 'dangerous', 'counterfeit', 'offensive', 'misleading', 'wrong_category', 'spam', 'other')),
	CONSTRAINT "report_status_known" CHECK("report"."status" in ('open', 'upheld', 'dismissed'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `report_open` ON `report` (`reporter_id`,`subject_id`) WHERE "report"."status" = 'open';--> statement-breakpoint
CREATE INDEX `report_item` ON `report` (`item_id`);--> statement-breakpoint
CREATE INDEX `report_reporter` ON `report` (`reporter_id`,`created_at_ms`);--> statement-breakpoint
CREATE TABLE `review` (
	`id` text PRIMARY KEY NOT NULL,
	`order_line_id` text NOT NULL,
	`order_id` text NOT NULL,
	`vendor_id` text NOT NULL,
	`listing_id` text NOT NULL,
	`variant_title` text NOT NULL,
	`account_id` text NOT NULL,
	`author_name` text NOT NULL,
	`stars` integer NOT NULL,
	`store_stars` integer,
	`title` text NOT NULL,
	`text` text NOT NULL,
	`status` text NOT NULL,
	`findings` text NOT NULL,
	`hidden_reason` text,
	`reply_text` text,
	`replied_at_ms` integer,
	`replied_by` text,
	`created_at_ms` integer NOT NULL,
	`updated_at_ms` integer NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	CONSTRAINT "review_status_known" CHECK("review"."status" in ('published', 'held', 'hidden')),
	CONSTRAINT "review_stars_five" CHECK("review"."stars" between 1 and 5 and ("review"."store_stars" is null or "review"."store_stars" between 1 and 5)),
	CONSTRAINT "review_reply_whole" CHECK(("review"."reply_text" is null) = ("review"."replied_at_ms" is null))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `review_order_line` ON `review` (`order_line_id`);--> statement-breakpoint
CREATE INDEX `review_listing` ON `review` (`listing_id`,`status`,`stars`,`created_at_ms`);--> statement-breakpoint
CREATE INDEX `review_vendor` ON `review` (`vendor_id`,`status`,`created_at_ms`,`store_stars`);--> statement-breakpoint
CREATE INDEX `review_account` ON `review` (`account_id`);--> statement-breakpoint
CREATE INDEX `review_status` ON `review` (`status`,`created_at_ms`);--> statement-breakpoint
CREATE TABLE `vendor_health` (
	`vendor_id` text PRIMARY KEY NOT NULL,
	`score` integer,
	`grade` text NOT NULL,
	`orders` integer NOT NULL,
	`cancelled` integer NOT NULL,
	`shipped` integer NOT NULL,
	`late` integer NOT NULL,
	`disputed` integer NOT NULL,
	`rated` integer NOT NULL,
	`rating_bps` integer,
	`measured_at_ms` integer NOT NULL,
	CONSTRAINT "vendor_health_grade_known" CHECK("vendor_health"."grade" in ('good', 'at_risk', 'critical', 'new')),
	CONSTRAINT "vendor_health_not_negative" CHECK(("vendor_health"."score" is null or (typeof("vendor_health"."score") = 'integer' and "vendor_health"."score" >= 0)) and ("vendor_health"."orders" is null or (typeof("vendor_health"."orders") = 'integer' and "vendor_health"."orders" >= 0)) and ("vendor_health"."cancelled" is null or (typeof("vendor_health"."cancelled") = 'integer' and "vendor_health"."cancelled" >= 0)) and ("vendor_health"."shipped" is null or (typeof("vendor_health"."shipped") = 'integer' and "vendor_health"."shipped" >= 0)) and ("vendor_health"."late" is null or (typeof("vendor_health"."late") = 'integer' and "vendor_health"."late" >= 0)) and ("vendor_health"."disputed" is null or (typeof("vendor_health"."disputed") = 'integer' and "vendor_health"."disputed" >= 0)) and ("vendor_health"."rated" is null or (typeof("vendor_health"."rated") = 'integer' and "vendor_health"."rated" >= 0)) and ("vendor_health"."rating_bps" is null or (typeof("vendor_health"."rating_bps") = 'integer' and "vendor_health"."rating_bps" >= 0)))
);
--> statement-breakpoint
CREATE INDEX `vendor_health_score` ON `vendor_health` (`score`);--> statement-breakpoint
CREATE INDEX `vendor_health_measured` ON `vendor_health` (`measured_at_ms`);--> statement-breakpoint
CREATE TABLE `vendor_health_day` (
	`vendor_id` text NOT NULL,
	`day_ms` integer NOT NULL,
	`score` integer NOT NULL,
	CONSTRAINT "vendor_health_day_not_negative" CHECK(("vendor_health_day"."score" is null or (typeof("vendor_health_day"."score") = 'integer' and "vendor_health_day"."score" >= 0)))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `vendor_health_day_key` ON `vendor_health_day` (`vendor_id`,`day_ms`);--> statement-breakpoint
CREATE TABLE `category_attribute` (
	`id` text PRIMARY KEY NOT NULL,
	`category_id` text NOT NULL,
	`name` text NOT NULL,
	`type` text NOT NULL,
	`unit` text DEFAULT '' NOT NULL,
	`choices` text NOT NULL,
	`is_required` integer NOT NULL,
	`is_filterable` integer NOT NULL,
	`position` integer DEFAULT 0 NOT NULL,
	CONSTRAINT "category_attribute_type_known" CHECK("category_attribute"."type" in ('text', 'number', 'choice')),
	CONSTRAINT "category_attribute_not_negative" CHECK(("category_attribute"."position" is null or (typeof("category_attribute"."position") = 'integer' and "category_attribute"."position" >= 0)))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `category_attribute_name` ON `category_attribute` (`category_id`,`name`);--> statement-breakpoint
ALTER TABLE `category` ADD `retired_at_ms` integer;--> statement-breakpoint
ALTER TABLE `category` ADD `merged_into_id` text;--> statement-breakpoint
ALTER TABLE `listing` ADD `is_offered` integer DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE `listing` ADD `block` text;--> statement-breakpoint
ALTER TABLE `storefront` ADD `rating_count` integer DEFAULT 0 NOT NULL;
--> statement-breakpoint
UPDATE listing SET is_offered = is_visible;
--> statement-breakpoint
-- INV-MOD-1: what is blocked is not visible, whoever writes it.
CREATE TRIGGER listing_blocked_insert BEFORE INSERT ON listing WHEN NEW.is_visible = 1 AND NEW.block IS NOT NULL
BEGIN
  SELECT RAISE(ABORT, 'INV-MOD-1: what is blocked is not visible');
END;
--> statement-breakpoint
CREATE TRIGGER listing_blocked_update BEFORE UPDATE OF is_visible, block ON listing WHEN NEW.is_visible = 1 AND NEW.block IS NOT NULL
BEGIN
  SELECT RAISE(ABORT, 'INV-MOD-1: what is blocked is not visible');
END;
--> statement-breakpoint
CREATE TRIGGER category_attribute_shown_insert AFTER INSERT ON category_attribute
BEGIN
  UPDATE catalogue_version SET version = (SELECT max(version) + 1 FROM catalogue_version) WHERE scope = 'all';
END;
--> statement-breakpoint
CREATE TRIGGER category_attribute_shown_update AFTER UPDATE ON category_attribute
BEGIN
  UPDATE catalogue_version SET version = (SELECT max(version) + 1 FROM catalogue_version) WHERE scope = 'all';
END;
--> statement-breakpoint
CREATE TRIGGER category_attribute_shown_delete AFTER DELETE ON category_attribute
BEGIN
  UPDATE catalogue_version SET version = (SELECT max(version) + 1 FROM catalogue_version) WHERE scope = 'all';
END;
--> statement-breakpoint
-- INV-REV-2: stars are those of the reviews that are shown. Each listing's own page shows the reviews themselves.
CREATE TRIGGER review_counted_insert AFTER INSERT ON review
BEGIN
  INSERT INTO catalogue_version (scope, version) VALUES (NEW.listing_id, (SELECT max(version) + 1 FROM catalogue_version))
  ON CONFLICT (scope) DO UPDATE SET version = excluded.version;
  UPDATE listing SET rating_count = (SELECT count(*) FROM review r WHERE r.listing_id = listing.id AND r.status = 'published'),
    rating_bps = (SELECT cast(round(avg(r.stars) * 10000) AS integer) FROM review r WHERE r.listing_id = listing.id AND r.status = 'published')
  WHERE id = NEW.listing_id AND NEW.status = 'published';
  UPDATE storefront SET rating_count = (SELECT count(r.store_stars) FROM review r WHERE r.vendor_id = storefront.vendor_id AND r.status = 'published'),
    rating_bps = (SELECT cast(round(avg(r.store_stars) * 10000) AS integer) FROM review r WHERE r.vendor_id = storefront.vendor_id AND r.status = 'published')
  WHERE vendor_id = NEW.vendor_id AND NEW.status = 'published' AND NEW.store_stars IS NOT NULL;
END;
--> statement-breakpoint
CREATE TRIGGER review_counted_update AFTER UPDATE ON review
BEGIN
  INSERT INTO catalogue_version (scope, version) VALUES (NEW.listing_id, (SELECT max(version) + 1 FROM catalogue_version))
  ON CONFLICT (scope) DO UPDATE SET version = excluded.version;
  UPDATE listing SET rating_count = (SELECT count(*) FROM review r WHERE r.listing_id = listing.id AND r.status = 'published'),
    rating_bps = (SELECT cast(round(avg(r.stars) * 10000) AS integer) FROM review r WHERE r.listing_id = listing.id AND r.status = 'published')
  WHERE id = NEW.listing_id AND (OLD.status <> NEW.status OR OLD.stars <> NEW.stars);
  UPDATE storefront SET rating_count = (SELECT count(r.store_stars) FROM review r WHERE r.vendor_id = storefront.vendor_id AND r.status = 'published'),
    rating_bps = (SELECT cast(round(avg(r.store_stars) * 10000) AS integer) FROM review r WHERE r.vendor_id = storefront.vendor_id AND r.status = 'published')
  WHERE vendor_id = NEW.vendor_id AND (OLD.status <> NEW.status OR OLD.store_stars IS NOT NEW.store_stars);
END;
--> statement-breakpoint
-- INV-REV-1: what was reviewed stays; a review is hidden, never deleted.
CREATE TRIGGER review_kept BEFORE DELETE ON review
BEGIN
  SELECT RAISE(ABORT, 'INV-REV-1: a review is hidden, never deleted');
END;
--> statement-breakpoint
CREATE TRIGGER moderation_decision_final BEFORE UPDATE ON moderation_decision
BEGIN
  SELECT RAISE(ABORT, 'A decision is never changed: another one follows it');
END;
--> statement-breakpoint
CREATE TRIGGER internal_note_final BEFORE UPDATE OF text, subject_id, author_id, created_at_ms ON internal_note
BEGIN
  SELECT RAISE(ABORT, 'INV-SUP-1: a note is never changed');
END;
