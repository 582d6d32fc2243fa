import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { auditEvent } from '#db/platform/schema/identity.ts'
import { runSchedule } from '#queues/schedule.ts'
import { type Caller, newCaller } from '#tests/support/caller.ts'
import { applyVendor, openVendor, signIn, type TestVendor } from '#tests/support/people.ts'
import { type Stack, startStack } from '#tests/support/stack.ts'
import { buy, connectStore, publishProduct } from '#tests/support/store-fixture.ts'

/** What the marketplace's people read: figures, vendors, orders. */
let stack: Stack
let admin: Caller
let finance: Caller
let moderator: Caller
let kiln: TestVendor
let fern: TestVendor
let mug: { productId: string; variantId: string }
let orders: { orderId: string; orderGroupId: string }[]
beforeAll(async () => {
  stack = await startStack()
  const as = async (role: 'platform_admin' | 'platform_finance' | 'platform_moderator') =>
    newCaller(stack.fetch, (await signIn(stack, role)).token)
  ;[admin, finance, moderator] = [await as('platform_admin'), await as('platform_finance'), await as('platform_moderator')]
  kiln = await openVendor(stack, 'kiln')
  fern = await openVendor(stack, 'fern')
  await applyVendor(stack, 'hopeful')
  await connectStore(stack, kiln)
  mug = await publishProduct(stack, kiln, 'Ash mug', { priceMinor: 2500 })
  const pot = await publishProduct(stack, fern, 'Fern pot', { priceMinor: 1000 })
  const buyer = await signIn(stack, 'buyer')
  orders = [
    await buy(stack, buyer, mug.variantId),
    await buy(stack, buyer, mug.variantId, { quantity: 2 }),
    await buy(stack, buyer, pot.variantId),
  ]
})
afterAll(() => stack.close())

describe('the summary', () => {
  const NOTHING = { approvals: 0, disputes: 0, failedPayouts: 0, exceptions: 0, moderation: 0, deadLetters: 0, alarms: 0 }

  test('counts what waits for somebody', async () => {
    expect(await admin.ok('GET', '/admin/summary')).toEqual({ ...NOTHING, vendors: 1 })
    const buyer = newCaller(stack.fetch, (await signIn(stack, 'buyer')).token)
    await buyer.ok('POST', '/reports', { kind: 'listing', subjectId: mug.productId, reason: 'other', text: 'The picture is another' })
    expect(await admin.ok('GET', '/admin/summary')).toEqual({ ...NOTHING, vendors: 1, moderation: 1 })
  })

  test('has for each role the parts it may see', async () => {
    const parts = async (caller: Caller) =>
      Object.entries(await caller.ok<Record<string, number | null>>('GET', '/admin/summary')).flatMap(([part, count]) =>
        count === null ? [] : [part],
      )
    expect((await parts(admin)).length).toBe(8)
    expect(await parts(finance)).toEqual(['approvals', 'disputes', 'failedPayouts', 'exceptions'])
    expect(await parts(moderator)).toEqual(['vendors', 'moderation'])
  })
})

describe('the overview', () => {
  type Overview = {
    currencies: Record<string, unknown>[] | null
    approvals: number | null
    disputes: unknown
    vendors: unknown
    deadLetters: number | null
    books: unknown
  }

  test('shows what day totals hold, without counting an order: sold, kept, cancelled, given back, and the time before', async () => {
    const [, , third] = orders
    await newCaller(stack.fetch, fern.owner.token).ok('POST', `/vendor/orders/${third?.orderId}/cancel`, { reason: 'Broken in the shop' })
    await stack.settle()
    const shown = await admin.ok<Overview>('GET', '/admin/overview?period=today')
    const sums = {
      orders: 2,
      salesMinor: 7500,
      takeMinor: 750,
      takeBps: 1000,
      cancelled: 1,
      refunds: 1,
      refundedMinor: 1000,
      disputes: 0,
      disputedMinor: 0,
    }
    const none = {
      orders: 0,
      salesMinor: 0,
      takeMinor: 0,
      takeBps: 0,
      cancelled: 0,
      refunds: 0,
      refundedMinor: 0,
      disputes: 0,
      disputedMinor: 0,
    }
    expect(shown.currencies).toEqual([{ currency: 'USD', ...sums, before: none, daily: [...Array.from({ length: 29 }, () => 0), 7500] }])
    expect(shown).toMatchObject({
      approvals: 0,
      disputes: { open: 0, dueSoon: 0 },
      appeals: { waiting: 0, overdue: 0 },
      vendors: { active: 2, inReview: 1, suspended: 0 },
      deadLetters: 0,
    })
    const month = await finance.ok<Overview>('GET', '/admin/overview?period=30d')
    expect([month.currencies?.[0]?.salesMinor, month.deadLetters]).toEqual([7500, null])
    // Nothing was held against the provider yet, so nothing is said to match.
    expect(month.books).toEqual({ comparedAt: null, exceptions: 0, drift: [] })
    const theirs = await moderator.ok<Overview>('GET', '/admin/overview')
    expect([theirs.currencies, theirs.approvals, theirs.disputes]).toEqual([null, null, null])
  })

  test('the console says that everything answers, and which databases are behind', async () => {
    await runSchedule(stack.ctx())
    const health = await admin.ok<
      Record<string, { isReachable?: boolean; isLate?: boolean; behind?: number; tasks?: { isFailing: boolean }[] }>
    >('GET', '/admin/health')
    expect([health.database?.isReachable, health.stripe?.isReachable, health.schema?.behind, health.schedule?.isLate]).toEqual([
      true,
      true,
      0,
      false,
    ])
    expect(health.schedule?.tasks?.filter(({ isFailing }) => isFailing)).toEqual([])
    const { items } = await admin.ok<{ items: { slug: string; isBehind: boolean }[] }>('GET', '/admin/schema-versions')
    expect(items.map(({ slug, isBehind }) => [slug, isBehind]).sort()).toEqual([
      ['fern', false],
      ['hopeful', false],
      ['kiln', false],
    ])
  })
})

describe('vendors', () => {
  type List = { items: { slug: string; status: string }[]; counts: { status: string; vendors: number }[]; nextCursor: string | null }
  const list = (query: string) => moderator.ok<List>('GET', `/admin/vendors${query}`)
  const slugs = async (query: string) => (await list(query)).items.map(({ slug }) => slug)

  test('are found by a part of name, address or e-mail, and by state; a wildcard is a character', async () => {
    expect(await slugs('')).toEqual(['hopeful', 'fern', 'kiln'])
    expect(await slugs('?q=Store%20KI')).toEqual(['kiln'])
    expect(await slugs('?q=fern%40example')).toEqual(['fern'])
    expect(await slugs('?q=%25')).toEqual([])
    expect(await slugs('?q=_')).toEqual([])
    expect(await slugs('?status=in_review')).toEqual(['hopeful'])
    expect(await slugs(`?ids=${kiln.id},${fern.id}`)).toEqual(['fern', 'kiln'])
    expect((await list('?status=declined')).counts).toEqual([
      { status: 'provisioning', vendors: 0 },
      { status: 'in_review', vendors: 1 },
      { status: 'declined', vendors: 0 },
      { status: 'active', vendors: 2 },
      { status: 'suspended', vendors: 0 },
    ])
  })

  test('one of them shows its people, its trade and every decision with its reason', async () => {
    await moderator.ok('POST', `/admin/vendors/${kiln.id}/suspend`, { reason: 'Fakes reported' })
    await moderator.ok('POST', `/admin/vendors/${kiln.id}/activate`)
    expect(await finance.ok('GET', `/admin/vendors/${kiln.id}`)).toMatchObject({
      slug: 'kiln',
      status: 'active',
      canReceiveTransfers: true,
      members: [{ accountId: kiln.owner.accountId, role: 'vendor_owner' }],
      products: { published: 1, listed: 1 },
      newest: [{ title: 'Ash mug', image: null }],
      sales: [{ currency: 'USD', orders: 2, totalMinor: 7500, commissionMinor: 750 }],
      decisions: [
        { action: 'vendor.activate', reason: null },
        { action: 'vendor.suspend', reason: 'Fakes reported' },
        { action: 'vendor.approve', reason: null },
      ],
    })
  })
})

describe('orders', () => {
  type List = { items: { id: string; number: number; vendor: { id: string } }[]; nextCursor: string | null }
  const list = (query: string) => finance.ok<List>('GET', `/admin/orders${query}`)
  const ids = async (query: string) => (await list(query)).items.map(({ id }) => id)

  test('of all stores, newest first, page by page without gap, and by what is known of them', async () => {
    const all = orders.map(({ orderId }) => orderId).toReversed()
    expect(await ids('')).toEqual(all)
    const first = await list('?limit=2')
    expect([first.items.map(({ id }) => id), first.nextCursor]).toEqual([all.slice(0, 2), all[1]])
    expect(await ids(`?limit=2&cursor=${first.nextCursor}`)).toEqual(all.slice(2))
    expect(await ids(`?vendor=${fern.id}`)).toEqual([orders[2]?.orderId])
    expect(await ids(`?number=1001&vendor=${kiln.id}`)).toEqual([orders[0]?.orderId])
    expect(await ids('?email=BUYER%40example.com')).toEqual(all)
    expect(await ids('?email=nobody%40example.com')).toEqual([])
  })

  test('are narrowed to a state and to days, both ends included', async () => {
    const day = (shift: number) => new Date(stack.ctx().now() + shift * 86_400_000).toISOString().slice(0, 10)
    const all = orders.map(({ orderId }) => orderId).toReversed()
    expect(await ids('?status=cancelled')).toEqual([orders[2]?.orderId])
    expect(await ids(`?status=placed&vendor=${fern.id}`)).toEqual([])
    expect(await ids(`?from=${day(0)}&to=${day(0)}`)).toEqual(all)
    expect(await ids(`?to=${day(-1)}`)).toEqual([])
    expect(await ids(`?from=${day(1)}`)).toEqual([])
    expect(await ids('?to=0001-01-01')).toEqual([])
  })

  test('shows shares that sum to what was captured, and commission line by line; the look is audited', async () => {
    const [, second] = orders
    const found = await finance.ok<Record<string, unknown>>('GET', `/admin/orders/${second?.orderId}`)
    const usd = (amountMinor: number) => ({ amountMinor, currency: 'USD' })
    expect(found).toMatchObject({
      total: usd(5000),
      amounts: {
        items: usd(5000),
        shipping: usd(0),
        tax: usd(0),
        commission: usd(500),
        commissionTax: usd(0),
        discount: usd(0),
        promotion: usd(0),
        vendorShare: usd(4500),
      },
      splits: [{ orderId: second?.orderId, vendorName: 'Store kiln', captured: usd(5000), refunded: usd(0) }],
      commissions: [
        {
          kind: 'charge',
          component: 'sales',
          ruleName: null,
          rateBps: 1000,
          fixed: usd(0),
          base: usd(5000),
          amount: usd(500),
          tax: usd(0),
        },
      ],
      payment: { captured: usd(5000) },
      maturesAt: null,
      releasedAt: null,
    })
    const looks = await stack.ctx().platform.select().from(auditEvent)
    expect(looks.filter(({ action, subjectId }) => action === 'order.viewed' && subjectId === second?.orderId)).toHaveLength(1)
  })
})
