import { darker, lighter, PIGMENT } from '../colour.ts'
import { broad, daisy, greenOf, herb, LEAVES, leaf, tree } from '../greens.ts'
import type { Look, Motif } from '../look.ts'
import { at, band, circle, d, ellipse, path, rect, solid, stroke, turned } from '../pen.ts'

function planterOf({ main, second, chance }: Look, w: number, h: number, standing: string): string {
  const painted = [[band(h * 0.7, h + 40, lighter(main, 0.12))], [band(h * 0.3, h * 0.55, second)], [Array.from({ length: 12 }, (_, index) => stroke(d`M${-110 + index * 20} -${h}V20`, darker(main, 0.3), 3, 'opacity=".4"')).join('')], [band(h * 0.44, h * 0.5, second), band(h * 0.58, h * 0.64, second)]][chance.int(0, 3)] ?? []
  return turned({ profile: [[w, h], [w * 0.95, h * 0.6], [w * 0.76, 0]], colour: main, painted, inside: '#3b2a20', tilt: 0.16, standing })
} // biome-ignore format: one idea a line

/** A plant in its pot. */
export const youngPlant: Motif = (look) => ({
  svg: planterOf(look, 84, 118, at(0, -110, greenOf(look), 0.86)),
  width: 270,
  height: 340,
  focus: [0, -220],
})
export const bushyPlant: Motif = (look) => ({
  svg: planterOf(
    look,
    92,
    106,
    at(-26, -98, greenOf({ ...look, chance: look.chance.of('left') }), 0.74, -15) +
      at(26, -98, greenOf({ ...look, chance: look.chance.of('right') }), 0.74, 15) +
      at(0, -100, greenOf(look), 0.94),
  ),
  width: 330,
  height: 344,
  focus: [0, -220],
})
/** A plant that hangs: three cords to a ring, and green over the edge. */
export const hangingPlant: Motif = (look) => {
  const tone = look.chance.pick(LEAVES)
  const vines = [-78, -46, -10, 30, 66].map((x, index) => {
    const long = 110 + ((index * 61) % 110)
    const sway = (index - 2) * 9
    return at(x, -186, stroke(d`M0 0C${sway} 20 ${sway * 2} ${long * 0.5} ${sway} ${long}`, darker(tone, 0.15), 3) + Array.from({ length: Math.floor(long / 25) }, (_, step) => `<g transform="translate(${(sway * 1.1).toFixed(0)} ${14 + step * 25}) rotate(${step % 2 ? 128 : -128})">${leaf(38, 17, (step + index) % 2 ? tone : lighter(tone, 0.18), false)}</g>`).join(''))
  }).join('')
  const cords = stroke('M-88 -190L0 -380L88 -190', '#a8834f', 4) + circle(0, -382, 8, '#a8834f')
  return { svg: cords + at(0, -80, planterOf(look, 88, 108, at(0, -98, greenOf(look), 0.5))) + vines, width: 230, height: 390, focus: [0, -170], isHung: true }
} // biome-ignore format: one part a line

export const planter: Motif = (look) => ({
  svg: planterOf(look, 122, 176, ellipse(0, -176, 100, 13, '#4a352a') + at(0, -174, greenOf({ ...look, words: { plant: 'Olive' } }), 0.62)),
  width: 270,
  height: 330,
  focus: [0, -110],
})
export const windowBox: Motif = (look) => {
  const flowers = [-120, -72, -24, 24, 72, 120].map((x, index) => at(x, -120, (index % 2 ? herb(true) : daisy)(look.chance.pick(LEAVES), look), 0.56)).join('')
  const { main, second } = look
  return { svg: flowers + solid('M-166 -132H166L152 0H-152Z', main, rect(-170, -136, 340, 22, lighter(main, 0.16)), rect(-170, -112, 340, 5, darker(main, 0.4), 0, 'opacity=".3"'), rect(-170, -66, 340, 16, second), path('M96 -140L90 10H170V-140Z', darker(main, 0.6), 'opacity=".18"')), width: 340, height: 270, focus: [0, -170] }
} // biome-ignore format: one part a line
export const hangingPot: Motif = (look) => ({ ...hangingPlant({ ...look, words: { plant: 'String of Pearls' } }) })

/** A packet of seeds: the plant as it will be, on paper. */
export const seedPacket: Motif = (look) => {
  const { main, second, third } = look
  const picture = at(0, -96, (/lavender|foxglove|sage/i.test(look.title) ? herb(true) : /rosemary|basil|chard/i.test(look.title) ? broad : /bean|pea|radish/i.test(look.title) ? tree : daisy)('#4c8551', { ...look, second: third === main ? second : third }), 0.66)
  return { svg: solid('M-106 0V-318H106V0Z', main, rect(-110, -256, 220, 176, PIGMENT.bone), picture, rect(-110, -82, 220, 90, main), rect(-62, -60, 124, 13, lighter(main, 0.75), 2), rect(-40, -38, 80, 8, lighter(main, 0.6), 2), rect(-70, -294, 140, 12, lighter(main, 0.75), 2), path('M70 -330V10H120V-330Z', darker(main, 0.6), 'opacity=".14"')) + path('M-106 -318l10 -10l11 10l10 -10l11 10l10 -10l11 10l10 -10l11 10l10 -10l11 10l10 -10l11 10l10 -10l11 10l10 -10l11 10l10 -10l11 10l11 -10V-300H-106Z', darker(main, 0.2)) + Array.from({ length: 7 }, (_, index) => ellipse(118 + ((index * 29) % 44), -6 - ((index * 17) % 20), 6, 4, '#7a5a3e')).join(''), width: 290, height: 330, focus: [0, -170] }
} // biome-ignore format: one part a line
/** A bag of soil, full and soft, with a scoop of it beside. */
export const soilBag: Motif = ({ main, second, third, title }) => {
  const soil = /bark/i.test(title) ? '#8a5a3a' : /worm/i.test(title) ? '#3a2a22' : '#5a4030'
  const heap = path('M60 0Q90 -58 126 -46Q160 -30 176 0Z', soil) + Array.from({ length: 9 }, (_, index) => circle(82 + index * 10, -8 - ((index * 13) % 24), 4, lighter(soil, 0.25))).join('')
  return { svg: solid('M-120 0C-134 -90 -128 -200 -112 -270Q0 -286 112 -270C128 -200 134 -90 120 0Q0 14 -120 0Z', main, rect(-140, -196, 280, 110, PIGMENT.bone), at(0, -98, leaf(84, 30, third) + at(0, 0, leaf(60, 22, second), 1, -52) + at(0, 0, leaf(60, 22, second), 1, 52)), rect(-44, -66, 88, 9, lighter(main, 0.7), 2), rect(-28, -48, 56, 7, lighter(main, 0.6), 2), path('M66 -290C84 -190 84 -90 72 20H150V-290Z', darker(main, 0.6), 'opacity=".2"')) + solid('M-112 -270Q0 -286 112 -270L106 -312Q0 -322 -106 -312Z', darker(main, 0.16)) + stroke('M-112 -272Q0 -288 112 -272', darker(main, 0.4), 4, 'stroke-dasharray="9 7"') + heap, width: 320, height: 318, focus: [0, -140] }
} // biome-ignore format: one part a line
