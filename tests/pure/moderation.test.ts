import { expect, test } from 'vitest'
import { findBanned, findingsKey, findLinks, fold, type Rule } from '#worker/pure/moderation.ts'

const rule = (id: string, value: string, effect: Rule['effect'] = 'hold', kind: Rule['kind'] = 'word'): Rule => ({
  id,
  kind,
  value,
  effect,
  note: '',
})

test('words are compared without case, accents and punctuation, and only as whole words', () => {
  expect(fold('  Répl-ICA!! (v2) ')).toBe(' repl ica v2 ')
  const fields = [
    { field: '/title', text: 'A GLASS ass-orted set' },
    { field: '/description', text: 'Réplica of a Rolex; not a replicant' },
  ]
  const found = findBanned([rule('a', 'ass'), rule('b', 'replica'), rule('c', 'of a rolex', 'refuse'), rule('d', 'replic')], fields, [])
  expect(found.map(({ ruleId, field, effect }) => [ruleId, field, effect])).toEqual([
    ['a', '/title', 'hold'],
    ['b', '/description', 'hold'],
    ['c', '/description', 'refuse'],
  ])
})

test('a banned category means everything below it', () => {
  const weapons = rule('w', 'cat_weapons', 'refuse', 'category')
  expect(findBanned([weapons], [], ['cat_all', 'cat_weapons', 'cat_knives']).map(({ field, match }) => [field, match])).toEqual([
    ['/categoryId', 'cat_weapons'],
  ])
  expect(findBanned([weapons], [], ['cat_all', 'cat_mugs'])).toEqual([])
})

test.each(['see https://x.example/a', 'www.cheap.example', 'write to me@shop.example', 'go to cheap-mugs.shop now'])(
  'a link is found: %s',
  (text) => {
    expect(findLinks([{ field: '/text', text }])).toHaveLength(1)
  },
)

test.each(['Holds 3.5 dl. Nice', 'No. 1 mug', 'e.g. tea', '10.50 well spent'])('no link: %s', (text) => {
  expect(findLinks([{ field: '/text', text }])).toEqual([])
})

test('a set of findings has one name whatever its order', () => {
  const [a, b] = [rule('a', 'x'), rule('b', 'y')]
  const fields = [{ field: '/title', text: 'y x' }]
  expect(findingsKey(findBanned([a, b], fields, []))).toBe(findingsKey(findBanned([b, a], fields, [])))
})
