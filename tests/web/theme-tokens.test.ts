import { expect, test } from 'vitest'
import { contrast, fromHex, toHex } from '#web/ui/colour.ts'
import { TEXT_CONTRAST, themeCss, themeTokens } from '#web/ui/theme-tokens.ts'

const STEPS = ['00', '33', '66', '99', 'cc', 'ff']
const CUBE = STEPS.flatMap((r) => STEPS.flatMap((g) => STEPS.map((b) => `#${r}${g}${b}`)))
/** Text of the shop's frame, which a theme does not change: ink, soft, good, bad. */
const FIXED = { light: ['#14182b', '#4f566d', '#12644b', '#a32a14'], dark: ['#eef0f6', '#abb2c8', '#6fd0ae', '#ff9c86'] }

test('a colour is read and written as it was', () => {
  for (const hex of CUBE) expect(toHex(fromHex(hex))).toBe(hex)
})

test('contrast is that of WCAG', () => {
  expect(contrast('#000000', '#ffffff')).toBe(21)
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.478, 3)
  expect(contrast('#2447c8', '#2447c8')).toBe(1)
})

test.each(['light', 'dark'] as const)('%s: whatever two colours a shop has, all its text can be read', (scheme) => {
  for (const primary of CUBE) {
    for (const accent of ['#000000', '#ffffff', '#777777', '#d9a05b', primary]) {
      const { paper, card, tint, accent: link, onAccent, shop, onShop, shopMark } = themeTokens({ primary, accent }, scheme)
      const pairs = [
        ...[paper, card, tint].map((ground) => [link, ground] as const),
        [onAccent, link] as const,
        [onShop, shop] as const,
        [shopMark, shop] as const,
        ...[paper, card].flatMap((ground) => FIXED[scheme].map((text) => [text, ground] as const)),
      ]
      const unreadable = pairs.filter(([text, ground]) => contrast(text, ground) < TEXT_CONTRAST)
      expect({ primary, accent, unreadable }).toEqual({ primary, accent, unreadable: [] })
    }
  }
})

test('a colour that can be read stays as the shop chose it', () => {
  const { accent, shop, onShop } = themeTokens({ primary: '#7a3e2b', accent: '#d9a05b' }, 'light')
  expect({ accent, shop, onShop }).toEqual({ accent: '#7a3e2b', shop: '#7a3e2b', onShop: '#ffffff' })
})

test('what is no colour becomes grey, and nothing of it gets into the style sheet', () => {
  const css = themeCss({ primary: '}</style><script>', accent: 'red' }, ':root')
  expect(css).toMatch(/^:root\{(?:--color-[a-z-]+:light-dark\(#[0-9a-f]{6},#[0-9a-f]{6}\);?){8}\}$/)
})
