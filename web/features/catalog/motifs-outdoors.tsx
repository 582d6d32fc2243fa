import { between, type Motif } from './motif.ts'

/** Hills under a sun: outdoors, garden, sport, travel. */
export const hills: Motif = ({ a, b, c }, random) => {
  const crest = between(random, 84, 108)
  return (
    <>
      <circle className={c} cx={between(random, 48, 112)} cy={between(random, 52, 70)} r={between(random, 18, 26)} />
      <path className={a} d={`M0 ${crest + 22}C40 ${crest - 26} 74 ${crest + 6} 160 ${crest + 40}V200H0z`} />
      <path className={b} d={`M0 ${crest + 62}C54 ${crest + 66} 96 ${crest + 4} 160 ${crest + 16}V200H0z`} />
    </>
  )
}

/** A wheel with its spokes. */
export const wheel: Motif = ({ a, b, c }, random) => {
  const turn = between(random, 0, 22)
  return (
    <>
      <path className={c} d="M0 152h160v48H0z" />
      <path className={a} fillRule="evenodd" d="M80 44a56 56 0 1 1 0 112a56 56 0 0 1 0-112zM80 55a45 45 0 1 0 0 90a45 45 0 0 0 0-90z" />
      <g transform={`rotate(${turn} 80 100)`}>
        {[0, 30, 60, 90, 120, 150].map((angle) => (
          <path key={angle} className={b} d="M78.5 56h3v88h-3z" transform={`rotate(${angle} 80 100)`} />
        ))}
      </g>
      <circle className={a} cx="80" cy="100" r="11" />
      <circle className={b} cx="80" cy="100" r="4" />
    </>
  )
}

/** A plant in its pot. */
export const plant: Motif = ({ a, b, c }, random) => {
  const tall = between(random, 0, 16)
  return (
    <>
      <path className={c} d="M0 166h160v34H0z" />
      <g className={a}>
        <path d={`M80 126C62 96 62 ${64 - tall} 80 ${34 - tall / 2}c18 ${30 + tall / 2} 18 62 0 92z`} />
        <path d="M78 128c-32-6-46-28-48-58 30 6 48 26 48 58z" />
        <path d="M82 128c32-6 46-28 48-58-30 6-48 26-48 58z" />
      </g>
      <path className={b} d="M48 124h64v12H48zM53 136h54l-7 34H60z" />
    </>
  )
}

/** A packet of seeds with what will come of them. */
export const packet: Motif = ({ a, b, c }, random) => {
  const petals = between(random, 5, 8)
  const angles = Array.from({ length: petals }, (_, index) => (360 / petals) * index)
  return (
    <>
      <path className={a} d="M38 30h84v140H38z" />
      <path className={c} d="M38 30h84v22H38z" />
      <path className="fill-malachite" d="M77 98h6v58h-6zM83 130c0-14 10-20 24-20 0 14-10 20-24 20z" />
      {angles.map((angle) => (
        <ellipse key={angle} className={b} cx="80" cy="76" rx="8" ry="15" transform={`rotate(${angle} 80 92)`} />
      ))}
      <circle className={c} cx="80" cy="92" r="9" />
    </>
  )
}

/** A tent under the moon. */
export const tent: Motif = ({ a, b, c }, random) => (
  <>
    <circle className={c} cx={between(random, 36, 60)} cy="52" r={between(random, 11, 15)} />
    <path className={b} d="M0 154h160v46H0z" />
    <path className={a} d="M84 60l62 96H22z" />
    <path className={c} d={`M84 60l${between(random, 16, 26)} 96H64z`} />
    <path className={a} d="M82 50h4v18h-4z" />
  </>
)

/** A pack with its pockets. */
export const pack: Motif = ({ a, b, c }, random) => {
  const pocket = between(random, 112, 122)
  return (
    <>
      <path className={c} d="M0 166h160v34H0z" />
      <path className={b} fillRule="evenodd" d="M62 50c0-22 36-22 36 0v8h-9v-8c0-10-18-10-18 0v8h-9z" />
      <path className={b} d="M30 104h12v48H30zM118 104h12v48h-12z" />
      <path className={a} d="M40 82c0-22 14-30 40-30s40 8 40 30v88H40z" />
      <path className={b} d={`M54 ${pocket}h52v40H54zM40 92h80v8H40z`} />
      <path className={c} d={`M54 ${pocket}h52v7H54zM76 92h8v18h-8z`} />
    </>
  )
}
