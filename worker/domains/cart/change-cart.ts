import { addLine, type CartKey, type CartRow, readOffer, removeLines, setLineQuantity, storeLine } from '#db/platform/queries/cart.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { present } from '#worker/pure/assert.ts'
import { sha256Hex, sign } from '#worker/pure/hash.ts'
import type { Id } from '#worker/pure/ids.ts'
import type { Currency } from '#worker/pure/money.ts'
import { NotFound } from '#worker/pure/problem.ts'
import { PreconditionFailed, UniqueViolation } from '#worker/pure/storage-refusal.ts'
import { CART_LIVES_MS, CartFull, LINES_MAX, NotSoldInCurrency, UNITS_MAX } from './cart.ts'
import { type CartView, emptyCart, viewCart } from './view-cart.ts'

type CartCtx = Pick<Ctx, 'platform' | 'principal' | 'now' | 'newId' | 'settings' | 'shippingRates' | 'linkKey'>
export type Addition = { variantId: Id<'variant'>; quantity: number; currency?: Currency | undefined }

/**
 * Puts units of a variant into the caller's cart, opening one if there is none: one round trip; two where it is refused.
 * Units add to those that are there, so calling twice adds twice; an Idempotency-Key prevents that.
 * @returns the cart, and for a new guest's cart the cookie that opens it
 * @throws NotFound 404 for what is not for sale; CartFull 409; NotSoldInCurrency 409
 */
export async function addToCart(ctx: CartCtx, key: CartKey | null, input: Addition): Promise<{ cart: CartView; cookie: string | null }> {
  // Made before anything is looked at, so that a repeated request makes the same one whatever it finds.
  const additionId = ctx.newId('operation')
  try {
    return await addAtOnce(ctx, key, additionId, input)
  } catch (error) {
    // Look closer and say why, or find that it can be added by now.
    if (!(error instanceof PreconditionFailed)) throw error
  }
  try {
    return await add(ctx, key, additionId, input)
  } catch (error) {
    // Two of the account's tabs opened a cart at once: the other's is there now.
    if (!(error instanceof UniqueViolation)) throw error
    return add(ctx, key, additionId, input)
  }
}

/** What `add` does, if nothing is in the way. @throws PreconditionFailed if something is, with nothing stored */
async function addAtOnce(ctx: CartCtx, key: CartKey | null, additionId: Id<'operation'>, { variantId, quantity, currency }: Addition) {
  const nowMs = ctx.now()
  const fresh = await newCart(ctx, currency ?? ctx.settings.defaultCurrency, nowMs)
  const stored = await addLine(ctx.platform, {
    key,
    newCart: fresh.row,
    lineId: ctx.newId('cartLine'),
    variantId,
    quantity,
    additionId,
    linesMax: LINES_MAX,
    unitsMax: UNITS_MAX,
    expiresAtMs: nowMs + CART_LIVES_MS,
    nowMs,
  })
  const cart = present(stored, 'the cart just changed')
  return { cart: await viewCart(ctx, cart), cookie: cart.cart.id === fresh.row.id ? fresh.cookie : null }
}

async function add(ctx: CartCtx, key: CartKey | null, additionId: Id<'operation'>, { variantId, quantity, currency }: Addition) {
  const nowMs = ctx.now()
  const expiresAtMs = nowMs + CART_LIVES_MS
  const found = await readOffer(ctx.platform, variantId, key, nowMs)
  if (!found.offer) throw new NotFound('product')
  const fresh = found.cart ? null : await newCart(ctx, currency ?? ctx.settings.defaultCurrency, nowMs)
  const cart: Pick<CartRow, 'id' | 'currency'> = found.cart ?? present(fresh?.row, 'a new cart')
  const price = found.prices.find((each) => each.currency === cart.currency)
  if (!price)
    throw new NotSoldInCurrency(
      cart.currency,
      found.prices.map((each) => each.currency),
    )
  const held = found.lines.find((line) => line.variantId === variantId)
  if (!held && found.lines.length >= LINES_MAX) throw new CartFull({ lines: LINES_MAX })
  if ((held?.quantity ?? 0) + quantity > UNITS_MAX) throw new CartFull({ units: UNITS_MAX })

  const { vendorId, listingId, title } = found.offer
  const line = {
    id: ctx.newId('cartLine'),
    cartId: cart.id,
    vendorId,
    listingId,
    variantId,
    quantity,
    seenPriceMinor: price.priceMinor,
    seenTitle: title,
    addedAtMs: nowMs,
  }
  const usedKey = found.cart ? present(key, 'the key of a cart') : present(fresh?.key, 'the key of a new cart')
  const stored = await storeLine(ctx.platform, usedKey, {
    newCart: fresh?.row ?? null,
    line,
    additionId,
    unitsMax: UNITS_MAX,
    expiresAtMs,
    nowMs,
  })
  return { cart: await viewCart(ctx, present(stored, 'the cart just changed')), cookie: fresh?.cookie ?? null }
}

async function newCart(ctx: CartCtx, currency: Currency, nowMs: number) {
  const id = ctx.newId('cart')
  // Follows from the id, so that a request that died and is run again opens the same cart.
  const secret = await sign(ctx.linkKey, 'cart', id)
  const secretHash = await sha256Hex(secret)
  const accountId = ctx.principal.kind === 'account' ? ctx.principal.accountId : null
  const row = { id, accountId, secretHash, currency, expiresAtMs: nowMs + CART_LIVES_MS, createdAtMs: nowMs }
  const key: CartKey = accountId ? { accountId } : { cartId: id, secretHash }
  return { row, key, cookie: accountId ? null : `${id}.${secret}` }
}

/**
 * Sets how many units of a line are wanted, and takes today's price as seen. Safe to repeat.
 * @throws NotFound 404 for a line that is not in the caller's cart
 */
export async function changeLine(ctx: CartCtx, key: CartKey | null, lineId: Id<'cartLine'>, quantity: number): Promise<CartView> {
  if (!key) throw new NotFound('line')
  const nowMs = ctx.now()
  try {
    const stored = await setLineQuantity(ctx.platform, key, { lineId, quantity, expiresAtMs: nowMs + CART_LIVES_MS, nowMs })
    return viewCart(ctx, present(stored, 'the cart just changed'))
  } catch (error) {
    if (error instanceof PreconditionFailed) throw new NotFound('line')
    throw error
  }
}

/**
 * Takes one line out, or (null) all of them.
 * @throws NotFound 404 for a line that is not in the caller's cart, also because it was taken out before
 */
export async function removeFromCart(ctx: CartCtx, key: CartKey | null, lineId: Id<'cartLine'> | null): Promise<CartView> {
  if (!key && lineId) throw new NotFound('line')
  const nowMs = ctx.now()
  try {
    const stored = key && (await removeLines(ctx.platform, key, { lineId, expiresAtMs: nowMs + CART_LIVES_MS, nowMs }))
    return stored ? viewCart(ctx, stored) : emptyCart(ctx.settings.defaultCurrency)
  } catch (error) {
    if (error instanceof PreconditionFailed) throw new NotFound('line')
    throw error
  }
}
