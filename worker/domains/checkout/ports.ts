import type { AppliedTax, TaxPlace } from '#worker/pure/tax.ts'

/** What sales tax a place asks for. */
export type TaxProvider = {
  /** The tax of each class of goods when they are delivered to the place. */
  taxesFor(place: TaxPlace, taxClasses: readonly string[]): Promise<ReadonlyMap<string, AppliedTax>>
}
