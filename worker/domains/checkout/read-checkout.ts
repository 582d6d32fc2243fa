import { type GroupRow, lastFailureOf, readGroup, type StoredGroup, type SummaryRow } from '#db/platform/queries/checkout.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import type { Id } from '#worker/pure/ids.ts'
import type { Money } from '#worker/pure/money.ts'
import { NotFound } from '#worker/pure/problem.ts'
import { toRfc3339 } from '#worker/pure/time.ts'
import { isBuyerOf, readStatusToken } from './checkout.ts'

export type CheckoutView = {
  orderGroupId: Id<'orderGroup'>
  /** pending and reserved: not paid yet; paid: the orders are being placed; the rest is final. */
  status: Exclude<GroupRow['status'], 'pending' | 'reserved'> | 'open' | 'paid'
  /** What the last attempt to pay failed with, in words for the buyer. */
  failure: string | null
  total: Money
  expiresAt: string
  orders: { orderId: Id<'order'>; vendorId: Id<'vendor'>; number: number | null; status: SummaryRow['status']; total: Money }[]
}

/**
 * A checkout, if the caller is its buyer or has its status link; anybody else learns nothing. Reads only.
 * @throws NotFound 404
 */
export async function findCheckout(
  ctx: Pick<Ctx, 'platform' | 'principal' | 'linkKey'>,
  orderGroupId: Id<'orderGroup'>,
  token: string | undefined,
): Promise<StoredGroup> {
  const named = await readStatusToken(ctx, token)
  // Without a link or a log-in there is nothing to look up: a guessed id costs no query.
  if (named !== orderGroupId && ctx.principal.kind === 'anonymous') throw new NotFound('checkout')
  const stored = await readGroup(ctx.platform, orderGroupId)
  if (!stored || (named !== orderGroupId && !isBuyerOf(ctx.principal, stored.group))) throw new NotFound('checkout')
  return stored
}

/** How a checkout stands, for the page that waits for it. @throws NotFound 404 */
export async function readCheckout(
  ctx: Pick<Ctx, 'platform' | 'principal' | 'linkKey'>,
  orderGroupId: Id<'orderGroup'>,
  token: string | undefined,
): Promise<CheckoutView> {
  return viewCheckout(ctx, await findCheckout(ctx, orderGroupId, token))
}

/** A stored checkout in the words of the API. */
export async function viewCheckout(ctx: Pick<Ctx, 'platform'>, { group, orders, payment }: StoredGroup): Promise<CheckoutView> {
  const isOpen = group.status === 'pending' || group.status === 'reserved'
  const isWaiting = isOpen && payment.status !== 'succeeded'
  const detail = isWaiting ? await lastFailureOf(ctx.platform, payment.id) : null
  return {
    orderGroupId: group.id,
    status: group.status === 'pending' || group.status === 'reserved' ? (isWaiting ? 'open' : 'paid') : group.status,
    failure: detail?.replace(/^[\w.-]+: /, '') ?? null,
    total: { amountMinor: group.totalMinor, currency: group.currency },
    expiresAt: toRfc3339(group.holdsExpireAtMs),
    orders: orders.map(({ id, vendorId, number, status, totalMinor, currency }) => ({
      orderId: id,
      vendorId,
      number,
      status,
      total: { amountMinor: totalMinor, currency },
    })),
  }
}
