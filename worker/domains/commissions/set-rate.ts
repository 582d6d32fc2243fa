import { listRates, storeRate } from '#db/platform/queries/commissions.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { type CommissionRate, FIRST_RATE, rateInForce } from '#worker/pure/commission.ts'
import type { Id } from '#worker/pure/ids.ts'
import { actorOf } from '#worker/pure/principal.ts'
import { Problem } from '#worker/pure/problem.ts'
import { MINUTE_MS, toRfc3339 } from '#worker/pure/time.ts'

/** 409: a rate never starts in the past: what was sold then keeps the commission it was sold with. */
export class RateStartsInPast extends Problem {
  constructor() {
    super('rate_starts_in_past', 409, 'A rate starts now or later.')
  }
}

/**
 * Sets what the platform keeps from an instant on, for one vendor or (null) by default. Rates are only ever added; orders
 * that were placed keep theirs. Audited. Safe to repeat with the same idempotency key.
 * @param input.startsAtMs UTC epoch ms, now by default
 */
export async function setRate(
  ctx: Ctx,
  input: { vendorId: Id<'vendor'> | null; rateBps: number; startsAtMs?: number | undefined },
): Promise<CommissionRate> {
  const nowMs = ctx.now()
  const startsAtMs = input.startsAtMs ?? nowMs
  if (startsAtMs < nowMs - MINUTE_MS) throw new RateStartsInPast()
  const rate: CommissionRate = { id: ctx.newId('commissionRate'), vendorId: input.vendorId, rateBps: input.rateBps, startsAtMs }
  const actorId = actorOf(ctx.principal)
  await storeRate(
    ctx.platform,
    { ...rate, createdBy: actorId },
    {
      id: ctx.newId('audit'),
      actorId,
      action: 'commission_rate.set',
      subjectId: rate.id,
      vendorId: input.vendorId,
      detail: { rateBps: input.rateBps, startsAt: toRfc3339(startsAtMs) },
      requestId: ctx.requestId,
      ip: ctx.clientIp,
      atMs: nowMs,
    },
  )
  return rate
}

/** Every rate, those of one vendor and the default, or all; the one that starts last first, with what is in force now. */
export async function readRates(ctx: Pick<Ctx, 'platform' | 'now'>, vendorId?: Id<'vendor'>) {
  const rates = [...(await listRates(ctx.platform, vendorId)), FIRST_RATE]
  const nowMs = ctx.now()
  return rates.map((rate) => {
    const { id } = rate.vendorId === null ? defaultInForce(rates, nowMs) : rateInForce(rates, rate.vendorId, nowMs)
    return { id: rate.id, vendorId: rate.vendorId, rateBps: rate.rateBps, startsAt: toRfc3339(rate.startsAtMs), isInForce: id === rate.id }
  })
}

/** The default alone: what a vendor without a rate of its own has. */
const defaultInForce = (rates: readonly CommissionRate[], atMs: number) =>
  rateInForce(
    rates.filter((rate) => rate.vendorId === null),
    'ven_',
    atMs,
  )
