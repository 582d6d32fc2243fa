import { listAdjustments } from '#db/platform/queries/payouts/adjustments.ts'
import { type BankPayoutFilter, listBankPayouts } from '#db/platform/queries/payouts/bank-payouts.ts'
import { listHolds } from '#db/platform/queries/payouts/holds.ts'
import { findRun, type ItemView, listItems, listRuns, type RunRow } from '#db/platform/queries/payouts/runs.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import type { Id } from '#worker/pure/ids.ts'
import { NotFound } from '#worker/pure/problem.ts'
import { toRfc3339 } from '#worker/pure/time.ts'
import { adjustable } from './adjust-balance.ts'
import { showHold } from './hold.ts'
import type { Skip } from './judge-payee.ts'
import { readBalance } from './read-balance.ts'
import { showRun } from './run.ts'
import { readTermsOf } from './set-terms.ts'

/** A page of runs with what they mean to send, the last made first. */
export async function readRuns(
  ctx: Pick<Ctx, 'platform'>,
  { status, before, limit }: { status?: RunRow['status'] | undefined; before?: Id<'payoutRun'> | undefined; limit: number },
) {
  const rows = await listRuns(ctx.platform, { status, before, limit: limit + 1 })
  const page = rows.slice(0, limit)
  return {
    items: page.map(({ run, totals }) => ({ ...showRun(run), totals: totals.map(({ runId: _, ...total }) => total) })),
    nextCursor: rows.length > limit ? (page.at(-1)?.run.id ?? null) : null,
  }
}

/** A run: what it means to send and has sent, per currency, and how many of its payouts are on their way, paid or failed. */
export async function readRun(ctx: Pick<Ctx, 'platform'>, runId: Id<'payoutRun'>) {
  const found = await findRun(ctx.platform, runId)
  if (!found) throw new NotFound('payout run')
  const count = (status: string) => found.statuses.find((each) => each.status === status)?.payouts ?? 0
  return { ...showRun(found.run), totals: found.totals, pending: count('pending'), paid: count('paid'), failed: count('failed') }
}

/** A page of a run's items, by vendor and currency. @throws NotFound 404 */
export async function readItems(
  ctx: Pick<Ctx, 'platform'>,
  { runId, show, after, limit }: { runId: Id<'payoutRun'>; show: ItemView; after: string; limit: number },
) {
  if (!(await findRun(ctx.platform, runId))) throw new NotFound('payout run')
  const rows = await listItems(ctx.platform, { runId, show, after, limit: limit + 1 })
  const page = rows.slice(0, limit)
  return {
    items: page.map(({ item: { runId: _, skip, outcomeSkip, ...item }, name, payoutStatus, failure }) => {
      return { ...item, skip: skip as Skip | null, outcomeSkip: outcomeSkip as Skip | null, name, payoutStatus, failure }
    }),
    nextCursor: rows.length > limit ? (page.at(-1)?.position ?? null) : null,
  }
}

/** A page of payouts to banks, the last made first. */
export async function readBankPayouts(ctx: Pick<Ctx, 'platform'>, filter: BankPayoutFilter) {
  const rows = await listBankPayouts(ctx.platform, { ...filter, limit: filter.limit + 1 })
  const page = rows.slice(0, filter.limit)
  return {
    items: page.map(({ payout, name }) => {
      const { id, vendorId, currency, amountMinor, status, failureCode, arrivesAtMs, createdAtMs } = payout
      const arrivesAt = arrivesAtMs === null ? null : toRfc3339(arrivesAtMs)
      return { id, vendorId, name, currency, amountMinor, status, failureCode, arrivesAt, createdAt: toRfc3339(createdAtMs) }
    }),
    nextCursor: rows.length > filter.limit ? String(page.at(-1)?.position ?? '') : null,
  }
}

/** Everything about a vendor's money, for the marketplace's own people: balances, terms, holds, corrections. @throws NotFound 404 */
export async function readVendorPurse(ctx: Pick<Ctx, 'platform' | 'settings'>, vendorId: Id<'vendor'>) {
  await adjustable(ctx, vendorId)
  const [balances, terms, holds, adjustments] = await Promise.all([
    readBalance(ctx, vendorId),
    readTermsOf(ctx, vendorId),
    listHolds(ctx.platform, vendorId, 100),
    listAdjustments(ctx.platform, vendorId, 20),
  ])
  return {
    balances,
    terms,
    holds: holds.map(showHold),
    adjustments: adjustments.map(({ id, currency, amountMinor, reason, requestedBy, decidedBy, requestedAtMs }) => {
      return { id, currency, amountMinor, reason, requestedBy, decidedBy, at: toRfc3339(requestedAtMs) }
    }),
  }
}
