/** A colour by lightness (0 to 1), chroma (0 to about 0.37) and hue (radians) of OKLCH, where equal steps look equal. */
export type Colour = { l: number; c: number; h: number }

/** Reads `#rrggbb`; anything else is the grey in the middle. */
export function fromHex(hex: string): Colour {
  const [r, g, b] = linearOf(/^#[0-9a-f]{6}$/i.test(hex) ? hex : '#777777')
  const long = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
  const medium = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
  const short = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
  const l = 0.2104542553 * long + 0.793617785 * medium - 0.0040720468 * short
  const a = 1.9779984951 * long - 2.428592205 * medium + 0.4505937099 * short
  const y = 0.0259040371 * long + 0.7827717662 * medium - 0.808675766 * short
  return { l, c: Math.hypot(a, y), h: Math.atan2(y, a) }
}

/** Writes `#rrggbb`. A colour no screen shows loses chroma until one does; lightness and hue stay. */
export function toHex(colour: Colour): string {
  let { c } = colour
  let channels = channelsOf({ ...colour, c })
  while (c > 0 && channels.some((channel) => channel < -0.0005 || channel > 1.0005)) {
    c = Math.max(0, c - 0.005)
    channels = channelsOf({ ...colour, c })
  }
  return `#${channels.map((channel) => byteOf(channel).toString(16).padStart(2, '0')).join('')}`
}

/** How well one is read on the other: 1 (not at all) to 21 (WCAG 2.2). */
export function contrast(a: string, b: string): number {
  const [lower = 0, higher = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y)
  return (higher + 0.05) / (lower + 0.05)
}

function luminance(hex: string): number {
  const [r, g, b] = linearOf(hex)
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function linearOf(hex: string): [number, number, number] {
  const channel = (at: number) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }
  return [channel(1), channel(3), channel(5)]
}

function channelsOf({ l, c, h }: Colour): number[] {
  const a = c * Math.cos(h)
  const b = c * Math.sin(h)
  const long = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const medium = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const short = (l - 0.0894841775 * a - 1.291485548 * b) ** 3
  return [
    4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
    -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
    -0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short,
  ]
}

function byteOf(linear: number): number {
  const value = Math.min(1, Math.max(0, linear))
  return Math.round(255 * (value <= 0.0031308 ? value * 12.92 : 1.055 * value ** (1 / 2.4) - 0.055))
}
