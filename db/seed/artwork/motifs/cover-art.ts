import { darker, lighter } from '../colour.ts'
import { circle, d, ellipse, path, rect, ring, stroke } from '../pen.ts'

/** Paints the middle of a cover, 180 x 190 around 0, 0, in three colours on a fourth. */
export type CoverArt = (a: string, b: string, c: string) => string

const fir = (x: number, y: number, size: number, colour: string) =>
  path(
    d`M${x} ${y - size * 2}L${x + size * 0.8} ${y - size * 0.7}H${x + size * 0.35}L${x + size} ${y}H${x - size}L${x - size * 0.35} ${y - size * 0.7}H${x - size * 0.8}Z`,
    colour,
  )
const rows = (count: number, draw: (index: number) => string) => Array.from({ length: count }, (_, index) => draw(index)).join('')
const ground = (y: number, colour: string) => path(d`M-110 ${y}Q-40 ${y - 24} 20 ${y - 4}T110 ${y - 10}V120H-110Z`, colour)

/** What the word in a title looks like. */
export const COVER_ART: Readonly<Record<string, CoverArt>> = {
  Orchard: (a, b, c) => ground(70, a) + rows(3, (i) => rect(-66 + i * 60, 10, 9, 56, darker(a, 0.4)) + circle(-62 + i * 60, -14, 34, b) + circle(-74 + i * 60, -20, 6, c) + circle(-54 + i * 60, -4, 6, c) + circle(-60 + i * 60, -32, 6, c)),
  Cartographer: (a, b, c) => rows(5, (i) => ellipse(0, 0, 92 - i * 18, 78 - i * 15, 'none', `stroke="${i % 2 ? b : a}" stroke-width="5" transform="rotate(${i * 11 - 20}) translate(${i * 5} ${-i * 4})"`)) + stroke('M-80 76Q-20 30 20 44T86 -60', c, 5, 'stroke-dasharray="2 13"') + circle(88, -66, 9, c),
  River: (a, b, c) => circle(40, -60, 24, c) + path('M-110 -10L-50 -64L0 -16L50 -44L110 -6V20H-110Z', b) + path('M-20 4C40 20 -60 46 -10 64S60 84 -30 120H70C110 90 10 76 36 56S60 20 12 0Z', a),
  Almanac: (a, b, c) => circle(-10, -10, 62, a) + circle(16, -22, 54, b) + rows(12, (i) => `<rect x="-3" y="-98" width="6" height="20" fill="${c}" transform="rotate(${i * 30})"/>`) + circle(-32, 10, 6, c),
  Lighthouse: (a, b, c) => path('M4 -58L110 -100V-20Z', c, 'opacity=".8"') + path('M-18 -54H26L38 80H-30Z', a) + path('M-21 -16H30L33 14H-25Z', b) + rect(-16, -80, 40, 26, c) + path('M-22 -80L4 -102L30 -80Z', b) + ground(84, b),
  Beekeeper: (a, b, c) => rows(7, (i) => { const [x = 0, y = 0] = [[0, 0], [52, 0], [-52, 0], [26, -45], [-26, -45], [26, 45], [-26, 45]][i] ?? []; return path(d`M${x} ${y - 27}l24 13v28l-24 13l-24 -13v-28Z`, i % 3 ? a : b) }) + ellipse(6, -6, 24, 16, c) + rect(0, -22, 7, 32, darker(c, 0.6)) + rect(13, -20, 6, 28, darker(c, 0.6)) + ellipse(-4, -24, 9, 16, lighter(c, 0.7), 'transform="rotate(-30)"'),
  Archive: (a, b, c) => rows(9, (i) => rect(-84 + (i % 3) * 58, -80 + Math.floor(i / 3) * 56, 50, 48, i % 2 ? a : b, 4) + circle(-59 + (i % 3) * 58, -50 + Math.floor(i / 3) * 56, 6, c)),
  Garden: (a, b, c) => rows(3, (i) => stroke(d`M${-56 + i * 56} 90V${i === 1 ? -20 : 10}`, a, 6) + rows(6, (p) => `<ellipse cy="-20" rx="11" ry="20" fill="${i === 1 ? b : c}" transform="translate(${-56 + i * 56} ${i === 1 ? -34 : 0}) rotate(${p * 60})"/>`) + circle(-56 + i * 56, i === 1 ? -34 : 0, 11, i === 1 ? c : b)) + ground(84, a),
  Violin: (a, b, c) => path('M-40 20C-70 60 -40 96 0 96S70 60 40 20C28 4 30 -4 36 -20C46 -50 24 -66 0 -66S-46 -50 -36 -20C-30 -4 -28 4 -40 20Z', a) + rect(-7, -104, 14, 120, b) + stroke('M-24 4q-10 20 4 34M24 4q10 20 -4 34', darker(a, 0.5), 5) + rect(-20, 46, 40, 8, c),
  Staircase: (a, b, c) => rows(6, (i) => rect(-90 + i * 30, 70 - i * 28, 190 - i * 30, 28, i % 2 ? a : b)) + circle(58, -96, 13, c),
  Harbour: (a, b, c) => circle(-44, -54, 26, c) + path('M-4 -80L60 30H-4Z', a) + path('M-12 -60L-54 30H-12Z', lighter(a, 0.4)) + path('M-76 40H86L62 72H-54Z', b) + rows(2, (i) => stroke(d`M-96 ${86 + i * 14}q16 -12 32 0t32 0t32 0t32 0t32 0t32 0`, a, 5)),
  Fox: (a, b, c) => path('M-70 -66L-30 -30H30L70 -66L60 20L0 84L-60 20Z', a) + path('M-60 20L0 84L60 20Q30 10 0 40Q-30 10 -60 20Z', b) + circle(-26, 4, 7, c) + circle(26, 4, 7, c) + circle(0, 76, 9, c),
  Kitchen: (a, b, c) => path('M-64 -10H64V40Q64 80 24 80H-24Q-64 80 -64 40Z', a) + rect(-76, -22, 152, 14, b, 6) + rect(-12, -40, 24, 14, b, 5) + stroke('M-64 14H-92M64 14H92', b, 10) + stroke('M-26 -58q10 -16 0 -32M6 -58q10 -16 0 -32M36 -58q10 -16 0 -32', c, 6),
  Mountain: (a, b, c) => circle(50, -58, 22, c) + path('M-110 84L-24 -72L30 20L56 -16L110 84Z', a) + path('M-24 -72L-50 -24L-28 -34L-14 -18L2 -28Z', lighter(b, 0.75)) + ground(84, b),
  Weather: (a, b, c) => circle(34, -34, 36, c) + ellipse(-20, 0, 64, 32, a) + circle(-40, -16, 30, a) + circle(2, -22, 36, a) + rows(5, (i) => stroke(d`M${-64 + i * 26} 48l-10 30`, b, 7)),
  Library: (a, b, c) => rows(2, (r) => rows(7, (i) => rect(-88 + i * 25, -84 + r * 90 + ((i * 7 + r * 5) % 4) * 6, 20, 72 - ((i * 7 + r * 5) % 4) * 6, [a, b, c][(i + r) % 3] ?? a)) + rect(-96, -12 + r * 90, 192, 8, darker(a, 0.3))),
  Railway: (a, b, c) => circle(0, -46, 34, c) + path('M-12 -20H12L72 104H-72Z', b) + rows(5, (i) => rect(-24 - i * 13, -4 + i * 22, 48 + i * 26, 7 + i * 1.4, a)) + stroke('M-8 -20L-44 104M8 -20L44 104', lighter(a, 0.5), 6),
  Island: (a, b, c) => circle(36, -54, 30, c) + path('M-70 60Q0 0 70 60Z', a) + stroke('M-6 34Q4 -10 -16 -46', darker(a, 0.5), 9) + rows(5, (i) => `<path d="M0 0Q22 -26 52 -8Q26 -8 0 0Z" fill="${b}" transform="translate(-16 -46) rotate(${i * 62 - 150})"/>`) + rows(2, (i) => stroke(d`M-96 ${72 + i * 16}q16 -12 32 0t32 0t32 0t32 0t32 0t32 0`, b, 6)),
  Letter: (a, b, c) => rect(-84, -50, 168, 112, a, 5) + path('M-84 -50L0 24L84 -50Z', b) + circle(0, 18, 19, c),
  Clockmaker: (a, b, c) => circle(0, 0, 82, a) + circle(0, 0, 66, b) + rows(12, (i) => `<rect x="-3" y="-62" width="6" height="${i % 3 ? 9 : 17}" fill="${a}" transform="rotate(${i * 30})"/>`) + stroke('M0 0L-4 -44', c, 7) + stroke('M0 0L34 18', c, 7) + circle(0, 0, 8, c),
  Forest: (a, b, c) => circle(30, -58, 28, c) + fir(-58, 84, 36, b) + fir(56, 84, 40, b) + fir(0, 92, 52, a) + fir(-88, 96, 28, a) + fir(92, 96, 26, a),
  Moon: (a, b, c) => path('M20 -84A78 78 0 1 0 78 40A64 64 0 1 1 20 -84Z', a) + circle(56, -52, 6, c) + circle(82, -12, 4, c) + circle(-66, -76, 5, b) + circle(30, -6, 4, b) + ground(100, b),
  Market: (a, b, c) => rows(6, (i) => path(d`M${-90 + i * 30} -60h30v44a15 15 0 0 1 -30 0Z`, i % 2 ? a : b)) + rect(-94, -74, 188, 15, darker(a, 0.2)) + rect(-86, 40, 172, 48, b) + rows(5, (i) => circle(-62 + i * 31, 32, 15, i % 2 ? c : a)) + rect(-84, -20, 7, 64, darker(a, 0.4)) + rect(77, -20, 7, 64, darker(a, 0.4)),
  Bridge: (a, b, c) => circle(-40, -56, 26, c) + path('M-110 -10H110V84H74A30 42 0 0 0 14 84H-14A30 42 0 0 0 -74 84H-110Z', a) + rect(-110, -22, 220, 14, lighter(a, 0.3)) + rows(2, (i) => stroke(d`M-100 ${92 + i * 12}q16 -10 32 0t32 0t32 0t32 0t32 0t32 0`, b, 5)),
} // biome-ignore format: a picture a line
/** A picture for a book whose title names nothing we can draw. */
export const ANY_ART: CoverArt = (a, b, c) => ring(0, 0, 62, a, 18) + circle(0, 0, 26, b) + circle(54, -54, 17, c)
