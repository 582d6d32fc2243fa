CREATE TABLE `platform_day` (
	`day` integer NOT NULL,
	`currency` text NOT NULL,
	`orders` integer DEFAULT 0 NOT NULL,
	`sales_minor` integer DEFAULT 0 NOT NULL,
	`take_minor` integer DEFAULT 0 NOT NULL,
	`cancelled` integer DEFAULT 0 NOT NULL,
	`refunds` integer DEFAULT 0 NOT NULL,
	`refunded_minor` integer DEFAULT 0 NOT NULL,
	`disputes` integer DEFAULT 0 NOT NULL,
	`disputed_minor` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`day`, `currency`),
	CONSTRAINT "platform_day_not_negative" CHECK(("platform_day"."orders" is null or (typeof("platform_day"."orders") = 'integer' and "platform_day"."orders" >= 0)) and ("platform_day"."sales_minor" is null or (typeof("platform_day"."sales_minor") = 'integer' and "platform_day"."sales_minor" >= 0)) and ("platform_day"."take_minor" is null or (typeof("platform_day"."take_minor") = 'integer' and "platform_day"."take_minor" >= 0)) and ("platform_day"."refunds" is null or (typeof("platform_day"."refunds") = 'integer' and "platform_day"."refunds" >= 0)) and ("platform_day"."refunded_minor" is null or (typeof("platform_day"."refunded_minor") = 'integer' and "platform_day"."refunded_minor" >= 0)) and ("platform_day"."disputes" is null or (typeof("platform_day"."disputes") = 'integer' and "platform_day"."disputes" >= 0)) and ("platform_day"."disputed_minor" is null or (typeof("platform_day"."disputed_minor") = 'integer' and "platform_day"."disputed_minor" >= 0)))
);
--> statement-breakpoint
CREATE TABLE `schedule_task` (
	`name` text PRIMARY KEY NOT NULL,
	`ran_at_ms` integer NOT NULL,
	`took_ms` integer NOT NULL,
	`failed_at_ms` integer,
	`failure` text
);
--> statement-breakpoint
-- What counts as sold: placed and not cancelled.
CREATE TRIGGER platform_day_inserted AFTER INSERT ON order_summary
WHEN NEW.placed_at_ms IS NOT NULL AND NEW.status NOT IN ('draft', 'cancelled')
BEGIN
  INSERT INTO platform_day (day, currency, orders, sales_minor, take_minor)
  VALUES (NEW.placed_at_ms / 86400000, NEW.currency, 1, NEW.total_minor, NEW.commission_minor)
  ON CONFLICT (day, currency) DO UPDATE SET orders = orders + 1, sales_minor = sales_minor + excluded.sales_minor, take_minor = take_minor + excluded.take_minor;
END;
--> statement-breakpoint
CREATE TRIGGER platform_day_placed AFTER UPDATE OF status, placed_at_ms ON order_summary
WHEN NEW.placed_at_ms IS NOT NULL AND NEW.status NOT IN ('draft', 'cancelled') AND (OLD.placed_at_ms IS NULL OR OLD.status IN ('draft', 'cancelled'))
BEGIN
  INSERT INTO platform_day (day, currency, orders, sales_minor, take_minor)
  VALUES (NEW.placed_at_ms / 86400000, NEW.currency, 1, NEW.total_minor, NEW.commission_minor)
  ON CONFLICT (day, currency) DO UPDATE SET orders = orders + 1, sales_minor = sales_minor + excluded.sales_minor, take_minor = take_minor + excluded.take_minor;
END;
--> statement-breakpoint
CREATE TRIGGER platform_day_cancelled AFTER UPDATE OF status ON order_summary
WHEN NEW.status = 'cancelled' AND OLD.placed_at_ms IS NOT NULL AND OLD.status NOT IN ('draft', 'cancelled')
BEGIN
  UPDATE platform_day SET orders = orders - 1, sales_minor = sales_minor - OLD.total_minor, take_minor = take_minor - OLD.commission_minor
  WHERE day = OLD.placed_at_ms / 86400000 AND currency = OLD.currency;
  INSERT INTO platform_day (day, currency, cancelled) VALUES (NEW.updated_at_ms / 86400000, NEW.currency, 1)
  ON CONFLICT (day, currency) DO UPDATE SET cancelled = cancelled + 1;
END;
--> statement-breakpoint
CREATE TRIGGER platform_day_refund_inserted AFTER INSERT ON refund WHEN NEW.status = 'succeeded'
BEGIN
  INSERT INTO platform_day (day, currency, refunds, refunded_minor)
  VALUES (coalesce(NEW.settled_at_ms, NEW.created_at_ms) / 86400000, NEW.currency, 1, NEW.amount_minor)
  ON CONFLICT (day, currency) DO UPDATE SET refunds = refunds + 1, refunded_minor = refunded_minor + excluded.refunded_minor;
END;
--> statement-breakpoint
CREATE TRIGGER platform_day_refunded AFTER UPDATE OF status ON refund WHEN NEW.status = 'succeeded' AND OLD.status <> 'succeeded'
BEGIN
  INSERT INTO platform_day (day, currency, refunds, refunded_minor)
  VALUES (coalesce(NEW.settled_at_ms, NEW.created_at_ms) / 86400000, NEW.currency, 1, NEW.amount_minor)
  ON CONFLICT (day, currency) DO UPDATE SET refunds = refunds + 1, refunded_minor = refunded_minor + excluded.refunded_minor;
END;
--> statement-breakpoint
CREATE TRIGGER platform_day_refund_returned AFTER UPDATE OF status ON refund WHEN OLD.status = 'succeeded' AND NEW.status <> 'succeeded'
BEGIN
  UPDATE platform_day SET refunds = refunds - 1, refunded_minor = refunded_minor - OLD.amount_minor
  WHERE day = coalesce(OLD.settled_at_ms, OLD.created_at_ms) / 86400000 AND currency = OLD.currency;
END;
--> statement-breakpoint
CREATE TRIGGER platform_day_dispute_inserted AFTER INSERT ON dispute WHEN NEW.withdrawn_minor > 0
BEGIN
  INSERT INTO platform_day (day, currency, disputes, disputed_minor) VALUES (NEW.opened_at_ms / 86400000, NEW.currency, 1, NEW.withdrawn_minor)
  ON CONFLICT (day, currency) DO UPDATE SET disputes = disputes + 1, disputed_minor = disputed_minor + excluded.disputed_minor;
END;
--> statement-breakpoint
CREATE TRIGGER platform_day_disputed AFTER UPDATE OF withdrawn_minor ON dispute WHEN OLD.withdrawn_minor = 0 AND NEW.withdrawn_minor > 0
BEGIN
  INSERT INTO platform_day (day, currency, disputes, disputed_minor) VALUES (NEW.opened_at_ms / 86400000, NEW.currency, 1, NEW.withdrawn_minor)
  ON CONFLICT (day, currency) DO UPDATE SET disputes = disputes + 1, disputed_minor = disputed_minor + excluded.disputed_minor;
END;
--> statement-breakpoint
-- What was there before the triggers.
INSERT INTO platform_day (day, currency, orders, sales_minor, take_minor)
SELECT placed_at_ms / 86400000, currency, count(*), sum(total_minor), sum(commission_minor) FROM order_summary
WHERE placed_at_ms IS NOT NULL AND status NOT IN ('draft', 'cancelled') GROUP BY 1, 2;
--> statement-breakpoint
INSERT INTO platform_day (day, currency, refunds, refunded_minor)
SELECT coalesce(settled_at_ms, created_at_ms) / 86400000, currency, count(*), sum(amount_minor) FROM refund WHERE status = 'succeeded' GROUP BY 1, 2
ON CONFLICT (day, currency) DO UPDATE SET refunds = excluded.refunds, refunded_minor = excluded.refunded_minor;
--> statement-breakpoint
INSERT INTO platform_day (day, currency, disputes, disputed_minor)
SELECT opened_at_ms / 86400000, currency, count(*), sum(withdrawn_minor) FROM dispute WHERE withdrawn_minor > 0 GROUP BY 1, 2
ON CONFLICT (day, currency) DO UPDATE SET disputes = excluded.disputes, disputed_minor = excluded.disputed_minor;
--> statement-breakpoint
-- What is due to vendors is read from this index alone.
CREATE INDEX ledger_account_due ON ledger_account (currency, credits_minor, debits_minor, debits_pending_minor) WHERE purpose = 'available';
