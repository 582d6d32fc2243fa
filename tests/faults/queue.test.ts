import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { deadLetter } from '#db/platform/schema/messaging.ts'
import { until } from '#tests/stage/http.ts'
import { type Marketplace, startMarketplace } from '#tests/stage/start.ts'
import { makeId, seededRandom } from '#worker/pure/ids.ts'

/** Sizes by environment, so that more can be asked for. */
const MESSAGES = Number(process.env.QUEUE_MESSAGES ?? 5_000)
const SEED = Number(process.env.SEED ?? 20_261_121)
const REDELIVERED = 0.2
const POISON = 0.01

let market: Marketplace
beforeAll(async () => {
  console.info(`queue faults: seed ${SEED}, ${MESSAGES} messages`)
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

    for (const body of good.slice(0, 50)) await events.send(body)
    await new Promise((resolve) => setTimeout(resolve, 1_500))
    expect(market.mail.messages().length, 'a replay sends nothing again').toBe(good.length)
  })
})
