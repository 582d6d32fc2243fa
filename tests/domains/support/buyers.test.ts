import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { orderGroup, orderSummary } from '#db/platform/schema/checkout.ts'
import { newCaller } from '#tests/support/caller.ts'
import { openVendor, type Person, signIn, type TestVendor } from '#tests/support/people.ts'
import { type Stack, startStack } from '#tests/support/stack.ts'
import { buy, connectStore, publishProduct } from '#tests/support/store-fixture.ts'
import { measureVendors } from '#worker/domains/tenancy/health/measure-vendors.ts'
import { makeId } from '#worker/pure/ids.ts'
import { DAY_MS, HOUR_MS } from '#worker/pure/time.ts'

let stack: Stack
let shop: TestVendor
let ada: Person
let ann: Person
let boss: Person
const as = (person: { token: string }) => newCaller(stack.fetch, person.token)

beforeAll(async () => {
  stack = await startStack()
  shop = await openVendor(stack, 'health-house')
  await connectStore(stack, shop)
  ada = await signIn(stack, 'buyer')
  ann = await signIn(stack, 'platform_moderator')
  boss = await signIn(stack, 'platform_admin')
})
afterAll(() => stack.close())

type Found = { items: { id: string; email: string; orders: number }[] }

test('a buyer is found by name, mail or order number, and shown with what they bought; each look is audited', async () => {
  const mug = await publishProduct(stack, shop, 'Bought mug')
  const { orderId } = await buy(stack, ada, mug.variantId)
  const [{ number } = { number: 0 }] = await stack
    .ctx()
    .platform.all<{ number: number }>(sql`select number from order_summary where id = ${orderId}`)
  for (const q of [ada.email, ada.email.slice(0, 7), `%23${number}`])
    expect((await as(ann).ok<Found>('GET', `/admin/buyers?q=${q}`)).items).toContainEqual(
      expect.objectContaining({ id: ada.accountId, orders: 1 }),
    )
  // Bought as a guest with the same, confirmed address.
  await stack.ctx().platform.run(sql`update order_group set account_id = null, email = ${ada.email} where account_id = ${ada.accountId}`)
  expect((await as(ann).ok<Found>('GET', `/admin/buyers?q=${ada.email}`)).items).toMatchObject([{ id: ada.accountId, orders: 1 }])
  await stack.ctx().platform.run(sql`update order_group set account_id = ${ada.accountId} where email = ${ada.email}`)
  expect((await as(ann).ok<Found>('GET', '/admin/buyers?q=nobody-has-this')).items).toEqual([])
  expect((await as(ann).ok<Found>('GET', `/admin/buyers?q=${boss.email}`)).items, 'our own people are no buyers').toEqual([])
  type Sum = { amountMinor: number; currency: string }
  type Buyer = { orders: { total: Sum }[]; totals: unknown[]; sessions: unknown[]; disputes: number }
  const buyer = await as(ann).ok<Buyer>('GET', `/admin/buyers/${ada.accountId}`)
  const { orders } = buyer
  expect(buyer).toMatchObject({
    orders: [{ id: orderId, number, status: 'placed', vendor: { id: shop.id } }],
    totals: [{ orders: 1, cancelled: 0, spent: orders[0]?.total, refunded: { amountMinor: 0, currency: 'USD' } }],
    disputes: 0,
    sessions: [{ id: ada.sessionId }],
  })
  // A cancelled order is one of theirs, and its money is not spent once it went back.
  const { platform } = stack.ctx()
  await platform.run(sql`update order_summary set status = 'cancelled' where id = ${orderId}`)
  await platform.run(sql`update payment_split set refunded_minor = captured_minor where order_id = ${orderId}`)
  expect((await as(ann).ok<Buyer>('GET', `/admin/buyers/${ada.accountId}`)).totals).toEqual([
    { orders: 1, cancelled: 1, spent: { amountMinor: 0, currency: 'USD' }, refunded: orders[0]?.total },
  ])
  await platform.run(sql`update order_summary set status = 'placed' where id = ${orderId}`)
  await platform.run(sql`update payment_split set refunded_minor = 0 where order_id = ${orderId}`)
  expect((await as(ann).call('GET', `/admin/buyers/${boss.accountId}`)).status).toBe(404)
  const looks = await stack
    .ctx()
    .platform.all<{ n: number }>(
      sql`select count(*) as n from audit_event where action in ('buyer.viewed', 'buyers.searched') and actor_id = ${ann.accountId}`,
    )
  expect(looks[0]?.n).toBe(9)
})

test('INV-SUP-1: notes are added and pinned, never changed; an address that waits is mailed again', async () => {
  const path = `/admin/vendors/${shop.id}/notes`
  const note = await as(ann).ok<{ id: string }>('POST', path, { text: 'Moves in March' })
  await as(boss).ok('POST', path, { text: 'Spoke to the owner' })
  await as(ann).ok('PUT', `${path}/${note.id}/pin`, { isPinned: true })
  const { items } = await as(ann).ok<{ items: { text: string; isPinned: boolean; author: { id: string } }[] }>('GET', path)
  expect(items.map(({ text, isPinned, author }) => [text, isPinned, author.id])).toEqual([
    ['Moves in March', true, ann.accountId],
    ['Spoke to the owner', false, boss.accountId],
  ])
  await expect(stack.ctx().platform.run(sql`update internal_note set text = 'x'`)).rejects.toThrow()
  expect((await as(ann).call('POST', '/admin/vendors/ven_01JD0000000000000000000000/notes', { text: 'Nobody' })).status).toBe(404)
  expect(
    (await as(ann).call('PUT', `/admin/vendors/ven_01JD0000000000000000000000/notes/${note.id}/pin`, { isPinned: false })).status,
  ).toBe(404)

  const mail = `/admin/buyers/${ada.accountId}/verification-mail`
  expect((await as(ann).call('POST', mail)).status).toBe(409)
  await stack.ctx().platform.run(sql`update account set email_verified_at_ms = null where id = ${ada.accountId}`)
  expect(await as(ann).ok('POST', mail)).toEqual({ isSent: true })
  const sent = await stack
    .ctx()
    .platform.all<{ n: number }>(sql`select count(*) as n from mail_token where account_id = ${ada.accountId} and purpose = 'verify_email'`)
  expect(sent[0]?.n).toBe(1)
})

/** Orders of the store in the last days, as the platform keeps them. */
async function placeOrders(
  orders: { days: number; status: 'placed' | 'shipped' | 'delivered' | 'cancelled'; shippedAfterDays?: number }[],
): Promise<void> {
  const { platform, now } = stack.ctx()
  const [sample] = await platform.select().from(orderSummary).limit(1)
  const [group] = await platform.select().from(orderGroup).limit(1)
  if (!sample || !group) throw new Error('no order to copy')
  for (const { days, status, shippedAfterDays } of orders) {
    const placedAtMs = now() - days * DAY_MS
    const orderGroupId = makeId('orderGroup', placedAtMs)
    await platform.insert(orderGroup).values({ ...group, id: orderGroupId, cartId: makeId('cart', placedAtMs), placedAtMs })
    await platform.insert(orderSummary).values({
      ...sample,
      id: makeId('order', placedAtMs),
      orderGroupId,
      status,
      placedAtMs,
      shippedAtMs: shippedAfterDays === undefined ? null : placedAtMs + shippedAfterDays * DAY_MS,
    })
  }
}

test('the health of a store counts the last 90 days, is measured by the clock, and sorts the list', async () => {
  const other = await openVendor(stack, 'new-house')
  // With the one bought above: 20 orders, of which 2 cancelled, 1 overdue and 2 shipped late; one is too long ago.
  await placeOrders([
    ...Array.from({ length: 14 }, () => ({ days: 20, status: 'delivered' as const, shippedAfterDays: 1 })),
    ...Array.from({ length: 2 }, () => ({ days: 20, status: 'shipped' as const, shippedAfterDays: 4 })),
    ...Array.from({ length: 2 }, () => ({ days: 20, status: 'cancelled' as const })),
    { days: 5, status: 'placed' },
    { days: 91, status: 'cancelled' },
  ])
  expect(await measureVendors(stack.ctx())).toBe(2)
  expect(await measureVendors(stack.ctx()), 'fresh for an hour').toBe(0)
  const health = await as(shop.owner).ok<{
    score: number
    grade: string
    facts: object
    components: { component: string; value: number | null; score: number | null; grade: string }[]
  }>('GET', '/vendor/health')
  expect(health.facts).toEqual({ orders: 20, cancelled: 2, shipped: 17, late: 3, disputed: 0, rated: 0 })
  expect(health.components.map(({ component, value, score }) => [component, value, score])).toEqual([
    ['cancellations', 1000, 25],
    ['late', 1765, 31],
    ['disputes', 0, 100],
    ['rating', null, null],
  ])
  expect([health.score, health.grade]).toEqual([55, 'at_risk'])
  expect((await as(boss).ok<{ score: number }>('GET', `/admin/vendors/${shop.id}/health`)).score).toBe(55)
  type List = { items: { id: string; health: { score: number | null; grade: string } }[]; nextCursor: string | null }
  const list = (query: string) => as(boss).ok<List>('GET', `/admin/vendors?${query}`)
  const first = await list('sort=health&limit=1')
  expect(first.items.map(({ id, health: { score } }) => [id, score])).toEqual([[shop.id, 55]])
  expect((await list(`sort=health&limit=1&cursor=${first.nextCursor}`)).items.map(({ id, health: { grade } }) => [id, grade])).toEqual([
    [other.id, 'new'],
  ])
  expect((await list('grade=at_risk')).items.map(({ id }) => id)).toEqual([shop.id])

  await stack.advance(8 * DAY_MS + HOUR_MS)
  expect(await measureVendors(stack.ctx())).toBe(2)
  const { rows } = await stack.ctx().platform.run(sql`select count(*) from vendor_health_day where vendor_id = ${shop.id}`)
  expect(rows[0]?.[0]).toBe(2)
})
