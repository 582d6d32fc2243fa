import { readFileSync } from 'node:fs'
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { getPage, newClient } from '#tests/stage/http.ts'
import { runMainJob } from '#tests/stage/main-job.ts'
import { signUp } from '#tests/stage/people.ts'
import { type Marketplace, startMarketplace } from '#tests/stage/start.ts'

let market: Marketplace
let outcome: Awaited<ReturnType<typeof runMainJob>>
beforeAll(async () => {
  market = await startMarketplace()
  outcome = await runMainJob(market, () => {})
})
afterAll(() => market.close())

describe('the main job on the production bundle', () => {
  test('breaks no invariant', () => {
    expect(outcome.broken).toEqual([])
  })

  test('comes to these figures, to the cent', () => {
    const { orderGroup, ms, ...figures } = outcome.report
    expect(orderGroup).toMatch(/^grp_[0-9A-Z]{26}$/)
    expect(ms).toBeGreaterThan(0)
    expect(figures).toEqual({
      vendors: ['kiln-and-clay', 'north-roast', 'fern-and-pot'],
      // 2 x 24.00 + 5.90, 3 x 16.50 + 3.95, 1 x 18.99 + 8.90, each with 7.25 % tax; 12 % commission on the goods.
      orders: [
        { vendor: 'kiln-and-clay', totalMinor: 5781, commissionMinor: 576, status: 'shipped' },
        { vendor: 'north-roast', totalMinor: 5733, commissionMinor: 594, status: 'placed' },
        { vendor: 'fern-and-pot', totalMinor: 2992, commissionMinor: 228, status: 'placed' },
      ],
      chargedMinor: 14506,
      sumOfOrdersMinor: 14506,
      stockBefore: { 'MUG-SPECKLED': 12, 'GUJI-250': 40, 'FERN-12': 5 },
      stockAfter: { 'MUG-SPECKLED': 10, 'GUJI-250': 37, 'FERN-12': 4 },
      ledgerImbalance: 0,
      // 57.81 less 5.76 commission and 3.91 tax.
      transfers: [{ vendor: 'kiln-and-clay', amountMinor: 4814, currency: 'USD', status: 'paid' }],
      mails: 11,
    })
  })

  test('gives every store a database of its own', () => {
    const names = Object.keys(market.turso.emulator.stats.all()).filter((name) => name !== 'platform')
    expect(names.length).toBe(3)
  })

  test('leaves the provider’s books balanced and its webhooks delivered twice', () => {
    market.stripe.assertBalanced()
    const paid = market.stripe.webhooks.log.filter(({ type }) => type === 'payment_intent.succeeded')
    expect(paid.map(({ status }) => status)).toEqual([200, 200])
  })
})

describe('what anybody can read', () => {
  const PRODUCTS = ['Speckled stoneware mug', 'Guji natural, 250 g', 'Maidenhair fern, 12 cm pot']

  test('the home page lists what is for sale', async () => {
    const page = await getPage(market.origin, '/')
    expect(page.status).toBe(200)
    expect(page.type).toBe('text/html; charset=utf-8')
    expect(PRODUCTS.filter((title) => !page.text.includes(title))).toEqual([])
  })

  test('a store answers on its path and on its own host, with its own goods only', async () => {
    const pages = await Promise.all([
      getPage(market.origin, '/s/north-roast'),
      getPage(market.origin, '/', `north-roast.${new URL(market.origin).host}`),
    ])
    for (const page of pages) {
      expect(page.status).toBe(200)
      expect(PRODUCTS.filter((title) => page.text.includes(title))).toEqual(['Guji natural, 250 g'])
    }
  })

  test('a host that belongs to nobody, and a store that is not there, are 404', async () => {
    const { host } = new URL(market.origin)
    expect((await getPage(market.origin, '/', `nobody.${host}`)).status).toBe(404)
    expect((await getPage(market.origin, '/s/nobody')).status).toBe(404)
  })

  test('the key set verifies the access tokens', async () => {
    const keys = (await (await fetch(`${market.origin}/.well-known/jwks.json`)).json()) as JSONWebKeySet
    expect(keys.keys.map(({ kty, kid, alg }) => ({ kty, kid, alg }))).toEqual([{ kty: 'EC', kid: 'local-1', alg: 'ES256' }])
    expect(keys.keys.some((key) => 'd' in key)).toBe(false)
    await signUp(market, 'ida@buyer.example', 'Ida')
    const login = { email: 'ida@buyer.example', password: 'lantern pickle gravel 42', delivery: 'body' }
    const { accessToken } = await newClient(market.origin).ok<{ accessToken: string }>('POST', '/auth/login', login)
    const { payload } = await jwtVerify(accessToken, createLocalJWKSet(keys), { issuer: market.origin, algorithms: ['ES256'] })
    expect(payload.sub).toMatch(/^acc_/)
  })

  test('the document of the API is the committed one', async () => {
    const served = await (await fetch(`${market.origin}/api/v1/openapi.json`)).json()
    expect(served).toEqual(JSON.parse(readFileSync('worker/openapi.json', 'utf8')))
  })
})
