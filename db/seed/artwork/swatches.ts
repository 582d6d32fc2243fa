import { distance, PIGMENT } from './colour.ts'

/** What the names of colours, glazes and finishes look like. */
export const SWATCH: Readonly<Record<string, string>> = {
  Celadon: '#9dbfa6', Oatmeal: '#dccbae', 'Ink blue': '#2f4a86', Rust: '#b5522f', Chalk: '#f2ecdf', Moss: '#6f7f4a',
  Petrol: '#1f5f6b', 'Signal red': '#d5402c', Bone: '#efe6d2', Graphite: '#3c4150', Mint: '#9ed0b5', Mustard: '#d9a531',
  Black: '#262a36', Silver: '#b9c0c9', Olive: '#7c7c45', Walnut: '#8a5a3a', White: '#f3efe6', Smoke: '#7c8290', Copper: '#b8714e',
  Terracotta: '#c46a45', Sage: '#9fb08d', Charcoal: '#3c4047', Sand: '#dcc49a',
  Spruce: '#2f5d4f', Clay: '#b86b4b', Slate: '#5a6a80', Ochre: '#d99b33', Dusk: '#6b5b86', Lichen: '#b4b878',
  Sky: '#8db8e8', Berry: '#b5375b', Butter: '#f2cf6b', Leaf: '#6fa35a', Cloud: '#e4eaf0', Brick: '#bf5a3f',
} // biome-ignore format: a table of colours

/** Colours of what comes in one colour only, by category; the store chooses from its own shelf of pigments. */
const SHELVES: Readonly<Record<string, readonly string[]>> = {
  'mugs-cups': ['#9dbfa6', '#dccbae', '#2f4a86', '#b5522f', '#6f7f4a', '#e2b04a'],
  'bowls-plates': ['#9dbfa6', '#dccbae', '#2f4a86', '#b5522f', '#f2ecdf', '#e2b04a'],
  vases: ['#9dbfa6', '#2f4a86', '#b5522f', '#f2ecdf', '#6f7f4a', '#6f2750'],
  'kitchen-pottery': ['#9dbfa6', '#dccbae', '#2f4a86', '#b5522f', '#e2b04a', '#6f7f4a'],
  headphones: ['#262a36', '#f3efe6', '#b8714e', '#1f5f6b', '#d5472c'],
  speakers: ['#8a5a3a', '#262a36', '#f3efe6', '#b8714e', '#1f5f6b'],
  hifi: ['#8a5a3a', '#b9c0c9', '#f3efe6', '#d5472c', '#9dbfa6'],
  'bike-parts': ['#262a36', '#b9c0c9', '#b5522f', '#7c7c45', '#8a5a3a'],
  'coffee-beans': ['#24365e', '#d5532f', '#e2b04a', '#1b7a5e', '#6f2750', '#f3ead9', '#3a2a24', '#7fa6d9', '#d98e6c'],
  tea: ['#1b7a5e', '#6f2750', '#e8ae3a', '#2f4a86', '#9dbfa6', '#b5522f', '#1a1e33'],
  'coffee-pantry': ['#d5532f', '#24365e', '#e2b04a', '#1b7a5e', '#d98e6c'],
  seeds: ['#e8ae3a', '#1b7a5e', '#d5532f', '#6f2750', '#2f4a86', '#d98e6c', '#71803f'],
  'soil-care': ['#71803f', '#1b7a5e', '#c46a45', '#e2b04a', '#2f5d4f'],
  'house-plants': ['#c46a45', '#f3efe6', '#9fb08d', '#3c4047', '#e2b04a', '#8db8e8', '#d98e6c'],
  'tents-shelter': ['#d99b33', '#2f5d4f', '#d5532f', '#6b5b86', '#b4b878', '#5a6a80'],
  'building-games': ['#8db8e8', '#b5375b', '#f2cf6b', '#6fa35a', '#bf5a3f', '#2f4a86'],
  'audio-cables': ['#262a36', '#1f5f6b', '#b8714e', '#6f2750', '#5a6a80'],
}
const ANY = ['#2447c8', '#d5472c', '#e8ae3a', '#1b7a5e', '#6f2750', '#f3ead9', '#a9c4f0', '#efb7a4', '#2f5d4f', '#b5522f', '#3a3f63'] as const // biome-ignore format: a row of colours

export const shelfOf = (category: string): readonly string[] => SHELVES[category] ?? ANY

/** Colours that go beside another: pigments well apart from all that are there. */
export function beside(colours: readonly string[]): string[] {
  const candidates = [PIGMENT.ochre, PIGMENT.lapis, PIGMENT.cinnabar, PIGMENT.chalk, PIGMENT.malachite, PIGMENT.rose, PIGMENT.murex, PIGMENT.sky, '#24365e', '#71803f'] // biome-ignore format: a row of colours
  return candidates.filter((candidate) => colours.every((colour) => distance(colour, candidate) > 0.22))
}
