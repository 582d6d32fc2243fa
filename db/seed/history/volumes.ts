import type { CommissionTerms } from '#worker/pure/commission.ts'
import type { Id } from '#worker/pure/ids.ts'
import type { Currency } from '#worker/pure/money.ts'
import { monthOf } from '#worker/pure/time.ts'
import type { PastGroup } from './plan-trade.ts'

/** What each store had sold in a month when it sold the next thing: what its commission went by then. */
export class Volumes {
  readonly #goods = new Map<string, number>()
  readonly #taxes: ReadonlyMap<Id<'vendor'>, number>

  /** @param taxes tax on commission in bps, by country */
  constructor(stores: readonly { id: Id<'vendor'>; country: string }[], taxes: ReadonlyMap<string, number>) {
    this.#taxes = new Map(stores.map(({ id, country }) => [id, taxes.get(country) ?? 0]))
  }

  termsOf(vendorId: Id<'vendor'>, sale: { currency: Currency; country: string; atMs: number }): CommissionTerms {
    const volumeMinor = this.#goods.get(keyOf(vendorId, sale.currency, sale.atMs)) ?? 0
    return { country: sale.country, planId: null, volumeMinor, taxRateBps: this.#taxes.get(vendorId) ?? 0, atMs: sale.atMs }
  }

  add({ orders, currency, placedAtMs }: PastGroup): void {
    for (const { snapshot, fate } of orders) {
      const key = keyOf(snapshot.vendorId, currency, placedAtMs)
      if (fate.status !== 'cancelled') this.#goods.set(key, (this.#goods.get(key) ?? 0) + snapshot.itemsMinor)
    }
  }
}

const keyOf = (vendorId: Id<'vendor'>, currency: Currency, atMs: number) => `${vendorId}/${currency}/${monthOf(atMs)}`
