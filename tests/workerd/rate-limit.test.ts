import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Marketplace, startMarketplace } from '#tests/stage/start.ts'
import { MINUTE_MS, SECOND_MS } from '#worker/pure/time.ts'

let market: Marketplace
beforeAll(async () => {
  market = await startMarketplace({ requestsPerMinute: 20 })
})
afterAll(() => market.close())

/** The limiter counts by the minute of the clock: what one minute has to hold begins in the next, if this one is nearly over. */
async function enterMinute(): Promise<void> {
  const leftMs = MINUTE_MS - (Date.now() % MINUTE_MS)
  if (leftMs < 20 * SECOND_MS) await new Promise((resolve) => setTimeout(resolve, leftMs + 50))
}

test('one address that asks too much of one part of the API is told to slow down; other parts and webhooks go on', async () => {
  await enterMinute()
  const statuses: number[] = []
  for (let i = 0; i < 25; i++)
    statuses.push((await fetch(`${market.origin}/api/v1/categories`, { headers: { 'x-forwarded-for': `10.0.0.${i}` } })).status)
  expect(statuses).toEqual([...Array(20).fill(200), ...Array(5).fill(429)])

  const refused = await fetch(`${market.origin}/api/v1/categories`)
  expect([refused.headers.get('retry-after'), (await refused.json()).code]).toEqual(['60', 'too_many_requests'])
  expect((await fetch(`${market.origin}/api/v1/storefronts`)).status).toBe(200)
  for (let i = 0; i < 25; i++) {
    const webhook = await fetch(`${market.origin}/api/v1/webhooks/stripe`, { method: 'POST', body: '{}' })
    expect((await webhook.json()).code).toBe('invalid_signature')
  }
})
