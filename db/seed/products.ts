import type { price, product, variant } from '#db/vendor/schema/catalog.ts'
import { slugOf } from '#worker/pure/slug.ts'
import { DAY_MS } from '#worker/pure/time.ts'
import { CATALOGUE_MS } from './categories.ts'
import { type Chance, newChance } from './chance.ts'
import { inHouseGtin } from './gtin.ts'
import { type Axis, fill, type Kind, type Line } from './kinds/kind.ts'
import { type Rating, ratingOf } from './ratings.ts'
import { type Store, shelfPrice } from './stores.ts'

export type ProductRow = typeof product.$inferSelect
export type VariantRow = typeof variant.$inferSelect
export type PriceRow = typeof price.$inferSelect

/** A product as it will stand in a vendor's database, and what only the marketplace knows of it. */
export type SeedProduct = {
  row: ProductRow
  category: string
  /** What it is (`Mug`, `novel`), and the words it was made of; its pictures follow from them. */
  thing: string
  words: Readonly<Record<string, string>>
  variants: VariantRow[]
  prices: PriceRow[]
  /** Null where nobody has rated it yet. */
  rating: Rating | null
}

export type ProductPlan = {
  seed: number
  store: Store
  /** Place of the store in the list, part of its GTINs. */
  storeIndex: number
  count: number
  nowMs: number
  categoryIds: ReadonlyMap<string, ProductRow['categoryId']>
  /** Every product gets exactly so many; by default it has as many as suit it. At most 6. */
  variantsPerProduct?: number | undefined
}

export const VARIANTS_MAX = 6

/**
 * The products of one store. The same plan gives the same products, ids included; only times follow `nowMs`.
 * Slugs are unique across stores, because each ends in the store's prefix and a number if it has to.
 */
export function productsOf(plan: ProductPlan): SeedProduct[] {
  const titles = new Set<string>()
  const slugs = new Set<string>()
  return Array.from({ length: plan.count }, (_, index) => makeProduct(plan, index, { titles, slugs }))
}

type Taken = { titles: Set<string>; slugs: Set<string> }

function makeProduct(plan: ProductPlan, index: number, taken: Taken): SeedProduct {
  const { seed, store, nowMs, categoryIds } = plan
  const chance = newChance(seed, `product/${store.slug}/${index}`)
  const line = store.kind.lines[index % store.kind.lines.length] ?? store.kind.lines[0]
  const thing = chance.pick(line.things)
  const { title, words } = titleOf(store, line, thing[0], chance, taken.titles)
  const categoryId = categoryIds.get(line.category)
  if (!categoryId) throw new Error(`There is no category ${line.category}`)
  const isNew = chance.percent(8)
  const createdAtMs = nowMs - (isNew ? chance.int(2, 28) : chance.int(100, 700)) * DAY_MS + chance.int(0, DAY_MS - 1)
  const row: ProductRow = {
    id: chance.id('product', CATALOGUE_MS),
    slug: freeSlug(title, store, taken.slugs),
    title,
    description: describe({ ...store.kind, ...line }, words, chance),
    brand: words.brand ?? null,
    categoryId,
    status: 'active',
    taxClass: store.kind.taxClass,
    options: [],
    attributes: Object.fromEntries(
      Object.entries(line.attributes ?? store.kind.attributes).map(([name, template]) => [name, fill(template, words).trim()]),
    ),
    publishedAtMs: createdAtMs,
    createdAtMs,
    updatedAtMs: createdAtMs,
    version: 1,
  }
  const choices = choicesOf(line, chance, plan.variantsPerProduct)
  const variants = choices.map(
    (choice, position): VariantRow => ({
      id: chance.id('variant', CATALOGUE_MS),
      productId: row.id,
      sku: `${store.skuPrefix}-${String(index + 1).padStart(5, '0')}-${position + 1}`,
      gtin: inHouseGtin(plan.storeIndex + 1, (index + 1) * 10 + position),
      optionValues: choice.values,
      weightG: Math.round((thing[2] * choice.weightPercent) / 100),
      lengthMm: thing[3][0],
      widthMm: thing[3][1],
      heightMm: thing[3][2],
      position,
      removedAtMs: null,
    }),
  )
  const swing = chance.int(82, 128)
  const reducedPercent = chance.percent(14) ? chance.int(12, 30) : 0
  const prices = variants.flatMap((variant, at) =>
    store.currencies.map((currency): PriceRow => {
      const fullMinor = shelfPrice((thing[1] * swing * (choices[at]?.pricePercent ?? 100)) / 10_000, currency)
      const priceMinor = reducedPercent === 0 ? fullMinor : shelfPrice((thing[1] * swing * (choices[at]?.pricePercent ?? 100) * (100 - reducedPercent)) / 1_000_000, currency)
      return { variantId: variant.id, currency, priceMinor, compareAtMinor: priceMinor < fullMinor ? fullMinor : null }
    }),
  ) // biome-ignore format: one formula
  const isRated = !isNew && chance.percent(88)
  const rating = isRated ? ratingOf(chance.of('rating')) : null
  return { row: { ...row, options: optionsOf(choices) }, category: line.category, thing: thing[0], words, variants, prices, rating }
}

function titleOf({ kind }: Store, line: Line, thing: string, chance: Chance, taken: Set<string>): { title: string; words: Record<string, string> } {
  const tables = Object.entries({ ...kind.words, ...line.words })
  for (let attempt = 0; ; attempt++) {
    const words = { ...Object.fromEntries(tables.map(([name, table]) => [name, chance.pick(table)])), brand: chance.pick(kind.brands), thing }
    const drawn = articleFixed(fill(chance.pick(line.titles ?? kind.titles), words))
    // When the words run out (very large seeds), a number tells equal names apart, as in any catalogue.
    const title = attempt < 12 ? drawn : `${drawn} No. ${taken.size + 1}`
    if (taken.has(title)) continue
    taken.add(title)
    return { title, words: { ...words, thing: lowered(thing) } }
  }
} // biome-ignore format: one step a line

/** As it stands in the middle of a sentence; RCA stays RCA. */
const lowered = (thing: string): string =>
  thing
    .replace(/\b[A-Z][a-z-]*\b/g, (word) => (/^[A-Z]+$/.test(word) ? word : word.toLowerCase()))
    .replace(/-[A-Z]/g, (rest) => rest.toLowerCase())

function describe(
  { openings, details, closings }: Pick<Kind, 'openings' | 'details' | 'closings'>,
  words: Record<string, string>,
  chance: Chance,
): string {
  const sentences = [
    chance.pick(openings),
    ...chance.some(details, chance.int(1, 2)),
    ...(chance.percent(75) ? [chance.pick(closings)] : []),
  ]
  return sentences.map((sentence) => capitalise(articleFixed(fill(sentence, words)))).join(' ')
}

const capitalise = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
/** The tables say "a {word}"; a word that opens with a vowel wants "an". */
const articleFixed = (text: string): string => text.replace(/\b([Aa]) (?=[aeioAEIO])/g, '$1n ')

/** The title as part of a URL, unlike any other store's and any that is taken. */
export function freeSlug(title: string, store: Pick<Store, 'skuPrefix'>, taken: Set<string>): string {
  const base = `${slugOf(title, store.skuPrefix).slice(0, 70).replace(/-+$/, '')}-${store.skuPrefix.toLowerCase()}`
  let slug = base
  for (let number = 2; taken.has(slug); number++) slug = `${base}-${number}`
  taken.add(slug)
  return slug
}

type Choice = { values: Record<string, string>; pricePercent: number; weightPercent: number }

/** What buyers can choose from: `wanted` variants, or one to six as chance has it. */
function choicesOf(line: Line, chance: Chance, wanted?: number): Choice[] {
  if (wanted !== undefined && (wanted < 1 || wanted > VARIANTS_MAX))
    throw new RangeError(`A product has 1 to ${VARIANTS_MAX} variants here`)
  const count = wanted ?? chance.int(1, VARIANTS_MAX)
  if (count === 1) return [{ values: {}, pricePercent: 100, weightPercent: 100 }]
  const second = line.second
  if (second && count >= 4 && count % 2 === 0) {
    const rows = chance.some(line.axis.values, count / 2)
    const columns = chance.some(second.values, count / rows.length)
    return crossed(line.axis, rows, second, columns)
  }
  if (count <= line.axis.values.length) return crossed(line.axis, chance.some(line.axis.values, count))
  if (wanted === undefined) return crossed(line.axis, line.axis.values)
  // More are asked for than the axis has: a second, plain one fills up.
  const styles = [['Regular', 100, 100], ['Gift box', 112, 130], ['Limited', 130, 100]] as const // biome-ignore format: a table
  return crossed(line.axis, line.axis.values, { name: 'Edition', values: styles }, styles).slice(0, count)
}

function crossed(axis: Axis, rows: Axis['values'], second?: Axis, columns: Axis['values'] = [['', 100, 100]]): Choice[] {
  return rows.flatMap(([value, price, weight]) =>
    columns.map(([other, otherPrice, otherWeight]) => ({
      values: { [axis.name]: value, ...(second ? { [second.name]: other } : {}) },
      pricePercent: (price * otherPrice) / 100,
      weightPercent: (weight * otherWeight) / 100,
    })),
  )
}

/** The options of a product, in the order their values appear. */
function optionsOf(choices: readonly Choice[]): ProductRow['options'] {
  const names = Object.keys(choices[0]?.values ?? {})
  return names.map((name) => ({ name, values: [...new Set(choices.map(({ values }) => values[name] ?? ''))] }))
}
