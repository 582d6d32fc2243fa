import { darker, lighter, mix, PIGMENT } from '../colour.ts'
import type { Look, Motif } from '../look.ts'
import { at, block, circle, d, ellipse, path, rect, ring, roundedBox, solid, stroke } from '../pen.ts'

const STEEL = '#aeb8c4'
const RUBBER = '#262a3c'
const LEATHER = '#8a4f2e'

function wheel(x: number, y: number, radius: number, tyre: number, wall: string): string {
  const spokes = Array.from({ length: 9 }, (_, index) => stroke(d`M${x - Math.cos((index * Math.PI) / 9) * radius} ${y - Math.sin((index * Math.PI) / 9) * radius}L${x + Math.cos((index * Math.PI) / 9) * radius} ${y + Math.sin((index * Math.PI) / 9) * radius}`, STEEL, 1.4)).join('')
  return spokes + ring(x, y, radius, RUBBER, tyre) + ring(x, y, radius - tyre * 0.62, wall, tyre * 0.34) + circle(x, y, 9, STEEL) + circle(x, y, 4, RUBBER)
} // biome-ignore format: one formula

type Build = {
  radius: number
  tyre: number
  bars: 'flat' | 'drop' | 'high'
  isStep?: boolean
  rack?: boolean
  bags?: boolean
  guards?: boolean
  isSmall?: boolean
}

/** A bicycle from the side, riding to the right. */
function bicycle({ main, second, third, chance }: Look, { radius, tyre, bars, isStep, rack, bags, guards, isSmall }: Build) {
  const [bx, fx, y] = [-112, 116, -radius - tyre / 2]
  const [crank, seat, head] = [[-22, -radius * 0.86], [-52, isSmall ? -196 : -204], [84, isSmall ? -190 : -196]] as const // biome-ignore format: three points
  const tan = chance.percent(50) ? '#d8b48a' : third
  const tube = (data: string, width = 9, colour = main) => stroke(data, colour, width) + stroke(data, lighter(colour, 0.45), width * 0.2, 'transform="translate(-1.5 -2)" opacity=".6"')
  const frame =
    tube(d`M${bx} ${y}L${crank[0]} ${crank[1]}`, 7) + tube(d`M${bx} ${y}L${seat[0] + 8} ${seat[1] + 52}`, 6) +
    tube(d`M${fx} ${y}Q${fx - 12} ${y - 30} ${head[0] + 3} ${head[1] + 30}L${head[0] - 4} ${head[1] - 2}`, 8, isSmall ? main : darker(main, 0.1)) +
    (isStep ? tube(d`M${head[0]} ${head[1] + 22}C${head[0] - 40} ${head[1] + 84} ${crank[0] + 46} ${crank[1] - 2} ${crank[0]} ${crank[1]}`, 10) : tube(d`M${head[0]} ${head[1] + 24}L${crank[0]} ${crank[1]}`, 10) + tube(d`M${head[0]} ${head[1] + 10}L${seat[0] + 7} ${seat[1] + 44}`, 9)) +
    tube(d`M${seat[0]} ${seat[1]}L${crank[0]} ${crank[1]}`, 9)
  const saddle = path(d`M${seat[0] - 36} ${seat[1] - 14}q2 -12 22 -10q22 8 46 6q10 2 8 8q-30 0 -44 10q-30 4 -32 -14Z`, second === main ? LEATHER : chance.percent(60) ? LEATHER : RUBBER)
  const bar = {
    flat: stroke(d`M${head[0] - 6} ${head[1] - 4}L${head[0] - 10} ${head[1] - 24}L${head[0] + 22} ${head[1] - 30}`, STEEL, 6) + stroke(d`M${head[0] + 8} ${head[1] - 28}L${head[0] + 30} ${head[1] - 31}`, LEATHER, 9),
    drop: stroke(d`M${head[0] - 6} ${head[1] - 4}L${head[0] - 8} ${head[1] - 18}L${head[0] + 26} ${head[1] - 20}C${head[0] + 56} ${head[1] - 20} ${head[0] + 50} ${head[1] + 26} ${head[0] + 20} ${head[1] + 22}`, RUBBER, 7) + path(d`M${head[0] + 34} ${head[1] - 18}q18 -22 18 6Z`, RUBBER),
    high: stroke(d`M${head[0] - 6} ${head[1] - 4}L${head[0] - 10} ${head[1] - 34}C${head[0] + 34} ${head[1] - 52} ${head[0] + 10} ${head[1] - 22} ${head[0] - 34} ${head[1] - 36}`, STEEL, 6) + stroke(d`M${head[0] - 14} ${head[1] - 32}L${head[0] - 38} ${head[1] - 36}`, LEATHER, 10),
  }[bars]
  const fender = guards ? stroke(d`M${bx - radius - 10} ${y + 10}A${radius + 11} ${radius + 11} 0 0 1 ${bx + radius * 0.72} ${y - radius * 0.8}`, darker(main, 0.16), 6) + stroke(d`M${fx - radius - 4} ${y - radius * 0.5}A${radius + 11} ${radius + 11} 0 0 1 ${fx + radius * 0.5} ${y - radius - 2}`, darker(main, 0.16), 6) : ''
  const carrier = rack ? stroke(d`M${bx - 58} ${y - radius - 20}H${bx + 48}M${bx - 34} ${y - radius - 20}L${bx} ${y}M${bx + 26} ${y - radius - 20}L${bx} ${y}`, RUBBER, 5) : ''
  const load = bags ? block(bx - 52, y - radius - 22, 78, 84, second, 12, rect(bx - 52, y - radius - 22, 78, 26, darker(second, 0.16)), rect(bx - 34, y - radius - 4, 9, 22, third), rect(bx, y - radius - 4, 9, 22, third)) : ''
  const lamp = circle(head[0] + 18, head[1] + 12, 8, PIGMENT.ochre) + circle(head[0] + 18, head[1] + 12, 4, PIGMENT.bone)
  const drive = stroke(d`M${bx} ${y - 7}L${crank[0]} ${crank[1] - 20}M${bx} ${y + 7}L${crank[0]} ${crank[1] + 20}`, '#3c4258', 2.5) + ring(crank[0], crank[1], 19, '#3c4258', 6) + stroke(d`M${crank[0]} ${crank[1]}L${crank[0] + 16} ${crank[1] + 36}`, STEEL, 5) + rect(crank[0] + 4, crank[1] + 34, 30, 7, RUBBER, 3)
  return { svg: wheel(bx, y, radius, tyre, tan) + wheel(fx, y, radius, tyre, tan) + fender + carrier + frame + load + drive + saddle + bar + (guards ? lamp : ''), width: 2 * radius + 250, height: 260, focus: [70, -190] as const, isBig: true }
} // biome-ignore format: a drawing reads best a part a line

export const cityBike: Motif = (look) => bicycle(look, { radius: 74, tyre: 10, bars: 'high', isStep: true, guards: true, rack: true })
export const gravelBike: Motif = (look) => bicycle(look, { radius: 76, tyre: 13, bars: 'drop' })
export const touringBike: Motif = (look) => bicycle(look, { radius: 76, tyre: 10, bars: 'drop', guards: true, rack: true, bags: true })
export const foldingBike: Motif = (look) => bicycle(look, { radius: 48, tyre: 9, bars: 'flat', isSmall: true, guards: true, isStep: true })

export const saddle: Motif = ({ main, second }) => ({
  svg: stroke('M-96 -64C-60 -6 20 -10 124 -62M-70 -56C-30 -24 30 -26 92 -60', STEEL, 7) + stroke('M0 -26V0', STEEL, 22) + rect(-22, -34, 44, 16, '#5b6478', 5) +
    solid('M-150 -96C-160 -152 -104 -152 -60 -134C0 -112 90 -128 150 -104C170 -94 162 -76 140 -74C80 -66 20 -70 -30 -52C-90 -30 -142 -46 -150 -96Z', main, path('M-160 -80C-90 -40 20 -86 170 -86V0H-160Z', darker(main, 0.6), 'opacity=".22"'), stroke('M-126 -128C-80 -128 20 -98 130 -100', lighter(main, 0.6), 6, 'opacity=".5"')) +
    [-118, -98, -78].map((x, index) => circle(x, -72 + index * 6, 5, PIGMENT.ochre)).join('') + circle(140, -92, 5, PIGMENT.ochre) + rect(-4, -18, 8, 18, second),
  width: 330, height: 156, focus: [-80, -100],
}) // biome-ignore format: a drawing reads best a part a line
export const pedals: Motif = ({ main, second }) => {
  const one = (x: number, y: number) => at(x, y, rect(-150, -10, 66, 20, STEEL, 6) + path(roundedBox(-90, -50, 190, 100, 16), darker(main, 0.05), '') + path(roundedBox(-62, -30, 134, 60, 10), darker(main, 0.55)) + rect(-90, -9, 190, 18, lighter(main, 0.2)) + circle(4, 0, 20, second) + circle(4, 0, 8, darker(second, 0.3)) + [-76, -40, 50, 86].map((px) => circle(px, -40, 4, STEEL) + circle(px, 40, 4, STEEL)).join(''))
  return { svg: one(20, -176) + one(-14, -54), width: 310, height: 232, focus: [10, -120] }
} // biome-ignore format: a drawing reads best a part a line
export const handlebar: Motif = ({ main, second }) => ({
  svg: stroke('M-150 -96C-120 -196 -60 -170 0 -172C60 -170 120 -196 150 -96', main, 17) + stroke('M-144 -110C-116 -190 -60 -176 0 -178C60 -176 112 -190 142 -116', lighter(main, 0.6), 4, 'opacity=".55"') + stroke('M-150 -98L-166 -18', LEATHER, 27) + stroke('M150 -98L166 -18', LEATHER, 27) + [-84, -66, -48, -30].map((y) => stroke(d`M${-166 + (y + 18) * -0.2 - 12} ${y}l26 6M${166 - (y + 18) * -0.2 - 14} ${y + 6}l26 -6`, darker(LEATHER, 0.4), 3)).join('') + rect(-26, -196, 52, 46, '#5b6478', 9) + rect(-12, -156, 24, 78, STEEL, 6) + circle(58, -194, 27, second) + ellipse(52, -202, 9, 6, lighter(second, 0.7)) + rect(52, -170, 12, 10, STEEL),
  width: 360, height: 222, focus: [40, -170],
}) // biome-ignore format: a drawing reads best a part a line
export const lamp: Motif = ({ main, second }) => ({
  svg: path('M-60 -150L-240 -230V-40L-60 -90Z', PIGMENT.ochre, 'opacity=".28"') + stroke('M96 -60C140 -40 110 0 60 -4H20', RUBBER, 6) + rect(40, -58, 34, 58, STEEL, 6) + solid('M-76 -176C-20 -196 60 -186 92 -152C112 -128 112 -98 92 -80C60 -50 -20 -44 -76 -64Z', main, path('M-90 -92C0 -70 70 -84 110 -130V-30H-90Z', darker(main, 0.6), 'opacity=".22"'), stroke('M-50 -168C0 -180 50 -174 78 -146', lighter(main, 0.7), 6, 'opacity=".5"')) + ellipse(-76, -120, 26, 60, lighter(main, 0.3)) + ellipse(-78, -120, 20, 50, '#fff3cf') + ellipse(-82, -126, 9, 24, '#ffffff') + circle(60, -118, 10, second),
  width: 320, height: 214, focus: [-40, -120],
}) // biome-ignore format: a drawing reads best a part a line
export const mudguards: Motif = ({ main, second }) => {
  const guard = (x: number, y: number, r: number) => stroke(d`M${x - r} ${y}A${r} ${r} 0 0 1 ${x + r * 0.9} ${y - r * 0.42}`, main, 24) + stroke(d`M${x - r - 5} ${y - 8}A${r + 6} ${r + 6} 0 0 1 ${x + r * 0.8} ${y - r * 0.66}`, lighter(main, 0.6), 4, 'opacity=".6"') + stroke(d`M${x - r} ${y - 10}L${x} ${y}L${x - r * 0.4} ${y - r * 0.9}M${x} ${y}L${x + r * 0.8} ${y - r * 0.56}`, STEEL, 4) + circle(x, y, 9, STEEL) + rect(x - r - 15, y - 4, 30, 40, second, 5)
  return { svg: guard(-24, -44, 128) + guard(66, -36, 84), width: 330, height: 200, focus: [-40, -130] }
} // biome-ignore format: a drawing reads best a part a line
export const chain: Motif = ({ main, second }) => {
  const links = Array.from({ length: 26 }, (_, index) => {
    const angle = (index / 26) * Math.PI * 2
    const [x, y] = [Math.cos(angle) * 124, -134 + Math.sin(angle) * 116]
    const tone = index % 2 ? main : mix(main, STEEL, 0.5)
    return `<g transform="translate(${x.toFixed(1)} ${y.toFixed(1)}) rotate(${((angle * 180) / Math.PI + 90).toFixed(1)})"><rect x="-20" y="-10" width="40" height="20" rx="10" fill="${tone}"/><circle cx="-11" r="4.5" fill="${darker(tone, 0.5)}"/><circle cx="11" r="4.5" fill="${darker(tone, 0.5)}"/></g>`
  })
  const teeth = Array.from({ length: 18 }, (_, index) => `<rect x="-6" y="-82" width="12" height="24" rx="4" fill="${second}" transform="translate(0 -134) rotate(${index * 20})"/>`).join('')
  return { svg: links.join('') + teeth + circle(0, -134, 66, second) + circle(0, -134, 46, darker(second, 0.2)) + Array.from({ length: 5 }, (_, index) => circle(Math.cos((index * 2 * Math.PI) / 5) * 28, -134 + Math.sin((index * 2 * Math.PI) / 5) * 28, 10, second)).join('') + circle(0, -134, 11, STEEL), width: 290, height: 266, focus: [90, -200] }
} // biome-ignore format: a drawing reads best a part a line
