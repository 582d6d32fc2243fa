import { and, eq } from 'drizzle-orm'
import { planInvoice } from '#db/platform/schema/plans.ts'
import { stripeOf } from './history/stripe.ts'
import type { OpenStore } from './open-stores.ts'
import { showCard } from './purchase.ts'
import { patiently, type SeedTarget, until } from './target.ts'

/**
 * The first store has a paid plan, the second has chosen one and not paid yet, as their owners would have done it. Waits until
 * the payment is in the ledger. Safe to repeat.
 */
export async function takePlans(market: SeedTarget, stores: readonly OpenStore[]): Promise<void> {
  const [first, second] = stores
  if (!first || !second) return
  await second.owner.ok('POST', '/vendor/plan', { planKey: 'scale', interval: 'year' }, `seed-plan-${second.slug}`)
  const chosen = await first.owner.ok<{ status: string }>(
    'POST',
    '/vendor/plan',
    { planKey: 'pro', interval: 'month' },
    `seed-plan-${first.slug}`,
  )
  if (chosen.status === 'incomplete') {
    const payment = await first.owner.ok<{ clientSecret: string }>('GET', '/vendor/plan/payment')
    await showCard(stripeOf(market), payment, 'pm_card_visa', `plan-${first.slug}`)
  }
  const isPaid = and(eq(planInvoice.vendorId, first.id), eq(planInvoice.status, 'paid'))
  await until('the plan’s payment', async () => {
    const rows = await patiently(() => market.platformDb.select({ id: planInvoice.id }).from(planInvoice).where(isPaid))
    return rows.length > 0
  })
}
