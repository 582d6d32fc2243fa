import { darker, lighter, mix, PIGMENT } from '../colour.ts'
import type { Look, Motif } from '../look.ts'
import { at, block, circle, d, ellipse, path, rect, solid, stroke } from '../pen.ts'
import { headAt, NAMES } from './animals.ts'

const WOOD = '#d9b483'
const animalOf = ({ words, title, chance }: Look) =>
  NAMES.find((name) => title.includes(name)) ??
  (words.animal !== undefined && NAMES.includes(words.animal) ? words.animal : chance.pick(NAMES))
const woodWheel = (x: number, y: number, radius: number, colour: string) =>
  circle(x, y, radius, colour) +
  circle(x, y, radius * 0.66, lighter(colour, 0.25)) +
  circle(x, y, radius * 0.24, WOOD) +
  circle(x, y, radius * 0.1, '#6b4a2c')
const soft = (fur: string) => mix(fur, '#fff3dd', 0.68)

export const pullAlong: Motif = (look) => {
  const { main, second, third } = look
  return { svg: stroke('M-120 -70C-170 -70 -150 -10 -196 -10', '#8c6a45', 5) + circle(-200, -10, 15, third) + block(-130, -86, 260, 36, WOOD, 12) + solid('M-104 -84C-110 -150 -60 -166 0 -160C70 -160 112 -150 106 -84Z', main, path('M40 -180V-80H130V-180Z', darker(main, 0.6), 'opacity=".2"'), [-70, -20, 30, 76].map((x, index) => circle(x, -112 - (index % 2) * 22, 9, second)).join('')) + headAt(78, -200, 0.82, animalOf(look), main, soft(main)) + woodWheel(-76, -40, 40, second) + woodWheel(76, -40, 40, second), width: 350, height: 290, focus: [70, -190] }
} // biome-ignore format: one part a line
export const puzzle: Motif = (look) => {
  const { main, second, third } = look
  const knob = (x: number, y: number) => circle(x, y, 17, 'none', `stroke="${darker(main, 0.35)}" stroke-width="5"`)
  return { svg: block(-152, -300, 304, 300, WOOD, 16) + solid('M-132 -280H132V-20H-132Z', main, circle(80, -240, 34, third), path('M-140 -70Q-40 -120 40 -80T140 -90V0H-140Z', second), headAt(-4, -126, 0.9, animalOf(look), mix(third, '#8a5a3a', 0.35), PIGMENT.bone), stroke('M-44 -280V-20M44 -280V-20M-132 -194H132M-132 -106H132', darker(main, 0.35), 4), knob(-88, -194), knob(-44, -236), knob(44, -64), knob(88, -106), knob(44, -150), knob(-44, -150)) + at(128, -10, path('M-44 -44H-12A15 15 0 1 1 16 -44H44V44H-44Z', third) + circle(0, 0, 1, third), 0.86, 14), width: 330, height: 304, focus: [20, -140] }
} // biome-ignore format: one part a line
export const tower: Motif = (look) => {
  const { main, second, third } = look
  const rings = [[112, second], [96, main], [80, third], [64, lighter(main, 0.4)], [48, second]] as const
  const stack = rings.map(([radius, colour], index) => block(-radius, -64 - index * 46, radius * 2, 44, colour, 22)).join('')
  return { svg: block(-124, -22, 248, 22, WOOD, 10) + stack + headAt(0, -276, 0.56, animalOf(look), main, soft(main)), width: 250, height: 330, focus: [0, -200] }
} // biome-ignore format: one part a line
export const balanceBoard: Motif = ({ main, second }) => ({
  svg: stroke('M-158 -84Q0 56 158 -84', darker(main, 0.16), 32) + stroke('M-158 -92Q0 48 158 -92', main, 18) + stroke('M-150 -94Q0 34 150 -94', lighter(main, 0.5), 4, 'opacity=".6"') + at(0, -36, block(-52, -56, 50, 50, second, 6) + block(6, -56, 50, 50, WOOD, 6) + path('M-28 -60L4 -112L36 -60Z', PIGMENT.ochre)) + circle(86, -86, 26, PIGMENT.cinnabar) + circle(78, -94, 7, lighter(PIGMENT.cinnabar, 0.6)),
  width: 340, height: 160, focus: [40, -70],
}) // biome-ignore format: one part a line
export const blocks: Motif = ({ main, second, third, chance }) => {
  const pictures = chance.percent(50)
  const face = (x: number, y: number, colour: string, mark: string) => block(x, y, 84, 84, colour, 7, rect(x + 8, y + 8, 68, 68, lighter(colour, 0.3), 5), mark)
  return { svg: face(-134, -84, main, pictures ? circle(-92, -42, 20, second) : path('M-112 -22L-92 -62L-72 -22Z', second)) + face(-44, -84, second, pictures ? path('M-22 -22L-2 -62L20 -22Z', third) : rect(-20, -60, 36, 36, third)) + face(46, -84, third, circle(88, -42, 19, main)) + block(-110, -168, 150, 84, WOOD, 6, path('M-76 -84V-104A42 42 0 0 1 8 -104V-84Z', darker(WOOD, 0.55))) + solid('M46 -84A44 44 0 0 1 134 -84Z', main, path('M96 -140H140V-80H96Z', darker(main, 0.6), 'opacity=".2"')) + block(-92, -214, 46, 46, third, 5) + block(-22, -214, 46, 46, second, 5) + solid('M-110 -214L-34 -294L44 -214Z', main, path('M-34 -300L10 -210H60V-300Z', darker(main, 0.6), 'opacity=".2"')), width: 280, height: 298, focus: [-20, -160] }
} // biome-ignore format: one part a line
export const marbleRun: Motif = ({ main, second, third }) => {
  const chute = (y: number, side: 1 | -1, colour: string) => path(d`M${-112 * side} ${y}L${112 * side} ${y + 42}V${y + 66}L${-112 * side} ${y + 24}Z`, colour) + path(d`M${-112 * side} ${y}L${112 * side} ${y + 42}V${y + 50}L${-112 * side} ${y + 8}Z`, lighter(colour, 0.4)) + circle(30 * side, y + 14, 14, mix(colour, PIGMENT.lapis, 0.5)) + circle(30 * side - 4, y + 9, 4, '#fff', 'opacity=".7"')
  return { svg: block(-140, -22, 280, 22, WOOD, 8) + block(-132, -316, 30, 296, WOOD, 6) + block(102, -316, 30, 296, WOOD, 6) + chute(-296, 1, main) + chute(-210, -1, second) + chute(-124, 1, third) + path('M-120 -330H-80L-90 -296H-112Z', main) + circle(-100, -338, 15, PIGMENT.cinnabar) + circle(86, -34, 13, PIGMENT.ochre) + circle(56, -33, 12, PIGMENT.lapis), width: 290, height: 344, focus: [0, -200] }
} // biome-ignore format: one part a line
export const memory: Motif = (look) => {
  const { main, second, third } = look
  const animal = animalOf(look)
  const other = NAMES[(NAMES.indexOf(animal) + 5) % NAMES.length]
  const card = (x: number, y: number, turn: number, face: string | null, fill: string) => at(x, y, rect(-58, -54, 118, 118, '#000', 12, 'opacity=".14"') + rect(-60, -60, 118, 118, fill, 12) + (face === null ? [-36, -12, 12, 36].map((row) => stroke(d`M-48 ${row}q12 -12 24 0t24 0t24 0t24 0`, lighter(fill, 0.4), 5)).join('') : headAt(0, 2, 0.54, face, second === fill ? third : second, PIGMENT.bone)), 1, turn)
  return { svg: card(-76, -232, -5, animal, PIGMENT.bone) + card(78, -238, 4, null, main) + card(-70, -84, 3, null, third) + card(84, -92, -6, animal, PIGMENT.bone) + card(2, -164, 9, other ?? null, PIGMENT.chalk), width: 310, height: 310, focus: [40, -150] }
} // biome-ignore format: one part a line
export const boardGame: Motif = (look) => {
  const { main, second, third } = look
  const path12 = Array.from({ length: 13 }, (_, index) => { const angle = index * 0.62; const radius = 34 + index * 7.4; return circle(Math.cos(angle) * radius, -150 + Math.sin(angle) * radius * 0.92, 16, [second, third, PIGMENT.bone][index % 3] ?? second) }).join('')
  const pawn = (x: number, y: number, colour: string) => path(d`M${x - 20} ${y}Q${x - 12} ${y - 34} ${x - 7} ${y - 44}H${x + 7}Q${x + 12} ${y - 34} ${x + 20} ${y}Z`, colour) + circle(x, y - 56, 17, colour) + circle(x - 5, y - 61, 4, lighter(colour, 0.6))
  return { svg: block(-156, -304, 312, 304, main, 12, rect(-142, -290, 284, 276, lighter(main, 0.14), 6), path12, headAt(0, -150, 0.36, animalOf(look), third, PIGMENT.bone)) + pawn(-98, -22, PIGMENT.cinnabar) + pawn(96, -214, PIGMENT.ochre) + at(104, -34, rect(-26, -26, 52, 52, PIGMENT.bone, 10) + [-12, 0, 12].map((dot) => circle(dot, dot, 5, PIGMENT.night)).join(''), 1, 12), width: 320, height: 306, focus: [-20, -130] }
} // biome-ignore format: one part a line
export const cuddly: Motif = (look) => {
  const { main, second } = look
  const light = soft(main)
  return { svg: ellipse(-84, -24, 46, 28, darker(main, 0.12)) + ellipse(84, -24, 46, 28, darker(main, 0.12)) + ellipse(-84, -22, 24, 15, light) + ellipse(84, -22, 24, 15, light) + solid('M-92 -20C-104 -110 -60 -176 0 -176S104 -110 92 -20Q0 12 -92 -20Z', main, ellipse(0, -56, 52, 64, light), path('M44 -190C90 -120 90 -60 70 10H130V-190Z', darker(main, 0.6), 'opacity=".18"')) + ellipse(-96, -104, 27, 56, darker(main, 0.08), 'transform="rotate(24 -96 -104)"') + ellipse(96, -104, 27, 56, darker(main, 0.14), 'transform="rotate(-24 96 -104)"') + headAt(0, -228, 1.08, animalOf(look), main, light) + path('M-54 -164Q0 -142 54 -164L58 -146Q0 -120 -58 -146Z', second) + path('M20 -140L34 -92L52 -98L42 -146Z', darker(second, 0.1)), width: 290, height: 340, focus: [0, -210] }
} // biome-ignore format: one part a line
export const puppet: Motif = (look) => {
  const { main, second, third } = look
  return { svg: solid('M-60 -190C-120 -196 -150 -160 -156 -132Q-130 -108 -84 -124L-96 0Q0 16 96 0L84 -124Q130 -108 156 -132C150 -160 120 -196 60 -190Z', second, path('M30 -200L50 20H170V-200Z', darker(second, 0.6), 'opacity=".18"'), [-60, -20, 20, 60].map((x, index) => circle(x, -60 - (index % 2) * 34, 11, third)).join(''), rect(-110, -18, 220, 34, third)) + circle(-150, -138, 23, soft(main)) + circle(150, -138, 23, soft(main)) + headAt(0, -238, 1, animalOf(look), main, soft(main)), width: 330, height: 330, focus: [0, -220] }
} // biome-ignore format: one part a line
export const comforter: Motif = (look) => {
  const { main, second, third } = look
  return { svg: solid('M0 -190L166 -120Q150 -50 178 0Q90 -30 0 8Q-90 -30 -178 0Q-150 -50 -166 -120Z', second, path('M0 -190L40 20H190V-190Z', darker(second, 0.6), 'opacity=".14"'), Array.from({ length: 24 }, (_, index) => circle(-150 + (index % 6) * 60 + (Math.floor(index / 6) % 2) * 30, -150 + Math.floor(index / 6) * 44, 8, third)).join('')) + stroke('M-166 -120Q-150 -50 -178 0Q-90 -30 0 8Q90 -30 178 0Q150 -50 166 -120', lighter(second, 0.4), 5, 'stroke-dasharray="9 8"') + headAt(0, -214, 0.94, animalOf(look), main, soft(main)), width: 356, height: 310, focus: [0, -190] }
} // biome-ignore format: one part a line
