import { listPayees, type Payee } from '#db/platform/queries/payouts/list-payees.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import type { Currency } from '#worker/pure/money.ts'
import { judgePayee } from './judge-payee.ts'
import { periodOf } from './payout.ts'

const BATCH = 100
const BATCHES_MAX = 100

export type Run = { period?: string | undefined; currency?: Currency | undefined }

/** The payees of a period, batch by batch, as they are when each batch is read. */
export async function* payeesOf(ctx: Pick<Ctx, 'platform' | 'now'>, { period, currency }: Run & { period: string }): AsyncGenerator<Payee> {
  let after = ''
  for (let batch = 0; batch < BATCHES_MAX; batch++) {
    const payees = await listPayees(ctx.platform, { period, currency, nowMs: ctx.now(), after, limit: BATCH })
    yield* payees
    after = payees.at(-1)?.position ?? after
    if (payees.length < BATCH) return
  }
}

/**
 * What a payout run of the period would do now, vendor by vendor and currency by currency; nothing is changed. Earnings
 * whose hold is over count as available, because a run releases them first.
 */
export async function previewPayouts(ctx: Pick<Ctx, 'platform' | 'now'>, { period = periodOf(ctx.now()), currency }: Run) {
  const items = []
  const totals = new Map<Currency, { currency: Currency; payouts: number; amountMinor: number }>()
  for await (const payee of payeesOf(ctx, { period, currency })) {
    const { position: _, destination, canReceiveTransfers, payoutId, payoutMinor, ...money } = payee
    const payableMinor = payee.availableMinor + payee.maturedMinor
    const { amountMinor, skip } = judgePayee(payee, payableMinor)
    items.push({ ...money, payableMinor, amountMinor, skip, decidedMinor: payoutMinor })
    const total = totals.get(payee.currency) ?? { currency: payee.currency, payouts: 0, amountMinor: 0 }
    totals.set(payee.currency, { ...total, payouts: total.payouts + (skip === null ? 1 : 0), amountMinor: total.amountMinor + amountMinor })
  }
  return { period, items, totals: [...totals.values()] }
}
