import type { Id } from '#worker/pure/ids.ts'
import type { Currency } from '#worker/pure/money.ts'

/** A vendor's delivery charge for a country (`*` = everywhere else). Amounts in minor units. */
export type ShippingRate = {
  id: Id<'shippingRate'>
  vendorId: Id<'vendor'>
  name: string
  country: string
  kind: 'flat' | 'weight' | 'free_over'
  currency: Currency
  /** flat: the charge; weight: the charge up to the first kilogram; free_over: the charge below the threshold. */
  baseMinor: number
  /** weight only: for each further started kilogram. */
  perKgMinor: number
  /** free_over only: goods worth at least this ship free. */
  freeOverMinor: number | null
  daysMin: number
  daysMax: number
}

export type Parcel = { country: string; currency: Currency; goodsMinor: number; weightG: number }
export type ShippingOption = { rateId: Id<'shippingRate'>; name: string; amountMinor: number; daysMin: number; daysMax: number }

/** What a rate charges for a parcel. */
export function chargeOf(rate: ShippingRate, { goodsMinor, weightG }: Pick<Parcel, 'goodsMinor' | 'weightG'>): number {
  switch (rate.kind) {
    case 'flat':
      return rate.baseMinor
    case 'weight':
      return rate.baseMinor + Math.max(0, Math.ceil(weightG / 1000) - 1) * rate.perKgMinor
    case 'free_over':
      return rate.freeOverMinor !== null && goodsMinor >= rate.freeOverMinor ? 0 : rate.baseMinor
  }
}

/**
 * How one store's goods can be delivered: the rates for the country, or, if it has none of its own, those for everywhere
 * else; cheapest first, then fastest. A rate in another currency does not apply. Empty: the store does not deliver there.
 */
export function shippingOptions(rates: readonly ShippingRate[], parcel: Parcel): ShippingOption[] {
  const usable = rates.filter((rate) => rate.currency === parcel.currency)
  const ofCountry = usable.filter((rate) => rate.country === parcel.country)
  const applying = ofCountry.length > 0 ? ofCountry : usable.filter((rate) => rate.country === '*')
  return applying
    .map((rate) => ({
      rateId: rate.id,
      name: rate.name,
      amountMinor: chargeOf(rate, parcel),
      daysMin: rate.daysMin,
      daysMax: rate.daysMax,
    }))
    .sort((a, b) => a.amountMinor - b.amountMinor || a.daysMax - b.daysMax || (a.rateId < b.rateId ? -1 : 1))
}
