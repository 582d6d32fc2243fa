import { findOwner, findVendor, storeVendor, type VendorRow } from '#db/platform/queries/tenancy.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { deriveId, type Id } from '#worker/pure/ids.ts'
import type { Currency } from '#worker/pure/money.ts'
import { NotFound } from '#worker/pure/problem.ts'
import { UniqueViolation } from '#worker/pure/storage-refusal.ts'
import { databaseNameOf, EmailNotVerified, isReservedSlug, SlugTaken } from './vendor.ts'

export type Registration = { slug: string; name: string; country: string; currency: Currency; supportEmail: string }

/**
 * Registers a store for the signed-in account, which becomes its owner; its database is made by the message this commits.
 * Safe to repeat with the same id (an idempotency key gives that).
 * @throws SlugTaken 409; EmailNotVerified 403
 */
export async function registerVendor(ctx: Ctx, ownerId: Id<'account'>, input: Registration): Promise<VendorRow> {
  if (isReservedSlug(input.slug)) throw new SlugTaken(input.slug)
  const owner = await findOwner(ctx.platform, ownerId)
  if (!owner?.emailVerifiedAtMs) throw new EmailNotVerified()

  const vendorId = ctx.newId('vendor')
  const nowMs = ctx.now()
  const row = { ...input, id: vendorId, ownerAccountId: ownerId, databaseName: databaseNameOf(vendorId), createdAtMs: nowMs }
  const firstRate = {
    id: await deriveId('shippingRate', vendorId),
    vendorId,
    name: 'Standard',
    country: '*',
    kind: 'flat' as const,
    currency: input.currency,
    baseMinor: 0,
    daysMin: 3,
    daysMax: 7,
  }
  const message = {
    id: await deriveId('message', vendorId, 'registered'),
    type: 'vendor.registered',
    version: 1,
    vendorId,
    occurredAtMs: nowMs,
  } as const
  try {
    await storeVendor(ctx.platform, row, firstRate, message)
  } catch (error) {
    if (error instanceof UniqueViolation && error.constraint === 'vendor.slug') throw new SlugTaken(input.slug)
    throw error
  }
  ctx.relay('platform')
  const stored = await findVendor(ctx.platform, vendorId)
  if (!stored) throw new NotFound('vendor')
  return stored
}
