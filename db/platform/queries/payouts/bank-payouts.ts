import { and, desc, eq, lt, sql } from 'drizzle-orm'
import { commit } from '#db/commit.ts'
import { outboxStatement } from '#db/platform/queries/outbox.ts'
import { bankPayout } from '#db/platform/schema/payouts.ts'
import { vendor } from '#db/platform/schema/tenancy.ts'
import type { PlatformDb } from '#db/types.ts'
import type { Id } from '#worker/pure/ids.ts'
import type { Outgoing } from '#worker/pure/message.ts'

export type BankPayoutRow = typeof bankPayout.$inferSelect

/** Whose account at the provider it is; undefined if it is none of ours. */
export async function findAccountOwner(db: PlatformDb, accountRef: string) {
  const rows = await db
    .select({ id: vendor.id, name: vendor.name, email: vendor.supportEmail })
    .from(vendor)
    .where(eq(vendor.stripeAccountId, accountRef))
  return rows[0]
}

/** Records what the provider says of a payout to a bank, with the mail that tells of a failure. Safe to repeat. */
export async function recordBankPayout(db: PlatformDb, row: BankPayoutRow, mail: Outgoing | null): Promise<void> {
  const { id: _, createdAtMs: __, ...rest } = row
  await commit(db, [
    db.insert(bankPayout).values(row).onConflictDoUpdate({ target: bankPayout.id, set: rest }),
    ...(mail === null ? [] : [outboxStatement(db, mail)]),
  ])
}

export type BankPayoutFilter = {
  vendorId?: Id<'vendor'> | undefined
  status?: BankPayoutRow['status'] | undefined
  before?: number | undefined
  limit: number
}

/** Payouts to banks with the stores' names, the last made first. `position` is the cursor of the next page. */
export async function listBankPayouts(db: PlatformDb, { vendorId, status, before, limit }: BankPayoutFilter) {
  const position = sql<number>`${bankPayout}.rowid`
  return db
    .select({ payout: bankPayout, name: vendor.name, position })
    .from(bankPayout)
    .innerJoin(vendor, eq(vendor.id, bankPayout.vendorId))
    .where(
      and(
        vendorId === undefined ? undefined : eq(bankPayout.vendorId, vendorId),
        status === undefined ? undefined : eq(bankPayout.status, status),
        before === undefined ? undefined : lt(position, before),
      ),
    )
    .orderBy(desc(position))
    .limit(limit)
}
