import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Market, type Shop, startMarket } from '#tests/domains/checkout/market.ts'
import { signIn } from '#tests/support/people.ts'
import { createLivePages } from '#worker/live-pages.ts'
import type { LiveTopic } from '#worker/pure/live.ts'

let market: Market
beforeAll(async () => {
  market = await startMarket({ vendors: 2, stock: 5 })
  await market.stack.settle()
})
afterAll(() => market.stack.close())

/** What pages were told of since the last look, by whose they are. */
function told(): Record<string, string[]> {
  const all = new Map<string, Set<string>>()
  for (const { whose, topics } of market.stack.told.splice(0)) all.set(whose, new Set([...(all.get(whose) ?? []), ...topics]))
  return Object.fromEntries([...all].map(([whose, topics]) => [whose, [...topics].sort()]))
}

test('a purchase is told to the store it was made at and to the marketplace’s people, and to no other store', async () => {
  const [shop, other] = market.shops
  told()
  const buyer = market.browser()
  await buyer.add(shop as Shop)
  const { body } = await buyer.checkout()
  expect((await market.pay(body.clientSecret)).body.status).toBe('succeeded')
  await market.stack.settle()
  const heard = told()
  expect(heard[shop?.id ?? '']).toEqual(['orders', 'stock'])
  expect(heard.platform).toEqual(['orders'])
  expect(heard[other?.id ?? '']).toBeUndefined()
})

describe('telling', () => {
  const pagesWith = (changed: (topics: readonly LiveTopic[]) => Promise<void>) => {
    const deferred: Promise<unknown>[] = []
    const binding = { getByName: (whose: string) => ({ changed: (topics: LiveTopic[]) => changed([whose as never, ...topics]) }) }
    return { ...createLivePages({ STORE_DASHBOARD: binding as never }, (work) => void deferred.push(work)), deferred }
  }

  test('is gathered over a request: each object is called once', async () => {
    const calls: unknown[] = []
    const { tellPages, deferred } = pagesWith(async (topics) => void calls.push(topics))
    tellPages('platform', 'orders')
    tellPages('ven_1' as never, 'orders')
    tellPages('platform', 'orders', 'refunds')
    await Promise.all(deferred)
    expect(calls).toEqual([
      ['platform', 'orders', 'refunds'],
      ['ven_1', 'orders'],
    ])
  })

  test('fails nothing, whatever the object does', async () => {
    const { tellPages, deferred } = pagesWith(() => Promise.reject(new Error('overloaded')))
    tellPages('platform', 'orders')
    expect(await Promise.all(deferred)).toEqual([undefined])
  })
})

describe('asking for a socket', () => {
  const ask = async (path: string, headers: Record<string, string>) => {
    const response = await market.stack.fetch(`/api/v1${path}`, { headers })
    return [response.status, ((await response.json()) as { code: string }).code, response.headers.get('upgrade')]
  }

  test('is refused without an upgrade, from another site, and to who may not', async () => {
    const [shop] = market.shops
    const owner = await signIn(market.stack, 'vendor_owner', shop?.id)
    const buyer = await signIn(market.stack, 'buyer')
    const upgrade = { upgrade: 'websocket', connection: 'upgrade' }
    const as = ({ token }: { token: string }) => ({ authorization: `Bearer ${token}` })
    expect(await ask('/vendor/live', as(owner))).toEqual([426, 'upgrade_required', 'websocket'])
    expect(await ask('/vendor/live', { ...as(owner), ...upgrade, origin: 'https://evil.example' })).toEqual([
      403,
      'cross_site_request',
      null,
    ])
    expect(await ask('/vendor/live', { ...as(owner), ...upgrade, origin: 'null' })).toEqual([403, 'cross_site_request', null])
    expect(await ask('/vendor/live', { ...as(buyer), ...upgrade, origin: market.stack.origin })).toEqual([401, 'sign_in_required', null])
    expect(await ask('/admin/live', { ...as(owner), ...upgrade, origin: market.stack.origin })).toEqual([401, 'sign_in_required', null])
    expect(await ask('/vendor/live', { cookie: `__Host-stoa_vendor=${owner.token}`, ...upgrade })).toEqual([
      403,
      'cross_site_request',
      null,
    ])
  })
})
