import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { allowDomains } from '#tests/support/allow-domains.ts'
import { openVendor, type TestVendor } from '#tests/support/people.ts'
import { type Stack, startStack } from '#tests/support/stack.ts'
import { inWatchedWorld, urlOf } from '#tests/support/watched-world.ts'

/** I3: a host name a vendor gives us is a name to look up at our resolver, never a place to go to. */
let stack: Stack
let kiln: TestVendor
beforeAll(async () => {
  stack = await startStack()
  await allowDomains(stack, 100)
  kiln = await openVendor(stack, 'kiln')
})
afterAll(() => stack.close())

const contacted = new Set<string>()
beforeEach(() => contacted.clear())
const services = () =>
  new Set(
    ['TURSO_API_URL', 'PLATFORM_DATABASE_URL', 'STRIPE_API_URL', 'MAIL_API_URL', 'DNS_RESOLVER_URL'].map(
      (name) => new URL(String(stack.env[name])).host,
    ),
  )

/** One call by the store's owner; every address the Worker calls meanwhile is written down. */
async function call(method: string, path: string, body?: unknown): Promise<Response> {
  const outside = globalThis.fetch
  globalThis.fetch = (input, init) => {
    contacted.add(new URL(urlOf(input)).host)
    return outside(input, init)
  }
  try {
    return await inWatchedWorld(
      stack,
      ({ label }, effect) => {
        if (label.includes('://')) contacted.add(new URL(label.split(' ')[1] ?? '').host)
        return effect()
      },
      (world) =>
        world.fetch(`/api/v1${path}`, {
          method,
          headers: { authorization: `Bearer ${kiln.owner.token}`, ...(body ? { 'content-type': 'application/json' } : {}) },
          ...(body ? { body: JSON.stringify(body) } : {}),
        }),
    )
  } finally {
    globalThis.fetch = outside
  }
}

const REFUSED = [
  '127.0.0.1', '10.0.0.1', '172.16.0.1', '192.168.1.1', '169.254.169.254', '100.100.100.200', '0.0.0.0', '127.1', '2130706433', '0x7f000001', '0x7f.0.0.1', '0177.0.0.1', '017700000001',
  '[::1]', '::1', '[fd00::1]', '[::ffff:127.0.0.1]', '[fe80::1%25eth0]', 'localhost', 'localhost:8787', 'kiln.localhost', 'x.kiln.localhost', 'stoa.workers.dev', 'a.b.workers.dev',
  'metadata.google.internal', 'printer.local', 'shop.test', 'shop.invalid', 'user@shop.example.com', 'user:pass@shop.example.com', 'shop.example.com@127.0.0.1', 'shop.example.com:8080',
  'shop.example.com/path', 'shop.example.com?x=1', 'shop.example.com#x', 'http://shop.example.com', '//shop.example.com', 'file:///etc/passwd', 'gopher://x.example.com', '*.example.com',
  'shop..example.com', '-shop.example.com', 'shop.example.com.', 'shop example.com', 'shop.example.com\r\nhost: x', 'shop.example.com\u0000', '①②⑦.⓪.⓪.①', 'ｓhop.example.com', '%31%32%37.0.0.1', 'com', '',
] // biome-ignore format: a list
const LOOKED_UP = ['127.0.0.1.nip.io', '169-254-169-254.sslip.io', 'localtest.me', 'shop.example.com', 'xn--80ak6aa92e.com']

describe('I3: a custom domain', () => {
  test.each(REFUSED)('%j is no host of theirs, and nobody is asked', async (host) => {
    const response = await call('POST', '/vendor/domains', { host })
    const problem = (await response.json()) as { errors?: { pointer: string }[] }
    expect([response.status, problem.errors?.[0]?.pointer]).toEqual([422, '/host'])
    expect([400, 404]).toContain((await call('POST', `/vendor/domains/${encodeURIComponent(host)}/verify`)).status)
    expect([...contacted].filter((one) => !services().has(one))).toEqual([])
    expect(contacted.has(new URL(String(stack.env.DNS_RESOLVER_URL)).host), 'not even the resolver').toBe(false)
  })

  test.each(LOOKED_UP)('%j may be claimed, and proving it asks our resolver and nobody else', async (host) => {
    expect((await call('POST', '/vendor/domains', { host })).status).toBe(201)
    const response = await call('POST', `/vendor/domains/${host}/verify`)
    expect([response.status, (await response.json()).code]).toEqual([409, 'domain_unproven'])
    expect([...contacted].filter((one) => !services().has(one))).toEqual([])
    expect(contacted.has(new URL(String(stack.env.DNS_RESOLVER_URL)).host)).toBe(true)
  })
})

test('I3: no other text of a vendor is an address to us: a product full of links is stored without a call', async () => {
  const url = 'http://169.254.169.254/latest/meta-data'
  await call('PATCH', '/vendor', { about: url, tagline: url })
  await call('POST', '/vendor/products', {
    title: url,
    description: `<img src="${url}">`,
    brand: url,
    categoryId: 'cat_01JD0000000000000000000000',
  })
  await call('POST', '/vendor/domains/169.254.169.254/verify')
  expect([...contacted].filter((one) => !services().has(one))).toEqual([])
})

/** What is no shop of Shopify's, however it is spelt: none of it may become a host we send a browser or a call to. */
const NO_SHOPS = [
  ...REFUSED.filter((host) => !/^[a-z0-9]+$/.test(host)), '.', '-', 'evil.com', 'evil.com/.myshopify.com', 'evil.com#.myshopify.com', 'evil.com?.myshopify.com', 'evil.com\\.myshopify.com', 'evil.com@kiln.myshopify.com',
  'kiln.myshopify.com@evil.com', 'kiln.myshopify.com.evil.com', 'evil.com:443/kiln.myshopify.com', 'a.b.myshopify.com', 'kiln..myshopify.com', '-kiln.myshopify.com', '.myshopify.com', 'myshopify.com', 'kiln.myshopify.com:8080',
  'kiln%2eevil.com', 'kiln%00.myshopify.com', 'kiln\n.myshopify.com', 'ki_ln', 'ki ln', 'kıln', `${'k'.repeat(61)}.myshopify.com`, 'javascript:alert(1)', '{shop}', '../admin', '$&',
] // biome-ignore format: a list

describe('I3: the shop a vendor names to connect it', () => {
  test.each(NO_SHOPS)('%j is no shop: refused, and nobody is asked', async (shop) => {
    const begun = await call('POST', '/platforms/connect', { channel: 'shopify', params: { shop } })
    const problem = (await begun.json()) as { errors?: { pointer: string }[] }
    expect([begun.status, problem.errors?.[0]?.pointer]).toEqual([422, '/params/shop'])
    const back = { code: 'x', hmac: '00', shop, state: 'x'.repeat(43), timestamp: '1795253400' }
    expect((await call('POST', '/platforms/complete', { channel: 'shopify', query: back })).status).toBe(409)
    expect([...contacted].filter((one) => !services().has(one))).toEqual([])
  })

  test.each([
    ['kiln', 'kiln'],
    ['KILN.myshopify.com', 'kiln'],
    [' https://kiln.myshopify.com/admin ', 'kiln'],
    // Names like any other, below Shopify's domain.
    ['localhost', 'localhost'],
    ['2130706433', '2130706433'],
  ])('%j is one: the browser is sent to it and nowhere else', async (shop, name) => {
    const begun = await call('POST', '/platforms/connect', { channel: 'shopify', params: { shop } })
    const { authorizationUrl } = (await begun.json()) as { authorizationUrl: string }
    const expected = new URL(String(stack.env.SHOPIFY_SHOP_URL).replace('{shop}', `${name}.myshopify.com`))
    const { origin, pathname, searchParams } = new URL(authorizationUrl)
    expect([origin, pathname]).toEqual([expected.origin, `${expected.pathname}/admin/oauth/authorize`])
    expect(searchParams.get('redirect_uri')).toBe(`${stack.origin}/vendor/channels/callback/shopify`)
    expect([...contacted].filter((one) => !services().has(one))).toEqual([])
    // What came back may name another shop: the one that was asked for counts, whatever the query says.
    const back = { code: 'x', hmac: '00', shop: 'evil.com', state: searchParams.get('state') ?? '', timestamp: '1795253400' }
    expect((await call('POST', '/platforms/complete', { channel: 'shopify', query: back })).status).toBe(422)
    expect([...contacted].filter((one) => !services().has(one))).toEqual([])
  })

  test('a marketplace of Amazon’s is one of its own list', async () => {
    for (const marketplace of ['evil.com', 'US@evil.com', 'XX', '{host}']) {
      const begun = await call('POST', '/platforms/connect', { channel: 'amazon', params: { marketplace } })
      expect([begun.status, (await begun.json()).errors?.[0]?.pointer], marketplace).toEqual([422, '/params/marketplace'])
    }
    expect([...contacted].filter((one) => !services().has(one))).toEqual([])
  })
})
