import { darker, lighter, mix, PIGMENT } from '../colour.ts'
import type { Look, Motif } from '../look.ts'
import { band, circle, d, ellipse, type Point, path, stroke, turned } from '../pen.ts'

const CLAYS = ['#c98d62', '#d8b48a', '#a9694a', '#e3cba6', '#6b5244']

/** How a potter glazes: a bare foot, a dip, bands, specks, a brushed line. All of it is under the shade. */
function glaze({ main, second, chance }: Look, height: number): string[] {
  const clay = chance.pick(CLAYS)
  const accent = chance.percent(45) ? second : lighter(main, 0.5)
  const foot = band(-30, height * 0.13, clay)
  const speck = Array.from({ length: 46 }, () => circle(chance.int(-140, 140), -chance.int(4, Math.round(height)), chance.int(8, 20) / 10, darker(main, 0.5), 'opacity=".45"')).join('')
  const wave = path(d`M-300 ${-height - 60}V${-height * 0.6}Q-120 ${-height * 0.52} -60 ${-height * 0.58}T40 ${-height * 0.54}T130 ${-height * 0.6}T300 ${-height * 0.58}V${-height - 60}Z`, accent)
  return [
    [foot],
    [foot, wave],
    [foot, speck],
    [foot, band(height * 0.62, height * 0.7, accent), band(height * 0.76, height * 0.79, accent)],
    [band(-30, height * 0.42, clay), speck],
    [foot, band(height * 0.34, height * 0.66, accent), band(height * 0.48, height * 0.52, main)],
    [band(height * 0.5, height + 60, accent), band(height * 0.47, height * 0.5, lighter(main, 0.6))],
  ][chance.int(0, 6)] ?? [foot]
} // biome-ignore format: a table of glazes

type Form = { profile: Point[]; inside?: string | null; handle?: string; width: number; tilt?: number; standing?: string }

function pot(look: Look, { profile, inside, handle = '', width, tilt, standing }: Form) {
  const height = profile[0]?.[1] ?? 0
  const top = Math.max(...profile.map(([, y]) => y))
  const body = turned({
    profile,
    colour: look.main,
    painted: glaze(look, top),
    ...(inside === undefined ? {} : { inside }),
    ...(tilt === undefined ? {} : { tilt }),
    ...(standing === undefined ? {} : { standing }),
  })
  return {
    svg: handle + body,
    width,
    height: height + (profile[0]?.[0] ?? 0) * (tilt ?? 0.15),
    focus: [width * 0.1, -height * 0.72] as const,
  }
}

const ear = (x: number, y: number, w: number, h: number, colour: string, thick: number) =>
  stroke(d`M${x} ${y}C${x + w * 1.25} ${y - 6} ${x + w * 1.2} ${y + h} ${x - 8} ${y + h}`, darker(colour, 0.12), thick)

export const mug: Motif = (look) => {
  const { chance, main } = look
  const [rim, belly] = [chance.int(74, 88), chance.int(70, 94)]
  return pot(look, { profile: [[rim, 168], [rim - 1, 120], [belly, 56], [rim - 20, 0]], handle: ear(rim - 10, -132, 60, 84, main, 17), width: rim * 2 + 66 }) // biome-ignore format: a form
}
export const espressoCup: Motif = (look) => {
  const cup = pot(look, { profile: [[66, 104], [64, 66], [50, 22], [38, 4]], handle: ear(56, -84, 40, 48, look.main, 12), width: 200 }) // biome-ignore format: a form
  const saucer =
    ellipse(0, -6, 118, 20, darker(look.main, 0.2)) +
    ellipse(0, -11, 118, 19, lighter(look.main, 0.18)) +
    ellipse(0, -10, 62, 9, darker(look.main, 0.18))
  return { ...cup, svg: saucer + cup.svg, width: 236, height: 122 }
}
export const tumbler: Motif = (look) => pot(look, { profile: [[80, 196], [76, 130], [68, 50], [60, 0]], width: 168 }) // biome-ignore format: a form
export const travelCup: Motif = (look) => {
  const { second } = look
  const cup = pot(look, { profile: [[82, 226], [78, 150], [66, 40], [60, 0]], width: 176 }) // biome-ignore format: a form
  const sleeve = turned({ profile: [[83, 160], [78, 92]], colour: second, inside: null, tilt: 0.02 }) // biome-ignore format: a form
  const lid = turned({ profile: [[74, 254], [88, 246], [88, 226]], colour: mix(second, PIGMENT.night, 0.25), inside: null, tilt: 0.14 }) // biome-ignore format: a form
  return { ...cup, svg: cup.svg + sleeve + lid, height: 266 }
}
export const teaBowl: Motif = (look) => pot(look, { profile: [[112, 118], [108, 74], [78, 26], [46, 14], [44, 0]], width: 232, tilt: 0.2 }) // biome-ignore format: a form
export const deepBowl: Motif = (look) => pot(look, { profile: [[148, 128], [140, 84], [96, 30], [58, 14], [56, 0]], width: 304, tilt: 0.22, inside: darker(mix(look.main, look.second, 0.2), 0.16) }) // biome-ignore format: a form
export const wideBowl: Motif = (look) => pot(look, { profile: [[164, 92], [146, 58], [92, 18], [62, 10], [60, 0]], width: 336, tilt: 0.24, inside: darker(look.main, 0.12) }) // biome-ignore format: a form
export const servingBowl: Motif = (look) => {
  const { chance } = look
  const fruits = [-72, 66, -4].map((x, index) => {
    const [colour, y] = [chance.pick([PIGMENT.cinnabar, PIGMENT.ochre, '#5d8a4a', '#c8743a']), -104 - (index === 2 ? 22 : 0)]
    return (
      circle(x, y, 46, colour) +
      circle(x - 15, y - 15, 9, lighter(colour, 0.5), 'opacity=".6"') +
      stroke(d`M${x} ${y - 42}q4 -14 14 -16`, '#4a3426', 5)
    )
  })
  const bowl = pot(look, { profile: [[164, 98], [148, 60], [92, 18], [62, 10], [60, 0]], width: 336, tilt: 0.2, inside: darker(look.main, 0.2), standing: fruits.join('') }) // biome-ignore format: a form
  return { ...bowl, height: 180, focus: [10, -110] }
}
export const ramenBowl: Motif = (look) => {
  const bowl = deepBowl(look)
  const sticks = stroke('M-40 -150L176 -206', '#8a4f2e', 8) + stroke('M-36 -140L184 -184', '#a3653c', 8)
  return { ...bowl, svg: bowl.svg + sticks, height: 214 }
}
export const plate: Motif = (look) => {
  const { main, second, chance } = look
  const rings = chance.percent(50) ? second : darker(main, 0.25)
  const [rx, ry] = [164, 164]
  const tone = darker(main, 0.1)
  const svg =
    circle(0, -rx, rx, main) +
    path(
      d`M${rx * 0.6} ${-rx * 1.8}A${rx} ${ry} 0 0 1 ${-rx * 0.5} ${-rx * 0.14}A${rx} ${ry} 0 0 0 ${rx * 0.6} ${-rx * 1.8}Z`,
      tone,
      'opacity=".35"',
    ) +
    (chance.percent(60)
      ? `<circle cx="0" cy="${-rx}" r="${rx - 9}" fill="none" stroke="${rings}" stroke-width="${chance.pick([4, 7, 12])}"/>`
      : '') +
    circle(0, -rx, 104, lighter(main, 0.22)) +
    `<circle cx="0" cy="${-rx}" r="104" fill="none" stroke="${tone}" stroke-width="4"/>` +
    (chance.percent(50) ? path(d`M-104 ${-rx}A104 104 0 0 0 104 ${-rx}Q50 ${-rx + 26} 0 ${-rx}T-104 ${-rx}Z`, second, 'opacity=".85"') : '')
  return { svg, width: 2 * rx, height: 2 * rx, focus: [60, -rx - 60] }
}
export const budVase: Motif = (look) => {
  const { chance } = look
  const vase = pot(look, { profile: [[24, 214], [18, 176], [26, 130], [70, 74], [66, 22], [44, 0]], width: 150, tilt: 0.2, standing: stem(look, chance.int(-10, 26), 214) }) // biome-ignore format: a form
  return { ...vase, width: 190, height: 344, focus: [0, -190] }
}
export const bottleVase: Motif = (look) => pot(look, { profile: [[32, 320], [25, 296], [24, 220], [58, 150], [92, 92], [86, 28], [58, 0]], width: 190, tilt: 0.2 }) // biome-ignore format: a form
export const moonJar: Motif = (look) => pot(look, { profile: [[56, 262], [54, 250], [122, 196], [146, 128], [112, 48], [54, 0]], width: 296, tilt: 0.18 }) // biome-ignore format: a form
export const ikebana: Motif = (look) => {
  const twig =
    stroke('M-50 -50C-40 -160 -10 -210 -60 -310', '#5b3d2e', 7) +
    stroke('M-44 -150C10 -210 50 -220 96 -286', '#5b3d2e', 5) +
    stroke('M-44 -240C-80 -260 -104 -270 -126 -300', '#5b3d2e', 4)
  const petals = [[-60, -312], [96, -288], [-126, -302], [40, -236], [-84, -266], [10, -206]].map(([x = 0, y = 0], index) => circle(x, y, index % 2 ? 13 : 17, index % 3 ? look.second : lighter(look.second, 0.45)) + circle(x, y, 5, PIGMENT.ochre)) // biome-ignore format: a table
  const bowl = pot(look, { profile: [[158, 74], [150, 40], [132, 10], [120, 0]], width: 320, tilt: 0.2, inside: darker(look.main, 0.3), standing: twig + petals.join('') }) // biome-ignore format: a form
  return { ...bowl, height: 336, focus: [0, -240] }
}

/** A flower for a vase: a stem, two leaves and a head. */
function stem({ second, third, chance }: Look, lean: number, from: number): string {
  const [x, y] = [lean, -from - 108]
  const head = chance.percent(50)
    ? Array.from({ length: 7 }, (_, index) => `<ellipse cx="0" cy="-22" rx="12" ry="23" fill="${second}" transform="translate(${x} ${y}) rotate(${index * 51.4})"/>`).join('') + circle(x, y, 14, third)
    : Array.from({ length: 9 }, (_, index) => circle(x + ((index % 3) - 1) * 17, y - 26 + Math.floor(index / 3) * 21, 12, index % 2 ? second : lighter(second, 0.35))).join('')
  const leaf = '#3f7a55'
  return stroke(d`M0 ${-from + 14}Q${-lean * 0.6} ${-from - 50} ${x} ${y}`, leaf, 5) + path(d`M${lean * 0.1} ${-from - 30}q-52 -6 -62 -48q48 2 62 48Z`, leaf) + path(d`M${lean * 0.3} ${-from - 52}q42 -2 54 -40q-44 0 -54 40Z`, lighter(leaf, 0.2)) + head
} // biome-ignore format: one part a line
