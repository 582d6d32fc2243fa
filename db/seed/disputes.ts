import { and, desc, eq, sql } from 'drizzle-orm'
import { orderSummary, payment } from '#db/platform/schema/checkout.ts'
import { dispute } from '#db/platform/schema/disputes.ts'
import { stripeOf } from './history/stripe.ts'
import type { OpenStore } from './open-stores.ts'
import { type SeedTarget, until } from './target.ts'

/** What went wrong with a sale in the eyes of a card holder, and how far the bank is with it. */
const STORIES = [
  { reason: 'product_not_received', dueInDays: 2, end: 'waiting' },
  { reason: 'fraudulent', dueInDays: 9, end: 'under_review' },
  { reason: 'product_unacceptable', dueInDays: 9, end: 'lost' },
] as const

/**
 * Three card disputes, as the provider tells of them: one that has to be answered within days, one the bank is reading, one
 * that is lost. Safe to repeat: a payment is disputed once.
 */
export async function disputeSales(market: SeedTarget, stores: readonly OpenStore[]): Promise<void> {
  const db = market.platformDb
  const stripe = stripeOf(market)
  for (const [index, story] of STORIES.entries()) {
    const store = stores[index % stores.length]
    const sale = store && (await deliveredSale(market, store.id))
    if (!sale) continue
    const { latest_charge: charge } = await stripe.get<{ latest_charge: string }>(`/v1/payment_intents/${sale}`)
    const known = await stripe.get<{ data: { id: string }[] }>(`/v1/disputes?payment_intent=${sale}`)
    const { reason, dueInDays } = story
    const id =
      known.data[0]?.id ?? (await stripe.control<{ id: string }>(`/charges/${charge}/dispute`, { reason, due_in_days: dueInDays })).id
    if (story.end === 'under_review' && known.data.length === 0) {
      const evidence = { 'evidence[uncategorized_text]': 'The parcel was handed over against a signature.', submit: 'true' }
      await stripe.post(`/v1/disputes/${id}`, evidence, `seed-dispute-${id}`)
    }
    if (story.end === 'lost' && known.data.length === 0) await stripe.control(`/disputes/${id}`, { status: 'lost' })
    const isTold = story.end === 'waiting' ? 'needs_response' : story.end
    await until(`the dispute ${id}`, async () => {
      const [row] = await db
        .select({ status: dispute.status, isSettled: dispute.isSettled })
        .from(dispute)
        .where(eq(dispute.providerRef, id))
      return row?.status === isTold && (story.end !== 'lost' || row.isSettled) ? true : null
    })
  }
}

/** The last payment that was for one delivered order of a store alone. */
async function deliveredSale({ platformDb: db }: SeedTarget, vendorId: OpenStore['id']): Promise<string | null> {
  const rows = await db
    .select({ providerRef: payment.providerRef })
    .from(orderSummary)
    .innerJoin(payment, eq(payment.orderGroupId, orderSummary.orderGroupId))
    .where(
      and(
        eq(orderSummary.vendorId, vendorId),
        eq(orderSummary.status, 'delivered'),
        eq(payment.refundedMinor, 0),
        eq(payment.amountMinor, orderSummary.totalMinor),
        sql`${payment.providerRef} is not null`,
      ),
    )
    .orderBy(desc(orderSummary.placedAtMs))
    .limit(1)
  return rows[0]?.providerRef ?? null
}
