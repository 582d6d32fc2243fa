import { createHmac } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { setAccountStatus } from '#db/platform/queries/channels.ts'
import { channelAccount, channelAuthorization, channelDelivery } from '#db/platform/schema/channels.ts'
import { channelOrder } from '#db/vendor/schema/channels.ts'
import { runSchedule } from '#queues/schedule.ts'
import { openVendor, type TestVendor } from '#tests/support/people.ts'
import { rowsOf } from '#tests/support/rows.ts'
import { type Stack, startStack } from '#tests/support/stack.ts'
import { makeConnection } from '#worker/domains/channels/make-connection.ts'
import type { RawEnv } from '#worker/env.ts'
import { type Id, makeId } from '#worker/pure/ids.ts'
import { DAY_MS, HOUR_MS } from '#worker/pure/time.ts'

const SHOP = 'kiln-and-clay.myshopify.com'
const SELLER = 'A1KILNANDCLAY'

let stack: Stack
let kiln: TestVendor
const connectionIds: Record<string, Id<'channelConnection'>> = {}
beforeAll(async () => {
  stack = await startStack()
  kiln = await openVendor(stack, 'kiln')
  for (const [channel, accountRef] of [['shopify', SHOP] as const, ['amazon', SELLER] as const]) {
    const ctx = stack.ctx()
    const grant = { accountRef, accountName: 'Kiln & Clay', credentials: { token: 'x' }, details: {} }
    const key = await makeConnection(ctx, { vendorId: kiln.id, channel, grant })
    await setAccountStatus(ctx.platform, key, 'active', ctx.now())
    connectionIds[channel] = key.connectionId
  }
  await stack.settle()
})
afterAll(() => stack.close())

/** Every delivery is another, so that tests do not meet. */
let counter = 0
let deliveryId = ''
beforeEach(async () => {
  deliveryId = `delivery-${++counter}`
  await stack.idle()
  stack.queue.splice(0)
})

/** What deliveries had looked into, without what makes each message its own. */
async function told() {
  await stack.idle()
  return stack.queue.splice(0).map((body) => {
    const { id: _, version: __, occurredAtMs: ___, ...message } = body as Record<string, unknown>
    return message
  })
}
const deliveries = async () => (await stack.ctx().platform.select().from(channelDelivery)).map((row) => row.deliveryId)

const signed = (body: string, secret = String(stack.env.SHOPIFY_CLIENT_SECRET)) =>
  createHmac('sha256', secret).update(body).digest('base64')
const ORDER =
  '{"id":820982911946154537,"admin_graphql_api_id":"gid://shopify/Order/820982911946154537","updated_at":"2026-11-21T09:30:00-05:00"}'

async function fromShopify({
  body = ORDER,
  signature = signed(body) as string | null,
  topic = 'orders/create',
  shop = SHOP,
  id = deliveryId,
  env = stack.env,
}: {
  body?: string
  signature?: string | null
  topic?: string
  shop?: string
  id?: string
  env?: RawEnv
} = {}) {
  const headers = {
    'content-type': 'application/json',
    'x-shopify-topic': topic,
    'x-shopify-shop-domain': shop,
    'x-shopify-webhook-id': id,
    ...(signature === null ? {} : { 'x-shopify-hmac-sha256': signature }),
  }
  const response = await stack.fetch('/api/v1/webhooks/shopify', { method: 'POST', headers, body }, {}, env)
  return [response.status, ((await response.json()) as { code?: string }).code]
}

const notification = (type: string, about: Record<string, unknown>, id = deliveryId) =>
  JSON.stringify({
    NotificationVersion: '1.0',
    NotificationType: type,
    PayloadVersion: '1.0',
    EventTime: '2026-11-21T09:30:00.000Z',
    Payload: { [`${type}Notification`]: { SellerId: SELLER, ...about } },
    NotificationMetadata: { ApplicationId: 'a', SubscriptionId: 's', PublishTime: '2026-11-21T09:30:01.000Z', NotificationId: id },
  })
const CHANGED = { AmazonOrderId: '902-1845936-5435065' }

async function fromAmazon({
  body = notification('ORDER_CHANGE', CHANGED),
  key = String(stack.env.AMAZON_NOTIFICATION_KEY) as string | null,
}: {
  body?: string
  key?: string | null
} = {}) {
  const headers = { 'content-type': 'application/json', ...(key === null ? {} : { 'x-api-key': key }) }
  const response = await stack.fetch('/api/v1/webhooks/amazon', { method: 'POST', headers, body })
  return [response.status, ((await response.json()) as { code?: string }).code]
}

/** Runs calls that must change nothing, whatever they answer. */
async function withoutEffect(calls: () => Promise<void>) {
  const before = await rowsOf(stack, [kiln.id])
  await calls()
  expect(await rowsOf(stack, [kiln.id])).toEqual(before)
  expect(await told()).toEqual([])
}
const ofShop = () => ({ vendorId: kiln.id, connectionId: connectionIds.shopify })
const ofSeller = () => ({ vendorId: kiln.id, connectionId: connectionIds.amazon })

describe('H1: what claims to be Shopify', () => {
  test('no secret, an old one, a wrong one, another body, the same JSON written anew: 401, nothing moves', () =>
    withoutEffect(async () => {
      const refused = [401, 'invalid_signature']
      expect(await fromShopify({ signature: null })).toEqual(refused)
      expect(await fromShopify({ signature: '' })).toEqual(refused)
      expect(await fromShopify({ signature: signed(ORDER, 'the secret of last year') })).toEqual(refused)
      expect(await fromShopify({ signature: signed(ORDER, String(stack.env.AMAZON_NOTIFICATION_KEY)) })).toEqual(refused)
      expect(
        await fromShopify({ signature: createHmac('sha256', String(stack.env.SHOPIFY_CLIENT_SECRET)).update(ORDER).digest('hex') }),
      ).toEqual(refused)
      expect(await fromShopify({ body: ORDER.replace('820982911946154537,', '820982911946154538,'), signature: signed(ORDER) })).toEqual(
        refused,
      )
      // A number no double holds: written anew it is another.
      expect(await fromShopify({ body: JSON.stringify(JSON.parse(ORDER)), signature: signed(ORDER) })).toEqual(refused)
      expect(await fromShopify({ body: `${ORDER}\n`, signature: signed(ORDER) })).toEqual(refused)
      expect(await fromShopify({ body: '', signature: signed(ORDER) })).toEqual(refused)
    }))

  test('the right secret for a shop nobody connected, or for another than its body names: nothing moves, and nothing is told', () =>
    withoutEffect(async () => {
      expect(await fromShopify({ shop: 'somebody-else.myshopify.com' })).toEqual([200, undefined])
      expect(await fromShopify({ shop: 'kiln-and-clay.example.com' })).toEqual([401, 'invalid_signature'])
      const body = '{"id":1,"myshopify_domain":"somebody-else.myshopify.com"}'
      expect(await fromShopify({ body, topic: 'app/uninstalled' })).toEqual([401, 'invalid_signature'])
    }))

  test('the old secret counts as long as it is kept, and no longer', async () => {
    const env = { ...stack.env, SHOPIFY_CLIENT_SECRET_OLD: 'the secret of yesterday' } as RawEnv
    const signature = signed(ORDER, 'the secret of yesterday')
    expect(await fromShopify({ signature, env })).toEqual([200, undefined])
    expect(await told()).toHaveLength(1)
    await withoutEffect(async () => expect(await fromShopify({ signature, id: 'another' })).toEqual([401, 'invalid_signature']))
  })

  test('a delivery is taken once: replayed, and ten times together, it has us look once', async () => {
    expect(await fromShopify()).toEqual([200, undefined])
    expect(await told()).toEqual([
      { type: 'channel.orders_due', ...ofShop(), cause: 'webhook', externalIds: ['gid://shopify/Order/820982911946154537'] },
    ])
    await withoutEffect(async () => expect(await fromShopify()).toEqual([200, undefined]))
    const burst = await Promise.all(Array.from({ length: 10 }, () => fromShopify({ id: 'at-once' })))
    expect(new Set(burst.map(([status]) => status))).toEqual(new Set([200]))
    expect(await told()).toHaveLength(1)
  })

  test('each topic has us look at what it is about, in whatever order they come', async () => {
    const about = async (topic: string, body: string, id: string) => {
      expect(await fromShopify({ topic, body, id })).toEqual([200, undefined])
      return told()
    }
    expect(await about('products/update', '{"id":1,"admin_graphql_api_id":"gid://shopify/Product/1"}', 'p')).toEqual([
      { type: 'channel.listings_due', ...ofShop(), task: 'listings', cause: 'webhook' },
    ])
    expect(await about('bulk_operations/finish', '{"admin_graphql_api_id":"gid://shopify/BulkOperation/1"}', 'b')).toEqual([
      { type: 'channel.listings_due', ...ofShop(), task: 'batches', cause: 'webhook' },
    ])
    expect(await about('inventory_levels/update', '{"inventory_item_id":7,"available":3}', 'i')).toEqual([
      { type: 'channel.stock_due', ...ofShop(), cause: 'webhook', seen: { externalId: 'gid://shopify/InventoryItem/7', quantity: 3 } },
    ])
    expect(await about('orders/cancelled', ORDER, 'c')).toHaveLength(1)
    // Said to be removed: the next call finds whether it is so.
    expect(await about('app/uninstalled', `{"id":1,"myshopify_domain":"${SHOP}"}`, 'u')).toEqual([
      { type: 'channel.orders_due', ...ofShop(), cause: 'webhook' },
    ])
    expect(await about('themes/publish', '{"id":1}', 't')).toEqual([])
    expect(await deliveries()).toEqual(expect.arrayContaining(['p', 'b', 'i', 'c', 'u', 't']))
  })

  test('a body beyond a mebibyte is not read to its end', async () => {
    await withoutEffect(async () => {
      const body = `{"id":"${'x'.repeat(1024 * 1024)}"}`
      expect(await fromShopify({ body })).toEqual([413, 'body_too_large'])
    })
  })
})

test('a buyer who asked Shopify to be forgotten is, in the orders it names and no other, whatever became of the connection', async () => {
  const db = await stack.ctx().vendorDb(kiln.id)
  const { platform } = stack.ctx()
  const at = { placedAtMs: 1, externalUpdatedAtMs: 1, createdAtMs: 1, updatedAtMs: 1 }
  const buyer = { email: 'ada@buyer.example', shipTo: { name: 'Ada Byron', line1: '12 Analytical Way' }, totalMinor: 4800 }
  const sold = (number: number) => ({
    ...{ id: makeId('channelOrder', number), orderId: makeId('order', number), connectionId: connectionIds.shopify ?? ('' as never) },
    ...{ externalId: `gid://shopify/Order/${number}`, externalNumber: `#${number}`, status: 'imported' as const, ...at },
    document: buyer as never,
  })
  await db.insert(channelOrder).values([299938, 280263, 220458].map(sold))
  await platform.update(channelAccount).set({ status: 'broken' }).where(eq(channelAccount.accountRef, SHOP))
  const body = JSON.stringify({
    shop_id: 1,
    shop_domain: SHOP,
    customer: { id: 7, email: 'ada@buyer.example' },
    orders_to_redact: [299938, 280263],
  })
  expect(await fromShopify({ topic: 'customers/redact', body })).toEqual([200, undefined])
  await platform.update(channelAccount).set({ status: 'active' }).where(eq(channelAccount.accountRef, SHOP))
  const known = async () => (await db.select().from(channelOrder)).map(({ externalNumber, document }) => [externalNumber, document?.email])
  expect((await known()).sort()).toEqual([
    ['#220458', 'ada@buyer.example'],
    ['#280263', null],
    ['#299938', null],
  ])
  for (const topic of ['customers/data_request', 'shop/redact']) {
    expect(await fromShopify({ topic, id: topic, body: `{"shop_domain":"${SHOP}"}` })).toEqual([200, undefined])
  }
  expect(await told()).toEqual([])
  expect(await known()).toHaveLength(3)
})

describe('H1: what claims to be Amazon', () => {
  test('no key, a wrong one, what is no notification: 401, nothing moves', () =>
    withoutEffect(async () => {
      const refused = [401, 'invalid_signature']
      expect(await fromAmazon({ key: null })).toEqual(refused)
      expect(await fromAmazon({ key: '' })).toEqual(refused)
      expect(await fromAmazon({ key: 'the key of last year' })).toEqual(refused)
      expect(await fromAmazon({ key: String(stack.env.SHOPIFY_CLIENT_SECRET) })).toEqual(refused)
      for (const body of ['', '[]', 'null', '{"SellerId":"A2"}']) expect(await fromAmazon({ body })).toEqual(refused)
    }))

  test('the right key for a seller nobody connected: nothing moves, and nothing is told', () =>
    withoutEffect(async () => {
      expect(await fromAmazon({ body: notification('ORDER_CHANGE', { ...CHANGED, SellerId: 'A2SOMEBODYELSE' }) })).toEqual([200, undefined])
      expect(await fromAmazon({ body: notification('ORDER_CHANGE', { SellerId: kiln.id }) })).toEqual([200, undefined])
      expect(await fromAmazon({ body: '{"NotificationType":"ORDER_CHANGE"}' })).toEqual([200, undefined])
    }))

  test('a notification is taken once, bare or in an event, and has us look at what it is about', async () => {
    const looks = [{ type: 'channel.orders_due', ...ofSeller(), cause: 'webhook', externalIds: ['902-1845936-5435065'] }]
    expect(await fromAmazon()).toEqual([200, undefined])
    expect(await told()).toEqual(looks)
    // The body is not signed by itself: written anew, or with another order in it, it is the same delivery.
    const again = { body: `{"detail":${notification('ORDER_CHANGE', { AmazonOrderId: '111-1111111-1111111' })}}` }
    await withoutEffect(async () => expect(await fromAmazon(again)).toEqual([200, undefined]))
    deliveryId = 'in-an-event'
    expect(await fromAmazon({ body: `{"detail":${notification('ORDER_CHANGE', CHANGED)}}` })).toEqual([200, undefined])
    expect(await told()).toEqual(looks)
    deliveryId = 'a-feed'
    expect(await fromAmazon({ body: notification('FEED_PROCESSING_FINISHED', { FeedId: '53347020646' }) })).toEqual([200, undefined])
    expect(await told()).toEqual([{ type: 'channel.listings_due', ...ofSeller(), task: 'batches', cause: 'webhook' }])
  })
})

test('a paused account’s deliveries are noted and looked into by nobody; whoever is being connected is looked after', async () => {
  const { platform } = stack.ctx()
  const isShop = eq(channelAccount.accountRef, SHOP)
  const answers: unknown[] = []
  for (const status of ['paused', 'broken', 'unsettled', 'active'] as const) {
    await platform.update(channelAccount).set({ status }).where(isShop)
    expect(await fromShopify({ id: `while ${status}` })).toEqual([200, undefined])
    answers.push([status, (await told()).length])
  }
  expect(answers).toEqual([
    ['paused', 0],
    ['broken', 0],
    ['unsettled', 1],
    ['active', 1],
  ])
})

test('deliveries are forgotten after a week, authorizations an hour after they ended', async () => {
  const { platform, now } = stack.ctx()
  const old = { channel: 'shopify' as const, vendorId: kiln.id, connectionId: connectionIds.shopify ?? ('' as never), topic: 'orders' }
  await platform.delete(channelDelivery)
  await platform.insert(channelDelivery).values([
    { ...old, deliveryId: 'of last week', receivedAtMs: now() - 7 * DAY_MS - 1 },
    { ...old, deliveryId: 'of this week', receivedAtMs: now() - 6 * DAY_MS },
  ])
  const begun = { channel: 'shopify' as const, vendorId: kiln.id, sessionId: kiln.owner.sessionId, params: {} }
  await platform.insert(channelAuthorization).values([
    { ...begun, stateHash: 'over', expiresAtMs: now() - HOUR_MS - 1 },
    { ...begun, stateHash: 'just over', expiresAtMs: now() - 1 },
    { ...begun, stateHash: 'open', expiresAtMs: now() + 1 },
  ])
  await runSchedule(stack.ctx())
  await stack.idle()
  expect(await deliveries()).toEqual(['of this week'])
  const left = await platform.select({ stateHash: channelAuthorization.stateHash }).from(channelAuthorization)
  expect(left.map(({ stateHash }) => stateHash).sort()).toEqual(['just over', 'open'])
})
