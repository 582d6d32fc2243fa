import type { StoredGroup } from '#db/platform/queries/checkout.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { isSigned, sign } from '#worker/pure/hash.ts'
import { type Id, isId } from '#worker/pure/ids.ts'
import type { Principal } from '#worker/pure/principal.ts'
import { Problem } from '#worker/pure/problem.ts'

/** What the buyer confirms. */
export type CheckoutInput = {
  email: string
  shippingAddress: StoredGroup['group']['shippingAddress']
  shippingChoices?: Partial<Record<Id<'vendor'>, Id<'shippingRate'>>> | undefined
  /** The fingerprint of the quote the buyer saw; a confirm of other figures is refused. */
  quoteHash?: string | undefined
}

/** What `?t=` of a status link is: names one checkout and proves that we made the link. */
export async function statusToken(ctx: Pick<Ctx, 'linkKey'>, orderGroupId: Id<'orderGroup'>): Promise<string> {
  return `${orderGroupId}.${await sign(ctx.linkKey, 'order-status', orderGroupId)}`
}

/** The page where a buyer sees their order without log-in. */
export async function statusUrl(ctx: Pick<Ctx, 'linkKey' | 'settings'>, orderGroupId: Id<'orderGroup'>): Promise<string> {
  return `${ctx.settings.origin}/order-status?t=${await statusToken(ctx, orderGroupId)}`
}

/** The checkout a status link names; null if we did not make the link. */
export async function readStatusToken(ctx: Pick<Ctx, 'linkKey'>, token: string | undefined): Promise<Id<'orderGroup'> | null> {
  const [orderGroupId = '', signature = ''] = token?.split('.') ?? []
  if (!isId('orderGroup', orderGroupId)) return null
  return (await isSigned(ctx.linkKey, 'order-status', orderGroupId, signature)) ? orderGroupId : null
}

/** True for the account that bought, and for a verified address that bought as a guest. */
export function isBuyerOf(principal: Principal, group: Pick<StoredGroup['group'], 'accountId' | 'email'>): boolean {
  if (principal.kind === 'anonymous') return false
  if (group.accountId !== null) return group.accountId === principal.accountId
  return principal.isEmailVerified && group.email === principal.email.toLowerCase()
}

/** 409: there is nothing in the cart. */
export class CartEmpty extends Problem {
  constructor() {
    super('cart_empty', 409, 'There is nothing in your cart.')
  }
}

/** 409: some lines cannot be bought as they are; `lines` says which and why. */
export class CartNotBuyable extends Problem {
  constructor(lines: { lineId: Id<'cartLine'>; variantId: Id<'variant'>; title: string }[]) {
    super('no_longer_sold', 409, 'Some of your cart is no longer sold. Take it out to go on.', { extensions: { lines } })
  }
}

/** 409: a store does not deliver to the address. */
export class NoDelivery extends Problem {
  constructor(vendorIds: Id<'vendor'>[]) {
    super('no_delivery', 409, 'Not every store delivers to this address.', { extensions: { vendorIds } })
  }
}

/** 409: the figures are not those the buyer saw; `quoteHash` is of the ones that count now. */
export class QuoteChanged extends Problem {
  constructor(quoteHash: string) {
    super('quote_changed', 409, 'Prices, taxes or delivery changed since you saw them. Look at the new total and confirm again.', {
      extensions: { quoteHash },
    })
  }
}

/** 409: the stores do not have it; nothing is held and nothing was charged. */
export class OutOfStock extends Problem {
  constructor(lines: { vendorId: Id<'vendor'>; variantId: Id<'variant'>; title: string; wanted: number; available: number }[]) {
    super('out_of_stock', 409, `Not enough left of: ${lines.map(({ title }) => title).join(', ')}.`, { extensions: { lines } })
  }
}

/** 429: this buyer or address holds too much already. */
export class TooManyHolds extends Problem {
  constructor() {
    super('too_many_holds', 429, 'You have too many checkouts open. Finish one, or wait until they run out.', { retryAfterS: 60 })
  }
}

/** 409: this cart was paid; what it became is at `statusUrl`. */
export class AlreadyPaid extends Problem {
  constructor(orderGroupId: Id<'orderGroup'>, url: string) {
    super('already_paid', 409, 'This cart is paid already.', { extensions: { orderGroupId, statusUrl: url } })
  }
}

/** 409: nothing to pay, so nothing to place through a payment. */
export class NothingToPay extends Problem {
  constructor() {
    super('nothing_to_pay', 409, 'The total is zero: there is nothing to pay.')
  }
}

/** 409 with Retry-After: another checkout of the same cart is being made. */
export class CheckoutBusy extends Problem {
  constructor() {
    super('checkout_busy', 409, 'This cart is being checked out right now. Try again in a moment.', { retryAfterS: 1 })
  }
}
