import { findHold, type HoldRow } from '#db/platform/queries/payouts/holds.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { present } from '#worker/pure/assert.ts'
import type { Id } from '#worker/pure/ids.ts'
import type { Currency } from '#worker/pure/money.ts'
import { InvalidInput, NotFound } from '#worker/pure/problem.ts'
import { adjustable } from './adjust-balance.ts'
import { liftHold } from './lift-hold.ts'
import { placeHold } from './place-hold.ts'

export type Asked = {
  kind: 'risk' | 'manual'
  currency?: Currency | undefined
  amountMinor?: number | undefined
  reason: string
  /** RFC 3339; without it until somebody lifts the hold. */
  releasesAt?: string | undefined
}

/**
 * Keeps an amount of a vendor's money back (`manual`), or stops all its payouts (`risk`). Audited. Safe to repeat with the
 * same idempotency key.
 * @throws NotFound 404; InvalidInput 422 if an amount is missing, or one is given for a stop of everything
 */
export async function holdVendor(
  ctx: Ctx,
  vendorId: Id<'vendor'>,
  { kind, currency, amountMinor, reason, releasesAt }: Asked,
): Promise<HoldRow> {
  await adjustable(ctx, vendorId)
  const isOfAmount = kind === 'manual'
  if (isOfAmount !== (currency !== undefined)) throw new InvalidInput([{ pointer: '/currency', detail: 'Of an amount, and only of one.' }])
  if (isOfAmount !== (amountMinor !== undefined))
    throw new InvalidInput([{ pointer: '/amountMinor', detail: 'An amount is held in one currency; a stop holds none.' }])
  return placeHold(ctx, {
    vendorId,
    kind,
    currency: currency ?? null,
    amountMinor: amountMinor ?? 0,
    causeId: ctx.newId('payoutHold'),
    reason,
    releasesAtMs: releasesAt === undefined ? null : Date.parse(releasesAt),
  })
}

/** Lifts a hold by its id. Audited. Safe to repeat. @throws NotFound 404 */
export async function liftVendorHold(ctx: Ctx, holdId: Id<'payoutHold'>, note: string): Promise<HoldRow> {
  if (!(await findHold(ctx.platform, holdId))) throw new NotFound('hold')
  await liftHold(ctx, { id: holdId }, note)
  return present(await findHold(ctx.platform, holdId), 'the hold')
}
