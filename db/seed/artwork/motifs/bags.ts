import { darker, lighter, PIGMENT } from '../colour.ts'
import type { Motif } from '../look.ts'
import { block, circle, d, ellipse, path, rect, solid, stroke } from '../pen.ts'

const strap = (data: string, colour: string, width: number) =>
  stroke(data, colour, width) + stroke(data, lighter(colour, 0.4), 2, 'stroke-dasharray="6 7" opacity=".6"')
const buckle = (x: number, y: number) => rect(x - 11, y - 9, 22, 18, '#d9b25a', 4) + rect(x - 5, y - 4, 10, 8, '#7a5a22', 2)
const shade = (data: string, colour: string) => path(data, darker(colour, 0.6), 'opacity=".2"')
const badge = (x: number, y: number, colour: string) =>
  rect(x - 17, y - 12, 34, 24, colour, 3) + path(d`M${x - 11} ${y + 7}l8 -12l5 6l4 -5l6 11Z`, PIGMENT.bone)

export const backpack: Motif = ({ main, second, third, chance }) => {
  const leather = chance.percent(50) ? '#8a4f2e' : darker(main, 0.35)
  return {
    svg: strap('M-40 -300C-40 -344 40 -344 40 -300', darker(main, 0.4), 12) + stroke('M-104 -240C-148 -180 -140 -70 -112 -26M104 -240C148 -180 140 -70 112 -26', darker(main, 0.45), 19) +
      solid('M-108 -10C-118 -90 -112 -220 -92 -262C-74 -306 74 -306 92 -262C112 -220 118 -90 108 -10Q0 12 -108 -10Z', main, shade('M46 -320C70 -200 70 -80 56 20H180V-320Z', main)) +
      solid('M-100 -250C-80 -304 80 -304 100 -250L106 -176Q0 -148 -106 -176Z', second, shade('M46 -320L54 -140H160V-320Z', second)) + block(-74, -128, 148, 108, darker(main, 0.08), 16, rect(-74, -128, 148, 26, darker(main, 0.22))) +
      strap('M-44 -186V-96', leather, 15) + strap('M44 -186V-96', leather, 15) + buckle(-44, -120) + buckle(44, -120) + badge(0, -222, third),
    width: 270, height: 344, focus: [0, -150],
  }
} // biome-ignore format: a drawing reads best a part a line
export const rolltop: Motif = ({ main, second, third }) => ({
  svg: stroke('M-100 -220C-146 -170 -138 -70 -108 -24M100 -220C146 -170 138 -70 108 -24', darker(main, 0.45), 18) + block(-104, -268, 208, 268, main, 22, rect(-104, -96, 208, 96, darker(main, 0.16)), rect(-104, -100, 208, 5, third)) +
    block(-112, -320, 224, 36, lighter(main, 0.12), 16) + block(-106, -292, 212, 36, darker(main, 0.08), 14) + strap('M0 -318V-176', second, 19) + buckle(0, -200) + block(-66, -76, 132, 58, lighter(main, 0.1), 10, rect(-66, -76, 132, 15, darker(main, 0.2))) + badge(58, -140, third),
  width: 270, height: 324, focus: [10, -230],
}) // biome-ignore format: a drawing reads best a part a line
export const duffel: Motif = ({ main, second, third }) => ({
  svg: block(-156, -168, 312, 168, main, 62, rect(-160, -174, 56, 180, darker(main, 0.2)), rect(104, -174, 56, 180, darker(main, 0.2))) + stroke('M-110 -148H110', darker(main, 0.45), 5) + rect(96, -155, 24, 13, '#d9b25a', 3) + strap('M-66 -4V-150C-64 -236 64 -236 66 -150V-4', second, 17) + block(-24, -228, 48, 27, '#8a4f2e', 8) + badge(0, -84, third) + ellipse(-156, -84, 1, 1, main),
  width: 316, height: 232, focus: [30, -130],
}) // biome-ignore format: a drawing reads best a part a line
export const pannier: Motif = ({ main, second, third }) => ({
  svg: rect(-96, -292, 34, 30, '#3c4258', 6) + rect(62, -292, 34, 30, '#3c4258', 6) + solid('M-122 -6L-112 -262Q-110 -276 -94 -276H94Q110 -276 112 -262L122 -6Q0 10 -122 -6Z', main, shade('M70 -290L84 20H160V-290Z', main), rect(-130, -64, 270, 80, darker(main, 0.2))) +
    solid('M-116 -262Q-110 -280 -94 -280H94Q110 -280 116 -262L120 -166Q0 -134 -120 -166Z', darker(main, 0.1), shade('M72 -290L80 -120H160V-290Z', main)) + strap('M-56 -270V-96', second, 17) + strap('M56 -270V-96', second, 17) + buckle(-56, -124) + buckle(56, -124) + circle(0, -198, 21, third) + circle(0, -198, 11, PIGMENT.bone),
  width: 250, height: 296, focus: [-30, -170],
}) // biome-ignore format: a drawing reads best a part a line
export const handlebarBag: Motif = ({ main, second, third }) => ({
  svg: stroke('M-150 -196H150', '#aeb8c4', 13) + rect(-62, -210, 22, 46, '#8a4f2e', 4) + rect(40, -210, 22, 46, '#8a4f2e', 4) + block(-126, -172, 252, 172, main, 34, rect(-130, -60, 260, 70, darker(main, 0.16)), rect(-130, -64, 260, 5, third)) + solid('M-130 -140Q-126 -178 -92 -178H92Q126 -178 130 -140L128 -112Q0 -82 -128 -112Z', second, shade('M84 -190V-80H160V-190Z', second)) + strap('M0 -170V-66', '#8a4f2e', 17) + buckle(0, -94),
  width: 310, height: 214, focus: [20, -120],
}) // biome-ignore format: a drawing reads best a part a line
export const frameBag: Motif = ({ main, third }) => ({
  svg: stroke('M-170 -196H164', '#aeb8c4', 17) + stroke('M-40 18L-150 -206', '#98a3b1', 15) + solid('M-138 -176H140Q156 -176 150 -160L44 -26Q30 -8 10 -10H-34Q-54 -10 -62 -28L-140 -160Q-146 -176 -138 -176Z', main, shade('M-20 0L160 -120V20H-20Z', main), rect(-150, -120, 320, 8, darker(main, 0.4)), path('M-150 -176H160V-150H-150Z', lighter(main, 0.14))) + rect(60, -124, 26, 15, '#d9b25a', 4) + [-104, 0, 104].map((x) => rect(x - 11, -212, 22, 46, darker(main, 0.4), 5)).join('') + circle(-10, -64, 19, third) + circle(-10, -64, 9, PIGMENT.bone),
  width: 336, height: 216, focus: [10, -110],
}) // biome-ignore format: a drawing reads best a part a line
export const saddleBag: Motif = ({ main, second, third }) => ({
  svg: solid('M-136 -196C-100 -226 0 -204 130 -214C150 -212 150 -196 130 -190L40 -180C-20 -170 -120 -150 -136 -196Z', '#2b2f42') + strap('M-56 -196V-136', second, 15) + strap('M30 -196V-136', second, 15) + solid('M-124 -130Q-120 -156 -92 -156H70Q104 -152 112 -116L120 -44Q120 -2 74 -4H-84Q-126 -6 -126 -48Z', main, shade('M54 -170L76 10H150V-170Z', main), rect(-130, -52, 270, 60, darker(main, 0.18))) + solid('M-126 -120Q-120 -160 -92 -160H70Q108 -154 114 -108Q0 -74 -126 -100Z', lighter(main, 0.12)) + strap('M-8 -158V-52', '#8a4f2e', 17) + buckle(-8, -76) + circle(70, -60, 13, third),
  width: 270, height: 216, focus: [0, -110],
}) // biome-ignore format: a drawing reads best a part a line
