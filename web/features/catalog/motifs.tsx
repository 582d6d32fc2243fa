import type { Motif } from './motif.ts'
import { bear, blocks, books, cable, cloth, discs, engine, headphones, shirt, speaker } from './motifs-indoors.tsx'
import { hills, pack, packet, plant, tent, wheel } from './motifs-outdoors.tsx'
import { bottles, bowl, cup, fruit, mug, pouch, vessels } from './motifs-table.tsx'

/** Words of a category's slug and what they look like; the first that fits counts, so the particular stand before the general. */
const MOTIFS: readonly [RegExp, Motif][] = [
  [/book|fiction|travel|craft|paper|station|print|art|office/, books],
  [/mug|cup/, mug],
  [/bowl|plate|camp-kitchen|cookware/, bowl],
  [/bean|pantry|spice|grocer/, pouch],
  [/coffee|tea/, cup],
  [/headphone|earphone/, headphones],
  [/speaker/, speaker],
  [/cable|charger/, cable],
  [/bag|pack/, pack],
  [/tent|shelter|camp/, tent],
  [/seed/, packet],
  [/soil|beaut|care|health|soap|bath|cosmet|pharm/, bottles],
  [/plant|garden|pot(?!tery)/, plant],
  [/cloth|apparel|fashion|wear|shoe/, shirt],
  [/textil|linen|wool|scar|blanket|rug/, cloth],
  [/bike|bicycl|cycl/, wheel],
  [/soft-toy|plush/, bear],
  [/wooden|train|kids|toy/, engine],
  [/outdoor|sport|pet|fitness/, hills],
  [/audio|hifi|electr|phone|comput|light|lamp|music|camera|instrument|watch|jewel/, discs],
  [/food|drink|wine|bak|fruit/, fruit],
  [/kitchen|table|ceramic|cook|home|house|pottery|vase|glass|decor/, vessels],
]

/** The motif for a category; related words share one, and an unknown category always gets the same: building blocks. */
export function motifFor(categorySlug: string): Motif {
  return MOTIFS.find(([words]) => words.test(categorySlug))?.[1] ?? blocks
}
