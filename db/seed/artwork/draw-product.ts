import { newChance } from '../chance.ts'
import type { SeedProduct } from '../products.ts'
import { detail, front, lineUp, type Scene, together } from './compose.ts'
import { INSIDE, subjectOf } from './subjects.ts'
import { beside, SWATCH, shelfOf } from './swatches.ts'

/** A picture of a product before it is rendered, and the text for those who do not see it. */
export type Picture = { svg: string; alt: string }

/**
 * The pictures of a product, the cover first: by itself, in the colours it comes in (if there is more than one), beside
 * something it is used with, and close up. Follows from the product alone: the same product always looks the same.
 */
export function drawProduct({ row, category, variants, thing, words }: Pick<SeedProduct, 'row' | 'category' | 'variants' | 'thing' | 'words'>): Picture[] {
  const { title } = row
  const chance = newChance(0, `artwork/${title}`)
  const { motif, companions, isBook } = subjectOf(thing)
  const named = coloursOf(variants)
  const main = named[0]?.[1] ?? chance.pick(shelfOf(category))
  const scene = (colour: string): Scene => {
    const choice = newChance(0, `colours/${title}/${colour}`)
    const second = choice.pick(beside([colour]))
    return { motif, look: { main: colour, second, third: choice.pick(beside([colour, second])), words, title, chance } }
  }
  const [companionName, companionMotif] = chance.of('companion').pick(companions)
  const companionColour = chance.of('companion colour').pick(beside([main]))
  const other: Scene = { motif: companionMotif, look: { ...scene(companionColour).look, words: {}, title: `${title} ${companionName}` } }
  const own = scene(main)
  const others = named.slice(0, 4)
  const tint = named[0] ? `, ${named[0][0].toLowerCase()}` : ''
  return [
    { svg: front(own, chance.of('front')), alt: `${title}${tint}` },
    ...(others.length > 1 ? [{ svg: lineUp(others.map(([, colour]) => ({ ...own, look: { ...own.look, main: colour } })), chance.of('colours')), alt: `${title} in ${inWords(others.map(([name]) => name.toLowerCase()))}` }] : []),
    { svg: together(own, other, chance.of('together')), alt: `${title} beside ${companionName}` },
    isBook ? { svg: front({ ...own, motif: INSIDE }, chance.of('inside')), alt: `${title}, opened at a picture` } : { svg: detail(own, chance.of('detail')), alt: `${title}, close up` },
  ]
} // biome-ignore format: a picture a line

/** The colours a product comes in, in the order of its variants: name and what it looks like. */
function coloursOf(variants: SeedProduct['variants']): [name: string, colour: string][] {
  const names = new Set(variants.flatMap(({ optionValues }) => Object.values(optionValues)).filter((value) => SWATCH[value] !== undefined))
  return [...names].map((name) => [name, SWATCH[name] ?? ''])
}

const inWords = (names: readonly string[]): string =>
  names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
