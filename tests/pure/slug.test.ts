import fc from 'fast-check'
import { expect, test } from 'vitest'
import { SLUG_SHAPE, slugOf, uniqueSlug } from '#worker/pure/slug.ts'

const ID = 'prd_01JD0000000000000000ABCDEF'

test.each([
  ['Stoneware mug', 'stoneware-mug'],
  ['  Crème brûlée — 4 pots! ', 'creme-brulee-4-pots'],
  ['Straße & Søn', 'strasse-and-son'],
  ["Baker's dozen", 'bakers-dozen'],
  ['../../etc/passwd', 'etc-passwd'],
  ['湯呑み', 'abcdef'],
  ['', 'abcdef'],
])('%s becomes %s', (title, slug) => {
  expect(slugOf(title, ID)).toBe(slug)
})

test('a taken slug gets the end of the id', () => {
  expect(uniqueSlug('stoneware-mug', ID)).toBe('stoneware-mug-abcdef')
})

test('whatever the title, the slug fits its shape and 80 characters', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (title) => {
      const slug = slugOf(title, ID)
      expect(slug).toMatch(SLUG_SHAPE)
      expect(slug.length).toBeLessThanOrEqual(80)
    }),
    { numRuns: 2000 },
  )
})
