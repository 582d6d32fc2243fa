import { PIGMENT } from './colour.ts'
import { at, circle, ellipse, path, rect, ring, stroke } from './pen.ts'

export const LOGO_SIZE = 512
type Mark = (primary: string, accent: string) => string

const rays = (count: number, draw: (turn: number) => string) => Array.from({ length: count }, (_, index) => `<g transform="rotate(${(index * 360) / count})">${draw((index * 360) / count)}</g>`).join('') // biome-ignore format: one idea

/** A mark per trade, 200 around 0, 0, on a disc of the store's own colour: few shapes, readable at 24 pixels. */
const MARKS: Readonly<Record<string, Mark>> = {
  // A pot with the kiln's arch in it, and the flame.
  'kiln-and-clay': (primary, accent) => path('M-88 -112H88C128 -40 108 92 52 124H-52C-108 92 -128 -40 -88 -112Z', PIGMENT.bone) + rect(-104, -134, 208, 26, accent, 13) + path('M-50 124V40A50 50 0 0 1 50 40V124Z', primary) + path('M0 14C34 50 34 92 0 112C-34 92 -20 64 -12 56C-8 70 4 66 0 14Z', accent),
  // A ferry by night: hull, lit windows, the moon as a bean.
  'night-ferry-coffee': (primary, accent) => at(34, -84, ellipse(0, 0, 46, 60, accent) + stroke('M6 -54C-26 -18 28 18 -6 54', primary, 10), 1, 28) + path('M-150 30H150L112 96H-112Z', PIGMENT.bone) + rect(-104, -22, 112, 40, PIGMENT.bone, 6) + [-84, -48, -12].map((x) => circle(x, -2, 10, accent)).join('') + stroke('M-150 126q25 -22 50 0t50 0t50 0t50 0t50 0t50 0', PIGMENT.bone, 13),
  // A wheel whose spokes make a star, with a valve.
  'dorn-cycles': (primary, accent) => ring(0, 0, 128, PIGMENT.bone, 26) + rays(10, () => stroke('M0 -30L0 -112', PIGMENT.bone, 8)) + circle(0, 0, 40, accent) + circle(0, 0, 16, primary) + rays(1, () => rect(-9, -128, 18, 34, accent, 5)),
  // An open book that is an ox-bow of a river.
  'oxbow-books': (primary, accent) => path('M-150 -84Q-76 -118 0 -74Q76 -118 150 -84V92Q76 60 0 100Q-76 60 -150 92Z', PIGMENT.bone) + stroke('M-96 -52C-20 -40 -20 30 -60 34C-100 36 -96 -8 -60 -6C0 -2 -20 60 60 20C110 -6 60 -44 100 -52', accent, 20) + stroke('M0 -74V100', primary, 9),
  // A fern that unrolls.
  'fern-and-frond': (_, accent) => stroke('M-34 136C-10 40 -60 -20 -20 -84C14 -134 96 -108 90 -46C84 0 22 2 20 -40C20 -62 52 -66 54 -44', PIGMENT.bone, 20) + [[-44, 92, -62], [-34, 40, -58], [-48, -14, -66], [-42, 76, 64], [-30, 24, 62]].map(([x = 0, y = 0, turn = 0]) => at(x, y, path('M0 0C-24 -24 -20 -62 0 -84C20 -62 24 -24 0 0Z', turn < 0 ? accent : PIGMENT.bone), 0.94, turn)).join(''),
  // A cloud of sound: three arcs on a line.
  'kumo-audio': (_, accent) => path('M-130 62A54 54 0 0 1 -100 -40A78 78 0 0 1 46 -72A64 64 0 0 1 128 62Z', PIGMENT.bone) + [-74, -24, 26, 76].map((x, index) => rect(x - 11, 88, 22, [28, 54, 40, 20][index] ?? 20, accent, 11)).join('') + circle(0, 4, 34, accent) + circle(0, 4, 13, PIGMENT.bone),
  // Stones on stones, and the sun behind them.
  'cairn-supply': (primary, accent) => circle(46, -62, 56, accent) + ellipse(0, 100, 132, 36, PIGMENT.bone) + ellipse(-8, 42, 96, 31, PIGMENT.bone, `stroke="${primary}" stroke-width="9"`) + ellipse(10, -12, 70, 29, PIGMENT.bone, `stroke="${primary}" stroke-width="9"`) + ellipse(-4, -62, 44, 25, PIGMENT.bone, `stroke="${primary}" stroke-width="9"`),
  // A jar between two waves.
  'tidewrack-pottery': (primary, accent) => path('M-46 -124H46V-92C96 -60 108 20 60 76H-60C-108 20 -96 -60 -46 -92Z', PIGMENT.bone) + rect(-60, -140, 120, 24, accent, 12) + stroke('M-110 -20q27 -26 55 0t55 0t55 0t55 0', primary, 15) + stroke('M-150 104q25 -24 50 0t50 0t50 0t50 0t50 0t50 0', accent, 17),
  // A pine in a puddle.
  'puddle-and-pine': (primary, accent) => path('M0 -144L62 -58H30L84 16H30V52H-30V16H-84L-30 -58H-62Z', PIGMENT.bone) + ellipse(0, 86, 136, 44, accent) + path('M-30 50H30V84Q0 104 -30 84Z', PIGMENT.bone) + stroke('M-92 92Q-40 118 10 112M60 104Q88 98 98 84', primary, 9),
} // biome-ignore format: a mark a line

/** A store's logo, a square: its mark on a disc. @throws Error for a store that has none */
export function drawLogo(slug: string, { primary, accent }: { primary: string; accent: string }): string {
  const mark = MARKS[slug]
  if (!mark) throw new Error(`There is no mark for ${slug}`)
  const half = LOGO_SIZE / 2
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${LOGO_SIZE} ${LOGO_SIZE}" width="${LOGO_SIZE}" height="${LOGO_SIZE}">${circle(half, half, half, primary)}${at(half, half, mark(primary, accent), 1.12)}</svg>`
}
export const logoText = (name: string): string => `The sign of ${name}`
