import { and, eq, inArray } from 'drizzle-orm'
import { commit, guard } from '#db/commit.ts'
import { outboxStatement } from '#db/platform/queries/outbox.ts'
import { channelAccount } from '#db/platform/schema/channels.ts'
import { vendor } from '#db/platform/schema/tenancy.ts'
import type { PlatformDb } from '#db/types.ts'
import type { Id } from '#worker/pure/ids.ts'
import type { Outgoing } from '#worker/pure/message.ts'
import { PreconditionFailed } from '#worker/pure/storage-refusal.ts'

type Whose = { vendorId: Id<'vendor'>; connectionId: Id<'channelConnection'> }

/** A store's name, and where mail to it goes. */
export async function findStore(db: PlatformDb, vendorId: Id<'vendor'>): Promise<{ name: string; email: string } | undefined> {
  const [row] = await db.select({ name: vendor.name, email: vendor.supportEmail }).from(vendor).where(eq(vendor.id, vendorId))
  return row
}

/** Marks an account as broken, with the mail that says so. @returns false if it was not at work, and nothing was stored */
export async function breakAccount(db: PlatformDb, whose: Whose, mail: Outgoing): Promise<boolean> {
  const change = db
    .update(channelAccount)
    .set({ status: 'broken' })
    .where(and(isOf(whose), inArray(channelAccount.status, ['active', 'unsettled'])))
  try {
    await commit(db, [change, guard(db), outboxStatement(db, mail)])
    return true
  } catch (error) {
    if (error instanceof PreconditionFailed) return false
    throw error
  }
}

/** Takes a broken account up again. */
export async function mendAccount(db: PlatformDb, whose: Whose): Promise<void> {
  await db
    .update(channelAccount)
    .set({ status: 'active' })
    .where(and(isOf(whose), eq(channelAccount.status, 'broken')))
}

const isOf = ({ vendorId, connectionId }: Whose) =>
  and(eq(channelAccount.vendorId, vendorId), eq(channelAccount.connectionId, connectionId))
