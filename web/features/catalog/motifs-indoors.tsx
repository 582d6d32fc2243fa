import { between, type Motif } from './motif.ts'

/** Folded cloth with woven bands: clothing, textiles. */
export const cloth: Motif = ({ a, b, c }, random) => {
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
export const books: Motif = ({ a, b, c }, random) => {
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
export const discs: Motif = ({ a, b, c }, random) => {
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

/** Building blocks: toys, games, crafts, and whatever has no picture of its own. */
export const blocks: Motif = ({ a, b, c }, random) => {
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

/** A shirt on a line. */
export const shirt: Motif = ({ a, b, c }, random) => {
  const stripe = between(random, 98, 122)
  return (
    <>
      <path className={c} d="M0 44h160v4H0z" />
      <path className={a} d="M58 48c6 14 38 14 44 0l22 10 16 34-22 10-6-12v72H48v-72l-6 12-22-10 16-34z" />
      <path className={b} d={`M48 ${stripe}h64v12H48zM48 ${stripe + 20}h64v5H48z`} />
    </>
  )
}

/** A pair of headphones. */
export const headphones: Motif = ({ a, b, c }, random) => {
  const cuff = between(random, 40, 50)
  return (
    <>
      <path className={a} fillRule="evenodd" d="M26 116c0-84 108-84 108 0v16h-11v-16c0-68-86-68-86 0v16H26z" />
      <path className={b} d={`M22 ${136 - cuff / 3}h20v${cuff}H22zM118 ${136 - cuff / 3}h20v${cuff}h-20z`} />
      <path className={c} d={`M42 ${132 - cuff / 3}h12v${cuff + 8}H42zM106 ${132 - cuff / 3}h12v${cuff + 8}h-12z`} />
    </>
  )
}

/** A loudspeaker with two cones. */
export const speaker: Motif = ({ a, b, c }, random) => {
  const cone = between(random, 22, 28)
  return (
    <>
      <path className={c} d="M0 170h160v30H0z" />
      <path className={a} d="M40 30h80v140H40z" />
      <circle className={b} cx="80" cy="122" r={cone + 6} />
      <circle className={a} cx="80" cy="122" r={cone - 4} />
      <circle className={c} cx="80" cy="122" r="9" />
      <circle className={b} cx="80" cy="62" r="17" />
      <circle className={c} cx="80" cy="62" r="6" />
    </>
  )
}

/** A cable in loops, with its plug. */
export const cable: Motif = ({ a, b, c }, random) => {
  const loop = between(random, 30, 38)
  return (
    <>
      {[0, 9, 18].map((inset) => (
        <path
          key={inset}
          className={inset === 9 ? b : a}
          fillRule="evenodd"
          d={`M80 ${92 - loop - 24 + inset}a${loop + 24 - inset} ${loop + 24 - inset} 0 1 1-.1 0zM80 ${92 - loop - 19 + inset}a${loop + 19 - inset} ${loop + 19 - inset} 0 1 0 .1 0z`}
        />
      ))}
      <path className={c} d="M72 118h16v34H72z" />
      <path className={a} d="M76 152h8v20h-8zM68 112h24v10H68z" />
    </>
  )
}

/** A wooden engine. */
export const engine: Motif = ({ a, b, c }, random) => {
  const stack = between(random, 54, 66)
  return (
    <>
      <path className="fill-night" d="M0 166h160v34H0z" opacity=".16" />
      <path className={a} d="M26 98h78v50H26z" />
      <path className={b} d="M96 62h40v86H96zM90 54h52v10H90z" />
      <path className="fill-chalk" d="M106 76h20v22h-20z" />
      <path className={c} d={`M40 ${stack}h20v${98 - stack}H40zM34 ${stack - 8}h32v9H34z`} />
      <circle className={c} cx="50" cy="148" r="19" />
      <circle className={c} cx="112" cy="148" r="19" />
      <circle className={a} cx="50" cy="148" r="6" />
      <circle className={a} cx="112" cy="148" r="6" />
    </>
  )
}

/** A bear that wants to be held. */
export const bear: Motif = ({ a, b, c }, random) => {
  const tilt = between(random, -7, 7)
  return (
    <>
      <path className={c} d="M36 170c0-34 18-52 44-52s44 18 44 52z" />
      <path className={b} d="M56 170c0-22 10-34 24-34s24 12 24 34z" />
      <g transform={`rotate(${tilt} 80 90)`}>
        <circle className={a} cx="50" cy="58" r="16" />
        <circle className={a} cx="110" cy="58" r="16" />
        <circle className={a} cx="80" cy="88" r="42" />
        <circle className={b} cx="80" cy="102" r="19" />
        <path className="fill-night" d="M71 94h18l-9 10z" />
        <circle className="fill-night" cx="63" cy="80" r="5" />
        <circle className="fill-night" cx="97" cy="80" r="5" />
      </g>
    </>
  )
}
