import { darker, inkOn, lighter, PIGMENT } from '../colour.ts'
import type { Look, Motif } from '../look.ts'
import { at, block, circle, d, path, rect, solid, stroke } from '../pen.ts'
import { ANY_ART, COVER_ART } from './cover-art.ts'

/** The cover, `w` x `h`, its lower left corner at 0, 0: a picture between lines of type, in one of three layouts. */
function cover({ main, second, third, chance, words }: Look, w: number, h: number): string {
  const art = COVER_ART[words.subject ?? ''] ?? ANY_ART
  const layout = chance.int(0, 2)
  const ground = layout === 1 ? third : main
  const paint = [second, layout === 1 ? main : third, PIGMENT.bone].map((colour) => (colour === ground ? darker(colour, 0.3) : colour)) as [string, string, string]
  const [ink, scale] = [inkOn(ground), Math.min(w / 230, h / 330)]
  const type = (y: number, wide: number, thick: number, tone = ink) => rect((w - wide) / 2, y, wide, thick, tone, 1)
  const layouts = [
    at(w / 2, -h * 0.4, art(...paint), scale * 1.06) + type(-h * 0.9, w * 0.62, 11) + type(-h * 0.84, w * 0.42, 11) + type(-h * 0.08, w * 0.3, 5),
    rect(w * 0.08, -h * 0.95, w * 0.84, h * 0.62, main) + at(w / 2, -h * 0.63, art(...([paint[0], third === main ? second : third, PIGMENT.bone] as [string, string, string])), scale * 0.9) + type(-h * 0.26, w * 0.7, 13) + type(-h * 0.19, w * 0.46, 13) + type(-h * 0.09, w * 0.26, 5),
    at(w / 2, -h * 0.56, art(...paint), scale * 1.16) + rect(0, -h * 0.2, w, h * 0.2, second) + type(-h * 0.15, w * 0.66, 10, inkOn(second)) + type(-h * 0.1, w * 0.4, 6, inkOn(second)),
  ]
  return solid(d`M0 0V${-h}H${w}V0Z`, ground, layouts[layout] ?? '', rect(0, -h, 13, h, darker(ground, 0.5), 0, 'opacity=".2"'), rect(13, -h, 3, h, lighter(ground, 0.5), 0, 'opacity=".25"'))
} // biome-ignore format: one part a line

/** A closed book that stands, its pages to the right. */
const standing = (w: number, h: number, thick: number): Motif => (look) => {
  const x = -w / 2 - thick * 0.3
  const pages = path(d`M${x + w} ${-h}l${thick} -${thick * 0.5}V${-thick * 0.5 - 4}L${x + w} -2Z`, '#efe4cd') + [0.25, 0.5, 0.75].map((part) => stroke(d`M${x + w + thick * part} ${-h + 4 - thick * part * 0.5}V${-6 - thick * part * 0.5}`, '#cdbd9d', 1.6)).join('') + path(d`M${x} ${-h}l${thick} -${thick * 0.5}H${x + w + thick}L${x + w} ${-h}Z`, darker(look.main, 0.25)) + path(d`M${x + 8} ${-h - 2}l${thick * 0.86} -${thick * 0.43}H${x + w + thick - 4}L${x + w - 2} ${-h - 2}Z`, '#f6eedc') + path(d`M${x + w + thick} ${-h - thick * 0.5}v${h}l-5 3V${-h - thick * 0.5 + 2}Z`, darker(look.main, 0.3))
  return { svg: pages + at(x, 0, cover(look, w, h)), width: w + thick, height: h + thick * 0.5, focus: [-10, -h * 0.56] }
} // biome-ignore format: one part a line
export const novel: Motif = standing(220, 326, 34)
export const paperback: Motif = standing(212, 318, 22)
export const pictureBook: Motif = standing(284, 290, 16)
export const guide: Motif = standing(196, 300, 38)
export const largeBook: Motif = standing(252, 330, 42)

/** A pile of books with their backs to us, and one that leans; what stands beside a book. */
export const pile: Motif = ({ main, second, third, chance }) => {
  const colours = [second, third, main, PIGMENT.chalk]
  let y = 0
  const lying = colours.map((colour, index) => {
    const [w, h, x] = [chance.int(210, 270), chance.int(34, 48), chance.int(-12, 12)]
    y -= h
    return block(x - w / 2, y, w, h, colour, 4, rect(x - w / 2 + 22, y, 9, h, lighter(colour, 0.4)), rect(x + w / 2 - 60, y, 9, h, lighter(colour, 0.4)), rect(x - 42, y + h / 2 - 4, 84, 7, index % 2 ? inkOn(colour) : PIGMENT.ochre, 2))
  })
  return { svg: lying.join('') + circle(30, y - 34, 34, PIGMENT.cinnabar) + circle(18, y - 44, 8, lighter(PIGMENT.cinnabar, 0.5), 'opacity=".6"') + stroke(d`M30 ${y - 66}q4 -14 16 -16`, '#4a3426', 5) + path(d`M44 ${y - 80}q22 -14 34 0q-18 14 -34 0Z`, '#5d8a4a'), width: 280, height: 84 - y, focus: [0, y / 2] }
} // biome-ignore format: one part a line
/** An open book, its first picture to the left. */
export const openBook: Motif = (look) => {
  const { main, words, second, third } = look
  const art = COVER_ART[words.subject ?? ''] ?? ANY_ART
  const lines = Array.from({ length: 9 }, (_, index) => stroke(d`M26 ${-168 + index * 15}q54 -12 ${index === 8 ? 60 : 118} 2`, '#8d8577', 3)).join('')
  return { svg: path('M-176 -6Q-90 -34 0 0Q90 -34 176 -6V-196Q90 -224 0 -190Q-90 -224 -176 -196Z', darker(main, 0.1), 'transform="translate(0 8)"') + path('M-166 -16Q-84 -44 0 -8V-194Q-84 -226 -166 -200Z', PIGMENT.bone) + path('M166 -16Q84 -44 0 -8V-194Q84 -226 166 -200Z', '#f1e8d6') + at(-84, -116, art(second, third, main), 0.66) + lines + path('M0 -8V-194Q12 -200 24 -204V-18Z', '#000', 'opacity=".08"') + path('M60 -216V-260L70 -250L80 -260V-214Z', second, 'transform="translate(0 40)"'), width: 356, height: 226, focus: [-80, -120] }
} // biome-ignore format: one part a line
