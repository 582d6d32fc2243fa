import type { AppliedTax, TaxPlace, TaxRate } from '#worker/pure/tax.ts'

/** What sales tax a place asks for. */
export type TaxProvider = {
  /**
   * The tax of each class of goods when they are delivered to the place.
   * @param known the country's rates of our own table, if the caller has just read them; a provider that needs none ignores them
   */
  taxesFor(place: TaxPlace, taxClasses: readonly string[], known?: readonly TaxRate[]): Promise<ReadonlyMap<string, AppliedTax>>
}
