import type { Storefront } from '#web/server/catalog.ts'
import { pick, seededRandom } from './seeded-random.ts'

/** Ground and letter of a sign; each pair keeps 4.5:1. */
const SIGNS: readonly [[string, string], ...[string, string][]] = [
  ['fill-lapis', 'fill-chalk'],
  ['fill-murex', 'fill-rose'],
  ['fill-malachite', 'fill-chalk'],
  ['fill-ochre', 'fill-night'],
  ['fill-sky', 'fill-night'],
  ['fill-night', 'fill-ochre'],
]

/** A shop's logo, or until it has one its initial on a board. Decorative: the name stands beside it. */
export function ShopLogo({ shop, className }: { shop: Pick<Storefront, 'name' | 'slug' | 'logo'>; className: string }) {
  const { name, slug, logo } = shop
  if (logo !== null)
    return (
      <img
        src={`${logo.url}?w=160`}
        srcSet={`${logo.url}?w=160 1x, ${logo.url}?w=320 2x`}
        alt=""
        width={logo.width}
        height={logo.height}
        decoding="async"
        className={`rounded-plate object-contain ${className}`}
      />
    )
  const [ground, letter] = pick(SIGNS, seededRandom(slug))
  const initial = [...name.replace(/^the\s+/i, '')][0]?.toLocaleUpperCase() ?? ''
  return (
    <svg viewBox="0 0 64 64" className={`rounded-plate ${className}`} aria-hidden="true" focusable="false">
      <path className={ground} d="M0 0h64v64H0z" />
      <text x="32" y="46" textAnchor="middle" className={`${letter} font-display text-[40px] font-extrabold`}>
        {initial}
      </text>
    </svg>
  )
}
