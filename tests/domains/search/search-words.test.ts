import fc from 'fast-check'
import { expect, test } from 'vitest'
import { makeCursor, readCursor } from '#worker/domains/search/cursor.ts'
import { matchWords } from '#worker/domains/search/search-words.ts'

// These go through the whole stack; a busy machine may take its time.
test('words become quoted terms, their beginnings, and their trigrams', () => {
  expect(matchWords(' Blue "mug* ')).toEqual({
    words: '"blue" "mug"',
    starts: '"blue"* "mug"*',
    similar: '"blu" OR "lue" OR "mug"',
    trigrams: ['blu', 'lue', 'mug'],
    similarMin: 2,
  })
  expect(matchWords('ab')).toMatchObject({ similar: null, trigrams: [] })
  expect(matchWords('" * ( ) : ^ -')).toBeNull()
})

test('I1: nothing but letters, digits and our own quotes reaches the full-text index', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) => {
      const match = matchWords(text)
      if (!match) return
      expect(match.words).toMatch(/^"[\p{L}\p{N}\p{M}]+"(?: "[\p{L}\p{N}\p{M}]+")*$/u)
      expect(match.starts).toMatch(/^"[\p{L}\p{N}\p{M}]+"\*(?: "[\p{L}\p{N}\p{M}]+"\*)*$/u)
      if (match.similar !== null) expect(match.similar).toMatch(/^"[\p{L}\p{N}\p{M}]{3}"(?: OR "[\p{L}\p{N}\p{M}]{3}")*$/u)
    }),
    { numRuns: 500 },
  )
})

test('a cursor reads back exactly, and only under its key and order', async () => {
  const position = { key: -12_345_678, id: 'prd_01JD0000000000000000000000' }
  const cursor = await makeCursor('key', 'relevance', position)
  expect(await readCursor('key', 'relevance', cursor)).toEqual(position)
  await expect(readCursor('other key', 'relevance', cursor)).rejects.toThrow('does not belong')
  await expect(readCursor('key', 'newest', cursor)).rejects.toThrow('does not belong')
})
