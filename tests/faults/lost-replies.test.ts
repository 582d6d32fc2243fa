import { count, eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { imbalance } from '#db/platform/queries/ledger.ts'
import { orderGroup, payment } from '#db/platform/schema/checkout.ts'
import { account } from '#db/platform/schema/identity.ts'
import { payout } from '#db/platform/schema/money.ts'
import { listing } from '#db/platform/schema/search.ts'
import { vendor, vendorMember } from '#db/platform/schema/tenancy.ts'
import { product } from '#db/vendor/schema/catalog.ts'
import { runSchedule } from '#queues/schedule.ts'
import { type Caller, newCaller } from '#tests/support/caller.ts'
import { loseReply } from '#tests/support/lost-reply.ts'
import { openVendor, signIn, type TestVendor } from '#tests/support/people.ts'
import { type Stack, startStack } from '#tests/support/stack.ts'
import { ADDRESS, buy, connectStore, payFor, publishProduct } from '#tests/support/store-fixture.ts'
import { MINUTE_MS } from '#worker/pure/time.ts'

/**
 * (e): each of the main requests, with the reply of its n-th database write lost, for every n. The client does what
 * clients do: it sends the request again with the same Idempotency-Key. There is one effect, as if nothing had happened.
 */
let stack: Stack
let store: TestVendor
let category: string
let accountRef: string
beforeAll(async () => {
  stack = await startStack()
  store = await openVendor(stack, 'kiln')
  accountRef = await connectStore(stack, store)
  await publishProduct(stack, store, 'A first mug')
  category = (await newCaller(stack.fetch).ok<{ items: { id: string }[] }>('GET', '/categories')).items[0]?.id ?? ''
})
afterAll(() => stack.close())

/** One request to be made, the token to make it with, and what must be so afterwards, however often it was made. */
type Trial = {
  method: string
  path: string
  body?: unknown
  token?: string
  status: number
  expectDone: (caller: Caller, answer: Record<string, unknown>) => Promise<void>
}

let counter = 0
const staff = async (role: 'vendor_owner' | 'vendor_fulfilment' = 'vendor_owner') => (await signIn(stack, role, store.id)).token
const platform = () => stack.ctx().platform
const database = () => stack.ctx().vendorDb(store.id)
const rowsIn = async (query: ReturnType<typeof sql>) => (await database()).all(query)
const draft = async (title: string) =>
  newCaller(stack.fetch, await staff()).ok<{ id: string; variants: { id: string }[] }>('POST', '/vendor/products', {
    title,
    categoryId: category,
    variants: [{ sku: `SKU-${++counter}`, prices: [{ currency: 'USD', priceMinor: 3000 }] }],
  })
const shelf = async () => {
  // The clock moves on and tokens last ten minutes.
  const owner = { ...store.owner, token: await staff() }
  return publishProduct(stack, { ...store, owner }, `Mug ${++counter}`, { priceMinor: 3000, stock: 10 })
}
const inventoryOf = async (variantId: string) => {
  const [row] = await rowsIn(sql`select on_hand as onHand, reserved, allocated, available from stock_level where variant_id = ${variantId}`)
  return row
}
const kindsOf = async (variantId: string) => {
  const rows = await rowsIn(sql`select kind from stock_movement where variant_id = ${variantId} order by seq`)
  return (rows as { kind: string }[]).map(({ kind }) => kind)
}

/** A buyer with one line in the cart, and the checkout opened for it; nothing is paid. */
async function openCheckout() {
  const { variantId } = await shelf()
  const { token, accountId } = await signIn(stack, 'buyer')
  const shopper = newCaller(stack.fetch, token)
  await shopper.ok('POST', '/cart/lines', { variantId, quantity: 2 })
  return { variantId, token, accountId, shopper }
}

const FLOWS: Record<string, () => Promise<Trial>> = {
  register: async () => {
    const email = `new-${++counter}@example.com`
    return {
      method: 'POST',
      path: '/auth/register',
      body: { email, password: 'lantern pickle gravel 42', name: 'Ada' },
      status: 202,
      expectDone: async () => {
        expect(await platform().select({ n: count() }).from(account).where(eq(account.email, email))).toEqual([{ n: 1 }])
        expect(stack.mail.messages(email).length).toBeGreaterThanOrEqual(1)
      },
    }
  },
  'open a store': async () => {
    const slug = `shop-${++counter}`
    const { token, accountId } = await signIn(stack, 'buyer')
    return {
      method: 'POST',
      path: '/vendors',
      token,
      body: { slug, name: 'A shop', country: 'US', currency: 'USD', supportEmail: `${slug}@example.com` },
      status: 202,
      expectDone: async (_, { id }) => {
        const rows = await platform().select().from(vendor).where(eq(vendor.slug, slug))
        expect(rows.map((row) => [row.id, row.status, row.provisioned])).toEqual([[id, 'in_review', 'ready']])
        expect(await platform().select({ n: count() }).from(vendorMember).where(eq(vendorMember.accountId, accountId))).toEqual([{ n: 1 }])
        expect(stack.mail.messages(`${slug}@example.com`)).toHaveLength(1)
      },
    }
  },
  'create a product': async () => {
    const title = `Bowl ${++counter}`
    return {
      method: 'POST',
      path: '/vendor/products',
      token: await staff(),
      body: { title, categoryId: category, variants: [{ sku: `NEW-${counter}`, prices: [{ currency: 'USD', priceMinor: 100 }] }] },
      status: 201,
      expectDone: async (_, { id }) => {
        expect((await (await database()).select().from(product).where(eq(product.title, title))).map((row) => row.id)).toEqual([id])
        expect(await rowsIn(sql`select sku from variant where product_id = ${id}`)).toHaveLength(1)
      },
    }
  },
  'publish a product': async () => {
    const { id } = await draft(`Vase ${++counter}`)
    return {
      method: 'POST',
      path: `/vendor/products/${id}/publish`,
      token: await staff(),
      status: 200,
      expectDone: async () => {
        const rows = await platform()
          .select()
          .from(listing)
          .where(eq(listing.id, id as never))
        expect(rows.map((row) => row.isVisible)).toEqual([true])
      },
    }
  },
  'receive stock': async () => {
    const { id, variants } = await draft(`Jug ${++counter}`)
    const variantId = variants[0]?.id ?? ''
    return {
      method: 'POST',
      path: '/vendor/inventory/receipts',
      token: await staff(),
      body: { lines: [{ variantId, quantity: 7 }] },
      status: 201,
      expectDone: async () => {
        expect(await inventoryOf(variantId), id).toEqual({ onHand: 7, reserved: 0, allocated: 0, available: 7 })
        expect(await kindsOf(variantId)).toHaveLength(1)
      },
    }
  },
  'add to the cart': async () => {
    const { variantId } = await shelf()
    return {
      method: 'POST',
      path: '/cart/lines',
      token: (await signIn(stack, 'buyer')).token,
      body: { variantId, quantity: 2 },
      status: 201,
      expectDone: async (caller, { units }) => {
        expect(units).toBe(2)
        expect((await caller.ok<{ units: number }>('GET', '/cart')).units).toBe(2)
      },
    }
  },
  'add to a guest’s new cart': async () => {
    const { variantId } = await shelf()
    return {
      method: 'POST',
      path: '/cart/lines',
      body: { variantId, quantity: 2 },
      status: 201,
      expectDone: async (caller) => expect((await caller.ok<{ units: number }>('GET', '/cart')).units).toBe(2),
    }
  },
  'add to a cart that has some already': async () => {
    const { variantId } = await shelf()
    const { token } = await signIn(stack, 'buyer')
    await newCaller(stack.fetch, token).ok('POST', '/cart/lines', { variantId, quantity: 3 })
    return {
      method: 'POST',
      path: '/cart/lines',
      token,
      body: { variantId, quantity: 2 },
      status: 201,
      expectDone: async (caller) => expect((await caller.ok<{ units: number }>('GET', '/cart')).units).toBe(5),
    }
  },
  'check out': async () => {
    const { token, accountId, variantId } = await openCheckout()
    return {
      method: 'POST',
      path: '/checkout',
      token,
      body: { email: 'ada@example.com', shippingAddress: ADDRESS },
      status: 201,
      expectDone: async (_, { orderGroupId }) => {
        const groups = await platform().select().from(orderGroup).where(eq(orderGroup.accountId, accountId))
        expect(groups.map((group) => [group.id, group.status])).toEqual([[orderGroupId, 'reserved']])
        const payments = await platform()
          .select()
          .from(payment)
          .where(eq(payment.orderGroupId, groups[0]?.id ?? 'grp_'))
        expect(payments.map((row) => [row.amountMinor, row.status])).toEqual([[6000, 'pending']])
        const intents = stack.stripe.world.tables.paymentIntents
          .all()
          .filter(
            ({ value }) => value.metadata.orderGroupId === orderGroupId || JSON.stringify(value.metadata).includes(String(orderGroupId)),
          )
        expect(intents).toHaveLength(1)
        expect(await inventoryOf(variantId)).toEqual({ onHand: 10, reserved: 2, allocated: 0, available: 8 })
      },
    }
  },
  'place the orders': async () => {
    const { token, variantId, shopper } = await openCheckout()
    const open = await shopper.ok<{ orderGroupId: string; clientSecret: string }>('POST', '/checkout', {
      email: 'ada@example.com',
      shippingAddress: ADDRESS,
    })
    stack.stripe.webhooks.paused = true
    await payFor(stack, open.clientSecret)
    return {
      method: 'POST',
      path: `/checkout/${open.orderGroupId}/complete`,
      token,
      status: 200,
      expectDone: async (caller) => {
        stack.stripe.webhooks.paused = false
        stack.stripe.webhooks.flush()
        await stack.settle()
        const group = await caller.ok<{ status: string; orders: { orderId: string; status: string }[] }>(
          'GET',
          `/checkout/${open.orderGroupId}`,
        )
        expect([group.status, group.orders.map(({ status }) => status)]).toEqual(['placed', ['placed']])
        expect(await rowsIn(sql`select id from "order" where order_group_id = ${open.orderGroupId}`)).toHaveLength(1)
        expect(await inventoryOf(variantId)).toEqual({ onHand: 10, reserved: 0, allocated: 2, available: 8 })
      },
    }
  },
  ship: async () => {
    const { variantId } = await shelf()
    const { orderId } = await buy(stack, await signIn(stack, 'buyer'), variantId)
    return {
      method: 'POST',
      path: `/vendor/orders/${orderId}/ship`,
      token: await staff('vendor_fulfilment'),
      body: { carrier: 'UPS', trackingNumber: '1Z999AA10123456784' },
      status: 200,
      expectDone: async () => {
        expect(await rowsIn(sql`select status from "order" where id = ${orderId}`)).toEqual([{ status: 'shipped' }])
        expect(await rowsIn(sql`select id from shipment where order_id = ${orderId}`)).toHaveLength(1)
        expect(await rowsIn(sql`select kind from order_event where order_id = ${orderId} and kind = 'shipped'`)).toHaveLength(1)
        expect(await inventoryOf(variantId)).toEqual({ onHand: 9, reserved: 0, allocated: 0, available: 9 })
      },
    }
  },
  cancel: async () => {
    const { variantId } = await shelf()
    const { orderId } = await buy(stack, await signIn(stack, 'buyer'), variantId)
    const refundsBefore = stack.stripe.world.tables.refunds.all().length
    return {
      method: 'POST',
      path: `/vendor/orders/${orderId}/cancel`,
      token: await staff(),
      body: { reason: 'Damaged in the workshop' },
      status: 200,
      expectDone: async () => {
        expect(await rowsIn(sql`select status from "order" where id = ${orderId}`)).toEqual([{ status: 'cancelled' }])
        const refunds = stack.stripe.world.tables.refunds.all().slice(refundsBefore)
        expect(refunds.map(({ value }) => value.amount)).toEqual([3000])
        expect(await inventoryOf(variantId)).toEqual({ onHand: 10, reserved: 0, allocated: 0, available: 10 })
      },
    }
  },
  'run the payouts': async () => {
    const { variantId } = await shelf()
    const { orderId } = await buy(stack, await signIn(stack, 'buyer'), variantId)
    await newCaller(stack.fetch, await staff()).ok('POST', `/vendor/orders/${orderId}/ship`, {
      carrier: 'UPS',
      trackingNumber: '1Z999AA10123456784',
    })
    await stack.settle()
    const period = new Date(Date.UTC(2024, 0, 1 + ++counter)).toISOString().slice(0, 10)
    const transfersBefore = stack.stripe.world.tables.transfers.all().length
    return {
      method: 'POST',
      path: '/admin/payout-runs',
      token: (await signIn(stack, 'platform_finance')).token,
      body: { period },
      status: 202,
      expectDone: async () => {
        const rows = await platform().select().from(payout).where(eq(payout.period, period))
        expect(rows.map((row) => row.status)).toEqual(['paid'])
        const transfers = stack.stripe.world.tables.transfers.all().slice(transfersBefore)
        expect(transfers.map(({ value }) => [value.destination, value.amount])).toEqual([[accountRef, rows[0]?.amountMinor]])
      },
    }
  },
}

/** What production does on its own, meanwhile: the queue, and two minutes later the sweep. */
async function recover(): Promise<void> {
  await stack.settle()
  await stack.advance(2 * MINUTE_MS)
  await runSchedule(stack.ctx())
  await stack.settle()
}

async function expectSoundBooks(): Promise<void> {
  for (const { differenceMinor, driftedAccounts } of await imbalance(platform())) expect([differenceMinor, driftedAccounts]).toEqual([0, 0])
  stack.stripe.assertBalanced()
}

/** Sends it again until it is answered; a key that is still held is waited for, as Retry-After says. */
async function repeatUntilAnswered(caller: Caller, trial: Trial, headers: Record<string, string>): Promise<Response> {
  for (let tries = 0; tries < 3; tries++) {
    const response = await caller.call(trial.method, trial.path, trial.body, headers)
    if (response.status === trial.status) return response
    const { code } = (await response.json()) as { code: string }
    expect(['unavailable', 'request_in_progress'], `${response.status}`).toContain(code)
    await stack.advance(MINUTE_MS + 1)
  }
  throw new Error('It is never answered')
}

describe('(e): the reply of every database write lost in turn', () => {
  test.each(Object.keys(FLOWS))('%s: the same request again, one effect', async (name) => {
    let lost = 0
    for (let n = 1; ; n++) {
      const trial = await (FLOWS[name] as () => Promise<Trial>)()
      const headers = { 'idempotency-key': `lost-reply-${Object.keys(FLOWS).indexOf(name)}-${n}` }
      const first = await loseReply(stack, n, (world) =>
        newCaller(world.fetch, trial.token).call(trial.method, trial.path, trial.body, headers),
      )
      try {
        expect([trial.status, 409, 503]).toContain(first.value.status)
        // The claim on the key, if its reply was lost, runs out.
        if (!first.value.ok) await stack.advance(MINUTE_MS + 1)
        const caller = newCaller(stack.fetch, trial.token)
        const answer = await repeatUntilAnswered(caller, trial, headers)
        const text = await answer.text()
        await recover()
        await trial.expectDone(caller, text === '' ? {} : (JSON.parse(text) as Record<string, unknown>))
        await expectSoundBooks()
      } catch (error) {
        throw new Error(`${name}, the reply of write ${n} lost (${first.writes[n - 1]}); it answered ${first.value.status}`, {
          cause: error,
        })
      }
      if (!first.wasLost) break
      lost = n
    }
    expect(lost, 'there were writes to lose').toBeGreaterThan(0)
    process.stdout.write(`lost replies: ${name}: ${lost} writes\n`)
  })
})
