import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, describe, expect, test } from 'vitest'
import { drawProduct } from '#db/seed/artwork/draw-product.ts'
import { drawLogo } from '#db/seed/artwork/logos.ts'
import { fingerprint, openRenderer } from '#db/seed/artwork/render.ts'
import { subjectOf } from '#db/seed/artwork/subjects.ts'
import { categoryRows } from '#db/seed/categories.ts'
import { addCompetingOffers } from '#db/seed/competing-offers.ts'
import { productsOf } from '#db/seed/products.ts'
import { APPLICANT, STORES } from '#db/seed/stores.ts'

const folder = mkdtempSync(join(tmpdir(), 'stoa-pictures-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const categoryIds = new Map(categoryRows().map(({ slug, id }) => [slug, id]))
function catalogueOf(perStore: number) {
  const catalogue = new Map(
    STORES.map((store, storeIndex) => [
      store.slug,
      productsOf({ seed: 1, store, storeIndex, count: perStore, nowMs: Date.UTC(2026, 10, 21), categoryIds }),
    ]),
  )
  addCompetingOffers(1, STORES, catalogue)
  return [...catalogue.values()].flat()
}
const products = catalogueOf(50)

describe('the artwork', () => {
  test('knows everything that any store can sell', () => {
    const things = STORES.flatMap(({ kind }) => kind.lines.flatMap((line) => line.things.map(([name]) => name)))
    expect(new Set(things).size).toBe(116)
    for (const thing of things) expect(subjectOf(thing).companions.length, thing).toBeGreaterThan(0)
    expect(() => subjectOf('Trebuchet')).toThrow('There is no picture of a Trebuchet')
  })

  test('gives every product three or four different pictures with a text of their own, and no product the pictures of another', () => {
    const covers = new Map<string, string>()
    for (const product of products) {
      const pictures = drawProduct(product)
      expect([3, 4], product.row.title).toContain(pictures.length)
      expect(new Set(pictures.map(({ svg }) => svg)).size).toBe(pictures.length)
      expect(new Set(pictures.map(({ alt }) => alt)).size).toBe(pictures.length)
      for (const { alt } of pictures) {
        expect(alt.startsWith(product.row.title)).toBe(true)
        expect(alt.length).toBeLessThanOrEqual(200)
      }
      const cover = pictures[0]?.svg ?? ''
      // What several stores sell is one thing, and looks like it.
      expect(covers.get(cover) ?? product.row.title).toBe(product.row.title)
      covers.set(cover, product.row.title)
    }
    expect(covers.size).toBe(new Set(products.map(({ row }) => row.title)).size)
  })

  test('shows a product in each of the colours it comes in', () => {
    const many = products.find(({ row }) => (row.options.find(({ name }) => name === 'Glaze')?.values.length ?? 0) === 3)
    const alts = many ? drawProduct(many).map(({ alt }) => alt) : []
    const [first = '', second = '', third = ''] = many?.row.options[0]?.values.map((value) => value.toLowerCase()) ?? []
    expect(alts.slice(0, 2)).toEqual([`${many?.row.title}, ${first}`, `${many?.row.title} in ${first}, ${second} and ${third}`])
  })

  test('uses no number that is none, no text and nothing from elsewhere', () => {
    for (const { svg } of products.flatMap(drawProduct)) {
      expect(svg).not.toMatch(/NaN|undefined|Infinity|<text|<image|href=|https?:\/\/(?!www\.w3\.org\/2000\/svg)/)
    }
  })

  test('is the same, drawn again', () => {
    expect(products.slice(0, 40).map(drawProduct)).toEqual(catalogueOf(50).slice(0, 40).map(drawProduct))
  })

  test('renders to the same bytes, of the stated size, whether kept or not', async () => {
    const kept = await openRenderer(folder)
    const apart = await openRenderer(mkdtempSync(join(folder, 'apart-')))
    for (const product of [products[0], products[120], products[399]]) {
      for (const { svg } of product ? drawProduct(product) : []) {
        const first = await kept.render(svg, 480)
        const again = await kept.render(svg, 480)
        const other = await apart.render(svg, 480)
        expect(Buffer.compare(first.bytes, again.bytes)).toBe(0)
        expect(Buffer.compare(first.bytes, other.bytes)).toBe(0)
        const { format, width, height } = await sharp(first.bytes).metadata()
        expect([format, width, height]).toEqual(['webp', first.width, first.height])
        expect([first.width, first.height]).toEqual([480, 600])
        expect(fingerprint(svg, 480)).not.toBe(fingerprint(svg, 481))
      }
    }
  })
})

describe('the signs', () => {
  /** WCAG 2: relative luminance and contrast. */
  const luminance = (hex: string) =>
    [1, 3, 5]
      .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
      .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4))
      .reduce((sum, value, at) => sum + value * ([0.2126, 0.7152, 0.0722][at] ?? 0), 0)
  const contrast = (first: string, second: string) => {
    const [low = 0, high = 0] = [luminance(first), luminance(second)].sort((a, b) => a - b)
    return (high + 0.05) / (low + 0.05)
  }

  test('every store has one, unlike any other’s, and a colour that white text can be read on', async () => {
    const stores = [...STORES, APPLICANT]
    const drawn = stores.map(({ slug, theme }) => drawLogo(slug, theme))
    expect(new Set(drawn).size).toBe(9)
    for (const { slug, theme } of stores) expect(contrast(theme.primary, '#ffffff'), slug).toBeGreaterThan(4.5)
    const { width, height } = await (await openRenderer(folder)).render(drawn[0] ?? '', 512)
    expect([width, height]).toEqual([512, 512])
  })
})
