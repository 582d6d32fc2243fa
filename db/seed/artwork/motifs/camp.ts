import { darker, lighter, mix, PIGMENT } from '../colour.ts'
import type { Motif } from '../look.ts'
import { band, block, circle, d, ellipse, path, rect, solid, stroke, turned } from '../pen.ts'

const STEEL = '#b9c2cc'
const fir = (x: number, y: number, size: number, colour: string) =>
  path(
    d`M${x} ${y - size * 2.4}L${x + size * 0.7} ${y - size}H${x + size * 0.3}L${x + size * 0.8} ${y}H${x - size * 0.8}L${x - size * 0.3} ${y - size}H${x - size * 0.7}Z`,
    colour,
  )

export const tent: Motif = ({ main, second, third }) => ({
  svg: fir(-150, -6, 62, '#4a7a62') + fir(150, -2, 48, '#5d8d72') + stroke('M-150 0L-96 -60M170 0L110 -60', '#8c6a45', 3) + solid('M-156 0C-120 -120 -60 -210 6 -234C80 -210 140 -110 166 0Z', main, path('M6 -234C80 -210 140 -110 180 10H40C60 -100 40 -180 6 -234Z', darker(main, 0.6), 'opacity=".24"'), path('M-170 10C-120 -120 -60 -210 6 -234L-10 -226C-60 -190 -110 -100 -130 10Z', lighter(main, 0.5), 'opacity=".35"')) + solid('M6 -234C-30 -160 -56 -80 -62 0H66C60 -80 40 -160 6 -234Z', darker(main, 0.55), path('M6 -234C20 -150 20 -70 30 0H80V-234Z', '#f2c76a', 'opacity=".55"')) + path('M6 -234C-20 -160 -30 -80 -70 0H-30C0 -60 6 -150 6 -234Z', second) + stroke('M-156 0C-120 -120 -60 -210 6 -234C80 -210 140 -110 166 0', lighter(main, 0.3), 5) + path('M6 -234V-264L40 -252L6 -244Z', third),
  width: 350, height: 266, focus: [0, -120], isBig: true,
}) // biome-ignore format: one part a line
export const tarp: Motif = ({ main, second, third }) => ({
  svg: fir(-140, -4, 70, '#4a7a62') + fir(154, 0, 56, '#5d8d72') + stroke('M-112 0V-196M118 0V-224', '#8a5a3a', 8) + stroke('M-112 -196L-170 0M118 -224L178 0', '#cfc2a8', 3) + block(-58, -44, 116, 44, second, 10, rect(-58, -44, 34, 50, third)) + solid('M-164 -150Q-112 -190 -112 -200Q0 -150 118 -228L172 -166Q60 -84 -164 -150Z', main, path('M0 -250L60 -80H200V-250Z', darker(main, 0.6), 'opacity=".2"'), stroke('M-112 -198Q0 -150 118 -226', lighter(main, 0.6), 5)) + [[-164, -150], [172, -166], [-112, -198], [118, -226]].map(([x = 0, y = 0]) => circle(x, y, 5, PIGMENT.ochre)).join(''),
  width: 356, height: 236, focus: [40, -170], isBig: true,
}) // biome-ignore format: one part a line
export const bivy: Motif = ({ main, second, third }) => ({
  svg: fir(-138, -30, 58, '#4a7a62') + fir(-84, -40, 44, '#5d8d72') + stroke('M128 0L168 0M-160 0H-172', '#8c6a45', 4) + solid('M-164 0C-166 -30 -140 -52 -90 -62C0 -80 40 -150 96 -152C142 -150 162 -70 164 0Z', main, path('M-170 0C-60 -26 60 -30 170 -30V10H-170Z', darker(main, 0.5), 'opacity=".28"'), [-96, -44, 8].map((x) => stroke(d`M${x} -90Q${x - 14} -40 ${x + 4} 0`, darker(main, 0.4), 4, 'opacity=".4"')).join('')) + solid('M54 0C52 -70 70 -136 96 -136C130 -134 146 -64 148 0Z', darker(main, 0.55), ellipse(100, 6, 52, 40, second), ellipse(100, -18, 40, 20, PIGMENT.bone)) + stroke('M28 -112C44 -168 110 -178 134 -140', third, 7) + stroke('M54 0C52 -70 70 -136 96 -136C130 -134 146 -64 148 0', lighter(main, 0.35), 5),
  width: 346, height: 170, focus: [90, -80], isBig: true,
}) // biome-ignore format: one part a line
export const stove: Motif = ({ main, second }) => {
  const flame = [-42, -14, 14, 42].map((x) => path(d`M${x} -128q-15 -20 0 -44q15 24 0 44Z`, '#5a8be0') + path(d`M${x} -130q-8 -12 0 -26q8 14 0 26Z`, '#fff0c2')).join('')
  return { svg: turned({ profile: [[58, 74], [78, 58], [80, 14], [72, 0]], colour: main, painted: [band(20, 46, second, 9)], inside: null, tilt: 0.16 }) + rect(-9, -112, 18, 34, STEEL) + rect(10, -104, 62, 7, STEEL, 3) + rect(66, -112, 22, 22, second, 5) + ellipse(0, -118, 62, 12, '#6c7686') + ellipse(0, -122, 62, 12, STEEL) + flame + stroke('M-56 -122L-96 -166H-62M56 -122L96 -166H62', '#7d8797', 7) + turned({ profile: [[92, 270], [92, 220], [88, 176]], colour: lighter(STEEL, 0.2), inside: null, tilt: 0.14 }) + circle(0, -286, 9, '#2b2f42') + stroke('M92 -236C150 -246 170 -240 178 -226', '#2b2f42', 9), width: 260, height: 296, focus: [0, -150] }
} // biome-ignore format: one part a line
export const flask: Motif = ({ main, second, third, chance }) => {
  const painted = chance.percent(50) ? [path('M-100 -70L-40 -150L0 -104L40 -136L110 -60V20H-100Z', second), path('M-100 -30Q0 -80 110 -30V20H-100Z', third)] : [band(60, 80, second, 9), band(90, 96, third, 9)]
  return { svg: turned({ profile: [[32, 262], [34, 246], [76, 204], [80, 150], [80, 16], [72, 0]], colour: main, painted, inside: null, tilt: 0.15 }) + turned({ profile: [[40, 312], [42, 268]], colour: mix(second, '#2b2f42', 0.5), inside: null, tilt: 0.16 }) + stroke('M-34 -318C-34 -352 34 -352 34 -318', '#2b2f42', 9), width: 170, height: 346, focus: [0, -120] }
} // biome-ignore format: one part a line
export const cookSet: Motif = ({ main, second }) => ({
  svg: stroke('M120 -96C160 -108 186 -100 196 -84', '#7d8797', 13) + turned({ profile: [[128, 138], [128, 70], [118, 0]], colour: main, inside: lighter(STEEL, 0.1), tilt: 0.17, standing: stroke('M-60 -120L-150 -250', STEEL, 9) + ellipse(-156, -262, 21, 30, STEEL, 'transform="rotate(-34 -156 -262)"') }) + turned({ profile: [[76, 232], [74, 196], [66, 150]], colour: second, inside: darker(second, 0.4), tilt: 0.18 }) + stroke('M74 -220C120 -226 124 -176 70 -172', '#7d8797', 9),
  width: 340, height: 290, focus: [30, -170],
}) // biome-ignore format: one part a line
export const enamelMug: Motif = ({ main, second, chance }) => ({
  svg: `${stroke('M80 -142C154 -148 152 -48 78 -44', main, 17) + stroke('M82 -146C150 -150 150 -52 80 -46', darker(main, 0.3), 3, 'opacity=".4"') + turned({ profile: [[96, 176], [92, 100], [88, 0]], colour: main, painted: [...(chance.percent(60) ? [path('M-50 -50L-8 -112L20 -76L36 -92L66 -50Z', second), circle(34, -118, 9, second)] : Array.from({ length: 40 }, () => circle(chance.int(-96, 96), -chance.int(4, 164), chance.int(12, 26) / 10, lighter(main, 0.8)))), band(-14, 6, darker(main, 0.5), 12)], inside: PIGMENT.bone, tilt: 0.18 })}<ellipse cx="0" cy="-176" rx="96" ry="17" fill="none" stroke="${darker(main, 0.55)}" stroke-width="6"/>${solid('M-88 -176A88 15 0 0 0 88 -176A88 11 0 0 0 -88 -176Z', darker(PIGMENT.bone, 0.14))}`,
  width: 250, height: 200, focus: [20, -110],
}) // biome-ignore format: one part a line
