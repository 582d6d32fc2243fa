-- A batch that must stop when a guard fails inserts `0` here: nothing is stored, the whole batch rolls back.
CREATE VIEW precondition AS SELECT 1 AS holds;
--> statement-breakpoint
CREATE TRIGGER precondition_refused INSTEAD OF INSERT ON precondition WHEN NEW.holds IS NOT 1
BEGIN
  SELECT RAISE(ABORT, 'precondition failed');
END;
--> statement-breakpoint
-- INV-LED-2: both accounts exist and have the transfer's currency.
CREATE TRIGGER ledger_transfer_currency BEFORE INSERT ON ledger_transfer
WHEN (SELECT count(*) FROM ledger_account WHERE id IN (NEW.debit_account_id, NEW.credit_account_id) AND currency = NEW.currency) <> 2
BEGIN
  SELECT RAISE(ABORT, 'INV-LED-2: a transfer has the currency of both its accounts');
END;
--> statement-breakpoint
-- INV-LED-1: posting is this trigger and nothing else; it moves both sides by the same amount, so debits equal credits.
CREATE TRIGGER ledger_transfer_post AFTER INSERT ON ledger_transfer
BEGIN
  UPDATE ledger_account SET debits_minor = debits_minor + NEW.amount_minor WHERE id = NEW.debit_account_id;
  UPDATE ledger_account SET credits_minor = credits_minor + NEW.amount_minor WHERE id = NEW.credit_account_id;
END;
--> statement-breakpoint
CREATE TRIGGER ledger_transfer_no_update BEFORE UPDATE ON ledger_transfer
BEGIN
  SELECT RAISE(ABORT, 'a ledger transfer is immutable: correct it with another');
END;
--> statement-breakpoint
CREATE TRIGGER ledger_transfer_no_delete BEFORE DELETE ON ledger_transfer
BEGIN
  SELECT RAISE(ABORT, 'a ledger transfer is immutable: correct it with another');
END;
--> statement-breakpoint
-- Balances move only through transfers: an account keeps its identity, and both sums only grow.
CREATE TRIGGER ledger_account_keeps_identity BEFORE UPDATE ON ledger_account
WHEN NEW.id <> OLD.id OR NEW.owner <> OLD.owner OR NEW.purpose <> OLD.purpose OR NEW.currency <> OLD.currency
  OR NEW.debits_minor < OLD.debits_minor OR NEW.credits_minor < OLD.credits_minor
BEGIN
  SELECT RAISE(ABORT, 'a ledger account changes only through transfers');
END;
--> statement-breakpoint
CREATE TRIGGER ledger_account_opens_empty BEFORE INSERT ON ledger_account
WHEN NEW.debits_minor <> 0 OR NEW.credits_minor <> 0
BEGIN
  SELECT RAISE(ABORT, 'a ledger account opens empty');
END;
--> statement-breakpoint
CREATE TRIGGER ledger_account_no_delete BEFORE DELETE ON ledger_account
BEGIN
  SELECT RAISE(ABORT, 'a ledger account is kept for ever');
END;
--> statement-breakpoint
CREATE TRIGGER commission_line_no_update BEFORE UPDATE ON commission_line
BEGIN
  SELECT RAISE(ABORT, 'a commission line is frozen: add a reversal');
END;
--> statement-breakpoint
CREATE TRIGGER commission_line_no_delete BEFORE DELETE ON commission_line
BEGIN
  SELECT RAISE(ABORT, 'a commission line is frozen: add a reversal');
END;
--> statement-breakpoint
-- INV-PAY-1: never more refunded than captured, for the payment and for each order's share of it.
CREATE TRIGGER payment_refund_limit BEFORE UPDATE ON payment WHEN NEW.refunded_minor > NEW.captured_minor
BEGIN
  SELECT RAISE(ABORT, 'INV-PAY-1: refunds never exceed what was captured');
END;
--> statement-breakpoint
CREATE TRIGGER payment_split_refund_limit BEFORE UPDATE ON payment_split WHEN NEW.refunded_minor > NEW.captured_minor
BEGIN
  SELECT RAISE(ABORT, 'INV-PAY-1: refunds never exceed what was captured');
END;
--> statement-breakpoint
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
-- Search: words (stemmed, accents folded) and trigrams (typos, prefixes), kept in step with `listing` by its triggers.
CREATE VIRTUAL TABLE listing_words USING fts5(title, brand, description, content='listing', content_rowid='rowid', tokenize='porter unicode61 remove_diacritics 2', prefix='2 3');
--> statement-breakpoint
CREATE VIRTUAL TABLE listing_trigrams USING fts5(title, brand, content='listing', content_rowid='rowid', tokenize='trigram');
--> statement-breakpoint
CREATE TRIGGER listing_words_insert AFTER INSERT ON listing
BEGIN
  INSERT INTO listing_words(rowid, title, brand, description) VALUES (NEW.rowid, NEW.title, NEW.brand, NEW.description);
  INSERT INTO listing_trigrams(rowid, title, brand) VALUES (NEW.rowid, NEW.title, NEW.brand);
END;
--> statement-breakpoint
CREATE TRIGGER listing_words_delete AFTER DELETE ON listing
BEGIN
  INSERT INTO listing_words(listing_words, rowid, title, brand, description) VALUES ('delete', OLD.rowid, OLD.title, OLD.brand, OLD.description);
  INSERT INTO listing_trigrams(listing_trigrams, rowid, title, brand) VALUES ('delete', OLD.rowid, OLD.title, OLD.brand);
END;
--> statement-breakpoint
CREATE TRIGGER listing_words_update AFTER UPDATE OF title, brand, description ON listing
BEGIN
  INSERT INTO listing_words(listing_words, rowid, title, brand, description) VALUES ('delete', OLD.rowid, OLD.title, OLD.brand, OLD.description);
  INSERT INTO listing_trigrams(listing_trigrams, rowid, title, brand) VALUES ('delete', OLD.rowid, OLD.title, OLD.brand);
  INSERT INTO listing_words(rowid, title, brand, description) VALUES (NEW.rowid, NEW.title, NEW.brand, NEW.description);
  INSERT INTO listing_trigrams(rowid, title, brand) VALUES (NEW.rowid, NEW.title, NEW.brand);
END;
