import { type CartKey, extendCart, readCart } from '#db/platform/queries/cart.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { DAY_MS } from '#worker/pure/time.ts'
import { CART_LIVES_MS, readCartCookie } from './cart.ts'
import { mergeCarts } from './merge-carts.ts'
import { type CartView, emptyCart, viewCart } from './view-cart.ts'

/** The key to the caller's cart, and whether the guest's cookie has done its work and can go. */
export type FoundCart = { key: CartKey | null; isGuestCartMerged: boolean }

/**
 * Whose cart the caller means: the account's, or the one their cookie opens. Somebody who has both has just logged in:
 * the guest's cart becomes part of the account's first. Safe to repeat.
 */
export async function findCart(ctx: Pick<Ctx, 'platform' | 'principal' | 'now'>, cookie: string | undefined): Promise<FoundCart> {
  const guest = await readCartCookie(cookie)
  if (ctx.principal.kind === 'anonymous') return { key: guest, isGuestCartMerged: false }
  const { accountId } = ctx.principal
  if (guest) await mergeCarts(ctx, guest, accountId)
  return { key: { accountId }, isGuestCartMerged: guest !== null }
}

/**
 * The caller's cart with today's prices and stock; an empty one if there is none. A cart that is looked at lives on: its
 * end moves at most once a day, after the answer.
 */
export async function openCart(
  ctx: Pick<Ctx, 'platform' | 'now' | 'settings' | 'shippingRates' | 'defer'>,
  key: CartKey | null,
  country?: string,
): Promise<CartView> {
  const nowMs = ctx.now()
  const stored = key && (await readCart(ctx.platform, key, nowMs))
  if (!key || !stored) return emptyCart(ctx.settings.defaultCurrency)
  if (stored.cart.expiresAtMs < nowMs + CART_LIVES_MS - DAY_MS) {
    stored.cart.expiresAtMs = nowMs + CART_LIVES_MS
    ctx.defer(extendCart(ctx.platform, key, stored.cart.expiresAtMs, nowMs))
  }
  return viewCart(ctx, stored, country)
}
