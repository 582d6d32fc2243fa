/** The pigments of the marketplace; every picture is painted with them and their tints. */
export const PIGMENT = {
  lapis: '#2447c8',
  cinnabar: '#d5472c',
  ochre: '#e8ae3a',
  malachite: '#1b7a5e',
  murex: '#6f2750',
  chalk: '#f3ead9',
  night: '#1a1e33',
  sky: '#a9c4f0',
  rose: '#efb7a4',
  sand: '#d9c3a0',
  clay: '#b8714e',
  moss: '#71803f',
  slate: '#56627c',
  bone: '#fbf6ea',
} as const
export type Pigment = keyof typeof PIGMENT

type Rgb = readonly [number, number, number]
const rgbOf = (hex: string): Rgb => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as unknown as Rgb

/** `share` (0 to 1) of the second colour in the first. */
export function mix(first: string, second: string, share: number): string {
  const [a, b] = [rgbOf(first), rgbOf(second)]
  return `#${a.map((value, at) => Math.round(value + ((b[at] ?? 0) - value) * share).toString(16).padStart(2, '0')).join('')}` // biome-ignore format: one formula
}

/** Shadows are cool and lights are warm, as by a window. */
export const darker = (colour: string, share = 0.22): string => mix(colour, '#161a38', share)
export const lighter = (colour: string, share = 0.3): string => mix(colour, '#fff8ea', share)

/** Perceived lightness, 0 to 1. */
export function lightness(colour: string): number {
  const [red, green, blue] = rgbOf(colour)
  return (0.299 * red + 0.587 * green + 0.114 * blue) / 255
}

/** How far two colours are apart, 0 to about 1. */
export function distance(first: string, second: string): number {
  const [a, b] = [rgbOf(first), rgbOf(second)]
  const [red, green, blue] = a.map((value, at) => (value - (b[at] ?? 0)) / 255) as [number, number, number]
  return Math.sqrt(0.3 * red * red + 0.5 * green * green + 0.2 * blue * blue)
}

/** What can be read on a colour: night on light ones, chalk on dark ones. */
export const inkOn = (colour: string): string => (lightness(colour) > 0.56 ? PIGMENT.night : PIGMENT.bone)
