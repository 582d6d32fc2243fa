import { darker, lighter, PIGMENT } from '../colour.ts'
import { at, circle, d, ellipse, path, rect, stroke } from '../pen.ts'

const INK = '#1f2338'
const eyes = (x: number, y: number, size = 8) =>
  [-x, x].map((at2) => circle(at2, y, size, INK) + circle(at2 - size * 0.3, y - size * 0.35, size * 0.32, '#fff')).join('')
const nose = (y: number, size = 12) =>
  path(
    d`M${-size} ${y - size * 0.6}H${size}Q${size * 0.7} ${y + size * 0.7} 0 ${y + size * 0.8}Q${-size * 0.7} ${y + size * 0.7} ${-size} ${y - size * 0.6}Z`,
    INK,
  )
const pair = (draw: (side: 1 | -1) => string) => draw(-1) + draw(1)
type Head = (fur: string, soft: string) => string
const round = (fur: string, rx = 78, ry = 68) => ellipse(0, 0, rx, ry, fur)

/** Heads from the front, about 170 wide around 0, 0. */
const HEADS: Readonly<Record<string, Head>> = {
  Otter: (fur, soft) => pair((s) => circle(s * 66, -38, 19, darker(fur, 0.15))) + round(fur) + ellipse(0, 24, 48, 34, soft) + eyes(32, -10) + nose(10, 14) + pair((s) => stroke(d`M${s * 22} 28L${s * 62} 22M${s * 22} 36L${s * 60} 42`, darker(fur, 0.3), 2)),
  Badger: (fur, soft) => pair((s) => circle(s * 58, -50, 20, INK)) + round(PIGMENT.bone) + pair((s) => path(d`M${s * 12} 34C${s * 20} -20 ${s * 34} -60 ${s * 62} -54C${s * 74} -10 ${s * 50} 20 ${s * 12} 34Z`, darker(fur, 0.5))) + pair((s) => circle(s * 36, -14, 8, soft) + circle(s * 36, -14, 5, INK)) + nose(30, 15),
  Puffin: (_, soft) => round(INK, 74, 70) + pair((s) => ellipse(s * 33, -6, 34, 40, PIGMENT.bone)) + eyes(36, -14, 7) + path('M-30 4L0 -26L30 4L0 66Z', PIGMENT.cinnabar) + path('M-30 4L0 -26L30 4Z', PIGMENT.ochre) + stroke('M-20 18H20', soft, 5),
  Hedgehog: (fur, soft) => Array.from({ length: 17 }, (_, i) => `<path d="M-15 -56L0 -104L15 -56Z" fill="${i % 2 ? darker(fur, 0.2) : fur}" transform="rotate(${i * 15 - 120})"/>`).join('') + circle(0, 0, 70, darker(fur, 0.1)) + ellipse(0, 18, 54, 46, soft) + eyes(24, 4) + nose(26, 12),
  Fox: (fur, soft) => pair((s) => path(d`M${s * 20} -44L${s * 70} -98L${s * 76} -14Z`, fur) + path(d`M${s * 40} -48L${s * 64} -78L${s * 66} -30Z`, darker(fur, 0.4))) + path('M-82 -16Q0 -84 82 -16Q60 50 0 72Q-60 50 -82 -16Z', fur) + pair((s) => path(d`M${s * 80} -10Q${s * 58} 48 0 70Q${s * 20} 20 ${s * 44} 4Z`, soft)) + eyes(34, -4) + nose(58, 13),
  Whale: (fur, soft) => path('M0 -66q-22 -30 -44 -24q8 26 34 36q-26 -4 -44 10M0 -66q22 -30 44 -24q-8 26 -34 36', soft) + path('M-92 0C-92 -58 -50 -72 0 -72S92 -58 92 0C92 44 50 66 0 66S-92 44 -92 0Z', fur) + path('M-86 22Q0 44 86 22C76 52 44 66 0 66S-76 52 -86 22Z', soft) + [-40, -14, 14, 40].map((x) => stroke(d`M${x} 38V60`, darker(soft, 0.2), 3)).join('') + eyes(54, 2) + stroke('M-34 16Q0 30 34 16', darker(fur, 0.5), 4),
  Rabbit: (fur, soft) => pair((s) => ellipse(s * 32, -96, 20, 62, fur, `transform="rotate(${s * 9} ${s * 32} -50)"`) + ellipse(s * 33, -94, 10, 46, soft, `transform="rotate(${s * 9} ${s * 32} -50)"`)) + round(fur, 72, 66) + eyes(30, -6) + pair((s) => circle(s * 17, 26, 19, soft)) + nose(14, 10) + rect(-9, 34, 18, 18, '#fff', 4),
  Owl: (fur, soft) => pair((s) => path(d`M${s * 30} -54L${s * 76} -86L${s * 76} -20Z`, fur)) + round(fur, 80, 74) + pair((s) => circle(s * 34, -8, 36, soft) + circle(s * 34, -8, 20, PIGMENT.ochre) + circle(s * 34, -8, 11, INK) + circle(s * 34 - 4, -12, 4, '#fff')) + path('M-13 10H13L0 40Z', PIGMENT.cinnabar),
  Bear: (fur, soft) => pair((s) => circle(s * 58, -52, 26, fur) + circle(s * 58, -52, 14, soft)) + round(fur, 80, 72) + ellipse(0, 24, 38, 30, soft) + eyes(34, -10) + nose(14, 14) + stroke('M0 26V36', INK, 3),
  Snail: (fur, soft) => circle(34, -24, 62, fur) + [46, 31, 15].map((r) => `<circle cx="34" cy="-24" r="${r}" fill="none" stroke="${lighter(fur, 0.4)}" stroke-width="7"/>`).join('') + path('M-84 -70C-100 -20 -100 60 -50 64H100C80 40 20 44 -20 40C-52 34 -50 -20 -54 -70Z', soft) + stroke('M-80 -66L-92 -100M-60 -68L-52 -104', soft, 8) + circle(-92, -104, 9, INK) + circle(-52, -108, 9, INK) + stroke('M-84 -30q10 10 20 2', INK, 4),
  Heron: (fur, soft) => stroke('M-20 -76C-60 -96 -80 -92 -96 -84', INK, 8) + ellipse(0, -34, 56, 46, fur) + path('M-20 -44L34 120H-34L-50 -30Z', lighter(fur, 0.3)) + path('M20 -44L122 -24L30 -10Z', PIGMENT.ochre) + circle(20, -42, 8, INK) + circle(17, -45, 3, '#fff') + rect(-44, 40, 70, 14, soft),
  Mole: (fur, soft) => round(fur, 78, 74) + ellipse(0, 30, 44, 33, lighter(fur, 0.2)) + eyes(30, -14, 5) + ellipse(0, 16, 20, 15, soft) + pair((s) => ellipse(s * 76, 44, 27, 19, soft) + stroke(d`M${s * 68} 38v14M${s * 80} 38v14`, darker(soft, 0.3), 3)),
  Seal: (fur, soft) => round(fur, 78, 66) + pair((s) => ellipse(s * 19, 24, 25, 21, soft)) + eyes(34, -12, 11) + nose(8, 12) + pair((s) => [20, 28, 36].map((y) => circle(s * 22, y - 4, 2, INK)).join('') + stroke(d`M${s * 40} 22L${s * 82} 14M${s * 40} 30L${s * 80} 36`, darker(fur, 0.4), 2)),
  Toad: (fur, soft) => pair((s) => circle(s * 44, -50, 29, fur) + circle(s * 44, -52, 18, PIGMENT.ochre) + ellipse(s * 44, -52, 12, 7, INK)) + ellipse(0, 10, 92, 60, fur) + ellipse(0, 36, 74, 30, soft) + stroke('M-70 14Q0 40 70 14', darker(fur, 0.5), 5) + [-56, -20, 24, 60].map((x, i) => circle(x, -14 + (i % 2) * 10, 6, darker(fur, 0.2))).join(''),
  Mouse: (fur, soft) => pair((s) => circle(s * 62, -54, 41, fur) + circle(s * 62, -54, 26, soft)) + path('M-72 -20Q0 -78 72 -20Q60 44 0 70Q-60 44 -72 -20Z', fur) + eyes(28, -4) + circle(0, 62, 12, PIGMENT.cinnabar) + pair((s) => stroke(d`M${s * 12} 54L${s * 58} 46M${s * 12} 60L${s * 56} 66`, darker(fur, 0.4), 2)),
  Goat: (fur, soft) => pair((s) => stroke(d`M${s * 24} -56C${s * 30} -110 ${s * 66} -120 ${s * 78} -92`, '#b9a27a', 15) + ellipse(s * 84, -24, 36, 15, fur, `transform="rotate(${s * 22} ${s * 84} -24)"`)) + path('M-58 -50Q0 -78 58 -50L46 40Q0 84 -46 40Z', fur) + ellipse(0, 42, 36, 27, soft) + eyes(34, -16) + nose(32, 12) + path('M-14 68Q0 112 14 68Z', lighter(fur, 0.3)),
} // biome-ignore format: a head a line

/** The head of an animal; a bear's if we have never seen one. */
export const headOf = (animal: string | undefined, fur: string, soft: string): string =>
  (HEADS[animal ?? ''] ?? HEADS.Bear)?.(fur, soft) ?? ''
export const NAMES = Object.keys(HEADS)
/** A head in a place and at a size. */
export const headAt = (x: number, y: number, scale: number, animal: string | undefined, fur: string, soft: string): string =>
  at(x, y, headOf(animal, fur, soft), scale)
