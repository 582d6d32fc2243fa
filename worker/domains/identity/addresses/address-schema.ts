import { z } from '@hono/zod-openapi'

export const countrySchema = z.string().regex(/^[A-Z]{2}$/, 'A country code like US.')

const text = (max: number) => z.string().trim().min(1).max(max)

/** Where goods go, or come from; `Address` of `pure/order-snapshot.ts` as the API takes and shows it. */
export const AddressSchema = z
  .strictObject({
    name: text(100),
    line1: text(200),
    line2: text(200).optional(),
    city: text(100),
    region: text(100).optional(),
    postalCode: text(20),
    country: countrySchema,
    phone: text(30).optional(),
  })
  .openapi('Address', {
    example: { name: 'Ada Quist', line1: '12 Orchard Lane', city: 'Portland', region: 'OR', postalCode: '97201', country: 'US' },
  })
