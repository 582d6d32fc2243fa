import { darker, inkOn, lighter, mix, PIGMENT } from '../colour.ts'
import type { Motif } from '../look.ts'
import { at, band, block, circle, d, ellipse, path, rect, solid, stroke, turned } from '../pen.ts'

export const butterDish: Motif = ({ main, second, chance }) => {
  const lid = solid('M-120 -24V-92Q-120 -118 -92 -118H92Q120 -118 120 -92V-24Z', main, rect(64, -130, 80, 120, darker(main, 0.5), 0, 'opacity=".18"'), chance.percent(60) ? rect(-140, -62, 300, 10, second) + rect(-140, -46, 300, 4, second) : rect(-140, -40, 300, 30, lighter(main, 0.4)), stroke('M-100 -94Q-102 -60 -100 -36', lighter(main, 0.7), 5, 'opacity=".5"'))
  const tray = solid('M-156 -26H156Q152 0 124 0H-124Q-152 0 -156 -26Z', darker(main, 0.1), rect(70, -30, 100, 40, darker(main, 0.5), 0, 'opacity=".16"')) + rect(-156, -30, 312, 7, lighter(main, 0.35), 3)
  return { svg: lid + tray + circle(0, -128, 17, second) + circle(-5, -133, 5, lighter(second, 0.6)), width: 312, height: 146, focus: [0, -100] }
} // biome-ignore format: one part a line

export const dripper: Motif = ({ main, second }) => {
  const cone = turned({ profile: [[118, 214], [84, 140], [44, 92]], colour: main, painted: [-90, -50, -10, 30, 70].map((x) => stroke(d`M${x} -220L${x * 0.3} -90`, darker(main, 0.3), 3, 'opacity=".35"')), inside: mix(main, '#3a2418', 0.75), tilt: 0.2 })
  const plate = ellipse(0, -88, 78, 14, darker(main, 0.14)) + ellipse(0, -93, 78, 13, lighter(main, 0.2))
  const server = turned({ profile: [[64, 86], [84, 48], [80, 10], [66, 0]], colour: '#cfdde6', painted: [band(-10, 44, '#5a3522', 8)], inside: '#b9ccd8', tilt: 0.16 })
  const ear = stroke('M96 -186C150 -190 146 -126 74 -128', darker(second, 0.1), 13)
  return { svg: ear + server + plate + cone, width: 266, height: 240, focus: [10, -170] }
} // biome-ignore format: one part a line

export const saltPig: Motif = ({ main, second }) => {
  const body = solid('M-96 0C-132 -60 -116 -196 -8 -204C92 -210 128 -84 100 0Q0 18 -96 0Z', main, band(-30, 26, '#c98d62'), path('M40 -240C96 -160 70 -60 30 30H200V-240Z', darker(main, 0.6), 'opacity=".2"'), stroke('M-92 -60C-100 -120 -70 -176 -30 -186', lighter(main, 0.75), 7, 'opacity=".4"'))
  const mouth = ellipse(-18, -112, 62, 56, darker(main, 0.14)) + ellipse(-14, -108, 54, 48, '#3a2a24') + path('M-66 -98Q-14 -120 38 -96Q26 -62 -14 -60Q-54 -62 -66 -98Z', '#f5f1ea')
  const spoon = at(0, -104, stroke('M0 0L92 -84', '#b98a5a', 10) + ellipse(-6, 6, 18, 13, '#a87847', 'transform="rotate(-42)"'))
  return { svg: body + mouth + spoon + circle(66, -196, 0.1, second), width: 240, height: 214, focus: [-10, -110] }
} // biome-ignore format: one part a line

export const teapot: Motif = ({ main, second, chance }) => {
  const spout = solid('M86 -96C130 -92 128 -150 172 -166L186 -146C160 -126 168 -58 92 -44Z', darker(main, 0.08))
  const handle = stroke('M-92 -140C-184 -152 -172 -40 -92 -46', chance.percent(50) ? '#b98a5a' : darker(main, 0.2), 17)
  const body = turned({ profile: [[58, 178], [98, 150], [122, 96], [104, 34], [62, 0]], colour: main, painted: [band(-20, 24, '#c98d62'), ...(chance.percent(60) ? [band(92, 104, second), band(112, 116, second)] : [])], inside: null, tilt: 0.16 })
  const lid = turned({ profile: [[14, 208], [46, 196], [60, 180]], colour: lighter(main, 0.1), inside: null, tilt: 0.14 }) + circle(0, -216, 15, second) + circle(-5, -221, 4.5, lighter(second, 0.6))
  return { svg: handle + spout + body + lid, width: 350, height: 232, focus: [40, -130] }
} // biome-ignore format: one part a line

export const crock: Motif = ({ main, second, chance }) => {
  const wood = ['#b98a5a', '#9c6b40', '#d2a874']
  const spoons = stroke('M-44 -170L-74 -300', wood[0] ?? '', 12) + ellipse(-78, -316, 25, 36, wood[0] ?? '', 'transform="rotate(-13 -78 -316)"') + stroke('M4 -170L0 -270', wood[1] ?? '', 12) + rect(-24, -338, 48, 74, wood[1] ?? '', 12) + stroke('M44 -170L74 -286', wood[2] ?? '', 10) + [0, 1, 2].map((tine) => stroke(d`M${66 + tine * 12} ${-290}L${72 + tine * 13} ${-330}`, wood[2] ?? '', 7)).join('') + stroke('M64 -286H96', wood[2] ?? '', 8)
  const body = turned({ profile: [[92, 196], [96, 150], [98, 60], [84, 0]], colour: main, inside: '#3a2a24', painted: [band(-30, 26, '#c98d62'), band(120, 164, chance.percent(50) ? second : lighter(main, 0.5))], standing: spoons })
  return { svg: body, width: 210, height: 344, focus: [0, -250] }
} // biome-ignore format: one part a line

/** A bag of beans: folded on top, a label in one of four layouts. */
export const beanBag: Motif = ({ main, second, third, chance, words }) => {
  const ink = inkOn(main)
  const paper = chance.percent(55) ? PIGMENT.bone : second
  const on = inkOn(paper)
  const layouts = [
    rect(-62, -216, 124, 128, paper, 4) + sun(0, -156, 36, third) + rect(-40, -112, 80, 7, on) + rect(-26, -100, 52, 5, on, 0, 'opacity=".5"'),
    rect(-160, -206, 320, 92, paper) + waves(-206, third, 110) + rect(-44, -136, 88, 8, on),
    circle(0, -160, 62, paper) + bean(0, -160, 34, third === paper ? on : third) + rect(-38, -66, 76, 7, ink) + rect(-24, -54, 48, 5, ink, 0, 'opacity=".5"'),
    path('M-120 -84L-120 -190L-40 -250L30 -150L80 -200L140 -120V-84Z', third) + path('M-120 -84V-120L-50 -170L30 -110L140 -150V-84Z', second) + rect(-120, -84, 260, 30, paper) + rect(-44, -72, 88, 7, on),
    [0, 1, 2, 3, 4].map((stripe) => rect(-120 + stripe * 52, -240, 26, 250, second)).join('') + rect(-58, -196, 116, 96, paper, 48) + bean(0, -148, 24, third === paper ? on : third),
  ]
  const layout = layouts[hash(words.lot ?? words.origin ?? '') % layouts.length] ?? ''
  const bag = solid('M-100 0L-108 -270H108L100 0Q0 8 -100 0Z', main, layout, path('M62 -280L76 10H140V-280Z', darker(main, 0.6), 'opacity=".2"'), path('M-108 -270L-96 10H-130V-280Z', lighter(main, 0.6), 'opacity=".2"'))
  const fold = solid('M-108 -268L-104 -312H104L108 -268Z', darker(main, 0.14)) + rect(-108, -276, 216, 11, darker(main, 0.3)) + rect(-122, -296, 244, 13, third, 3) + circle(0, -248, 6, darker(main, 0.35))
  return { svg: bag + fold, width: 244, height: 312, focus: [0, -165] }
} // biome-ignore format: one part a line

const hash = (text: string) => [...text].reduce((sum, char) => (sum * 31 + char.charCodeAt(0)) % 9973, 7)
const bean = (x: number, y: number, size: number, colour: string) =>
  at(
    x,
    y,
    ellipse(0, 0, size * 0.72, size, colour) +
      stroke(
        d`M${size * 0.12} ${-size * 0.9}C${-size * 0.5} ${-size * 0.3} ${size * 0.5} ${size * 0.3} ${-size * 0.12} ${size * 0.9}`,
        lighter(colour, 0.7),
        size * 0.11,
      ),
    1,
    28,
  )
const sun = (x: number, y: number, size: number, colour: string) =>
  circle(x, y, size * 0.55, colour) +
  Array.from(
    { length: 12 },
    (_, ray) =>
      `<rect x="-1.8" y="${-size}" width="3.6" height="${size * 0.3}" fill="${colour}" transform="translate(${x} ${y}) rotate(${ray * 30})"/>`,
  ).join('')
const waves = (top: number, colour: string, wide: number) =>
  [0, 1, 2].map((row) => stroke(d`M${-wide} ${top + 20 + row * 15}q14 -12 28 0t28 0t28 0t28 0t28 0t28 0t28 0t28 0`, colour, 5)).join('')

export const teaTin: Motif = ({ main, second, third, chance }) => {
  const paper = chance.percent(60) ? PIGMENT.bone : third
  const leaf = (turn: number, scale: number) => at(0, -104, path('M0 0Q-22 -34 0 -74Q22 -34 0 0Z', second), scale, turn)
  const tin = turned({ profile: [[92, 204], [92, 190], [92, 20], [92, 0]], colour: main, painted: [band(54, 158, paper, 14), band(48, 52, second, 14), band(160, 164, second, 14), leaf(0, 0.9), leaf(-46, 0.72), leaf(46, 0.72), rect(-26, -84, 52, 6, inkOn(paper), 3)], inside: null, tilt: 0.15 })
  const lid = turned({ profile: [[82, 254], [96, 246], [96, 206]], colour: darker(main, 0.18), inside: null, tilt: 0.15 })
  return { svg: tin + lid, width: 196, height: 268, focus: [0, -120] }
} // biome-ignore format: one part a line

export const bottle: Motif = ({ main, second, third, chance, title }) => {
  const isSyrup = /syrup/i.test(title)
  const liquid = isSyrup ? mix('#8a4b22', main, 0.25) : '#3b2318'
  const paper = chance.percent(60) ? PIGMENT.bone : second
  const body = turned({ profile: isSyrup ? [[20, 280], [20, 232], [34, 208], [66, 172], [68, 100], [68, 12], [60, 0]] : [[30, 290], [30, 250], [62, 206], [68, 150], [68, 16], [58, 0]], colour: liquid, painted: [band(46, 148, paper, 9), bean(0, -104, 26, main), band(40, 43, third, 9), rect(-26, -70, 52, 6, inkOn(paper), 3)], inside: null, tilt: 0.12 })
  const cap = turned({ profile: isSyrup ? [[23, 306], [23, 276]] : [[34, 314], [34, 280]], colour: main, inside: null, tilt: 0.16 })
  return { svg: body + cap, width: 150, height: 318, focus: [0, -110] }
} // biome-ignore format: one part a line

export const dripBox: Motif = ({ main, second, third }) => {
  const box = block(-120, -170, 200, 170, main, 4, rect(-120, -96, 200, 60, PIGMENT.bone), waves(-92, third, 130), circle(-20, -128, 22, second)) + path('M80 -170L132 -196V-26L80 0Z', darker(main, 0.28)) + path('M-120 -170L-72 -196H132L80 -170Z', lighter(main, 0.24))
  const sachet = at(-36, -180, block(-44, -104, 88, 104, PIGMENT.bone, 3, bean(0, -60, 22, second), rect(-44, -18, 88, 18, third)), 1, -6) + at(46, -186, block(-40, -84, 80, 84, second, 3, rect(-40, -40, 80, 12, PIGMENT.bone)), 1, 7)
  return { svg: sachet + box, width: 262, height: 292, focus: [-20, -110] }
} // biome-ignore format: one part a line
