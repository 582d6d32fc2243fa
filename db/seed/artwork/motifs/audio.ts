import { darker, lighter, mix, PIGMENT } from '../colour.ts'
import type { Look, Motif } from '../look.ts'
import { at, block, circle, d, ellipse, path, rect, ring, roundedBox, solid, stroke } from '../pen.ts'

const DARK = '#23273a'
const METAL = '#c3cad3'
const WALNUT = '#8a5a3a'

const grain = (x: number, y: number, w: number, h: number) =>
  Array.from({ length: Math.floor(h / 16) }, (_, row) =>
    stroke(d`M${x} ${y + 9 + row * 16}q${w / 4} ${row % 2 ? 5 : -5} ${w / 2} 0t${w / 2} 0`, '#6f4429', 2, 'opacity=".45"'),
  ).join('')
const cabinet = (x: number, y: number, w: number, h: number, colour: string, radius = 8) =>
  block(x, y, w, h, colour, radius, colour === WALNUT || isWood(colour) ? grain(x, y, w, h) : '')
const isWood = (colour: string) => colour === '#8a5a3a' || colour === '#7a4e33'
function cone(x: number, y: number, radius: number, rim: string, paper: string): string {
  return (
    circle(x, y, radius + 8, darker(rim, 0.1)) +
    circle(x, y, radius, DARK) +
    circle(x, y, radius * 0.86, paper) +
    ring(x, y, radius * 0.62, darker(paper, 0.3), 3) +
    ring(x, y, radius * 0.74, darker(paper, 0.2), 2) +
    circle(x, y, radius * 0.34, darker(paper, 0.45)) +
    path(
      d`M${x - radius * 0.6} ${y - radius * 0.46}A${radius * 0.78} ${radius * 0.78} 0 0 1 ${x + radius * 0.1} ${y - radius * 0.76}L${x} ${y}Z`,
      lighter(paper, 0.7),
      'opacity=".22"',
    )
  )
}
const knob = (x: number, y: number, radius: number, colour: string, turn = 30) => `${circle(x + 2, y + 3, radius, '#000', 'opacity=".2"') + circle(x, y, radius, colour) + circle(x, y, radius * 0.78, lighter(colour, 0.16))}<rect x="-1.8" y="${-radius * 0.74}" width="3.6" height="${radius * 0.5}" rx="1.8" fill="${darker(colour, 0.6)}" transform="translate(${x} ${y}) rotate(${turn})"/>` // biome-ignore format: one formula
const paperOf = ({ second, chance }: Look) => chance.pick([second, '#d8c7a6', '#3d4460', '#b5522f'])

const overEar = (isOpen: boolean): Motif => (look) => {
  const { main, second } = look
  const cup = (side: number) => at(side * 118, -112, solid('M-40 -74Q0 -92 40 -74Q56 0 40 74Q0 92 -40 74Q-56 0 -40 -74Z', main, path('M10 -100H80V100H24Z', darker(main, 0.6), 'opacity=".22"'), isOpen ? Array.from({ length: 9 }, (_, row) => rect(-36, -64 + row * 15, 72, 7, darker(main, 0.5), 3)).join('') : circle(0, 0, 31, darker(main, 0.18)) + circle(0, 0, 20, second) + circle(-6, -7, 5, lighter(second, 0.6)))) + rect(side * 66 - 17, -182, 34, 140, darker(second === main ? DARK : mix(second, DARK, 0.62), 0.1), 17)
  return { svg: stroke('M-120 -150C-140 -356 140 -356 120 -150', darker(main, 0.2), 27) + stroke('M-92 -254C-60 -312 60 -312 92 -254', second, 21) + stroke('M-116 -210C-112 -300 -60 -326 -10 -326', lighter(main, 0.6), 4, 'opacity=".4"') + rect(-130, -214, 22, 66, METAL, 6) + rect(108, -214, 22, 66, METAL, 6) + cup(-1) + cup(1), width: 340, height: 330, focus: [100, -130] }
} // biome-ignore format: one part a line
export const headphones: Motif = overEar(false)
export const openHeadphones: Motif = overEar(true)
export const earphones: Motif = ({ main, second }) => {
  const bud = (x: number, side: number) => at(x, -250, circle(0, 0, 41, main) + circle(side * -24, -4, 27, darker(second, 0.1)) + ellipse(side * -35, -4, 15, 23, PIGMENT.bone) + circle(8, -14, 8, lighter(main, 0.7), 'opacity=".5"') + rect(-10, 32, 20, 66, darker(main, 0.15), 10), 1, side * 9)
  return { svg: stroke('M-92 -160C-84 -60 -10 -104 0 -24V-8M92 -160C84 -60 10 -104 0 -24', main, 7) + stroke('M0 -10C-6 30 -140 10 -150 -34C-156 -76 -70 -70 -80 -28', main, 7) + rect(-14, -58, 28, 45, second, 10) + bud(-80, -1) + bud(80, 1) + rect(-96, -34, 30, 15, METAL, 4), width: 300, height: 300, focus: [80, -230] }
} // biome-ignore format: one part a line
export const earbuds: Motif = ({ main, second }) => ({
  svg: solid(roundedBox(-124, -216, 248, 120, 58), lighter(main, 0.06), path('M-130 -130H130V-90H-130Z', darker(main, 0.4), '')) + solid(roundedBox(-124, -140, 248, 140, 62), main, path('M60 -150H140V10H74Z', darker(main, 0.6), 'opacity=".2"'), rect(-130, -140, 260, 30, darker(main, 0.35)), ellipse(-56, -124, 38, 15, darker(main, 0.6)), ellipse(56, -124, 38, 15, darker(main, 0.6))) + [-56, 56].map((x) => at(x, -136, rect(-12, -34, 24, 50, PIGMENT.bone, 12) + circle(0, -42, 27, second) + circle(-8, -50, 7, lighter(second, 0.6), 'opacity=".6"'))).join('') + solid('M-120 -112H120V-62Q120 0 62 0H-62Q-120 0 -120 -62Z', main, path('M60 -150H140V10H74Z', darker(main, 0.6), 'opacity=".2"')) + circle(0, -56, 6, PIGMENT.ochre),
  width: 260, height: 222, focus: [40, -150],
}) // biome-ignore format: one part a line

const bookshelf = (x: number, colour: string, paper: string, w = 136, h = 286) =>
  cabinet(x - w / 2, -h, w, h, colour) +
  rect(x - w / 2 + 10, -h + 10, w - 20, h - 20, darker(colour, 0.3), 5, 'opacity=".35"') +
  cone(x, -h * 0.33, w * 0.33, colour, paper) +
  cone(x, -h * 0.74, w * 0.18, colour, paper)
export const bookshelfSpeakers: Motif = (look) => ({
  svg:
    bookshelf(84, look.main, paperOf(look)) +
    bookshelf(-78, look.main, paperOf({ ...look, chance: look.chance.of('same') }) && look.second),
  width: 310,
  height: 290,
  focus: [-78, -110],
})
export const deskSpeakers: Motif = (look) => ({
  svg:
    bookshelf(92, look.main, look.second, 126, 206) +
    bookshelf(-92, look.main, look.second, 126, 206) +
    knob(-92, -20, 11, METAL) +
    circle(92, -20, 4, PIGMENT.ochre),
  width: 320,
  height: 212,
  focus: [-92, -90],
})
export const portableSpeaker: Motif = ({ main, second, third }) => ({
  svg: stroke('M-116 -176C-116 -252 116 -252 116 -176', WALNUT, 15) + block(-146, -186, 292, 186, main, 48, Array.from({ length: 90 }, (_, index) => circle(-118 + (index % 15) * 16.8, -152 + Math.floor(index / 15) * 23, 4.6, darker(main, 0.45))).join(''), rect(-60, -40, 120, 50, main)) + circle(0, -22, 9, second) + rect(92, -40, 30, 17, third, 4) + circle(-116, -178, 10, METAL) + circle(116, -178, 10, METAL),
  width: 296, height: 246, focus: [-20, -120],
}) // biome-ignore format: one part a line
export const subwoofer: Motif = (look) => ({
  svg:
    rect(-110, -12, 34, 14, DARK, 3) +
    rect(76, -12, 34, 14, DARK, 3) +
    cabinet(-142, -296, 284, 286, look.main, 12) +
    cone(0, -154, 104, look.main, paperOf(look)),
  width: 284,
  height: 300,
  focus: [30, -180],
})
export const turntable: Motif = ({ main, second, third }) => ({
  svg: [-120, 120].map((x) => rect(x - 18, -16, 36, 16, DARK, 4)).join('') + path('M-166 -66L-120 -176H130L166 -66Z', lighter(main, 0.14)) + cabinet(-168, -70, 336, 56, main, 6) + ellipse(-26, -120, 106, 44, '#14172a') + ellipse(-26, -124, 106, 44, '#2a2f45') + [88, 74, 60].map((r) => ellipse(-26, -124, r, r * 0.415, 'none', 'stroke="#454c66" stroke-width="1.6"')).join('') + ellipse(-26, -124, 39, 16, second) + ellipse(-26, -124, 5, 2.4, METAL) + path('M-106 -150A106 44 0 0 1 -40 -167L-28 -128Z', '#fff', 'opacity=".12"') + circle(116, -158, 19, DARK) + circle(116, -162, 14, METAL) + stroke('M116 -162L112 -98L58 -98', METAL, 7) + rect(42, -105, 28, 13, third, 3) + knob(132, -40, 13, METAL, -40) + circle(-140, -40, 7, PIGMENT.ochre),
  width: 336, height: 186, focus: [20, -120],
}) // biome-ignore format: one part a line
export const amplifier: Motif = ({ main, second }) => ({
  svg: [-130, 130].map((x) => rect(x - 20, -16, 40, 16, DARK, 5)).join('') + path('M-166 -136L-140 -160H140L166 -136Z', lighter(main, 0.2)) + cabinet(-166, -138, 332, 126, main, 6) + rect(-146, -120, 292, 90, lighter(mix(main, METAL, 0.5), 0.1), 5) + knob(98, -75, 34, METAL, 40) + [-126, -96, -66].map((x, index) => knob(x, -54, 11, second, index * 60 - 60)).join('') + rect(-134, -106, 144, 30, '#16213a', 4) + Array.from({ length: 9 }, (_, bar) => rect(-126 + bar * 15, -88 - (bar * 7) % 12, 9, 8 + (bar * 7) % 12, bar > 6 ? PIGMENT.cinnabar : PIGMENT.ochre)).join('') + circle(-30, -54, 5, PIGMENT.cinnabar) + circle(-8, -54, 5, PIGMENT.bone),
  width: 332, height: 164, focus: [80, -80],
}) // biome-ignore format: one part a line
export const phonoStage: Motif = ({ main, second, third }) => ({
  svg: stroke('M-124 -60C-190 -60 -150 0 -220 -4M-124 -40C-170 -40 -150 16 -200 20', DARK, 7) + [-92, 92].map((x) => rect(x - 18, -14, 36, 14, DARK, 4)).join('') + path('M-130 -122L-106 -146H106L130 -122Z', lighter(main, 0.24)) + cabinet(-130, -124, 260, 112, main, 8) + knob(66, -68, 29, METAL, -30) + [-96, -62, -28].map((x) => rect(x - 4, -90, 8, 40, darker(main, 0.5), 4) + rect(x - 9, -82 + ((x * 3) & 15), 18, 12, second, 3)).join('') + circle(10, -68, 6, third),
  width: 280, height: 152, focus: [40, -80],
}) // biome-ignore format: one part a line
export const radio: Motif = ({ main, second, third }) => ({
  svg: stroke('M90 -196L140 -330', METAL, 5) + circle(140, -330, 6, METAL) + stroke('M-90 -190C-90 -236 50 -236 50 -190', WALNUT, 13) + [-116, 116].map((x) => rect(x - 18, -10, 36, 12, DARK, 4)).join('') + cabinet(-160, -196, 320, 188, main, 26) + solid(roundedBox(-140, -176, 168, 148, 14), darker(main, 0.2), Array.from({ length: 10 }, (_, row) => rect(-140, -168 + row * 15, 168, 7, second)).join('')) + rect(44, -176, 98, 62, PIGMENT.bone, 8) + stroke('M54 -132H132M54 -152H132', '#8d8577', 2) + rect(88, -170, 4, 50, PIGMENT.cinnabar) + knob(68, -64, 22, METAL, 20) + knob(120, -64, 22, third, -60),
  width: 320, height: 334, focus: [60, -120],
}) // biome-ignore format: one part a line

const coil = (colour: string, light: string) =>
  [0, 1, 2, 3]
    .map(
      (turn) =>
        ellipse(
          -4 + turn * 3,
          -122 + turn * 2,
          128 - turn * 19,
          96 - turn * 15,
          'none',
          `stroke="${turn % 2 ? darker(colour, 0.14) : colour}" stroke-width="13"`,
        ) +
        ellipse(
          -6 + turn * 3,
          -124 + turn * 2,
          128 - turn * 19,
          96 - turn * 15,
          'none',
          `stroke="${light}" stroke-width="2.5" stroke-dasharray="7 9" opacity=".6"`,
        ),
    )
    .join('')
const plug = (x: number, y: number, turn: number, body: string, tip: string) =>
  at(
    x,
    y,
    rect(-13, -6, 26, 66, body, 8) +
      rect(-13, 14, 26, 7, lighter(body, 0.4)) +
      rect(-7, 58, 14, 34, tip, 3) +
      rect(-7, 74, 14, 3, '#6c7383'),
    1,
    turn,
  )
export const cable: Motif = ({ main, second, third, title }) => {
  const ties = rect(-150, -136, 46, 27, third, 5) + rect(100, -136, 46, 27, third, 5)
  const isRca = /rca/i.test(title)
  const gold = '#d9b25a'
  return { svg: coil(main, lighter(main, 0.6)) + stroke('M96 -66C140 -30 150 -20 130 0M-90 -50C-130 -30 -130 -10 -96 2', main, 13) + plug(128, -18, -52, isRca ? PIGMENT.cinnabar : second, gold) + (isRca ? plug(104, -10, -30, PIGMENT.bone, gold) : '') + plug(-102, -6, 60, isRca ? PIGMENT.bone : second, gold) + ties, width: 330, height: 250, focus: [-90, -70] }
} // biome-ignore format: one part a line
