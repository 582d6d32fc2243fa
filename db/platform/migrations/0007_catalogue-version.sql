CREATE TABLE `catalogue_version` (
	`scope` text PRIMARY KEY NOT NULL,
	`version` integer NOT NULL,
	CONSTRAINT "catalogue_version_not_negative" CHECK(("catalogue_version"."version" is null or (typeof("catalogue_version"."version") = 'integer' and "catalogue_version"."version" >= 0)))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `catalogue_version_order` ON `catalogue_version` (`version`);
--> statement-breakpoint
-- INV-SEA-3: whatever changes what buyers are shown raises the version in the same commit, whoever writes it.
INSERT INTO catalogue_version (scope, version) VALUES ('all', 1);
--> statement-breakpoint
CREATE TRIGGER listing_shown_insert AFTER INSERT ON listing
BEGIN
  UPDATE catalogue_version SET version = (SELECT max(version) + 1 FROM catalogue_version) WHERE scope = 'all';
END;
--> statement-breakpoint
CREATE TRIGGER listing_shown_update AFTER UPDATE OF slug, title, description, brand, category_id, category_path, images, options, rating_bps, rating_count, is_visible, vendor_id, published_at_ms ON listing
BEGIN
  UPDATE catalogue_version SET version = (SELECT max(version) + 1 FROM catalogue_version) WHERE scope = 'all';
END;
--> statement-breakpoint
CREATE TRIGGER listing_shown_delete AFTER DELETE ON listing
BEGIN
  UPDATE catalogue_version SET version = (SELECT max(version) + 1 FROM catalogue_version) WHERE scope = 'all';
END;
--> statement-breakpoint
CREATE TRIGGER offer_shown_insert AFTER INSERT ON offer
BEGIN
  UPDATE catalogue_version SET version = (SELECT max(version) + 1 FROM catalogue_version) WHERE scope = 'all';
END;
--> statement-breakpoint
CREATE TRIGGER offer_shown_update AFTER UPDATE OF listing_id, vendor_id, sku, gtin, title, option_values, weight_g, position ON offer
BEGIN
  UPDATE catalogue_version SET version = (SELECT max(version) + 1 FROM catalogue_version) WHERE scope = 'all';
END;
--> statement-breakpoint
CREATE TRIGGER offer_shown_delete AFTER DELETE ON offer
BEGIN
  UPDATE catalogue_version SET version = (SELECT max(version) + 1 FROM catalogue_version) WHERE scope = 'all';
END;
--> statement-breakpoint
CREATE TRIGGER offer_price_shown_insert AFTER INSERT ON offer_price
BEGIN
  UPDATE catalogue_version SET version = (SELECT max(version) + 1 FROM catalogue_version) WHERE scope = 'all';
END;
--> statement-breakpoint
CREATE TRIGGER offer_price_shown_update AFTER UPDATE ON offer_price
BEGIN
  UPDATE catalogue_version SET version = (SELECT max(version) + 1 FROM catalogue_version) WHERE scope = 'all';
END;
--> statement-breakpoint
CREATE TRIGGER offer_price_shown_delete AFTER DELETE ON offer_price
BEGIN
  UPDATE catalogue_version SET version = (SELECT max(version) + 1 FROM catalogue_version) WHERE scope = 'all';
END;
--> statement-breakpoint
CREATE TRIGGER listing_attribute_shown_insert AFTER INSERT ON listing_attribute
BEGIN
  UPDATE catalogue_version SET version = (SELECT max(version) + 1 FROM catalogue_version) WHERE scope = 'all';
END;
--> statement-breakpoint
CREATE TRIGGER listing_attribute_shown_update AFTER UPDATE ON listing_attribute
BEGIN
  UPDATE catalogue_version SET version = (SELECT max(version) + 1 FROM catalogue_version) WHERE scope = 'all';
END;
--> statement-breakpoint
CREATE TRIGGER listing_attribute_shown_delete AFTER DELETE ON listing_attribute
BEGIN
  UPDATE catalogue_version SET version = (SELECT max(version) + 1 FROM catalogue_version) WHERE scope = 'all';
END;
--> statement-breakpoint
CREATE TRIGGER category_shown_insert AFTER INSERT ON category
BEGIN
  UPDATE catalogue_version SET version = (SELECT max(version) + 1 FROM catalogue_version) WHERE scope = 'all';
END;
--> statement-breakpoint
CREATE TRIGGER category_shown_update AFTER UPDATE ON category
BEGIN
  UPDATE catalogue_version SET version = (SELECT max(version) + 1 FROM catalogue_version) WHERE scope = 'all';
END;
--> statement-breakpoint
CREATE TRIGGER category_shown_delete AFTER DELETE ON category
BEGIN
  UPDATE catalogue_version SET version = (SELECT max(version) + 1 FROM catalogue_version) WHERE scope = 'all';
END;
--> statement-breakpoint
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
--> statement-breakpoint
CREATE TRIGGER storefront_shown_insert AFTER INSERT ON storefront
BEGIN
  UPDATE catalogue_version SET version = (SELECT max(version) + 1 FROM catalogue_version) WHERE scope = 'all';
END;
--> statement-breakpoint
CREATE TRIGGER storefront_shown_update AFTER UPDATE ON storefront
BEGIN
  UPDATE catalogue_version SET version = (SELECT max(version) + 1 FROM catalogue_version) WHERE scope = 'all';
END;
--> statement-breakpoint
CREATE TRIGGER storefront_shown_delete AFTER DELETE ON storefront
BEGIN
  UPDATE catalogue_version SET version = (SELECT max(version) + 1 FROM catalogue_version) WHERE scope = 'all';
END;
--> statement-breakpoint
CREATE TRIGGER shipping_rate_shown_insert AFTER INSERT ON shipping_rate
BEGIN
  UPDATE catalogue_version SET version = (SELECT max(version) + 1 FROM catalogue_version) WHERE scope = 'all';
END;
--> statement-breakpoint
CREATE TRIGGER shipping_rate_shown_update AFTER UPDATE ON shipping_rate
BEGIN
  UPDATE catalogue_version SET version = (SELECT max(version) + 1 FROM catalogue_version) WHERE scope = 'all';
END;
--> statement-breakpoint
CREATE TRIGGER shipping_rate_shown_delete AFTER DELETE ON shipping_rate
BEGIN
  UPDATE catalogue_version SET version = (SELECT max(version) + 1 FROM catalogue_version) WHERE scope = 'all';
END;
--> statement-breakpoint
-- Stock moves with every sale: lists show only whether there is any, and a listing's own page shows how many.
CREATE TRIGGER listing_shown_stock AFTER UPDATE OF available ON listing WHEN (OLD.available > 0) <> (NEW.available > 0)
BEGIN
  UPDATE catalogue_version SET version = (SELECT max(version) + 1 FROM catalogue_version) WHERE scope = 'all';
END;
--> statement-breakpoint
CREATE TRIGGER offer_shown_stock AFTER UPDATE OF available ON offer WHEN (OLD.available > 0) <> (NEW.available > 0)
BEGIN
  UPDATE catalogue_version SET version = (SELECT max(version) + 1 FROM catalogue_version) WHERE scope = 'all';
END;
--> statement-breakpoint
CREATE TRIGGER offer_counted_stock AFTER UPDATE OF available ON offer WHEN OLD.available <> NEW.available
BEGIN
  INSERT INTO catalogue_version (scope, version) VALUES (NEW.listing_id, (SELECT max(version) + 1 FROM catalogue_version))
  ON CONFLICT (scope) DO UPDATE SET version = excluded.version;
END;
