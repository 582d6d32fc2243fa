import { pick, seededRandom } from '#web/ui/seeded-random.ts'

/** Ground and letter of a sign; each pair keeps 4.5:1. */
const SIGNS: readonly [[string, string], ...[string, string][]] = [
  ['fill-lapis', 'fill-chalk'],
  ['fill-murex', 'fill-rose'],
  ['fill-malachite', 'fill-chalk'],
  ['fill-ochre', 'fill-night'],
  ['fill-sky', 'fill-night'],
  ['fill-night', 'fill-ochre'],
]

/** A shop's sign until it uploads its own: its initial on a hanging board. Decorative: the name stands beside it. */
export function ShopSign({ name, seed, className }: { name: string; seed: string; className: string }) {
  const [ground, letter] = pick(SIGNS, seededRandom(seed))
  const initial = [...name.replace(/^the\s+/i, '')][0]?.toLocaleUpperCase() ?? ''
  return (
    <svg viewBox="0 0 64 64" className={className} aria-hidden="true" focusable="false">
      <path className="fill-stone-deep" d="M2 2h60v4H2zM16 6h3v8h-3zM45 6h3v8h-3z" />
      <path className={ground} d="M6 14h52v48H6z" />
      <text x="32" y="50" textAnchor="middle" fontSize="34" fontWeight="800" className={`${letter} font-display`}>
        {initial}
      </text>
    </svg>
  )
}
