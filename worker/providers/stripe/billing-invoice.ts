import type Stripe from 'stripe'
import type { ProviderInvoice } from '#worker/domains/plans/ports.ts'
import { isId } from '#worker/pure/ids.ts'
import { NotFound } from '#worker/pure/problem.ts'
import { SECOND_MS } from '#worker/pure/time.ts'
import { fromStripe } from './amounts.ts'
import { needId } from './refusals.ts'

/** An invoice of a subscription of ours, and what Stripe kept of the payment. @throws NotFound for any other invoice */
export async function describeInvoice(stripe: Stripe, invoiceRef: string): Promise<ProviderInvoice> {
  const invoice = await stripe.invoices.retrieve(invoiceRef, { expand: ['payments'] })
  const details = invoice.parent?.subscription_details
  const { vendor_id: vendorId = '' } = details?.metadata ?? {}
  const subscriptionRef = typeof details?.subscription === 'string' ? details.subscription : details?.subscription.id
  if (!subscriptionRef || !isId('vendor', vendorId)) throw new NotFound('invoice')
  // The line that is charged in full, or of a change by the day the one that adds: it names the plan.
  const line = invoice.lines.data.toSorted((a, b) => b.amount - a.amount)[0]
  const { status } = invoice
  return {
    invoiceRef: needId(invoice, 'in_'),
    subscriptionRef,
    vendorId,
    planKey: await planOf(stripe, line),
    number: invoice.number,
    status: STATUSES.find((each) => each === status) ?? 'open',
    amount: fromStripe(invoice.amount_due, invoice.currency),
    paidMinor: fromStripe(invoice.amount_paid, invoice.currency).amountMinor,
    feeMinor: status === 'paid' ? await feeOf(stripe, invoice) : 0,
    periodStartsAtMs: (line?.period.start ?? invoice.period_start) * SECOND_MS,
    periodEndsAtMs: (line?.period.end ?? invoice.period_end) * SECOND_MS,
    pageUrl: invoice.hosted_invoice_url ?? null,
    createdAtMs: invoice.created * SECOND_MS,
    paidAtMs: invoice.status_transitions.paid_at === null ? null : invoice.status_transitions.paid_at * SECOND_MS,
  }
}

const STATUSES = ['paid', 'void', 'uncollectible'] as const

async function planOf(stripe: Stripe, line: Stripe.InvoiceLineItem | undefined): Promise<string> {
  const ref = line?.pricing?.price_details?.price
  if (!ref) throw new NotFound('invoice')
  const price = typeof ref === 'string' ? await stripe.prices.retrieve(ref) : ref
  return price.metadata.plan_key ?? ''
}

/** What Stripe kept, in minor units; 0 where nothing was charged, and where it was taken in another currency. */
async function feeOf(stripe: Stripe, invoice: Stripe.Invoice): Promise<number> {
  const paid = invoice.payments?.data.find(({ status }) => status === 'paid')?.payment.payment_intent
  if (!paid) return 0
  const ref = typeof paid === 'string' ? paid : paid.id
  const { latest_charge: charge } = await stripe.paymentIntents.retrieve(ref, { expand: ['latest_charge.balance_transaction'] })
  if (!charge || typeof charge === 'string') return 0
  const settled = charge.balance_transaction
  if (!settled || typeof settled === 'string' || settled.currency !== charge.currency) return 0
  return fromStripe(settled.fee, settled.currency).amountMinor
}
