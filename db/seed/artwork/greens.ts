import { darker, lighter, mix, PIGMENT } from './colour.ts'
import type { Look } from './look.ts'
import { at, circle, d, ellipse, path, rect, solid, stroke } from './pen.ts'

/** Greens that leaves are painted with. */
export const LEAVES = ['#2f6b4a', '#3f7d52', '#5a8f4e', '#2b5d57', '#7a9a52']

/** A leaf from its stalk at 0, 0 upwards, with its light half. */
export function leaf(length: number, wide: number, colour: string, veins = true): string {
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

/** Draws what is above the soil, rooted at 0, 0. */
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
export const broad: Green = (tone) =>
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
export const tree: Green = (tone) =>
  stroke('M0 0C4 -60 -8 -90 0 -150', '#7a5a3e', 13) +
  Array.from({ length: 30 }, (_, index) => {
    const [angle, reach] = [index * 2.4, 16 + index * 3]
    return `<g transform="translate(${(Math.cos(angle) * reach).toFixed(1)} ${(-190 + Math.sin(angle) * reach * 0.8).toFixed(1)}) rotate(${(index * 57) % 360})">${leaf(44, 14, index % 3 ? tone : lighter(tone, 0.25), false)}</g>`
  }).join('')
export const herb =
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
export const daisy: Green = (tone, { second }) =>
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
/** What grows on a plant of this name; broad leaves if we do not know it. */
export const greenOf = (look: Look): string =>
  GREENS.find(([words]) => words.test(`${look.words.plant ?? ''} ${look.title}`))?.[1](look.chance.pick(LEAVES), look) ?? ''
