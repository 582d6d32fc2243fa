import type { Chance } from '../chance.ts'
import { darker, distance, lighter, lightness } from './colour.ts'
import { circle, d, path, rect } from './pen.ts'

export const WIDTH = 480
export const HEIGHT = 600

/** A wall and the table before it. */
export type Ground = { wall: string; table: string }

const LIGHT: readonly Ground[] = [
  { wall: '#f4ecdc', table: '#e3d3b8' },
  { wall: '#f1efe8', table: '#d8d4c6' },
  { wall: '#dfe8f4', table: '#bccfe9' },
  { wall: '#f8e1d6', table: '#eebfac' },
  { wall: '#e0e8da', table: '#bfd0b7' },
  { wall: '#f9eac6', table: '#efcf86' },
  { wall: '#e9e0ea', table: '#cfbdd3' },
  { wall: '#f3ead9', table: '#d98e6c' },
  { wall: '#f6efdf', table: '#8fae9b' },
  { wall: '#e6ebf1', table: '#e8c48f' },
]
const DEEP: readonly Ground[] = [
  { wall: '#2447c8', table: '#1b37a4' },
  { wall: '#1f7f63', table: '#17644d' },
  { wall: '#73294f', table: '#591d3e' },
  { wall: '#d5532f', table: '#b94224' },
  { wall: '#e8ae3a', table: '#d4942a' },
  { wall: '#39406a', table: '#2b3154' },
]

/** A ground the colours of a thing stand out from; mostly a light one. */
export function groundFor(colours: readonly string[], chance: Chance, isDeepAllowed = true): Ground {
  const isDeep = isDeepAllowed && chance.of('deep').int(0, 99) % 9 === 0
  const clear = (ground: Ground) => Math.min(...colours.map((colour) => Math.min(distance(colour, ground.wall), distance(colour, ground.table) * 1.3)))
  const usable = (isDeep ? DEEP : LIGHT).filter((ground) => clear(ground) > (isDeep ? 0.24 : 0.17))
  if (usable.length > 0) return chance.pick(usable)
  const fair = LIGHT.filter((ground) => clear(ground) > 0.07)
  if (fair.length > 0) return fair.reduce((best, ground) => (clear(ground) > clear(best) ? ground : best))
  return [...LIGHT, ...DEEP].reduce((best, ground) => (clear(ground) > clear(best) ? ground : best))
} // biome-ignore format: one idea a line

/** Wall, table, and what of the room can be seen: a disc, a niche, light of a window, a stripe of paint, or nothing. */
export function room({ wall, table }: Ground, horizon: number, chance: Chance): string {
  const isDark = lightness(wall) < 0.5
  const quiet = isDark ? lighter(wall, 0.1) : mixDown(wall)
  const [x, lift] = [chance.int(150, 330), chance.int(0, 40)]
  const niche = d`M${x - 120} ${horizon}V${horizon - 180 - lift}A120 120 0 0 1 ${x + 120} ${horizon - 180 - lift}V${horizon}Z`
  const light = d`M${x - 190} 0H${x - 70}L${x + 90} ${horizon}H${x - 30}ZM${x - 40} 0H${x + 40}L${x + 200} ${horizon}H${x + 120}Z`
  const behind = [
    '',
    '',
    circle(x, horizon - 190 - lift, 128, quiet),
    path(niche, quiet),
    path(light, lighter(wall, 0.5), `opacity="${isDark ? 0.1 : 0.6}"`),
    rect(0, horizon - 96, WIDTH, 96, quiet),
  ][chance.int(0, 5)]
  return (
    rect(0, 0, WIDTH, HEIGHT, wall) +
    behind +
    rect(0, horizon, WIDTH, HEIGHT - horizon, table) +
    rect(0, horizon, WIDTH, 3, darker(table, 0.12), 0, 'opacity=".5"')
  )
} // biome-ignore format: one thing a line

const mixDown = (wall: string): string => darker(wall, 0.055)

/** Where the thing keeps the light from the table: dark at its foot, gone a little to the right of it. */
export function shadow(x: number, y: number, width: number, table: string): string {
  const [tone, reach] = [darker(table, 0.5), width * 0.62]
  const id = `s${Math.round(x)}-${Math.round(width)}`
  return `<linearGradient id="${id}"><stop offset="0" stop-color="${tone}" stop-opacity=".55"/><stop offset=".45" stop-color="${tone}" stop-opacity=".34"/><stop offset="1" stop-color="${tone}" stop-opacity="0"/></linearGradient>${path(d`M${x - width * 0.48} ${y}A${width * 0.5} ${width * 0.075 + 3} 0 0 0 ${x + width * 0.3} ${y + width * 0.05 + 3}L${x + reach + width * 0.28} ${y + width * 0.02}Q${x + reach} ${y - width * 0.12} ${x} ${y - width * 0.07}Z`, `url(#${id})`)}`
}
