import type { Statement } from '#db/commit.ts'
import type { PlatformDb } from '#db/types.ts'
import type { LedgerTransfer } from '#worker/pure/ledger.ts'
import { transferStatements } from '../ledger.ts'

/** What the ledger books of movements only the provider tells of. Safe to repeat. */
export const bookingStatements = (db: PlatformDb, transfers: readonly LedgerTransfer[]): Statement[] => transferStatements(db, transfers)
