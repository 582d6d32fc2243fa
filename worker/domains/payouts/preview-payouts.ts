import { listPayees, type Payee } from '#db/platform/queries/payouts/list-payees.ts'
import { readTerms } from '#db/platform/queries/payouts/terms.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import type { Currency } from '#worker/pure/money.ts'
import { judgePayee, payableNow } from './judge-payee.ts'
import { periodOf } from './payout.ts'

const BATCH = 500
const BATCHES_MAX = 1000

export type Run = { period?: string | undefined; currency?: Currency | undefined }
/** Which part of the list is shown: so many rows after one (`vendorId/currency`). */
export type Page = { after: string; limit: number }

/** The payees of a period, batch by batch, as they are when each batch is read. */
async function* payeesOf(ctx: Pick<Ctx, 'platform' | 'now'>, { period, currency }: Run & { period: string }): AsyncGenerator<Payee> {
  let after = ''
  for (let batch = 0; batch < BATCHES_MAX; batch++) {
    const { payees, next } = await listPayees(ctx.platform, { period, currency, nowMs: ctx.now(), after, limit: BATCH })
    yield* payees
    if (next === null) return
    after = next
  }
}

/**
 * What a payout run of the period would do now: what it would come to over all vendors, and a page of them, by vendor and
 * currency. Nothing is changed. Earnings whose hold is over count as available, less what is owed and kept of them, because
 * a run releases them first.
 */
export async function previewPayouts(
  ctx: Pick<Ctx, 'platform' | 'now'>,
  { period = periodOf(ctx.now()), currency }: Run,
  { after, limit }: Page,
) {
  const platform = (await readTerms(ctx.platform, [])).rows.get('platform')
  const items = []
  let count = 0
  const totals = new Map<Currency, { currency: Currency; payouts: number; amountMinor: number }>()
  for await (const payee of payeesOf(ctx, { period, currency })) {
    const { vendorId, name, availableMinor, maturedMinor, pendingMinor, heldMinor, debtMinor, payoutMinor } = payee
    const payableMinor = payableNow(payee, platform)
    const { amountMinor, skip } = judgePayee(payee, payableMinor, platform)
    const money = { availableMinor, maturedMinor, pendingMinor: pendingMinor - maturedMinor, heldMinor, debtMinor, payableMinor }
    count++
    if (`${vendorId}/${payee.currency}` > after && items.length <= limit)
      items.push({ vendorId, name, currency: payee.currency, ...money, amountMinor, skip, decidedMinor: payoutMinor })
    const total = totals.get(payee.currency) ?? { currency: payee.currency, payouts: 0, amountMinor: 0 }
    totals.set(payee.currency, { ...total, payouts: total.payouts + (skip === null ? 1 : 0), amountMinor: total.amountMinor + amountMinor })
  }
  const last = items[limit - 1]
  return {
    period,
    items: items.slice(0, limit),
    count,
    nextCursor: items.length > limit && last ? `${last.vendorId}/${last.currency}` : null,
    totals: [...totals.values()],
  }
}
