import type { ReactNode } from 'react'

/** Fill classes of one picture: the ground it stands on and three pigments to paint with. */
export type Palette = { ground: string; a: string; b: string; c: string }
/** Draws into a 160 x 200 field; the middle 120 x 150 stays visible whatever the crop. */
export type Motif = (palette: Palette, random: () => number) => ReactNode

const between = (random: () => number, low: number, high: number) => Math.round(low + random() * (high - low))

/** Pots on a shelf: kitchen, tableware, home. */
const vessels: Motif = ({ a, b, c }, random) => {
  const belly = between(random, 24, 34)
  const neck = between(random, 7, 12)
  const lift = between(random, 0, 24)
  return (
    <>
      <path className={c} d="M0 150h160v50H0z" />
      <path
        className={a}
        d={`M${62 - neck} ${54 + lift}h${neck * 2}c-2 22 ${belly - 6} 26 ${belly - 6} 56c0 28-12 40-${belly - 8} 40h-10c-12 0-${belly - 8}-12-${belly - 8}-40c0-30 ${belly - 6}-34 ${belly - 12}-56z`}
      />
      <path className={b} d={`M${58 - neck} ${48 + lift}h${neck * 2 + 8}v7h-${neck * 2 + 8}z`} />
      <path className={b} d="M96 116h44c0 22-6 34-14 34h-16c-8 0-14-12-14-34z" />
      <circle className={a} cx="118" cy={between(random, 100, 108)} r="12" />
    </>
  )
}

/** Folded cloth with woven bands: clothing, textiles. */
const cloth: Motif = ({ a, b, c }, random) => {
  const step = between(random, 14, 22)
  const lines = Array.from({ length: Math.floor(130 / step) }, (_, index) => 38 + index * step)
  return (
    <>
      <path className={a} d="M26 30h96v138l-8-6-8 6-8-6-8 6-8-6-8 6-8-6-8 6-8-6-8 6-8-6-8 6z" />
      {lines.map((y, index) => (
        <path key={y} className={index % 3 === 0 ? c : b} d={`M26 ${y}h96v${index % 2 === 0 ? 8 : 3}H26z`} />
      ))}
      <path className={b} d="M122 30h16v122l-16 16z" opacity=".55" />
    </>
  )
}

/** A leaning stack: books, paper, stationery. */
const books: Motif = ({ a, b, c }, random) => {
  const fills = [a, b, c]
  let x = 24
  const spines = Array.from({ length: 5 }, (_, index) => {
    const width = between(random, 15, 26)
    const height = between(random, 84, 128)
    const spine = { x, width, height, fill: fills[index % 3] ?? a }
    x += width + 2
    return spine
  })
  return (
    <>
      {spines.map((spine) => (
        <g key={spine.x}>
          <path className={spine.fill} d={`M${spine.x} ${164 - spine.height}h${spine.width}v${spine.height}h-${spine.width}z`} />
          <path className="fill-chalk" d={`M${spine.x + 4} ${176 - spine.height}h${spine.width - 8}v5h-${spine.width - 8}z`} />
        </g>
      ))}
      <path className={c} d="M0 164h160v36H0z" />
    </>
  )
}

/** Discs and an arc: audio, light, electronics, instruments. */
const discs: Motif = ({ a, b, c }, random) => {
  const radius = between(random, 40, 52)
  return (
    <>
      <circle className={a} cx="80" cy="96" r={radius} />
      <circle className={b} cx="80" cy="96" r={radius - 14} />
      <circle className={c} cx="80" cy="96" r={between(random, 8, 14)} />
      <path className={c} d={`M${80 + radius + 6} 40h8v112h-8zM28 160h104v8H28z`} />
    </>
  )
}

/** Hills under a sun: outdoors, garden, sport, travel. */
const hills: Motif = ({ a, b, c }, random) => {
  const crest = between(random, 84, 108)
  return (
    <>
      <circle className={c} cx={between(random, 48, 112)} cy={between(random, 52, 70)} r={between(random, 18, 26)} />
      <path className={a} d={`M0 ${crest + 22}C40 ${crest - 26} 74 ${crest + 6} 160 ${crest + 40}V200H0z`} />
      <path className={b} d={`M0 ${crest + 62}C54 ${crest + 66} 96 ${crest + 4} 160 ${crest + 16}V200H0z`} />
    </>
  )
}

/** Fruit in a bowl: food, drink. */
const fruit: Motif = ({ a, b, c }, random) => (
  <>
    <path className={c} d="M0 156h160v44H0z" opacity=".8" />
    <circle className={a} cx="60" cy={between(random, 92, 102)} r={between(random, 22, 27)} />
    <circle className={b} cx="100" cy={between(random, 90, 102)} r={between(random, 20, 26)} />
    <circle className={a} cx="82" cy={between(random, 66, 76)} r={between(random, 17, 21)} />
    <path className="fill-night" d="M22 108h116c0 32-22 48-38 48H60c-16 0-38-16-38-48z" />
  </>
)

/** Bottles: beauty, care, pharmacy. */
const bottles: Motif = ({ a, b, c }, random) => {
  const tall = between(random, 66, 86)
  return (
    <>
      <path className={a} d={`M36 ${162 - tall}c0-8 6-12 12-12h12c6 0 12 4 12 12v${tall}H36z`} />
      <path className={c} d={`M46 ${132 - tall}h16v18H46z`} />
      <path className={b} d="M82 112h42v50H82z" />
      <path className={c} d="M90 94h26v18H90z" />
      <path className="fill-chalk" d="M36 132h36v14H36zM82 128h42v14H82z" />
      <path className={c} d="M0 162h160v38H0z" opacity=".85" />
    </>
  )
}

/** Building blocks: toys, games, crafts, and whatever has no picture of its own. */
const blocks: Motif = ({ a, b, c }, random) => {
  const arch = between(random, 12, 18)
  return (
    <>
      <path className={a} d={`M28 164v-58h60v58H${58 + arch}a${arch} ${arch} 0 0 0-${arch * 2} 0z`} />
      <path className={b} d="M88 124h44v40H88z" />
      <path className={c} d={`M${between(random, 30, 40)} 106l26-36 26 36z`} />
      <circle className={c} cx="110" cy="107" r="17" />
      <path className="fill-night" d="M0 164h160v36H0z" opacity=".16" />
    </>
  )
}

const MOTIFS: readonly [RegExp, Motif][] = [
  [/cloth|apparel|fashion|wear|textil|shoe|bag|linen|wool|scar/, cloth],
  [/book|paper|station|print|art|office/, books],
  [/audio|electr|phone|comput|light|lamp|music|camera|instrument|watch|jewel/, discs],
  [/outdoor|garden|sport|travel|camp|bike|cycl|plant|pet|fitness/, hills],
  [/food|drink|grocer|coffee|tea|pantry|wine|bak|fruit|spice/, fruit],
  [/beaut|care|health|soap|bath|cosmet|pharm/, bottles],
  [/kitchen|table|ceramic|cook|home|house|pot|glass|decor/, vessels],
]

/** The motif for a category; related words share one, and an unknown category always gets the same. */
export function motifFor(categorySlug: string): Motif {
  return MOTIFS.find(([words]) => words.test(categorySlug))?.[1] ?? blocks
}
