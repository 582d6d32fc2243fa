import { z } from '@hono/zod-openapi'
import { AddressSchema } from '#worker/domains/identity/addresses/address-schema.ts'
import { type Id, isId } from '#worker/pure/ids.ts'
import { CURRENCIES } from '#worker/pure/money.ts'
import { VENDOR_STATUSES } from '#worker/pure/vendor-status.ts'

export const vendorIdSchema = z
  .custom<Id<'vendor'>>((value) => typeof value === 'string' && isId('vendor', value))
  .openapi({ type: 'string', example: 'ven_01JD0000000000000000000000' })

/** A store as those who run it see it. */
export const StoreSchema = z
  .object({
    id: vendorIdSchema,
    slug: z.string(),
    name: z.string(),
    status: z.enum(VENDOR_STATUSES),
    provisioned: z.enum(['none', 'database', 'migrated', 'seeded', 'ready']),
    suspendedReason: z.string().nullable(),
    declinedReason: z.string().nullable(),
    reviewRequestedAt: z.iso.datetime().nullable(),
    country: z.string(),
    currency: z.enum(CURRENCIES),
    supportEmail: z.string(),
    canReceiveTransfers: z.boolean(),
    tagline: z.string(),
    about: z.string(),
    policies: z.string(),
    /** Where its business is and its parcels leave from; null until it says. */
    shipFrom: AddressSchema.nullable().openapi({ type: ['object', 'null'] }),
    theme: z.object({ primary: z.string(), accent: z.string() }),
    logo: z.object({ url: z.string(), width: z.number().int(), height: z.number().int(), alt: z.string() }).nullable(),
    url: z.string(),
    version: z.number().int(),
  })
  .openapi('Store')
