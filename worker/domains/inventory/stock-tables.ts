/**
 * The tables of a StockLock's own storage, with the invariants of `pure/stock.ts` as constraints: what the code asserts, the
 * storage refuses as well, and the whole call rolls back. Statements are safe to repeat; they run at every start.
 */
export const STOCK_TABLES = `
CREATE TABLE IF NOT EXISTS level (
  variant_id TEXT PRIMARY KEY,
  on_hand INTEGER NOT NULL DEFAULT 0 CHECK (on_hand >= 0),
  reserved INTEGER NOT NULL DEFAULT 0 CHECK (reserved >= 0),
  allocated INTEGER NOT NULL DEFAULT 0 CHECK (allocated >= 0),
  safety_stock INTEGER NOT NULL DEFAULT 0 CHECK (safety_stock >= 0)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER IF NOT EXISTS level_promises_what_is_there BEFORE UPDATE ON level
WHEN NEW.reserved + NEW.allocated > OLD.reserved + OLD.allocated
  AND NEW.reserved + NEW.allocated + NEW.safety_stock > NEW.on_hand
BEGIN SELECT RAISE(ABORT, 'INV-INV-1'); END;

CREATE TRIGGER IF NOT EXISTS level_starts_empty BEFORE INSERT ON level
WHEN NEW.on_hand + NEW.reserved + NEW.allocated + NEW.safety_stock > 0
BEGIN SELECT RAISE(ABORT, 'INV-INV-2'); END;

CREATE TABLE IF NOT EXISTS movement (
  seq INTEGER PRIMARY KEY,
  variant_id TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('reserve', 'release', 'expire', 'confirm', 'fulfil', 'restock', 'adjust', 'return_allocation')),
  on_hand_delta INTEGER NOT NULL,
  reserved_delta INTEGER NOT NULL,
  allocated_delta INTEGER NOT NULL,
  cause_id TEXT NOT NULL,
  operation_id TEXT NOT NULL,
  reason TEXT NOT NULL,
  actor_id TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  on_hand INTEGER NOT NULL,
  reserved INTEGER NOT NULL,
  allocated INTEGER NOT NULL,
  safety_stock INTEGER NOT NULL
) STRICT;

CREATE TRIGGER IF NOT EXISTS movement_has_no_gap BEFORE INSERT ON movement
WHEN NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM movement)
BEGIN SELECT RAISE(ABORT, 'INV-INV-6'); END;

CREATE TRIGGER IF NOT EXISTS movement_tells_the_level BEFORE INSERT ON movement
WHEN NOT EXISTS (
  SELECT 1 FROM level WHERE variant_id = NEW.variant_id AND on_hand = NEW.on_hand AND reserved = NEW.reserved
    AND allocated = NEW.allocated AND safety_stock = NEW.safety_stock
)
BEGIN SELECT RAISE(ABORT, 'INV-INV-2'); END;

CREATE TRIGGER IF NOT EXISTS movement_is_immutable BEFORE UPDATE ON movement
BEGIN SELECT RAISE(ABORT, 'INV-INV-2'); END;

CREATE TABLE IF NOT EXISTS reservation (
  id TEXT PRIMARY KEY,
  state TEXT NOT NULL CHECK (state IN ('live', 'confirmed', 'released', 'expired')),
  lines TEXT NOT NULL CHECK (json_valid(lines)),
  expires_at_ms INTEGER NOT NULL,
  cause_id TEXT NOT NULL,
  buyer TEXT NOT NULL,
  ip TEXT NOT NULL,
  operation_id TEXT NOT NULL,
  order_id TEXT CHECK ((order_id IS NOT NULL) = (state = 'confirmed')),
  moved_at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS reservation_due ON reservation (expires_at_ms) WHERE state = 'live';
CREATE INDEX IF NOT EXISTS reservation_buyer ON reservation (buyer) WHERE state = 'live';
CREATE INDEX IF NOT EXISTS reservation_ip ON reservation (ip) WHERE state = 'live';
CREATE INDEX IF NOT EXISTS reservation_over ON reservation (moved_at_ms) WHERE state <> 'live';

CREATE TRIGGER IF NOT EXISTS reservation_lives_once BEFORE UPDATE ON reservation
WHEN OLD.state <> 'live' OR NEW.lines <> OLD.lines
BEGIN SELECT RAISE(ABORT, 'INV-INV-4'); END;

CREATE TABLE IF NOT EXISTS allocation (
  order_id TEXT PRIMARY KEY,
  state TEXT NOT NULL CHECK (state IN ('open', 'fulfilled', 'returned')),
  lines TEXT NOT NULL CHECK (json_valid(lines)),
  moved_at_ms INTEGER NOT NULL,
  reading INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS allocation_over ON allocation (moved_at_ms) WHERE state <> 'open';

-- Of the time before an order's lines could change.
DROP TRIGGER IF EXISTS allocation_ends_once;
CREATE TRIGGER IF NOT EXISTS allocation_is_read_forward BEFORE UPDATE ON allocation
WHEN OLD.state <> 'open' OR NEW.reading < OLD.reading OR (NEW.state <> 'open' AND NEW.lines <> OLD.lines)
BEGIN SELECT RAISE(ABORT, 'INV-INV-5'); END;

CREATE TABLE IF NOT EXISTS operation (
  id TEXT PRIMARY KEY,
  call_hash TEXT NOT NULL,
  answer TEXT NOT NULL,
  subject TEXT NOT NULL,
  at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS operation_age ON operation (at_ms);

-- Movements nobody has been told of. Until \`until_ms\` whoever called tells them (0: the lock does).
CREATE TABLE IF NOT EXISTS untold (seq INTEGER PRIMARY KEY, operation_id TEXT NOT NULL, until_ms INTEGER NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS untold_operation ON untold (operation_id);

-- \`sent_seq\` is of the time before \`untold\`: what had not been sent then is taken over once.
CREATE TABLE IF NOT EXISTS self (one INTEGER PRIMARY KEY CHECK (one = 1), vendor_id TEXT, sent_seq INTEGER NOT NULL) STRICT;
INSERT OR IGNORE INTO self VALUES (1, NULL, ${Number.MAX_SAFE_INTEGER});
INSERT OR IGNORE INTO untold SELECT seq, operation_id, 0 FROM movement WHERE seq > (SELECT sent_seq FROM self);
UPDATE self SET sent_seq = ${Number.MAX_SAFE_INTEGER};
`

/** What a storage of the time before readings were told apart lacks; run before `STOCK_TABLES` where `IS_BEFORE_READINGS` finds a row. */
export const IS_BEFORE_READINGS = "SELECT 1 FROM sqlite_master WHERE name = 'allocation' AND sql NOT LIKE '%reading%'"
export const ADD_READINGS = 'ALTER TABLE allocation ADD COLUMN reading INTEGER NOT NULL DEFAULT 0'
