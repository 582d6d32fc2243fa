import { expect, test } from 'vitest'
import { AnswerMemory } from '#worker/pure/answer-memory.ts'

const answer = (text: string) => ({
  body: new TextEncoder().encode(text) as Uint8Array<ArrayBuffer>,
  type: 'application/json',
  etag: `"${text}"`,
})
const origin = (version: number, readAtMs = 0, scopes = ['all']) => ({ version, scopes, readAtMs })
const etagOf = (memory: AnswerMemory, key: string) => memory.find(key)?.answer.etag
const ROOM = 1_000_000

test('INV-MEM-1: an answer is handed out until one of its scopes changes after the version it was read at', () => {
  const memory = new AnswerMemory(ROOM)
  memory.keep('list', answer('list'), origin(5))
  memory.keep('mug', answer('mug'), origin(5, 0, ['all', 'prd_mug']))
  memory.learn([{ scope: 'prd_mug', version: 6 }], 100, true)
  expect(etagOf(memory, 'mug')).toBeUndefined()
  expect(etagOf(memory, 'list')).toBe('"list"')
  memory.learn([{ scope: 'all', version: 7 }], 200, true)
  expect(etagOf(memory, 'list')).toBeUndefined()
  memory.keep('list', answer('new'), origin(7))
  expect(etagOf(memory, 'list')).toBe('"new"')
  expect(memory.version).toBe(7)
})

test('INV-MEM-1: an answer that was read before a change, and comes after it is known, is old when it comes', () => {
  const memory = new AnswerMemory(ROOM)
  memory.keep('first', answer('first'), origin(5))
  memory.learn([{ scope: 'all', version: 6 }], 100, true)
  memory.keep('slow', answer('slow'), origin(5))
  expect(etagOf(memory, 'slow')).toBeUndefined()
})

test('INV-MEM-1: an answer of before this isolate knew anything is not kept', () => {
  const memory = new AnswerMemory(ROOM)
  memory.keep('first', answer('first'), origin(5))
  memory.keep('slow', answer('slow'), origin(4))
  expect(etagOf(memory, 'slow')).toBeUndefined()
  memory.learn([{ scope: 'prd_mug', version: 6 }], 100, false)
  expect(etagOf(memory, 'first'), 'there was more to learn than could be told').toBeUndefined()
  memory.keep('slow', answer('slow'), origin(5))
  expect(etagOf(memory, 'slow')).toBeUndefined()
  memory.keep('next', answer('next'), origin(6))
  expect(etagOf(memory, 'next')).toBe('"next"')
})

test('says when it was last known that nothing had changed', () => {
  const memory = new AnswerMemory(ROOM)
  memory.keep('list', answer('list'), origin(5, 1_000))
  expect(memory.find('list')?.knownAtMs).toBe(1_000)
  memory.learn([], 3_000, true)
  expect(memory.find('list')?.knownAtMs).toBe(3_000)
  // The same version read at 4000: nothing can have changed until then. A newer one says nothing of the others.
  memory.keep('other', answer('other'), origin(5, 4_000))
  expect(memory.find('list')?.knownAtMs).toBe(4_000)
  memory.keep('newer', answer('newer'), origin(9, 5_000))
  expect(memory.find('newer')?.knownAtMs).toBe(5_000)
  expect(memory.find('list')?.knownAtMs).toBe(4_000)
  memory.learn([{ scope: 'prd_mug', version: 9 }], 6_000, false)
  memory.keep('last', answer('last'), origin(9, 5_500))
  expect(memory.find('last')?.knownAtMs, 'an answer that was cut short makes nothing known').toBe(5_500)
})

test('keeps what was asked for last, and never more bytes than it may', () => {
  const memory = new AnswerMemory(64 * 1024)
  const big = 'x'.repeat(3_000)
  for (let index = 0; index < 30; index++) {
    memory.keep(`key ${index}`, answer(`${big}${index}`), origin(1))
    memory.find('key 0')
    expect(memory.bytes).toBeLessThanOrEqual(64 * 1024)
  }
  expect(etagOf(memory, 'key 0')).toBe(`"${big}0"`)
  expect(etagOf(memory, 'key 1')).toBeUndefined()
  expect(etagOf(memory, 'key 29')).toBe(`"${big}29"`)
  const before = memory.bytes
  memory.keep('too large', answer('y'.repeat(5_000)), origin(1))
  expect(etagOf(memory, 'too large')).toBeUndefined()
  memory.keep('key 29', answer('small'), origin(1))
  expect(memory.bytes).toBeLessThan(before)
})
