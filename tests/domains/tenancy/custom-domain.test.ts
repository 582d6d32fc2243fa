import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { customDomain } from '#db/platform/schema/tenancy.ts'
import { allowDomains } from '#tests/support/allow-domains.ts'
import { type Caller, newCaller } from '#tests/support/caller.ts'
import { openVendor, type TestVendor } from '#tests/support/people.ts'
import { type Stack, startStack } from '#tests/support/stack.ts'
import { urlOf } from '#tests/support/watched-world.ts'
import { MINUTE_MS } from '#worker/pure/time.ts'

let stack: Stack
let kiln: TestVendor
let fern: TestVendor
let kilnOwner: Caller
let fernOwner: Caller
beforeAll(async () => {
  stack = await startStack()
  await allowDomains(stack, 100)
  kiln = await openVendor(stack, 'kiln')
  fern = await openVendor(stack, 'fern')
  kilnOwner = newCaller(stack.fetch, kiln.owner.token)
  fernOwner = newCaller(stack.fetch, fern.owner.token)
})
afterAll(() => stack.close())

type Domain = { host: string; isVerified: boolean; record: string; challenge: string }
const claim = (owner: Caller, host: string) => owner.ok<Domain>('POST', '/vendor/domains', { host })
const storeAt = async (host: string) => {
  const response = await stack.fetch(`http://${host}:${new URL(stack.origin).port}/api/v1/storefront`)
  return response.ok ? ((await response.json()) as { slug: string }).slug : response.status
}
const codeOf = async (response: Response) => [response.status, ((await response.json()) as { code: string }).code]

test('a host resolves to the store once its owner has put the challenge into DNS, not before', async () => {
  const domain = await claim(kilnOwner, 'Shop.Kiln.Example.COM')
  expect(domain).toMatchObject({ host: 'shop.kiln.example.com', isVerified: false, record: '_stoa.shop.kiln.example.com' })
  expect(domain.challenge).toMatch(/^stoa-[\w-]{20,}$/)
  expect(await claim(kilnOwner, 'shop.kiln.example.com')).toEqual(domain)
  expect(await storeAt('shop.kiln.example.com')).toBe(404)

  const early = await kilnOwner.call('POST', '/vendor/domains/shop.kiln.example.com/verify')
  expect(await early.clone().json()).toMatchObject({ record: domain.record, challenge: domain.challenge })
  expect(await codeOf(early)).toEqual([409, 'domain_unproven'])
  stack.dns.setTxt(domain.record, ['v=spf1 -all', `${domain.challenge}x`])
  expect(await codeOf(await kilnOwner.call('POST', '/vendor/domains/shop.kiln.example.com/verify'))).toEqual([409, 'domain_unproven'])
  stack.dns.setTxt('shop.kiln.example.com', [domain.challenge])
  expect(await codeOf(await kilnOwner.call('POST', '/vendor/domains/shop.kiln.example.com/verify'))).toEqual([409, 'domain_unproven'])

  stack.dns.setTxt(domain.record, ['v=spf1 -all', domain.challenge])
  for (let repeat = 0; repeat < 2; repeat++) {
    expect((await kilnOwner.ok<Domain>('POST', '/vendor/domains/shop.kiln.example.com/verify')).isVerified).toBe(true)
  }
  expect(await storeAt('shop.kiln.example.com')).toBe('kiln')
  expect(await storeAt('SHOP.kiln.example.com.')).toBe('kiln')
  expect(await storeAt('kiln.example.com')).toBe(404)
  expect(await storeAt('x.shop.kiln.example.com')).toBe(404)
})

test('a verified host is taken: another store can neither claim nor verify nor remove it', async () => {
  expect(await codeOf(await fernOwner.call('POST', '/vendor/domains', { host: 'shop.kiln.example.com' }))).toEqual([409, 'domain_taken'])
  expect(await codeOf(await fernOwner.call('POST', '/vendor/domains/shop.kiln.example.com/verify'))).toEqual([404, 'not_found'])
  expect((await fernOwner.call('DELETE', '/vendor/domains/shop.kiln.example.com')).status).toBe(204)
  expect(await storeAt('shop.kiln.example.com')).toBe('kiln')
  expect(await fernOwner.ok('GET', '/vendor/domains')).toEqual({ items: [] })
})

test('a claim nobody proved gives way, and its challenge proves nothing for the next', async () => {
  const squatted = await claim(fernOwner, 'www.potter.example')
  const rightful = await claim(kilnOwner, 'www.potter.example')
  expect(rightful.challenge).not.toBe(squatted.challenge)
  stack.dns.setTxt('_stoa.www.potter.example', [squatted.challenge])
  expect(await codeOf(await fernOwner.call('POST', '/vendor/domains/www.potter.example/verify'))).toEqual([404, 'not_found'])
  expect(await codeOf(await kilnOwner.call('POST', '/vendor/domains/www.potter.example/verify'))).toEqual([409, 'domain_unproven'])
  stack.dns.setTxt('_stoa.www.potter.example', [rightful.challenge])
  expect((await kilnOwner.ok<Domain>('POST', '/vendor/domains/www.potter.example/verify')).isVerified).toBe(true)
})

test('a host that was given up is nowhere within half a minute, and free', async () => {
  expect((await kilnOwner.call('DELETE', '/vendor/domains/shop.kiln.example.com')).status).toBe(204)
  expect((await kilnOwner.call('DELETE', '/vendor/domains/shop.kiln.example.com')).status).toBe(204)
  expect(await stack.ctx().platform.select().from(customDomain).where(eq(customDomain.host, 'shop.kiln.example.com'))).toEqual([])
  await stack.advance(MINUTE_MS / 2 + 1)
  expect(await storeAt('shop.kiln.example.com')).toBe(404)
  expect((await claim(fernOwner, 'shop.kiln.example.com')).isVerified).toBe(false)
})

test('the name service being down is our trouble: 503, and nothing is verified', async () => {
  await claim(fernOwner, 'later.fern.example')
  const cut: typeof fetch = (input, init) =>
    urlOf(input).includes('/dns-query') ? Promise.reject(new TypeError('down')) : fetch(input, init)
  const response = await stack.fetch(
    '/api/v1/vendor/domains/later.fern.example/verify',
    { method: 'POST', headers: { authorization: `Bearer ${fern.owner.token}` } },
    { fetch: cut },
  )
  expect([response.status, response.headers.get('retry-after') !== null]).toEqual([503, true])
  expect(
    (await fernOwner.ok<{ items: Domain[] }>('GET', '/vendor/domains')).items.map(({ host, isVerified }) => [host, isVerified]),
  ).toEqual([
    ['later.fern.example', false],
    ['shop.kiln.example.com', false],
  ])
})
