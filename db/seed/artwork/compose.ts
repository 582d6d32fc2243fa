import { type Chance, newChance } from '../chance.ts'
import { mix } from './colour.ts'
import { type Ground, groundFor, HEIGHT, room, shadow, WIDTH } from './grounds.ts'
import type { Look, Motif } from './look.ts'
import { at, circle, type Drawing, rect } from './pen.ts'

/** What a picture shows. */
export type Scene = { motif: Motif; look: Look }

const HORIZON = 424
const FLOOR = 500

const page = (inside: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}">${inside}</svg>`

/** A look draws the same thing every time: each drawing begins its chance anew. */
const draw = ({ motif, look }: Scene, name = 'form'): Drawing => motif({ ...look, chance: newChance(0, `${look.title}/${name}`) })

type Place = { x: number; y: number; w: number; h: number }

function stand({ svg, width, height, isHung }: Drawing, ground: Ground, { x, y, w, h }: Place): string {
  const scale = Math.min(w / width, h / height, 1.7)
  return (isHung ? peg(x, y - height * scale, ground) : shadow(x, y, width * scale, ground.table)) + at(x, y, svg, scale)
}

/** What a hung thing hangs from: a wooden peg on the wall. */
const peg = (x: number, y: number, { wall }: Ground): string =>
  rect(x - 46, y - 14, 92, 22, mix('#b98a5a', wall, 0.12), 5) +
  rect(x - 46, y + 4, 92, 4, '#5b3d2e', 2, 'opacity=".22"') +
  circle(x, y - 3, 9, '#8a5a3a') +
  circle(x - 2, y - 5, 4, '#c99a68')

/** The thing by itself on the table. */
export function front(scene: Scene, chance: Chance): string {
  const ground = groundFor([scene.look.main], chance)
  const drawing = draw(scene)
  if (drawing.isHung) return page(room(ground, 520, chance) + stand(drawing, ground, { x: WIDTH / 2, y: 488, w: 360, h: 404 }))
  // What is low and long may be wide, or it would be lost on the table.
  const w = drawing.width > drawing.height * 1.3 ? 396 : 330
  return page(room(ground, HORIZON, chance) + stand(drawing, ground, { x: WIDTH / 2, y: FLOOR, w, h: 366 }))
}

/** So near that it does not fit: the place on it worth a look. */
export function detail(scene: Scene, chance: Chance): string {
  const ground = groundFor([scene.look.main], chance, false)
  const { svg, width, height, focus } = draw(scene)
  const scale = Math.min(Math.max(560 / width, 620 / height), 3.4)
  const [x, y] = [WIDTH / 2 - focus[0] * scale, HEIGHT / 2 - focus[1] * scale]
  const horizon = Math.min(Math.max(y - 60, 380), HEIGHT + 10)
  return page(room(ground, horizon, chance) + (y < HEIGHT + 40 ? shadow(x, y, width * scale, ground.table) : '') + at(x, y, svg, scale))
}

/** With something it is used with: a little behind, or before it if the thing itself is as large as a bicycle. */
export function together(scene: Scene, companion: Scene, chance: Chance): string {
  const ground = groundFor([scene.look.main, companion.look.main], chance)
  const left = chance.percent(50) ? -1 : 1
  const middle = WIDTH / 2
  const [thing, other] = [draw(scene), draw(companion, 'companion')]
  const placed = thing.isBig && other.isBig
    ? stand(other, ground, { x: middle + left * 138, y: HORIZON + 6, w: 170, h: 150 }) + stand(thing, ground, { x: middle, y: FLOOR + 26, w: 400, h: 330 })
    : thing.isBig
    ? stand(thing, ground, { x: middle, y: FLOOR - 34, w: 400, h: 330 }) + stand(other, ground, { x: middle + left * 118, y: FLOOR + 48, w: 130, h: 140 })
    : other.isBig
      ? stand(other, ground, { x: middle + left * 46, y: FLOOR - 62, w: 370, h: 300 }) + stand(thing, ground, { x: middle - left * 84, y: FLOOR + 34, w: 220, h: thing.isHung ? 330 : 220 })
      : stand(other, ground, { x: middle + left * 122, y: FLOOR - 46, w: 210, h: 250 }) + stand(thing, ground, { x: middle - left * 66, y: thing.isHung ? FLOOR - 40 : FLOOR + 18, w: 280, h: 320 })
  return page(room(ground, HORIZON - 20, chance) + placed)
} // biome-ignore format: one place a line

/** The same thing in the colours it comes in, two to four of them. */
export function lineUp(scenes: readonly Scene[], chance: Chance): string {
  const ground = groundFor(scenes.map(({ look }) => look.main), chance)
  const drawings = scenes.slice(0, 4).map((scene) => draw(scene))
  const [first] = drawings
  const shape = first?.isHung ? 'hung' : first && first.width > first.height * 1.3 ? 'wide' : 'tall'
  const places = PLACES[shape][drawings.length - 2] ?? []
  const parts = places.map(([x, y, w, h], index) => {
    const drawing = drawings[index]
    return drawing ? stand(drawing, ground, { x, y, w, h }) : ''
  })
  return page(room(ground, shape === 'hung' ? 520 : HORIZON - 40, chance) + parts.join(''))
} // biome-ignore format: one idea a line

/** Where two, three and four of them are, those at the back first. */
const PLACES: Readonly<Record<'tall' | 'wide' | 'hung', readonly (readonly (readonly [x: number, y: number, w: number, h: number])[])[]>> = {
  tall: [
    [[318, 452, 220, 280], [160, 528, 230, 290]],
    [[104, 446, 190, 250], [372, 446, 190, 250], [238, 540, 200, 260]],
    [[88, 446, 150, 240], [292, 446, 150, 240], [190, 540, 160, 250], [394, 540, 160, 250]],
  ],
  wide: [
    [[300, 420, 270, 220], [184, 546, 290, 230]],
    [[240, 408, 220, 150], [130, 540, 212, 150], [352, 540, 212, 150]],
    [[126, 414, 200, 140], [354, 414, 200, 140], [122, 546, 214, 150], [358, 546, 214, 150]],
  ],
  hung: [
    [[132, 470, 204, 340], [348, 470, 204, 340]],
    [[86, 440, 138, 300], [240, 440, 138, 300], [394, 440, 138, 300]],
    [[132, 268, 176, 206], [348, 268, 176, 206], [132, 504, 176, 206], [348, 504, 176, 206]],
  ],
} // biome-ignore format: a table
