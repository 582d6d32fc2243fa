import { listRecoverable, type Recoverable } from '#db/platform/queries/payouts/recover.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { deriveId } from '#worker/pure/ids.ts'
import { chargeablePart } from '#worker/pure/money-charge.ts'
import { DAY_MS } from '#worker/pure/time.ts'
import { askReversal, performReversal } from './perform-reversal.ts'

const PER_RUN = 50
/** Money of a payout this old has long been at the vendor's bank. */
const FETCHED_FROM_MS = 90 * DAY_MS

/**
 * Fetches back from vendors' accounts at the provider what they owe, e.g. of a refund after the payout: of the last payout
 * that has it, one at a time. What an account does not hold any more stays a debt, and comes off the next payout. Whatever
 * made the debt, it is tried once a payout, and again when the debt grows. Safe to repeat and to run twice at once: what is
 * asked for follows from the payout and all that was ever owed.
 * @returns how many reversals were tried
 */
export async function recoverDebt(ctx: Ctx): Promise<number> {
  const found = await listRecoverable(ctx.platform, ctx.now() - FETCHED_FROM_MS, PER_RUN)
  const tried = await Promise.allSettled(found.map((each) => recover(ctx, each)))
  return tried.filter((result) => result.status === 'fulfilled' && result.value).length
}

async function recover(ctx: Ctx, { payoutId, vendorId, currency, debtMinor, incurredMinor, leftMinor }: Recoverable): Promise<boolean> {
  const amountMinor = chargeablePart(Math.min(debtMinor, leftMinor), currency)
  if (amountMinor === 0) return false
  const id = await deriveId('payoutReversal', payoutId, String(incurredMinor))
  const asked = {
    id,
    payoutId,
    vendorId,
    currency,
    amountMinor,
    reason: 'What is owed after a refund or a lost dispute',
    requestedBy: 'schedule',
  }
  if (!(await askReversal(ctx, asked))) return false
  await performReversal(ctx, id)
  return true
}
