import { eq, inArray, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { deadLetter } from '#db/platform/schema/messaging.ts'
import { until } from '#tests/stage/http.ts'
import { becomeAdmin } from '#tests/stage/people.ts'
import { type Marketplace, startMarketplace } from '#tests/stage/start.ts'
import { seedOf, sizeOf } from '#tests/support/sizes.ts'
import { makeId, seededRandom } from '#worker/pure/ids.ts'

/** Sizes by environment, so that more can be asked for. */
const MESSAGES = sizeOf('QUEUE_MESSAGES', 5_000)
const SEED = seedOf('queue faults')
const REDELIVERED = 0.2
const POISON = 0.01

let market: Marketplace
beforeAll(async () => {
  market = await startMarketplace()
})
afterAll(() => market.close())

type Body = Record<string, unknown>

/** A message whose effect can be counted from outside: one mail at the provider. */
function mailMessage(random: () => number, index: number): Body {
  const now = 1_763_700_000_000 + index
  return {
    type: 'mail.requested',
    id: makeId('message', now, random),
    version: 1,
    vendorId: null,
    occurredAtMs: now,
    mailId: makeId('mail', now, random),
    to: `buyer-${index}@example.com`,
    content: { template: 'password_changed', name: `Buyer ${index}` },
  }
}

const POISONS: ((body: Body) => Body)[] = [
  (body) => ({ ...body, type: 'mail.requestedd' }),
  (body) => ({ ...body, version: 2 }),
  (body) => ({ ...body, content: { template: 'password_changed' } }),
  (body) => ({ ...body, mailId: 'ord_01' }),
]

describe(`Q1: ${MESSAGES} messages, ${REDELIVERED * 100} % redelivered, ${POISON * 100} % poison`, () => {
  test('each effect happens once, all poison is a dead letter with its reason, and a replay adds nothing', async () => {
    const random = seededRandom(SEED)
    const good: Body[] = []
    const poison: Body[] = []
    for (let i = 0; i < MESSAGES; i++) {
      const message = mailMessage(random, i)
      if (random() < POISON) poison.push((POISONS[i % POISONS.length] ?? ((b) => b))(message))
      else good.push(message)
    }
    const twice = good.filter(() => random() < REDELIVERED)
    const deliveries = [...good, ...poison, ...twice].sort(() => random() - 0.5)
    // A database that is busy now and then makes the consumer itself ask for redelivery as well.
    market.turso.emulator.faults.add({ database: 'platform', mode: 'busy', times: 20, matching: 'insert into "mail"' })

    const events = await market.worker.getQueueProducer<Body>('EVENTS')
    for (let at = 0; at < deliveries.length; at += 100) {
      await events.sendBatch(deliveries.slice(at, at + 100).map((body) => ({ body, contentType: 'json' as const })))
    }

    const sentTo = () => market.mail.messages().flatMap((mail) => mail.to)
    await until(
      'every mail and every dead letter',
      async () => {
        const letters = await market.platformDb.select({ n: sql<number>`count(*)` }).from(deadLetter)
        return sentTo().length >= good.length && letters[0]?.n === poison.length
      },
      240_000,
    )
    // Whatever is delivered late has its chance to do harm.
    await new Promise((resolve) => setTimeout(resolve, 1_500))

    const counts = new Map<string, number>()
    for (const to of sentTo()) counts.set(to, (counts.get(to) ?? 0) + 1)
    expect(counts.size, 'none is lost').toBe(good.length)
    expect(
      [...counts].filter(([, n]) => n !== 1),
      'none is sent twice',
    ).toEqual([])

    const letters = await market.platformDb.select().from(deadLetter)
    expect(letters.length).toBe(poison.length)
    expect(new Set(letters.map(({ messageId }) => messageId))).toEqual(new Set(poison.map(({ id }) => id)))
    expect(letters.filter(({ reason }) => !reason.startsWith('Not a message of ours: '))).toEqual([])

    expect(market.turso.emulator.faults.list(), 'the database was busy as often as planned').toEqual([])

    for (const body of good.slice(0, 50)) await events.send(body)
    await new Promise((resolve) => setTimeout(resolve, 1_500))
    expect(market.mail.messages().length, 'a late redelivery sends nothing again').toBe(good.length)
  })

  test('an operator’s replay has each effect once, however often it is asked for', async () => {
    const admin = await becomeAdmin(market, 'operator@stoa.example')
    const random = seededRandom(SEED + 1)
    const [unsent, sent] = [mailMessage(random, 900_001), mailMessage(random, 900_002)]
    const events = await market.worker.getQueueProducer<Body>('EVENTS')
    await events.send(sent)
    await until('the mail that is sent before', async () => market.mail.messages(String(sent.to)).length === 1)
    // Two messages that were given up on while the provider was down: one had its effect all the same.
    const letters = [unsent, sent].map((body, index) => ({
      id: makeId('deadLetter', 1_763_700_000_000 + index, random),
      queue: 'stoa-events',
      messageId: String(body.id),
      body,
      reason: 'Gave up after 10 attempts. unavailable: The mail provider is not available right now.',
      attempts: 10,
      createdAtMs: 1_763_700_000_000,
    }))
    await market.platformDb.insert(deadLetter).values(letters)
    const ids = letters.map(({ id }) => id)

    const answers = await Promise.all([1, 2, 3].map(() => admin.ok<{ replayed: number }>('POST', '/admin/dead-letters/replay', { ids })))
    expect(Math.max(...answers.map(({ replayed }) => replayed))).toBe(2)
    await until('the mail that was not sent before', async () => market.mail.messages(String(unsent.to)).length > 0)
    await new Promise((resolve) => setTimeout(resolve, 1_500))
    expect([unsent, sent].map(({ to }) => market.mail.messages(String(to)).length)).toEqual([1, 1])
    expect(await admin.ok('POST', '/admin/dead-letters/replay', { ids })).toEqual({ replayed: 0 })
    const rows = await market.platformDb.select().from(deadLetter).where(inArray(deadLetter.id, ids))
    expect(rows.map(({ status }) => status)).toEqual(['replayed', 'replayed'])
  })

  test('poison that is replayed unmended is a dead letter again, the same one', async () => {
    const admin = await becomeAdmin(market, 'second-operator@stoa.example')
    const before = await market.platformDb.select().from(deadLetter).where(eq(deadLetter.status, 'waiting')).limit(20)
    expect(before.length).toBeGreaterThan(0)
    const ids = before.map(({ id }) => id)
    expect(await admin.ok('POST', '/admin/dead-letters/replay', { ids })).toEqual({ replayed: ids.length })
    const again = await until('all of them to come back', async () => {
      const rows = await market.platformDb.select().from(deadLetter).where(inArray(deadLetter.id, ids))
      return rows.every(({ status }) => status === 'waiting') && rows
    })
    expect(again.map(({ messageId, reason }) => [messageId, reason]).sort()).toEqual(
      before.map(({ messageId, reason }) => [messageId, reason]).sort(),
    )
  })
})
