import { darker, lighter, PIGMENT } from '../colour.ts'
import type { Look, Motif } from '../look.ts'
import { circle, d, ellipse, path, rect, solid, stroke } from '../pen.ts'

const fold = (data: string, colour: string, opacity = 0.18) => path(data, darker(colour, 0.6), `opacity="${opacity}"`)
const hanger = (y: number) =>
  stroke(d`M0 ${y - 6}V${y - 20}C0 ${y - 32} 22 ${y - 30} 20 ${y - 46}C16 ${y - 62} -10 ${y - 58} -8 ${y - 42}`, '#8c6a45', 6) +
  stroke(d`M-96 ${y + 34}L0 ${y - 6}L96 ${y + 34}`, '#a8834f', 12)
const SHIRT =
  'M-62 -300Q0 -262 62 -300L112 -276Q136 -262 142 -226L168 -92L118 -78L98 -186V-6Q0 8 -98 -6V-186L-118 -78L-168 -92L-142 -226Q-136 -262 -112 -276Z'

type Top = { collar: (look: Look) => string; painted?: (look: Look) => string; length?: number }

/** Something with sleeves, on a hanger. */
const top = ({ collar, painted }: Top): Motif => (look) => ({
  svg: hanger(-318) + solid(SHIRT, look.main, painted?.(look) ?? '', fold('M40 -300C70 -200 60 -80 48 20H120V-190L130 -70H180V-300Z', look.main), fold('M-98 -190L-84 -6H-100ZM98 -186L84 -6H100Z', look.main, 0.22), stroke('M-118 -250C-130 -220 -140 -160 -150 -100', lighter(look.main, 0.6), 5, 'opacity=".4"')) + collar(look),
  width: 340, height: 364, focus: [0, -220], isHung: true,
}) // biome-ignore format: a drawing reads best a part a line
const round = ({ main }: Look) =>
  path('M-62 -300Q0 -262 62 -300Q48 -238 0 -238T-62 -300Z', darker(main, 0.38)) +
  stroke('M-62 -300Q-46 -240 0 -240T62 -300', lighter(main, 0.2), 9)
const hood = ({ main }: Look) =>
  solid('M-70 -292C-80 -364 80 -364 70 -292Q40 -252 0 -248Q-40 -252 -70 -292Z', lighter(main, 0.1), fold('M20 -370V-240H90V-370Z', main)) +
  ellipse(0, -300, 44, 36, darker(main, 0.42))
const zip = (colour: string, from = -250) => stroke(d`M0 ${from}V0`, colour, 5) + rect(-6, from + 14, 12, 24, colour, 4)

export const rainJacket: Motif = top({
  collar: (look) => hood(look) + zip(look.third) + stroke('M-70 -96L-34 -64M70 -96L34 -64', darker(look.main, 0.45), 6),
  painted: ({ second }) => path('M-180 -400H180V-214Q0 -170 -180 -214Z', second),
})
export const fleece: Motif = top({
  collar: (look) =>
    solid('M-60 -304Q0 -272 60 -304L52 -340Q0 -318 -52 -340Z', look.second) +
    stroke('M0 -326V-170', look.third, 5) +
    rect(-64, -196, 54, 48, look.second, 5) +
    rect(-64, -196, 54, 13, darker(look.second, 0.2), 4),
  painted: ({ main }) =>
    Array.from({ length: 60 }, (_, index) =>
      circle(-150 + (index % 10) * 33, -300 + Math.floor(index / 10) * 54, 9, lighter(main, 0.14)),
    ).join(''),
})
export const baseLayer: Motif = top({
  collar: round,
  painted: ({ second, main, chance }) =>
    chance.percent(50)
      ? [0, 1, 2, 3, 4, 5].map((row) => rect(-200, -270 + row * 46, 400, 13, second)).join('')
      : rect(-200, -14, 400, 20, second) + rect(-200, -206, 400, 4, darker(main, 0.3)),
})
export const jersey: Motif = top({
  collar: (look) => round(look) + zip(look.second, -240),
  painted: ({ second, third }) => path('M-200 -216H200V-166H-200Z', second) + path('M-200 -156H200V-146H-200Z', third),
})
export const raincoat: Motif = top({
  collar: (look) =>
    hood(look) +
    [-216, -160, -104, -48].map((y) => circle(0, y, 8, look.second) + circle(-2, y - 2, 2.5, PIGMENT.bone)).join('') +
    stroke('M0 -248V0', darker(look.main, 0.3), 3) +
    rect(-74, -84, 50, 46, darker(look.main, 0.12), 6) +
    rect(24, -84, 50, 46, darker(look.main, 0.12), 6),
})
export const pyjamas: Motif = top({ collar: (look) => path('M-62 -300L-8 -226L-40 -216Z', lighter(look.main, 0.3)) + path('M62 -300L8 -226L40 -216Z', lighter(look.main, 0.3)) + path('M-62 -300Q0 -270 62 -300L0 -226Z', darker(look.main, 0.35)) + [-196, -140, -84, -28].map((y) => circle(0, y, 7, look.third)).join('') + rect(26, -186, 48, 46, lighter(look.main, 0.2), 4), painted: ({ second, chance }) => {
  const isMoons = chance.percent(50)
  return Array.from({ length: 42 }, (_, index) => { const [x, y] = [-160 + (index % 7) * 54 + (Math.floor(index / 7) % 2) * 27, -292 + Math.floor(index / 7) * 54]; return isMoons ? path(d`M${x - 4} ${y - 10}a11 11 0 1 0 11 17a9 9 0 1 1 -11 -17Z`, second) : path(d`M${x} ${y - 10}l3 7h7l-6 5l3 8l-7 -5l-7 5l3 -8l-6 -5h7Z`, second) }).join('')
} }) // biome-ignore format: a drawing reads best a part a line

export const rainCape: Motif = ({ main, second, third }) => ({
  svg: hanger(-326) + solid('M-52 -300C-120 -250 -156 -130 -166 -16Q-84 16 0 -4Q84 16 166 -16C156 -130 120 -250 52 -300Z', main, fold('M30 -300C90 -200 100 -80 96 20H180V-300Z', main), fold('M-70 -180C-84 -120 -92 -60 -92 10L-74 0C-74 -60 -70 -120 -62 -180Z', main, 0.16), path('M-200 -66Q0 -30 200 -66V-42Q0 -6 -200 -42Z', second)) + hood({ main } as Look) + [-210, -160, -110].map((y) => circle(0, y, 7, third)).join(''),
  width: 336, height: 372, focus: [0, -240], isHung: true,
}) // biome-ignore format: a drawing reads best a part a line
export const bibShorts: Motif = ({ main, second }) => ({
  svg: stroke('M-56 -210C-70 -300 -40 -330 -20 -336M56 -210C70 -300 40 -330 20 -336', darker(main, 0.2), 24) + stroke('M-20 -336H20', '#a8834f', 10) + solid('M-88 -226Q0 -190 88 -226L104 -60L116 0H20L0 -100L-20 0H-116L-104 -60Z', main, fold('M30 -230L60 10H140V-230Z', main), rect(-130, -34, 260, 40, second), path('M-60 -226Q0 -150 60 -226Z', lighter(main, 0.2))) + stroke('M-84 -200L-96 -60', lighter(main, 0.6), 5, 'opacity=".4"'),
  width: 240, height: 346, focus: [0, -190], isHung: true,
}) // biome-ignore format: a drawing reads best a part a line
export const trousers: Motif = ({ main, second, third }) => ({
  svg: solid('M-92 -336H92L106 -180L112 0H26L0 -214L-26 0H-112L-106 -180Z', main, fold('M36 -340L66 10H130V-340Z', main), fold('M0 -220L-30 0H-44L-20 -230Z', main, 0.16), rect(-130, -340, 260, 24, second), rect(-112, -190, 72, 64, darker(main, 0.12), 6), rect(40, -190, 72, 64, darker(main, 0.12), 6)) + rect(-8, -334, 16, 14, '#d9b25a', 3) + stroke('M-70 -312Q-60 -272 -98 -262M70 -312Q60 -272 98 -262', darker(main, 0.4), 4) + stroke('M0 -312V-236', darker(main, 0.4), 3) + rect(-110, -130, 22, 5, third),
  width: 240, height: 340, focus: [0, -270], isHung: true,
}) // biome-ignore format: a drawing reads best a part a line
export const gloves: Motif = ({ main, second, third }) => {
  const hand = 'M-52 0L-58 -112C-66 -150 -104 -170 -100 -196C-92 -214 -66 -196 -50 -172L-58 -262Q-54 -282 -34 -278L-22 -196L-20 -286Q-8 -302 8 -286L10 -196L24 -278Q42 -286 46 -264L38 -178L56 -226Q74 -232 74 -210L52 -112L48 0Z'
  const one = (turn: string) => `<g transform="${turn}">${solid(hand, main, fold('M16 -300L24 20H90V-300Z', main), rect(-90, -58, 200, 70, second), rect(-90, -66, 200, 8, third), rect(-90, -36, 200, 5, darker(second, 0.3)))}${circle(-4, -120, 17, darker(main, 0.2))}</g>`
  return { svg: one('translate(88 0) rotate(7)') + one('translate(-78 0) rotate(-5) scale(-1 1)'), width: 340, height: 300, focus: [-60, -150] }
} // biome-ignore format: a drawing reads best a part a line
export const boots: Motif = ({ main, second, third, chance }) => {
  const boot = 'M-58 -262H46L44 -96C60 -74 128 -76 140 -34L142 -14H-62Z'
  const dots = chance.percent(50) ? Array.from({ length: 24 }, (_, index) => circle(-50 + (index % 4) * 44 + (Math.floor(index / 4) % 2) * 22, -230 + Math.floor(index / 4) * 40, 10, third)).join('') : rect(-80, -190, 240, 26, third) + rect(-80, -154, 240, 9, third)
  const one = (x: number, y: number) => `<g transform="translate(${x} ${y})">${solid(boot, main, dots, fold('M10 -270L16 -80C30 -60 100 -60 150 -20V-100L60 -270Z', main, 0.2), stroke('M-44 -240V-60', lighter(main, 0.7), 6, 'opacity=".45"'))}${rect(-64, -276, 116, 27, second, 9)}${rect(-68, -22, 216, 22, darker(second, 0.3), 9)}</g>`
  return { svg: one(22, -30) + one(-62, 0), width: 310, height: 306, focus: [-20, -160] }
} // biome-ignore format: a drawing reads best a part a line
export const dungarees: Motif = ({ main, second, third }) => ({
  svg: stroke('M-52 -236L-74 -330M52 -236L74 -330', darker(main, 0.12), 19) + solid('M-62 -250H62L72 -180L104 -164L112 0H22L0 -88L-22 0H-112L-104 -164L-72 -180Z', main, fold('M30 -260L60 10H130V-260Z', main), rect(-130, -26, 260, 30, lighter(main, 0.4)), rect(-130, -170, 260, 9, darker(main, 0.25))) + rect(-40, -226, 80, 52, darker(main, 0.14), 8) + path('M-12 -204q12 -16 24 0q12 14 -12 30q-24 -16 -12 -30Z', second) + circle(-52, -238, 10, '#d9b25a') + circle(52, -238, 10, '#d9b25a') + rect(-98, -92, 52, 44, second, 8) + rect(46, -92, 52, 44, second, 8) + stroke('M-92 -86h40M52 -86h40', third, 3, 'stroke-dasharray="5 5"'),
  width: 240, height: 344, focus: [0, -200], isHung: true,
}) // biome-ignore format: a drawing reads best a part a line
