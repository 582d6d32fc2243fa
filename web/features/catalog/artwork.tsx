import { pick, seededRandom } from '#web/ui/seeded-random.ts'
import type { Palette } from './motif.ts'
import { motifFor } from './motifs.tsx'

/** Pigments that carry each other; light grounds dominate so that a shelf of them stays calm. */
const PALETTES: readonly [Palette, ...Palette[]] = [
  { ground: 'fill-chalk', a: 'fill-lapis', b: 'fill-cinnabar', c: 'fill-ochre' },
  { ground: 'fill-sky', a: 'fill-lapis', b: 'fill-chalk', c: 'fill-night' },
  { ground: 'fill-rose', a: 'fill-murex', b: 'fill-cinnabar', c: 'fill-chalk' },
  { ground: 'fill-ochre', a: 'fill-cinnabar', b: 'fill-murex', c: 'fill-chalk' },
  { ground: 'fill-malachite', a: 'fill-chalk', b: 'fill-ochre', c: 'fill-night' },
  { ground: 'fill-lapis', a: 'fill-ochre', b: 'fill-sky', c: 'fill-chalk' },
  { ground: 'fill-chalk', a: 'fill-malachite', b: 'fill-ochre', c: 'fill-murex' },
  { ground: 'fill-sky', a: 'fill-cinnabar', b: 'fill-malachite', c: 'fill-chalk' },
]

/**
 * Stands in for a photograph: a still life whose subject follows the category and whose colours and proportions follow
 * the seed, so one listing always looks the same and two listings of a category differ. Decorative: the title names the thing.
 */
export function Artwork({ category, seed, className }: { category: string; seed: string; className: string }) {
  const random = seededRandom(seed)
  const palette = pick(PALETTES, random)
  return (
    <svg viewBox="0 0 160 200" preserveAspectRatio="xMidYMid slice" className={className} aria-hidden="true" focusable="false">
      <path className={palette.ground} d="M0 0h160v200H0z" />
      {motifFor(category)(palette, random)}
    </svg>
  )
}
