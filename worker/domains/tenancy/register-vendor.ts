import { findOwner, findVendor, storeVendor, type VendorRow } from '#db/platform/queries/tenancy.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { isFlagOn } from '#worker/domains/settings/evaluate-flag.ts'
import { readSetting } from '#worker/domains/settings/read-setting.ts'
import { deriveId, type Id } from '#worker/pure/ids.ts'
import type { Currency } from '#worker/pure/money.ts'
import { NotFound, Problem } from '#worker/pure/problem.ts'
import { UniqueViolation } from '#worker/pure/storage-refusal.ts'
import { databaseNameOf, EmailNotVerified, isReservedSlug, SlugTaken } from './vendor.ts'

export type Registration = { slug: string; name: string; country: string; currency: Currency; supportEmail: string }

/** 403: new stores are not taken at the moment. */
export class RegistrationClosed extends Problem {
  constructor() {
    super('registration_closed', 403, 'We do not take new stores at the moment. Try again later.')
  }
}

/** 409: new stores cannot trade in this currency. */
export class CurrencyNotOffered extends Problem {
  constructor(currency: Currency) {
    super('currency_not_offered', 409, `New stores cannot trade in ${currency} at the moment.`)
  }
}

/**
 * Registers a store for the signed-in account, which becomes its owner; its database is made by the message this commits.
 * Safe to repeat with the same id (an idempotency key gives that).
 * @throws SlugTaken 409; RegistrationClosed 403; CurrencyNotOffered 409; EmailNotVerified 403
 */
export async function registerVendor(ctx: Ctx, ownerId: Id<'account'>, input: Registration): Promise<VendorRow> {
  if (isReservedSlug(input.slug)) throw new SlugTaken(input.slug)
  if (!(await isFlagOn(ctx, 'open_registration', { id: ownerId }))) throw new RegistrationClosed()
  if (!(await readSetting(ctx, 'currencies')).includes(input.currency)) throw new CurrencyNotOffered(input.currency)
  const owner = await findOwner(ctx.platform, ownerId)
  if (!owner?.emailVerifiedAtMs) throw new EmailNotVerified()

  const vendorId = ctx.newId('vendor')
  const nowMs = ctx.now()
  const row = { ...input, id: vendorId, ownerAccountId: ownerId, databaseName: databaseNameOf(vendorId), createdAtMs: nowMs }
  const delivery = await readSetting(ctx, 'shippingDefault')
  const firstRate = {
    id: await deriveId('shippingRate', vendorId),
    vendorId,
    name: delivery.name,
    country: '*',
    kind: 'flat' as const,
    currency: input.currency,
    baseMinor: delivery.baseMinor[input.currency] ?? 0,
    daysMin: delivery.daysMin,
    daysMax: delivery.daysMax,
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
