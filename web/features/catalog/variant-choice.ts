import type { Product } from '#web/server/catalog.ts'

export type Variant = Product['variants'][number]

/** What a variant costs in the currency of its page; null where it is not sold in it. */
export function priceOf({ variants, currency }: Product, variantId: string | null) {
  const variant = variants.find(({ id }) => id === variantId)
  return variant?.prices.find((price) => price.currency === currency) ?? null
}

/** The variant asked for, else the first that can be bought, else the first. Only those with a price count. */
export function chooseVariant(product: Product, asked: string | null): Variant | null {
  const sold = product.variants.filter(({ id }) => priceOf(product, id) !== null)
  return sold.find(({ id }) => id === asked) ?? sold.find(({ isInStock }) => isInStock) ?? sold[0] ?? null
}

/** One value of an option: where choosing it leads, and whether what is there can be bought. */
export type Choice = { value: string; variantId: string | null; isChosen: boolean; isInStock: boolean }

/**
 * The values of each option, seen from the chosen variant: each leads to the variant that differs in nothing else or, where
 * there is none, to the most similar that has it. A value no variant has leads nowhere.
 */
export function choicesOf(product: Product, chosen: Variant): { name: string; choices: Choice[] }[] {
  return product.options.map(({ name, values }) => ({
    name,
    choices: values.map((value) => {
      const having = product.variants.filter(({ id, optionValues }) => optionValues[name] === value && priceOf(product, id) !== null)
      const likeness = (variant: Variant) =>
        product.options.filter((option) => variant.optionValues[option.name] === chosen.optionValues[option.name]).length
      const best = having.toSorted((a, b) => likeness(b) - likeness(a) || Number(b.isInStock) - Number(a.isInStock))[0]
      return {
        value,
        variantId: best?.id ?? null,
        isChosen: chosen.optionValues[name] === value,
        isInStock: best?.isInStock ?? false,
      }
    }),
  }))
}

/** Who else sells the chosen variant, this shop included, best first; empty if nobody else does. */
export function offersOf(product: Product, chosen: Variant): Product['offers'] {
  const same = product.offers.filter(({ gtin }) => gtin === chosen.gtin)
  return same.some(({ variantId }) => variantId !== chosen.id) ? same : []
}
