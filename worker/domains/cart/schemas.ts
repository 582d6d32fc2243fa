import { z } from '@hono/zod-openapi'
import { type Id, type IdKind, isId } from '#worker/pure/ids.ts'
import { CURRENCIES } from '#worker/pure/money.ts'

/** What the routes of the buying domains share. */

/** An id of one kind. */
export const idSchema = <K extends IdKind>(kind: K, example: Id<K>) =>
  z
    .custom<Id<K>>((value) => typeof value === 'string' && isId(kind, value), `An id of this kind: ${example}`)
    .openapi({ type: 'string', example })

export const vendorId = idSchema('vendor', 'ven_01JD0000000000000000000000')
export const orderGroupId = idSchema('orderGroup', 'grp_01JD0000000000000000000000')
export const orderId = idSchema('order', 'ord_01JD0000000000000000000000')
export const productId = idSchema('product', 'prd_01JD0000000000000000000000')
export const variantId = idSchema('variant', 'var_01JD0000000000000000000000')
export const shippingRateId = idSchema('shippingRate', 'shr_01JD0000000000000000000000')

export const MoneySchema = z
  .object({ amountMinor: z.number().int(), currency: z.enum(CURRENCIES) })
  .openapi('Money', { example: { amountMinor: 1250, currency: 'USD' } })

/** A route that takes no query refuses one: a parameter nobody reads must not look as if it were obeyed. */
export const NoQuery = z.strictObject({})
