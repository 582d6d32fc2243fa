-- INV-SEA-3: any column of a store may be shown one day; only the sweep of its outbox, every minute, never is.
DROP TRIGGER vendor_shown_update;
--> statement-breakpoint
CREATE TRIGGER vendor_shown_update AFTER UPDATE ON vendor WHEN OLD.outbox_swept_at_ms IS NEW.outbox_swept_at_ms
BEGIN
  UPDATE catalogue_version SET version = (SELECT max(version) + 1 FROM catalogue_version) WHERE scope = 'all';
END;
