import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { contractFiles, isObject, jsonIn, vectorsIn } from '#tests/support/contracts.ts'
import type { ChannelHint } from '#worker/domains/channels/ports.ts'
import { createShopifyConnector } from '#worker/providers/channels/shopify/connector.ts'
import { fromBase64, isSigned } from '#worker/providers/channels/shopify/signature.ts'
import { type Connected, type Harness, startHarness } from './shopify-harness.ts'

const OLD_SECRET = 'the_secret_before_the_rotation'
type Received = { headers: Record<string, string>; body: string }

let h: Harness
let one: Connected
let received: Received[] = []
let status = 200
const server = createServer((request, response) => {
  let body = ''
  request.on('data', (chunk) => {
    body += chunk
  })
  request.on('end', () => {
    received.push({ headers: request.headers as Record<string, string>, body })
    response.writeHead(status).end()
  })
})
let hook = ''
beforeAll(async () => {
  h = await startHarness(undefined, 'compact')
  one = await h.connect('kiln')
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  hook = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks/shopify`
})
afterAll(async () => {
  server.close()
  await h.emulator.close()
})

const connector = () => createShopifyConnector({ ...h.config, SHOPIFY_CLIENT_SECRET_OLD: OLD_SECRET }, fetch)
const read = ({ headers, body }: Received): Promise<ChannelHint> =>
  connector().parseWebhook?.({ headers: new Headers(headers), rawBody: body, nowMs: h.clock.nowMs }) ??
  Promise.reject(new Error('no webhooks'))
const refusal = (delivery: Received): Promise<unknown> =>
  read(delivery).then(
    (hint) => hint,
    ({ code, status }) => [code, status],
  )
const order = { id: 7, admin_graphql_api_id: 'gid://shopify/Order/7', updated_at: '2026-11-21T12:00:00Z' }

it('H1: a delivery is read only if the body, as it came, is signed with our secret or the one before it', async () => {
  const good = one.shop.delivery('ORDERS_UPDATED', order, { id: 'wh-1' })
  const hint: ChannelHint = { deliveryId: 'wh-1', accountRef: 'kiln.myshopify.com', topic: 'orders', externalId: 'gid://shopify/Order/7' }
  expect(await read(good)).toEqual(hint)
  expect(await read(one.shop.delivery('ORDERS_UPDATED', order, { id: 'wh-1', secret: OLD_SECRET }))).toEqual(hint)
  const { 'x-shopify-hmac-sha256': hmac = '', ...unsigned } = good.headers
  const forged: Received[] = [
    one.shop.delivery('ORDERS_UPDATED', order, { secret: 'somebody else' }),
    one.shop.delivery('ORDERS_UPDATED', order, { secret: '' }),
    { headers: unsigned, body: good.body },
    { headers: { ...good.headers, 'x-shopify-hmac-sha256': '' }, body: good.body },
    { headers: { ...good.headers, 'x-shopify-hmac-sha256': 'not base64!' }, body: good.body },
    { headers: { ...good.headers, 'x-shopify-hmac-sha256': `A${hmac.slice(1)}` }, body: good.body },
    { headers: good.headers, body: good.body.replace('Order/7', 'Order/8') },
    { headers: good.headers, body: JSON.stringify(JSON.parse(good.body), null, 1) },
    { headers: good.headers, body: '' },
    { headers: { ...good.headers, 'x-shopify-shop-domain': 'evil.example' }, body: good.body },
    { headers: { ...good.headers, 'x-shopify-webhook-id': '' }, body: good.body },
  ]
  for (const delivery of forged) expect(await refusal(delivery)).toEqual(['invalid_signature', 401])
  const withoutOld = createShopifyConnector(h.config, fetch)
  const old = one.shop.delivery('ORDERS_UPDATED', order, { secret: OLD_SECRET })
  await expect(withoutOld.parseWebhook?.({ headers: new Headers(old.headers), rawBody: old.body, nowMs: 0 })).rejects.toThrow(
    'does not hold',
  )
})

type Vector = { name: string; secret: string; body: string; hmac: string }
/** Deliveries that somebody recorded: the body as it came, and what it was signed with. */
const VECTORS = contractFiles('shopify')
  .filter(({ name }) => /vector|webhook/i.test(name))
  .flatMap((file) =>
    vectorsIn(jsonIn(file)).flatMap((one, at): Vector[] => {
      const { secret, body, rawBody, payload, hmac, headers } = isObject(one) ? one : {}
      const given = [body, rawBody, payload].find((text) => typeof text === 'string')
      const signature =
        hmac ?? Object.entries(isObject(headers) ? headers : {}).find(([name]) => /^x-shopify-hmac-sha256$/i.test(name))?.[1]
      return given && secret && signature
        ? [{ name: `${file.name} ${at}`, secret: String(secret), body: String(given), hmac: String(signature) }]
        : []
    }),
  )
it.each(VECTORS)('the vector $name is taken, and no changed byte of it', async ({ secret, body, hmac }) => {
  const config = { ...h.config, SHOPIFY_CLIENT_SECRET: secret }
  const headers = { 'x-shopify-hmac-sha256': hmac, 'x-shopify-shop-domain': 'kiln.myshopify.com', 'x-shopify-webhook-id': 'wh-1' }
  const take = (rawBody: string) =>
    createShopifyConnector(config, fetch).parseWebhook?.({ headers: new Headers(headers), rawBody, nowMs: 0 })
  expect(await isSigned(body, fromBase64(hmac), [secret])).toBe(true)
  await expect(take(`${body} `)).rejects.toMatchObject({ code: 'invalid_signature' })
  await expect(take(body.slice(1))).rejects.toMatchObject({ code: 'invalid_signature' })
})

it('a body with a member of another kind says the rest', async () => {
  const odd = { inventory_item_id: 5, available: 'many', updated_at: 7 }
  expect(await read(one.shop.delivery('INVENTORY_LEVELS_UPDATE', odd))).toMatchObject({ externalId: 'gid://shopify/InventoryItem/5' })
  const redact = one.shop.delivery('X', { shop_domain: 'kiln.myshopify.com', orders_to_redact: [7, { id: 8 }, null] })
  expect((await read({ ...redact, headers: { ...redact.headers, 'x-shopify-topic': 'customers/redact' } })).forgetOrders).toEqual([
    'gid://shopify/Order/7',
  ])
})

it('each topic says what to look at', async () => {
  const topics = ['ORDERS_CREATE', 'ORDERS_CANCELLED', 'PRODUCTS_UPDATE', 'PRODUCTS_DELETE', 'BULK_OPERATIONS_FINISH', 'THEMES_PUBLISH']
  const read1 = await Promise.all(topics.map(async (topic) => (await read(one.shop.delivery(topic, {}))).topic))
  expect(read1).toEqual(['orders', 'orders', 'listings', 'listings', 'batches', 'other'])
  expect(await read(one.shop.delivery('INVENTORY_LEVELS_UPDATE', { inventory_item_id: 5, available: 2 }))).toMatchObject({
    topic: 'stock',
    externalId: 'gid://shopify/InventoryItem/5',
    quantity: 2,
  })
  for (const topic of ['customers/data_request', 'customers/redact', 'shop/redact']) {
    const { headers, body } = one.shop.delivery('X', { shop_domain: 'kiln.myshopify.com', orders_to_redact: [7] })
    const { topic: read1, forgetOrders } = await read({ headers: { ...headers, 'x-shopify-topic': topic }, body })
    expect([read1, forgetOrders]).toEqual(['privacy', ['gid://shopify/Order/7']])
    const nameless = one.shop.delivery('X', { orders_to_redact: [7] })
    expect(await refusal({ ...nameless, headers: { ...nameless.headers, 'x-shopify-topic': topic } })).toEqual(['invalid_signature', 401])
  }
})

it('a signed goodbye of one shop is no goodbye of another', async () => {
  const goodbye = one.shop.delivery('APP_UNINSTALLED', { id: 1, myshopify_domain: 'kiln.myshopify.com' })
  expect((await read(goodbye)).topic).toBe('uninstalled')
  expect(await refusal({ ...goodbye, headers: { ...goodbye.headers, 'x-shopify-shop-domain': 'other.myshopify.com' } })).toEqual([
    'invalid_signature',
    401,
  ])
  const order1 = one.shop.delivery('ORDERS_CREATE', order)
  expect(await refusal({ ...order1, headers: { ...order1.headers, 'x-shopify-topic': 'app/uninstalled' } })).toEqual([
    'invalid_signature',
    401,
  ])
})

it('subscriptions are made once, tell ids and nothing of buyers, move with our address, and are made again where Shopify dropped them', async () => {
  const { session, shop } = one
  shop.addProduct({ title: 'Mug', sku: 'MUG', quantity: 9 })
  expect(await session.subscribe?.('http://127.0.0.1:9/old')).toEqual({ isHealthy: true, detail: null })
  expect(await session.subscribe?.(hook)).toEqual({ isHealthy: true, detail: null })
  expect(await session.subscribe?.(hook)).toEqual({ isHealthy: true, detail: null })
  expect(shop.subscriptions().map(({ topic, uri }) => [topic, uri])).toEqual(
    [
      'ORDERS_CREATE',
      'ORDERS_UPDATED',
      'ORDERS_CANCELLED',
      'INVENTORY_LEVELS_UPDATE',
      'PRODUCTS_UPDATE',
      'PRODUCTS_DELETE',
      'APP_UNINSTALLED',
      'BULK_OPERATIONS_FINISH',
    ].map((topic) => [topic, hook]),
  )
  const placed = shop.placeOrder({ lines: [{ sku: 'MUG', quantity: 1 }] })
  await h.emulator.deliveries.idle()
  const hints = await Promise.all(received.map(read))
  expect(hints.map(({ topic, externalId }) => [topic, externalId])).toEqual([
    ['stock', shop.variant('MUG').inventoryItemId],
    ['orders', placed?.id],
  ])
  expect(received.map(({ body }) => Object.keys(JSON.parse(body)))).toEqual([
    ['inventory_item_id', 'location_id', 'available', 'updated_at'],
    ['id', 'admin_graphql_api_id', 'updated_at'],
  ])

  // Eight failures in a row, then it is gone.
  status = 500
  received = []
  shop.setQuantity('MUG', 4)
  await h.emulator.deliveries.idle()
  expect([received.length, shop.subscriptions().length]).toEqual([9, 7])
  status = 200
  expect(await session.subscribe?.(hook)).toEqual({ isHealthy: true, detail: 'Missing, made again: INVENTORY_LEVELS_UPDATE' })
  expect(shop.subscriptions().length).toBe(8)
})
