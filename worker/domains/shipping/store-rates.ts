import { replaceShippingRates, shippingRatesOf } from '#db/platform/queries/shipping.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { auditOf } from '#worker/pure/audit.ts'
import type { Id } from '#worker/pure/ids.ts'
import { type FieldError, InvalidInput } from '#worker/pure/problem.ts'
import type { ShippingRate } from '#worker/pure/shipping.ts'

export type RateInput = Omit<ShippingRate, 'id' | 'vendorId' | 'perKgMinor' | 'freeOverMinor'> & {
  perKgMinor?: number | undefined
  freeOverMinor?: number | undefined
}

const view = ({ vendorId: _, ...rate }: ShippingRate) => rate

/** What a store charges for delivery. */
export async function readStoreRates(ctx: Pick<Ctx, 'platform'>, vendorId: Id<'vendor'>) {
  return { items: (await shippingRatesOf(ctx.platform, [vendorId])).map(view) }
}

/**
 * Replaces all of a store's delivery charges. Checkouts that are under way keep what they were quoted. Safe to repeat.
 * @throws InvalidInput 422 if a charge contradicts itself
 */
export async function replaceStoreRates(
  ctx: Pick<Ctx, 'platform' | 'principal' | 'newId' | 'now' | 'requestId' | 'clientIp'>,
  vendorId: Id<'vendor'>,
  input: readonly RateInput[],
) {
  const errors = input.flatMap(faultsOf)
  if (errors.length > 0) throw new InvalidInput(errors)
  const rates = input.map(
    (rate): ShippingRate => ({
      ...rate,
      id: ctx.newId('shippingRate'),
      vendorId,
      perKgMinor: rate.kind === 'weight' ? (rate.perKgMinor ?? 0) : 0,
      freeOverMinor: rate.kind === 'free_over' ? (rate.freeOverMinor ?? null) : null,
    }),
  )
  const before = (await shippingRatesOf(ctx.platform, [vendorId])).map(view)
  const audit = auditOf(ctx, {
    action: 'shipping_rates.replaced',
    subjectId: vendorId,
    vendorId,
    detail: { rates: rates.length },
    before: { rates: before },
    after: { rates: rates.map(view) },
  })
  await replaceShippingRates(ctx.platform, vendorId, rates, audit)
  return { items: rates.map(view) }
}

function faultsOf(rate: RateInput, index: number): FieldError[] {
  const fault = (field: string, detail: string) => ({ pointer: `/rates/${index}/${field}`, detail })
  return [
    ...(rate.daysMax < rate.daysMin ? [fault('daysMax', 'Not less than daysMin.')] : []),
    ...(rate.kind === 'free_over' && rate.freeOverMinor === undefined ? [fault('freeOverMinor', 'From which value on is it free?')] : []),
  ]
}
