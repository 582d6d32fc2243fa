import { sha256Hex } from '#worker/pure/hash.ts'
import { type Id, isId } from '#worker/pure/ids.ts'
import { Problem } from '#worker/pure/problem.ts'
import { DAY_MS } from '#worker/pure/time.ts'

/** INV-CRT-1: a cart has one currency. INV-CRT-2: it has at most so many lines, each of at most so many units. */
export const LINES_MAX = 100
export const UNITS_MAX = 999
/** A cart nobody has changed or looked at for so long is forgotten. */
export const CART_LIVES_MS = 30 * DAY_MS

/** Where a guest's browser keeps its cart: `<cart id>.<secret>`. */
export const CART_COOKIE = '__Host-stoa_cart'

/** The key to a guest's cart in a cookie's value; null if it is none of ours. Only the secret's hash is stored. */
export async function readCartCookie(value: string | undefined): Promise<{ cartId: Id<'cart'>; secretHash: string } | null> {
  const [cartId = '', secret = ''] = value?.split('.') ?? []
  if (!isId('cart', cartId) || !/^[\w-]{43}$/.test(secret)) return null
  return { cartId, secretHash: await sha256Hex(secret) }
}

/** 409: the cart has as many lines, or as many units of this line, as it may. */
export class CartFull extends Problem {
  constructor(limit: { lines: number } | { units: number }) {
    super('cart_full', 409, 'lines' in limit ? `A cart has at most ${limit.lines} lines.` : `A line has at most ${limit.units} units.`)
  }
}

/** 409: the store does not sell it in the cart's currency. */
export class NotSoldInCurrency extends Problem {
  constructor(currency: string, sellsIn: readonly string[]) {
    super('not_sold_in_currency', 409, `This is not sold in ${currency}, the currency of your cart.`, { extensions: { sellsIn } })
  }
}
