import { type Colour, contrast, fromHex, toHex } from './colour.ts'

/** A shop's two colours, `#rrggbb`. */
export type ShopTheme = { primary: string; accent: string }

/** Contrast that text needs (WCAG 2.2 AA). */
export const TEXT_CONTRAST = 4.5

type Tokens = {
  paper: string
  card: string
  accent: string
  onAccent: string
  tint: string
  /** The painted ground of the shop's own colour, what is written on it, and what is accented there. */
  shop: string
  onShop: string
  shopMark: string
}

const WHITE = '#ffffff'
const NIGHT = '#0e1120'

/**
 * What a shop's colours become in one scheme: its hue on marble by day, on night in the dark. Any two colours are fine;
 * where text would not stand out, lightness gives way until it does, hue last of all.
 */
export function themeTokens({ primary, accent }: ShopTheme, scheme: 'light' | 'dark'): Tokens {
  const own = fromHex(primary)
  const mark = fromHex(accent)
  const shade = (l: number, cMax: number) => toHex({ l, c: Math.min(own.c, cMax), h: own.h })
  const isLight = scheme === 'light'
  const paper = isLight ? shade(0.967, 0.007) : shade(0.175, 0.02)
  const card = isLight ? WHITE : shade(0.225, 0.026)
  const tint = isLight ? shade(0.925, 0.03) : shade(0.31, 0.05)
  const readable = until(own, isLight ? 'darker' : 'lighter', [paper, card, tint])
  const { ground, text } = paintedGround(isLight ? own : { ...own, l: Math.min(own.l, 0.4) })
  return {
    paper,
    card,
    accent: readable,
    onAccent: isLight ? WHITE : paper,
    tint,
    shop: ground,
    onShop: text,
    shopMark: until(mark, text === WHITE ? 'lighter' : 'darker', [ground]),
  }
}

/** The style sheet of a theme for whatever `selector` selects. Made of numbers only, so nothing a shop types gets into it. */
export function themeCss(theme: ShopTheme, selector: string): string {
  const light = themeTokens(theme, 'light')
  const dark = themeTokens(theme, 'dark')
  const names: Record<keyof Tokens, string> = {
    paper: 'paper', card: 'card', accent: 'accent', onAccent: 'on-accent', tint: 'accent-tint', shop: 'shop', onShop: 'on-shop', shopMark: 'shop-mark',
  } // biome-ignore format: a table
  const lines = Object.entries(names).map(
    ([token, name]) => `--color-${name}:light-dark(${light[token as keyof Tokens]},${dark[token as keyof Tokens]})`,
  )
  return `${selector}{${lines.join(';')}}`
}

const STEP = 0.01

/** The colour, as much darker or lighter as it takes to be read on every ground. */
function until(colour: Colour, direction: 'darker' | 'lighter', grounds: readonly string[]): string {
  const step = direction === 'darker' ? -STEP : STEP
  for (let l = colour.l; l > 0 && l < 1; l += step) {
    const hex = toHex({ ...colour, l })
    if (grounds.every((ground) => contrast(hex, ground) >= TEXT_CONTRAST)) return hex
  }
  return direction === 'darker' ? '#000000' : WHITE
}

/** The shop's colour as a ground that white can be read on, or, if it is a light colour, night. */
function paintedGround(own: Colour): { ground: string; text: string } {
  const ground = toHex(own)
  if (contrast(WHITE, ground) >= TEXT_CONTRAST) return { ground, text: WHITE }
  if (contrast(NIGHT, ground) >= TEXT_CONTRAST) return { ground, text: NIGHT }
  return { ground: until(own, 'darker', [WHITE]), text: WHITE }
}
