import { afterAll, beforeAll, expect, test } from 'vitest'
import type { LiveNews } from '#worker/pure/live.ts'
import { type Objects, startObjects } from './objects.ts'

let objects: Objects
beforeAll(async () => {
  objects = await startObjects({})
})
afterAll(() => objects.dispose())

let stores = 0
const store = () => `ven_${String(++stores).padStart(26, '0')}`

/** A page: what it was told, and how its socket ended. */
async function page(whose: string, query: Record<string, string> = {}) {
  const socket = objects.watch(whose, { session: 'ses_1', ...query })
  const told: LiveNews[] = []
  const pongs: string[] = []
  const end: { code: number | null } = { code: null }
  socket.onmessage = ({ data }) => void (data === 'pong' ? pongs.push(data) : told.push(JSON.parse(data)))
  socket.onclose = ({ code }) => {
    end.code = code
  }
  const isOpen = await new Promise<boolean>((resolve) => {
    socket.addEventListener('open', () => resolve(true))
    socket.addEventListener('error', () => resolve(false))
  })
  return { socket, told, pongs, end, isOpen, topics: () => told.map(({ topics }) => topics) }
}

test('a page is told at once which data changed, and of the data nothing', async () => {
  const whose = store()
  const one = await page(whose)
  const two = await page(whose, { session: 'ses_2' })
  const beforeMs = Date.now()
  await objects.dashboards.of(whose).changed(['orders', 'stock'])
  for (const { topics } of [one, two]) await expect.poll(topics).toEqual([['orders', 'stock']])
  expect(Object.keys(one.told[0] ?? {})).toEqual(['topics', 'atMs'])
  expect(one.told[0]?.atMs).toBeGreaterThanOrEqual(beforeMs)
})

test('a hundred changes within a second are told once more, after it', async () => {
  const whose = store()
  // So far ahead that the platform runs no alarm meanwhile.
  const atMs = Date.now() + 60 * 60_000
  await objects.set({ dashboardsAtMs: atMs })
  const one = await page(whose)
  await objects.dashboards.of(whose).changed(['orders'])
  await objects.callAll(
    Array.from({ length: 100 }, (_, n) => ({ name: `live:${whose}`, method: 'changed', argument: [n % 2 ? 'stock' : 'orders'] })),
  )
  await expect.poll(one.topics).toEqual([['orders']])
  expect(await objects.dashboards.of(whose).alarmAt()).toBe(atMs + 1000)
  await objects.set({ dashboardsAtMs: atMs + 1000 })
  await objects.dashboards.of(whose).runAlarm()
  await expect
    .poll(() => one.told)
    .toEqual([
      { topics: ['orders'], atMs },
      { topics: ['orders', 'stock'], atMs: atMs + 1000 },
    ])
  expect(await objects.dashboards.of(whose).rows('SELECT * FROM topic WHERE is_waiting = 1')).toEqual([])
  await objects.set({ dashboardsAtMs: null })
})

test('what waits for the second to be over is told by the platform’s alarm', async () => {
  const whose = store()
  const one = await page(whose)
  await objects.dashboards.of(whose).changed(['orders'])
  await objects.dashboards.of(whose).changed(['stock'])
  await expect.poll(one.topics).toEqual([['orders'], ['stock']])
})

test('what changed since a page was read is said when its socket opens, and nothing older', async () => {
  const whose = store()
  await objects.dashboards.of(whose).changed(['orders'])
  const changedAtMs = Date.now()
  const early = await page(whose, { since: String(changedAtMs - 10_000) })
  await expect.poll(early.topics).toEqual([['orders']])
  const late = await page(whose, { since: String(changedAtMs + 60_000) })
  const without = await page(whose)
  await objects.dashboards.of(whose).changed(['reviews'])
  await expect.poll(late.topics).toEqual([['reviews']])
  expect(without.topics().flat()).toContain('reviews')
})

test('another store’s pages are told nothing; topics nobody knows are left out', async () => {
  const [mine, theirs] = [store(), store()]
  const one = await page(mine)
  const other = await page(theirs)
  await objects.dashboards.of(mine).changed(['orders', 'secrets' as never])
  await objects.dashboards.of(theirs).changed(['payouts'])
  await expect.poll(other.topics).toEqual([['payouts']])
  await expect.poll(one.topics).toEqual([['orders']])
})

test('a session has eight sockets at most, a store two hundred; the next is refused, the others stay', async () => {
  const whose = store()
  const own = await Promise.all(Array.from({ length: 8 }, () => page(whose)))
  expect(own.map(({ isOpen }) => isOpen)).toEqual(Array(8).fill(true))
  expect((await page(whose)).isOpen).toBe(false)
  own[0]?.socket.close()
  await expect.poll(() => own[0]?.end.code).not.toBeNull()
  expect((await page(whose)).isOpen).toBe(true)
  const others = await Promise.all(
    Array.from({ length: 24 }, (_, n) => Promise.all(Array.from({ length: 8 }, () => page(whose, { session: `s${n}` })))),
  )
  expect(others.flat().every(({ isOpen }) => isOpen)).toBe(true)
  expect((await page(whose, { session: 'ses_2' })).isOpen).toBe(false)
  await objects.dashboards.of(whose).changed(['orders'])
  await expect.poll(() => others.flat().filter(({ told }) => told.length === 1).length).toBe(192)
})

test('whoever has nothing to say may not speak; a socket ends after fifteen minutes and may come back', async () => {
  const whose = store()
  const openedFromMs = Date.now()
  const speaks = await page(whose)
  speaks.socket.send('hello')
  await expect.poll(() => speaks.end.code).toBe(1008)
  const lasts = await page(whose)
  const alarmAtMs = (await objects.dashboards.of(whose).alarmAt()) ?? 0
  expect(alarmAtMs - 15 * 60_000).toBeGreaterThanOrEqual(openedFromMs)
  expect(alarmAtMs - 15 * 60_000).toBeLessThanOrEqual(Date.now())
  await objects.setClock(14 * 60_000)
  await objects.dashboards.of(whose).runAlarm()
  lasts.socket.send('ping')
  await expect.poll(() => lasts.pongs).toEqual(['pong'])
  await objects.setClock(16 * 60_000)
  await objects.dashboards.of(whose).runAlarm()
  await expect.poll(() => lasts.end.code).toBe(4000)
  expect((await page(whose)).isOpen).toBe(true)
  await objects.setClock(0)
})

test('the object sleeps while its pages are open, and a change wakes it: the same sockets, another object', async () => {
  const whose = store()
  const one = await page(whose)
  const madeAtMs = await objects.dashboards.of(whose).madeAt()
  const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
  // The runtime puts an object to sleep that nobody called for ten seconds, or a little later; its pings are answered without it.
  let madeAgainAtMs = madeAtMs
  for (let changes = 1; changes <= 5 && madeAgainAtMs === madeAtMs; changes++) {
    await pause(8000)
    one.socket.send('ping')
    await pause(4000)
    await objects.dashboards.of(whose).changed(['orders'])
    await expect.poll(one.topics).toEqual(Array(changes).fill(['orders']))
    expect(one.pongs).toEqual(Array(changes).fill('pong'))
    madeAgainAtMs = await objects.dashboards.of(whose).madeAt()
  }
  expect(madeAgainAtMs).toBeGreaterThan(madeAtMs)
})
