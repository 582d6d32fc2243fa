import { describe, expect, test } from 'vitest'
import { EnvelopeUnreadable, firstKeyId, openEnvelope, rewrap, sealEnvelope } from '#worker/pure/envelope.ts'
import { newSecret } from '#worker/pure/hash.ts'

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const BOUND = 'ven_1/channel/chc_1'
const SECRET = JSON.stringify({ refreshToken: 'Atzr|Ïöß', scope: '' })
const OLD = ['2026-01', newSecret()] as const
const NEW = ['2026-11', newSecret()] as const
const old = new Map([OLD])
const both = new Map([NEW, OLD])

const reasonOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'opened',
    (error: unknown) => (error instanceof EnvelopeUnreadable ? error.reason : `not ours: ${String(error)}`),
  )

describe('E2: an envelope', () => {
  test('opens for what it was bound to, has a key of its own each time, and shows nothing but whose key it is under', async () => {
    const sealed = await Promise.all(Array.from({ length: 20 }, () => sealEnvelope(both, BOUND, SECRET)))
    expect(await Promise.all(sealed.map((each) => openEnvelope(both, BOUND, each)))).toEqual(Array(20).fill(SECRET))
    for (const part of [2, 3, 4, 5]) expect(new Set(sealed.map((each) => each.split('.')[part])).size, `part ${part}`).toBe(20)
    expect(sealed[0]).toMatch(/^e1\.2026-11\.[\w-]{16}\.[\w-]{64}\.[\w-]{16}\.[\w-]+$/)
    expect(sealed.join()).not.toContain('Atzr')
    expect(firstKeyId(both)).toBe('2026-11')
    expect(await openEnvelope(both, BOUND, await sealEnvelope(both, BOUND, ''))).toBe('')
  })

  test('fails closed at each character of its text that is another one, is missing or is one too many', async () => {
    const sealed = await sealEnvelope(both, BOUND, SECRET)
    const changed = [...sealed].flatMap((char, at) => {
      const other = ALPHABET[(ALPHABET.indexOf(char) + 1) % ALPHABET.length] ?? '.'
      return [sealed.slice(0, at) + other + sealed.slice(at + 1), sealed.slice(0, at) + sealed.slice(at + 1)]
    })
    // The last character of each part carries bits that stand for nothing: all of them are refused as well.
    const ends = sealed.split('.').map(
      (_, part) =>
        sealed
          .split('.')
          .slice(0, part + 1)
          .join('.').length - 1,
    )
    const twisted = ends.flatMap((at) =>
      [...ALPHABET].map((char) => sealed.slice(0, at) + char + sealed.slice(at + 1)).filter((text) => text !== sealed),
    )
    const wrong = [
      ...changed,
      ...twisted,
      `${sealed}A`,
      `${sealed}.`,
      sealed.slice(0, -24),
      '',
      '....',
      'e1.2026-11....',
      sealed.replace('e1', 'e2'),
    ]
    const reasons = await Promise.all(wrong.map((text) => reasonOf(openEnvelope(both, BOUND, text))))
    expect(reasons.filter((reason) => !['altered', 'malformed', 'unknown_key'].includes(reason))).toEqual([])
    expect(reasons).toHaveLength(sealed.length * 2 + 6 * 63 + 7)
    const rewrapped = await Promise.all(wrong.map((text) => reasonOf(rewrap(new Map([['2027', newSecret()], NEW]), BOUND, text))))
    // To wrap anew does not read the secret itself; whatever it lets through still does not open.
    expect(new Set(rewrapped)).toEqual(new Set(['altered', 'malformed', 'unknown_key', 'opened']))
  })

  test('fails closed for any other vendor, purpose and connection, character by character', async () => {
    const sealed = await sealEnvelope(both, BOUND, SECRET)
    const others = [...BOUND].map((char, at) => BOUND.slice(0, at) + String.fromCharCode(char.charCodeAt(0) ^ 1) + BOUND.slice(at + 1))
    const wrong = [...others, `${BOUND} `, BOUND.slice(1), '', 'ven_2/channel/chc_1', 'ven_1/channel/chc_2', 'ven_1/database']
    expect(await Promise.all(wrong.map((bound) => reasonOf(openEnvelope(both, bound, sealed))))).toEqual(wrong.map(() => 'altered'))
    expect(await Promise.all(wrong.map((bound) => reasonOf(rewrap(new Map([['2027', newSecret()], NEW]), bound, sealed))))).toEqual(
      wrong.map(() => 'altered'),
    )
  })

  test('does not open with parts of another one, of the same or another owner', async () => {
    const [a, b] = [(await sealEnvelope(both, BOUND, 'a')).split('.'), (await sealEnvelope(both, BOUND, 'b')).split('.')]
    const mixes = Array.from({ length: 14 }, (_, mask) =>
      a.map((part, at) => (at >= 2 && ((mask + 1) >> (at - 2)) & 1 ? b[at] : part)).join('.'),
    )
    const reasons = await Promise.all(mixes.map((mix) => reasonOf(openEnvelope(both, BOUND, mix))))
    expect(reasons).toEqual(Array(14).fill('altered'))
    const elsewhere = await sealEnvelope(both, 'ven_2/channel/chc_2', 'theirs')
    expect(await reasonOf(openEnvelope(both, BOUND, elsewhere))).toBe('altered')
  })

  test('takes up a new key without its secret being touched, and both keys’ readers read it all the while', async () => {
    let row = await sealEnvelope(old, BOUND, SECRET)
    const before = row.split('.')
    let failed = 0
    let reads = 0
    let isRotating = true
    const reader = async (keys: ReadonlyMap<string, string>) => {
      while (isRotating) {
        reads++
        if ((await openEnvelope(keys, BOUND, row)) !== SECRET) failed++
      }
    }
    const readers = [reader(both), reader(new Map([OLD, NEW])), reader(both)]
    for (let round = 0; round < 20; round++) row = await rewrap(round % 2 === 0 ? both : new Map([OLD, NEW]), BOUND, row)
    row = await rewrap(both, BOUND, row)
    isRotating = false
    await Promise.all(readers)
    expect(failed).toBe(0)
    expect(reads).toBeGreaterThanOrEqual(20)
    const after = row.split('.')
    expect([after[1], after[4], after[5]]).toEqual(['2026-11', before[4], before[5]])
    expect(await rewrap(both, BOUND, row), 'done is done').toBe(row)
    expect(await openEnvelope(new Map([NEW]), BOUND, row), 'the old key may go').toBe(SECRET)
  })

  test('under a key that is lost is said to be so, and so is one under another key of the same name', async () => {
    const sealed = await sealEnvelope(old, BOUND, SECRET)
    expect(await reasonOf(openEnvelope(new Map([NEW]), BOUND, sealed))).toBe('unknown_key')
    expect(await reasonOf(rewrap(new Map([NEW]), BOUND, sealed))).toBe('unknown_key')
    expect(await reasonOf(openEnvelope(new Map([[OLD[0], newSecret()]]), BOUND, sealed))).toBe('altered')
    expect(await openEnvelope(both, BOUND, sealed), 'and opens again once it is back').toBe(SECRET)
  })

  test('is not made or opened with a key that is none', async () => {
    await expect(sealEnvelope(new Map(), BOUND, SECRET)).rejects.toThrow('there is a key to seal with')
    await expect(sealEnvelope(new Map([['a', 'c2hvcnQ']]), BOUND, SECRET)).rejects.toThrow('256 bits')
    await expect(sealEnvelope(new Map([['a.b', newSecret()]]), BOUND, SECRET)).rejects.toThrow('there is a key to seal with')
  })
})
