import { recordReserved, type StoredGroup, type StoreLevels } from '#db/platform/queries/checkout.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import type { ProviderPayment } from '#worker/domains/payments/ports.ts'
import { recordPaymentState } from '#worker/domains/payments/record-payment-state.ts'
import { PreconditionFailed } from '#worker/pure/storage-refusal.ts'

/**
 * Step 2 of a checkout: one payment for the whole group, keyed by our payment id, so that asking again finds the same
 * one. The buyer can pay from here on. Safe to repeat.
 * @param levels what the holds left at the stores, which buyers see from now on
 * @returns null if somebody else ended this checkout meanwhile
 * @throws Unavailable 503 if the provider does not answer; the holds stay, and the same request goes on from here
 */
export async function openPayment(
  ctx: Pick<Ctx, 'platform' | 'payments' | 'now'>,
  stored: StoredGroup,
  levels: readonly StoreLevels[],
): Promise<ProviderPayment | null> {
  const opened = await findPayment(ctx, stored)
  if (opened.status !== 'pending') return opened
  try {
    await recordReserved(
      ctx.platform,
      stored.group.id,
      { paymentId: stored.payment.id, providerRef: opened.providerRef },
      levels,
      ctx.now(),
    )
    return opened
  } catch (error) {
    if (error instanceof PreconditionFailed) return null
    throw error
  }
}

/**
 * Undoes `openPayment`: nobody can pay any more. A payment that came in first stays, and the checkout must then be placed.
 * A payment that was perhaps opened and never recorded is found by its key. Safe to repeat.
 * @returns how the payment ended
 */
export async function closePayment(
  ctx: Pick<Ctx, 'platform' | 'payments' | 'now' | 'relay'>,
  stored: StoredGroup,
): Promise<'succeeded' | 'cancelled'> {
  const { payment } = stored
  if (payment.status === 'succeeded' || payment.status === 'cancelled') return payment.status
  const providerRef = payment.providerRef ?? (await findPayment(ctx, stored)).providerRef
  const closed = await ctx.payments.cancel(providerRef)
  await recordPaymentState(ctx, closed)
  return closed.status === 'succeeded' ? 'succeeded' : 'cancelled'
}

function findPayment(ctx: Pick<Ctx, 'payments'>, { group, payment }: StoredGroup): Promise<ProviderPayment> {
  if (payment.providerRef !== null) return ctx.payments.fetch(payment.providerRef)
  return ctx.payments.create({
    paymentId: payment.id,
    orderGroupId: group.id,
    amount: { amountMinor: payment.amountMinor, currency: payment.currency },
    email: group.email,
  })
}
