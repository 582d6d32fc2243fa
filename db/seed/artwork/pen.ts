import { darker, lighter } from './colour.ts'

/** A thing drawn around x = 0 with its foot at y = 0, about 300 wide and 340 high; y grows downwards, as in SVG. */
export type Drawing = {
  svg: string
  width: number
  height: number
  /** Where a close-up looks. */
  focus: readonly [x: number, y: number]
  /** It hangs on the wall: no shadow on the table. */
  isHung?: boolean
  /** It is much larger than what stands beside it: a bicycle, a tent. */
  isBig?: boolean
}

export type Point = readonly [x: number, y: number]

const n = (value: number): string => String(Math.round(value * 10) / 10)
/** A path's data from numbers and letters, short. */
export const d = (text: TemplateStringsArray, ...values: number[]): string =>
  text.reduce((all, part, at) => all + part + (at < values.length ? n(values[at] ?? 0) : ''), '')

export const path = (data: string, fill: string, more = ''): string => `<path d="${data}" fill="${fill}"${more && ` ${more}`}/>`
export const rect = (x: number, y: number, w: number, h: number, fill: string, radius = 0, more = ''): string =>
  `<rect x="${n(x)}" y="${n(y)}" width="${n(w)}" height="${n(h)}" fill="${fill}"${radius ? ` rx="${n(radius)}"` : ''}${more && ` ${more}`}/>`
export const circle = (x: number, y: number, radius: number, fill: string, more = ''): string =>
  `<circle cx="${n(x)}" cy="${n(y)}" r="${n(radius)}" fill="${fill}"${more && ` ${more}`}/>`
export const ellipse = (x: number, y: number, rx: number, ry: number, fill: string, more = ''): string =>
  `<ellipse cx="${n(x)}" cy="${n(y)}" rx="${n(rx)}" ry="${n(ry)}" fill="${fill}"${more && ` ${more}`}/>`
/** A line of a width, round at its ends. */
export const stroke = (data: string, colour: string, width: number, more = ''): string =>
  `<path d="${data}" fill="none" stroke="${colour}" stroke-width="${n(width)}" stroke-linecap="round" stroke-linejoin="round"${more && ` ${more}`}/>`
export const ring = (x: number, y: number, radius: number, colour: string, width: number): string =>
  `<circle cx="${n(x)}" cy="${n(y)}" r="${n(radius)}" fill="none" stroke="${colour}" stroke-width="${n(width)}"/>`
export const at = (x: number, y: number, svg: string, scale = 1, turn = 0): string =>
  `<g transform="translate(${n(x)} ${n(y)})${turn ? ` rotate(${n(turn)})` : ''}${scale === 1 ? '' : ` scale(${Math.round(scale * 1000) / 1000})`}">${svg}</g>`

/** A filled shape and what is painted on it, cut at its edge. */
export function solid(data: string, fill: string, ...painted: string[]): string {
  if (painted.length === 0) return path(data, fill)
  const id = `c${hashOf(data)}`
  return `<clipPath id="${id}"><path d="${data}"/></clipPath>${path(data, fill)}<g clip-path="url(#${id})">${painted.join('')}</g>`
}

/** A box with its right side in shade. */
export function block(x: number, y: number, w: number, h: number, fill: string, radius = 0, ...painted: string[]): string {
  return solid(roundedBox(x, y, w, h, radius), fill, ...painted, rect(x + w * 0.8, y, w * 0.2, h, darker(fill, 0.5), 0, 'opacity=".18"'))
}

export function roundedBox(x: number, y: number, w: number, h: number, radius: number): string {
  const r = Math.min(radius, w / 2, h / 2)
  return d`M${x + r} ${y}H${x + w - r}Q${x + w} ${y} ${x + w} ${y + r}V${y + h - r}Q${x + w} ${y + h} ${x + w - r} ${y + h}H${x + r}Q${x} ${y + h} ${x} ${y + h - r}V${y + r}Q${x} ${y} ${x + r} ${y}Z`
}

/** A smooth line through points (Catmull-Rom as Bézier curves), without the first `M`. */
function curveThrough(points: readonly Point[]): string {
  let data = ''
  for (let index = 0; index < points.length - 1; index++) {
    const [x1, y1] = points[index] ?? [0, 0]
    const [x2, y2] = points[index + 1] ?? [0, 0]
    const [x0, y0] = points[index - 1] ?? [x1, y1]
    const [x3, y3] = points[index + 2] ?? [x2, y2]
    data += d`C${x1 + (x2 - x0) / 6} ${y1 + (y2 - y0) / 6} ${x2 - (x3 - x1) / 6} ${y2 - (y3 - y1) / 6} ${x2} ${y2}`
  }
  return data
}

/** A closed smooth shape through points. */
export function blob(points: readonly Point[]): string {
  const [first] = points
  if (!first) return ''
  return `${d`M${first[0]} ${first[1]}`}${curveThrough([...points, first])}Z`
}
/** An open smooth line through points. */
export const line = (points: readonly Point[]): string => `${d`M${points[0]?.[0] ?? 0} ${points[0]?.[1] ?? 0}`}${curveThrough(points)}`

/** How much of the rims we see from above. */
const TILT = 0.15

export type Turned = {
  /** Radius and height above the foot, from the rim down to the foot. */
  profile: readonly Point[]
  colour: string
  /** Painted on the wall, under the shade: glazes, bands, labels. */
  painted?: string[]
  /** What is seen through the mouth; null for a thing that is closed on top. */
  inside?: string | null
  tilt?: number
  /** What stands in it: behind its near wall, before its far one. */
  standing?: string
}

/** A thing made on a wheel: its wall follows the profile, light comes from the left, and we see a little into its mouth. */
export function turned({ profile, colour, painted = [], inside, tilt = TILT, standing }: Turned): string {
  const right = profile.map(([radius, height]): Point => [radius, -height])
  const left = [...right].reverse().map(([x, y]): Point => [-x, y])
  const [rim, foot] = [right[0] ?? [0, 0], right.at(-1) ?? [0, 0]]
  const bulge = foot[0] * tilt
  const wall = `${d`M${rim[0]} ${rim[1]}`}${curveThrough(right)}${d`A${foot[0]} ${Math.max(bulge, 0.1)} 0 0 1 ${-foot[0]} ${foot[1]}`}${curveThrough(left)}${d`A${rim[0]} ${Math.max(rim[0] * tilt, 0.1)} 0 0 ${standing === undefined ? 1 : 0} ${rim[0]} ${rim[1]}Z`}`
  const inner = right.map(([x, y]): Point => [x * 0.38, y])
  const shade = `${d`M${rim[0] + 60} ${rim[1] - 30}L${inner[0]?.[0] ?? 0} ${rim[1] - 30}L${inner[0]?.[0] ?? 0} ${rim[1]}`}${curveThrough(inner)}${d`L${(inner.at(-1)?.[0] ?? 0) - 4} ${60}H${400}V${rim[1] - 30}Z`}`
  const glow = right.map(([x, y]): Point => [-x * 0.78, y])
  const shine = `${d`M${glow[0]?.[0] ?? 0} ${glow[0]?.[1] ?? 0}`}${curveThrough(glow)}`
  const mouth =
    inside === null
      ? ellipse(0, rim[1], rim[0], rim[0] * tilt, lighter(colour, 0.2))
      : ellipse(0, rim[1], rim[0], rim[0] * tilt, lighter(colour, 0.34)) + ellipse(0, rim[1] + rim[0] * 0.012, rim[0] * 0.93, rim[0] * tilt * 0.84, inside ?? darker(colour, 0.34))
  const shown = solid(
    wall,
    colour,
    ...painted,
    path(shade, darker(colour, 0.6), 'opacity=".2"'),
    stroke(shine, lighter(colour, 0.75), Math.max(3, rim[0] * 0.05), 'opacity=".38"'),
  )
  if (standing === undefined) return shown + mouth
  const lip = stroke(d`M${-rim[0] + 2} ${rim[1]}A${rim[0] - 2} ${rim[0] * tilt} 0 0 0 ${rim[0] - 2} ${rim[1]}`, lighter(colour, 0.34), 4)
  return mouth + standing + shown + lip
} // biome-ignore format: geometry reads best as formulas

/** A band around a turned thing, from one height to another; its edges follow the roundness. */
export function band(from: number, to: number, colour: string, round = 12, opacity = 1): string {
  return path(
    d`M-300 ${-from}Q0 ${-from + round} 300 ${-from}V${-to}Q0 ${-to + round} -300 ${-to}Z`,
    colour,
    opacity === 1 ? '' : `opacity="${opacity}"`,
  )
}

/** FNV-1a, for ids of clip paths: the same shape has the same id. */
function hashOf(text: string): string {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0
  return hash.toString(36)
}
