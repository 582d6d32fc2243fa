import type { TaxProvider } from '#worker/domains/checkout/ports.ts'
import { type TaxRate, taxRateOf } from '#worker/pure/tax.ts'

/** Sales tax from a table of rates. @param ratesOf reads the rates of a country and its regions */
export function createTaxTable(ratesOf: (country: string) => Promise<TaxRate[]>): TaxProvider {
  return {
    async taxesFor(place, taxClasses, known) {
      const rates = known ?? (await ratesOf(place.country))
      return new Map(taxClasses.map((taxClass) => [taxClass, taxRateOf(rates, place, taxClass)]))
    },
  }
}
