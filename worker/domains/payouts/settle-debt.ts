import { changeHolds, type Debtor, type HoldChange, type HoldRow, listDebtors, listReserves } from '#db/platform/queries/payouts/holds.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import type { Id } from '#worker/pure/ids.ts'
import { accountId, type LedgerTransfer } from '#worker/pure/ledger.ts'
import type { Currency } from '#worker/pure/money.ts'
import { debtRepaidPostings } from '#worker/pure/payout-postings.ts'
import { giveBack, heldMinor, numbered } from './hold.ts'

const TRIES_MAX = 8
const BATCH = 200
const BATCHES_MAX = 50
/** Reserves given up in one commit for one debt; the rest goes with the next. */
const RESERVES_AT_ONCE = 50

/**
 * Takes what vendors owe from what they have: first from what is available, then from reserves, which are released early
 * for it. Of one vendor, or of all. Called before every run and after whatever makes money available. Safe to repeat and
 * to run twice at once: each repayment says how much had been repaid before it, and is refused if that has changed.
 * @returns how many debts were paid back, at least in part
 */
export async function settleDebt(ctx: Pick<Ctx, 'platform' | 'now'>, { vendorId }: { vendorId?: Id<'vendor'> } = {}): Promise<number> {
  let settled = 0
  let after = ''
  for (let batch = 0; batch < BATCHES_MAX; batch++) {
    const debtors = await listDebtors(ctx.platform, { ...(vendorId === undefined ? {} : { vendorId }), after }, BATCH)
    for (const debtor of debtors) if (await settleOne(ctx, debtor)) settled++
    const last = debtors.at(-1)
    if (!last || debtors.length < BATCH) return settled
    after = accountId(last.vendorId, 'debt', last.currency)
  }
  return settled
}

async function settleOne(ctx: Pick<Ctx, 'platform' | 'now'>, first: Debtor): Promise<boolean> {
  let debtor: Debtor | undefined = first
  let isSettled = false
  for (let attempt = 0; attempt < TRIES_MAX && debtor !== undefined; attempt++) {
    const plan = await planRepayment(ctx, debtor)
    if (plan === null) return isSettled
    const { vendorId, currency, creditsMinor }: Debtor = debtor
    if (await changeHolds(ctx.platform, plan.changes, plan.transfers, { debts: [{ vendorId, currency, creditsMinor }] })) {
      isSettled = true
      if (!plan.isMore) return true
    }
    debtor = (await listDebtors(ctx.platform, { vendorId }, 100)).find((each) => each.currency === currency)
  }
  return isSettled
}

/** What pays a debt back now; null if there is nothing that could. */
async function planRepayment(ctx: Pick<Ctx, 'platform' | 'now'>, debtor: Debtor) {
  const { vendorId, currency, debtMinor, creditsMinor } = debtor
  const atMs = ctx.now()
  const fromAvailable = Math.min(debtMinor, Math.max(0, debtor.availableMinor))
  let wantedMinor = debtMinor - fromAvailable
  const reserves = wantedMinor > 0 && debtor.heldMinor > 0 ? await listReserves(ctx.platform, vendorId, currency, RESERVES_AT_ONCE) : []
  const changes: HoldChange[] = []
  const transfers: LedgerTransfer[] = []
  for (const reserve of reserves as (HoldRow & { currency: Currency })[]) {
    const taken = Math.min(wantedMinor, heldMinor(reserve))
    if (taken === 0) break
    wantedMinor -= taken
    const releasedMinor = reserve.releasedMinor + taken
    const isOver = releasedMinor === reserve.amountMinor
    changes.push({
      seen: reserve,
      next: { releasedMinor, ...(isOver ? { status: 'lifted' as const, liftedBy: 'system', liftedAtMs: atMs } : {}) },
    })
    transfers.push(...(await giveBack(reserve, taken, atMs)))
  }
  const repaidMinor = debtMinor - wantedMinor
  if (repaidMinor === 0) return null
  transfers.push(
    ...(await numbered(debtRepaidPostings({ causeId: vendorId, vendorId, currency, amountMinor: repaidMinor }), creditsMinor, atMs)),
  )
  return { changes, transfers, isMore: wantedMinor > 0 && reserves.length === RESERVES_AT_ONCE }
}
