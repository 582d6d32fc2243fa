import { bankPayout, payoutPolicy, payoutTerms } from '#db/platform/schema/payouts.ts'
import type { Id } from '#worker/pure/ids.ts'
import { DAY_MS } from '#worker/pure/time.ts'
import { type SeedTarget, storeAll } from './target.ts'

/**
 * When the stores are paid: every Friday, looked at by a person first; one store has a reserve. And what banks said of two
 * payouts of a store, so that there is something to see of it.
 */
export async function setPayoutTerms(
  market: SeedTarget,
  stores: readonly { id: Id<'vendor'>; accountRef: string }[],
  nowMs: number,
): Promise<void> {
  const { platformDb: db } = market
  const by = { updatedBy: 'system', updatedAtMs: nowMs }
  const [first, second] = stores
  if (!first || !second) return
  const told = (status: 'paid' | 'failed', days: number, amountMinor: number) => ({
    id: `po_${status}${first.id.slice(-12)}`,
    vendorId: first.id,
    accountRef: first.accountRef,
    currency: 'USD' as const,
    amountMinor,
    status,
    failureCode: status === 'failed' ? 'account_closed' : null,
    arrivesAtMs: nowMs - days * DAY_MS,
    createdAtMs: nowMs - (days + 2) * DAY_MS,
    updatedAtMs: nowMs - days * DAY_MS,
  })
  await storeAll(db, [
    db
      .insert(payoutTerms)
      .values([
        { owner: 'platform', interval: 'weekly', weekday: 5, ...by },
        { owner: second.id, reserveBps: 500, reserveDays: 60, ...by },
      ])
      .onConflictDoNothing(),
    db
      .insert(payoutPolicy)
      .values({ id: 'platform', scheduledRuns: 'wait', approvalOver: {}, vendorIntervals: ['weekly', 'monthly'], ...by })
      .onConflictDoNothing(),
    db
      .insert(bankPayout)
      .values([told('paid', 12, 48_210), told('failed', 5, 21_350)])
      .onConflictDoNothing(),
  ])
}
