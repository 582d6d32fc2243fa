import { darker, lighter, mix, PIGMENT } from '../colour.ts'
import type { Look, Motif } from '../look.ts'
import { at, band, circle, d, ellipse, path, rect, solid, stroke, turned } from '../pen.ts'

const LEAVES = ['#2f6b4a', '#3f7d52', '#5a8f4e', '#2b5d57', '#7a9a52']

/** A leaf from its stalk at 0, 0 upwards, with its light half. */
function leaf(length: number, wide: number, colour: string, veins = true): string {
  const shape = d`M0 0C${-wide} ${-length * 0.25} ${-wide * 0.9} ${-length * 0.75} 0 ${-length}C${wide * 0.9} ${-length * 0.75} ${wide} ${-length * 0.25} 0 0Z`
  return (
    path(shape, colour) +
    path(d`M0 0C${-wide} ${-length * 0.25} ${-wide * 0.9} ${-length * 0.75} 0 ${-length}Z`, lighter(colour, 0.2)) +
    (veins ? stroke(d`M0 0V${-length * 0.9}`, lighter(colour, 0.45), 2) : '')
  )
}
const fan = (count: number, spread: number, draw: (index: number, turn: number) => string) =>
  Array.from({ length: count }, (_, index) => { const turn = count === 1 ? 0 : -spread + (index * 2 * spread) / (count - 1); return `<g transform="rotate(${turn.toFixed(1)})">${draw(index, turn)}</g>` }) // biome-ignore format: one idea
/** Back leaves first: those that lean most. */
const outsideIn = (parts: string[]) =>
  parts
    .map((part, index) => ({ part, far: Math.abs(index - (parts.length - 1) / 2) }))
    .sort((a, b) => b.far - a.far)
    .map(({ part }) => part)
    .join('')

type Green = (tone: string, look: Look) => string
const monstera: Green = (tone) =>
  outsideIn(
    fan(7, 62, (index) => {
      const reach = 150 + (index % 2) * 44
      return (
        stroke(d`M0 0V${-reach + 40}`, darker(tone, 0.2), 5) +
        at(
          0,
          -reach + 60,
          solid(
            'M0 0C-74 6 -84 -84 0 -128C84 -84 74 6 0 0Z',
            index % 2 ? tone : lighter(tone, 0.12),
            path('M0 10C-74 6 -84 -84 0 -128Z', lighter(tone, 0.22)),
            [-20, -48, -76]
              .map((y) => stroke(d`M-74 ${y - 14}Q-44 ${y - 4} -22 ${y + 6}M74 ${y - 14}Q44 ${y - 4} 22 ${y + 6}`, darker(tone, 0.55), 6))
              .join(''),
          ) + stroke('M0 0V-112', lighter(tone, 0.5), 2),
        )
      )
    }),
  )
const snake: Green = (tone) =>
  outsideIn(
    fan(7, 20, (index) =>
      at(
        (index - 3) * 15,
        0,
        path(d`M-17 0C-26 -90 -16 -180 0 ${-250 + Math.abs(index - 3) * 34}C16 -180 26 -90 17 0Z`, index % 2 ? tone : darker(tone, 0.14)) +
          path(d`M-17 0C-26 -90 -16 -180 0 ${-250 + Math.abs(index - 3) * 34}C-8 -180 -14 -90 -10 0Z`, '#d8d08a') +
          [40, 80, 120, 160].map((y) => stroke(d`M-8 ${-y}q8 -8 18 2`, lighter(tone, 0.4), 4)).join(''),
      ),
    ),
  )
const palm: Green = (tone) =>
  outsideIn(
    fan(
      9,
      74,
      (index) =>
        stroke('M0 0Q10 -130 34 -226', darker(tone, 0.2), 4) +
        Array.from(
          { length: 9 },
          (_, at9) =>
            `<g transform="translate(${(4 + at9 * 3.4).toFixed(0)} ${-70 - at9 * 18}) rotate(${index < 5 ? -50 : -40})">${leaf(66, 9, at9 % 2 ? tone : lighter(tone, 0.15), false)}</g><g transform="translate(${(4 + at9 * 3.4).toFixed(0)} ${-70 - at9 * 18}) rotate(64)">${leaf(66, 9, tone, false)}</g>`,
        ).join(''),
    ),
  )
const fern: Green = (tone) =>
  outsideIn(
    fan(
      9,
      80,
      (index) =>
        stroke('M0 0C0 -90 10 -150 44 -200', darker(tone, 0.1), 3) +
        Array.from({ length: 10 }, (_, step) => {
          const [x, y] = [step * step * 0.42, -30 - step * 17]
          return (
            ellipse(x - 15, y, 17, 7, index % 2 ? tone : lighter(tone, 0.16), `transform="rotate(24 ${x} ${y})"`) +
            ellipse(x + 15, y, 17, 7, tone, `transform="rotate(-30 ${x} ${y})"`)
          )
        }).join(''),
    ),
  )
const broad: Green = (tone) =>
  outsideIn(
    fan(9, 66, (index) =>
      at(
        0,
        0,
        stroke(d`M0 0V${-90 - (index % 3) * 34}`, darker(tone, 0.3), 4) +
          at(0, -64 - (index % 3) * 36, leaf(112, 48, index % 2 ? tone : darker(tone, 0.12))),
      ),
    ),
  )
const striped: Green = (tone, { second }) =>
  outsideIn(
    fan(
      8,
      62,
      (index) =>
        at(
          0,
          -44 - (index % 3) * 34,
          leaf(124, 50, index % 2 ? tone : darker(tone, 0.12)) +
            [30, 50, 70, 90]
              .map((y) => stroke(d`M0 ${-y + 8}L-22 ${-y - 10}M0 ${-y + 8}L22 ${-y - 10}`, mix(lighter(tone, 0.55), second, 0.2), 4))
              .join(''),
        ) + stroke(d`M0 0V${-50 - (index % 3) * 34}`, darker(tone, 0.3), 4),
    ),
  )
const rosette: Green = (tone) =>
  outsideIn(
    fan(
      11,
      84,
      (index) =>
        path(d`M-17 0C-24 -60 -10 -110 0 ${-176 + Math.abs(index - 5) * 11}C10 -110 24 -60 17 0Z`, index % 2 ? tone : lighter(tone, 0.16)) +
        [40, 70, 100].map((y) => circle(-11 + (y % 3) * 8, -y, 2.6, lighter(tone, 0.6))).join(''),
    ),
  )
const jade: Green = (tone) =>
  stroke('M0 0C-6 -60 -40 -90 -66 -130M0 -20C10 -80 50 -100 70 -146M0 -10V-170', '#8a6a4a', 13) +
  [
    [-66, -134],
    [70, -150],
    [0, -178],
    [-30, -96],
    [38, -110],
    [-92, -104],
    [98, -116],
    [-30, -166],
    [34, -186],
  ]
    .map(([x = 0, y = 0], index) =>
      at(
        x,
        y,
        ellipse(-19, 0, 23, 17, tone) +
          ellipse(19, -3, 23, 17, lighter(tone, 0.15)) +
          ellipse(0, -17, 18, 20, index % 2 ? tone : lighter(tone, 0.22)),
      ),
    )
    .join('')
const strings: Green = (tone) =>
  Array.from({ length: 9 }, (_, index) => {
    const x = -76 + index * 19
    return Array.from({ length: 5 + ((index * 5) % 6) }, (_, step) =>
      circle(x * (1 + step * 0.018) + (step % 2) * 4, -4 + step * 18, 9.5, (index + step) % 3 ? tone : lighter(tone, 0.25)),
    ).join('')
  }).join('') + ellipse(0, -14, 92, 22, tone)
const tree: Green = (tone) =>
  stroke('M0 0C4 -60 -8 -90 0 -150', '#7a5a3e', 13) +
  Array.from({ length: 30 }, (_, index) => {
    const [angle, reach] = [index * 2.4, 16 + index * 3]
    return `<g transform="translate(${(Math.cos(angle) * reach).toFixed(1)} ${(-190 + Math.sin(angle) * reach * 0.8).toFixed(1)}) rotate(${(index * 57) % 360})">${leaf(44, 14, index % 3 ? tone : lighter(tone, 0.25), false)}</g>`
  }).join('')
const herb =
  (flowers: boolean): Green =>
  (tone, { second }) =>
    outsideIn(
      fan(
        11,
        44,
        (index) =>
          stroke(d`M0 0V${-190 - (index % 3) * 26}`, tone, 4) +
          Array.from(
            { length: 8 },
            (_, step) =>
              `<g transform="translate(0 ${-24 - step * 20}) rotate(${step % 2 ? 58 : -58})">${leaf(34, 8, step % 2 ? tone : lighter(tone, 0.2), false)}</g>`,
          ).join('') +
          (flowers
            ? Array.from({ length: 5 }, (_, step) =>
                ellipse(0, -184 - (index % 3) * 26 - step * 12, 10 - step, 8, step % 2 ? second : lighter(second, 0.25)),
              ).join('')
            : ''),
      ),
    )
const lily: Green = (tone) =>
  broad(tone, {} as Look) +
  [
    [-50, -230],
    [34, -262],
  ]
    .map(
      ([x = 0, y = 0]) =>
        stroke(d`M${x * 0.2} -40Q${x * 0.6} -150 ${x} ${y}`, tone, 4) +
        at(x, y, path('M0 20C-44 0 -34 -60 0 -84C34 -60 30 4 0 20Z', PIGMENT.bone) + rect(-5, -40, 10, 44, PIGMENT.ochre, 5), 1, x / 4),
    )
    .join('')
const daisy: Green = (tone, { second }) =>
  outsideIn(
    fan(
      7,
      40,
      (index) =>
        stroke(d`M0 0V${-170 - (index % 3) * 36}`, tone, 4) +
        at(0, -60, leaf(56, 12, lighter(tone, 0.1), false), 1, index % 2 ? 44 : -44) +
        at(
          0,
          -176 - (index % 3) * 36,
          Array.from(
            { length: 8 },
            (_, petal) =>
              `<ellipse cy="-20" rx="10" ry="18" fill="${index % 2 ? second : lighter(second, 0.4)}" transform="rotate(${petal * 45})"/>`,
          ).join('') + circle(0, 0, 10, PIGMENT.ochre),
        ),
    ),
  )

const GREENS: readonly (readonly [RegExp, Green])[] = [
  [/monstera|philodendron/i, monstera], [/snake/i, snake], [/palm/i, palm], [/fern|spider/i, fern], [/calathea|prayer|alocasia/i, striped], [/aloe/i, rosette],
  [/jade/i, jade], [/pearls/i, strings], [/olive/i, tree], [/lavender/i, herb(true)], [/rosemary|sage/i, herb(false)], [/lily/i, lily], [/cosmos/i, daisy], [/./, broad],
] // biome-ignore format: a table
const greenOf = (look: Look): string =>
  GREENS.find(([words]) => words.test(`${look.words.plant ?? ''} ${look.title}`))?.[1](look.chance.pick(LEAVES), look) ?? ''

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
