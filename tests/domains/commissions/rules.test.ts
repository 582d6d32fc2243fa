import { desc, eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { commit } from '#db/commit.ts'
import { commissionLinesOf, commissionReversalStatements } from '#db/platform/queries/commissions.ts'
import { orderSummary, refund as refunds } from '#db/platform/schema/checkout.ts'
import { commissionLine, commissionRule, vendorVolume } from '#db/platform/schema/commissions.ts'
import { auditEvent } from '#db/platform/schema/identity.ts'
import { listing } from '#db/platform/schema/search.ts'
import { vendor } from '#db/platform/schema/tenancy.ts'
import { ADDRESS, type Market, type Shop, startMarket } from '#tests/domains/checkout/market.ts'
import { type Caller, newCaller } from '#tests/support/caller.ts'
import { changeRules, draft, setDefaultRate } from '#tests/support/commission.ts'
import { signIn } from '#tests/support/people.ts'
import { FIRST_RULE, percentOfGoods } from '#worker/pure/commission-rule.ts'
import { type Id, makeId } from '#worker/pure/ids.ts'
import { MINUTE_MS, toRfc3339 } from '#worker/pure/time.ts'

let market: Market
let admin: Caller
let shops: [Shop, Shop]
beforeAll(async () => {
  market = await startMarket({ vendors: 2, stock: 500 })
  shops = market.shops as [Shop, Shop]
  admin = newCaller(market.stack.fetch, (await signIn(market.stack, 'platform_admin')).token)
  const { platform } = market.stack.ctx()
  await platform.update(vendor).set({ country: 'DE' }).where(eq(vendor.id, shops[0].id))
  await market.setDelivery(shops[0], [
    { name: 'Post', country: '*', kind: 'flat', currency: 'USD', baseMinor: 800, daysMin: 1, daysMax: 2 },
  ])
  await market.setTax([{ id: makeId('taxRate', 1), country: 'US', region: '*', taxClass: 'standard', rateBps: 1000, isInclusive: true }])
})
afterAll(() => market.stack.close())

const db = () => market.stack.ctx().platform
type Simulation = {
  id: string
  done: number
  isDone: boolean
  isCurrent: boolean
  savedAt: string | null
  totals: { currency: string; orders: number; changedOrders: number; thenMinor: number; nowMinor: number }[]
  vendors: { vendorId: string; thenMinor: number; nowMinor: number }[]
  mostChanged: { orderId: string; thenMinor: number; nowMinor: number; thenRules: { name: string }[]; nowRules: { name: string }[] }[]
}
const simulate = (change: unknown) => admin.ok<Simulation>('POST', '/admin/commission-rules/simulate', { change })

/** What a call answered, refusals too. */
async function answerOf(caller: Caller, method: string, path: string, body?: unknown) {
  const response = await caller.call(method, path, body)
  return { status: response.status, body: (await response.json()) as { id: string; code: string } }
}

/** A guest buys so many of each shop's thing; the orders as the platform keeps them, in the shops' order. */
async function buy(quantity: number, of: readonly Shop[] = shops) {
  const buyer = market.browser()
  for (const shop of of) await buyer.add(shop, quantity)
  const { body } = await buyer.checkout()
  await market.pay(body.clientSecret)
  await market.stack.settle()
  const rows = await db().select().from(orderSummary).where(eq(orderSummary.orderGroupId, body.orderGroupId))
  return of.map((shop) => {
    const row = rows.find(({ vendorId }) => vendorId === shop.id)
    if (row?.status !== 'placed') throw new Error('The order is not placed')
    return row
  })
}

const linesOf = async (orderId: `ord_${string}`) =>
  (await commissionLinesOf(db(), orderId)).map((line) => [
    line.orderLineId === null ? 'delivery' : 'goods',
    line.component,
    line.rateBps,
    line.baseMinor,
    line.amountMinor,
    line.taxMinor,
  ])

test('a sale is charged by every component of its rule, with tax on it, and the ledger and the month know', async () => {
  await admin.ok('PUT', '/admin/commission-taxes', { country: 'DE', rateBps: 1900, registration: 'DE1', reason: 'Registered' })
  const own = await changeRules(admin.ok, {
    kind: 'new',
    rule: draft({ vendorId: shops[0].id }, [
      { ...percentOfGoods(1250), cap: { USD: 200 } },
      { ...percentOfGoods(290), name: 'payment_processing', base: 'both', fixed: { USD: 30 } },
      { ...percentOfGoods(0), name: 'per_item', fixed: { USD: 5 }, fixedPer: 'item' },
    ]),
  })
  const [first, second] = await buy(3)
  // 30.00 with 10 % inside: 27.27 without; 12.5 % of it is 3.41, capped. Delivery 8.00: 7.27 without.
  expect(await linesOf(first?.id ?? 'ord_')).toEqual([
    ['delivery', 'payment_processing', 290, 727, 21, 4],
    ['goods', 'payment_processing', 290, 2727, 109, 21],
    ['goods', 'per_item', 0, 2727, 15, 3],
    ['goods', 'sales', 1250, 2727, 200, 38],
  ])
  expect(first).toMatchObject({ totalMinor: 3800, taxMinor: 346, commissionMinor: 345, commissionTaxMinor: 66 })
  expect(first?.snapshot.lines[0]?.commission.map(({ ruleId }) => ruleId)).toEqual([own.id, own.id, own.id])
  // The other shop is in the US and has nobody's rule but the first.
  expect(await linesOf(second?.id ?? 'ord_')).toEqual([['goods', 'sales', 1000, 5455, 546, 0]])
  const { balance, differenceMinor, drifted } = await market.ledger()
  expect([differenceMinor, drifted]).toEqual([0, 0])
  expect(balance['platform/commission/USD']).toBe(345 + 546)
  expect(balance['platform/commission_tax/USD']).toBe(66)
  expect(balance[`${shops[0].id}/pending/USD`]).toBe(3800 - 346 - 345 - 66)
  const month = toRfc3339(market.stack.ctx().now()).slice(0, 7)
  expect(await db().select().from(vendorVolume).where(eq(vendorVolume.vendorId, shops[0].id))).toEqual([
    { vendorId: shops[0].id, currency: 'USD', month, goodsMinor: 3000, orders: 1 },
  ])
  // Both sides see why, and figures that add up.
  const usd = (amountMinor: number) => ({ amountMinor, currency: 'USD' })
  const earned = { commission: usd(345), commissionTax: usd(66), promotion: usd(0) }
  const delivery = {
    sku: '',
    component: 'payment_processing',
    ruleId: own.id,
    ruleName: 'A rule',
    rateBps: 290,
    fixed: usd(0),
    base: usd(727),
    amount: usd(21),
    tax: usd(4),
  }
  const seen = await newCaller(market.stack.fetch, shops[0].owner.token).ok<{ charges: unknown[] }>(
    'GET',
    `/vendor/orders/${first?.id}/earning`,
  )
  expect(seen).toMatchObject({ ...earned, earning: usd(3800 - 346 - 345 - 66) })
  expect(seen.charges).toHaveLength(4)
  expect(seen.charges).toContainEqual({ title: '', ...delivery })
  const looked = await admin.ok<{ commissions: unknown[] }>('GET', `/admin/orders/${first?.id}`)
  expect(looked).toMatchObject({ amounts: { ...earned, vendorShare: usd(3800 - 346 - 345 - 66) } })
  expect(looked.commissions).toContainEqual({ kind: 'charge', ...delivery })
})

test('replaying placed orders with the rules they had gives the same, order by order; a change shows what it changes and why', async () => {
  const [rule] = await db().select().from(commissionRule)
  const same = await simulate({ kind: 'change', ruleId: rule?.id, rule: draft({ vendorId: shops[0].id }, rule?.components ?? []) })
  expect(same).toMatchObject({ isDone: true, done: 2, totals: [{ currency: 'USD', orders: 2, changedOrders: 0, thenMinor: 891, nowMinor: 891 }] })
  expect(same.mostChanged).toEqual([])

  const ended = await simulate({ kind: 'end', ruleId: rule?.id })
  expect(ended.totals).toMatchObject([{ orders: 2, changedOrders: 1, thenMinor: 891, nowMinor: 273 + 546 }])
  expect(ended.vendors).toMatchObject([{ vendorId: shops[0].id, thenMinor: 345, nowMinor: 273 }, { vendorId: shops[1].id, thenMinor: 546, nowMinor: 546 }])
  expect(ended.mostChanged).toMatchObject([{ thenMinor: 345, nowMinor: 273, thenRules: [{ name: 'A rule' }], nowRules: [{ name: 'first' }] }])
  // Looking changes nothing.
  expect((await db().select().from(commissionRule)).map(({ endsAtMs }) => endsAtMs)).toEqual([null])
}) // biome-ignore format: figures

test('a change ends the old rule where the new one starts, leaves placed orders alone, is noted, and is made once', async () => {
  const [old] = await db().select().from(commissionRule)
  const before = await db().select().from(commissionLine)
  const startsAt = toRfc3339(market.stack.ctx().now() + MINUTE_MS)
  const simulation = await simulate({ kind: 'change', ruleId: old?.id, rule: draft({ vendorId: shops[0].id }, [percentOfGoods(700)], { startsAt }) })
  const stale = await simulate({ kind: 'end', ruleId: old?.id })
  const save = (id: string) => answerOf(admin, 'POST', '/admin/commission-rules', { simulationId: id, reason: 'A year of good sales' })
  const [saved, again] = [await save(simulation.id), await save(simulation.id)]
  expect([saved.status, again.status, again.body.id]).toEqual([201, 201, saved.body.id])
  const rules = await db().select().from(commissionRule)
  expect(rules.map(({ startsAtMs, endsAtMs, replacesId }) => [startsAtMs, endsAtMs, replacesId])).toEqual([
    [old?.startsAtMs, Date.parse(startsAt), null],
    [Date.parse(startsAt), null, old?.id],
  ])
  expect(await db().select().from(commissionLine)).toEqual(before)
  const [noted, ...more] = (await db().select().from(auditEvent).where(eq(auditEvent.action, 'commission_rule.changed')))
  expect(more).toEqual([])
  expect(noted).toMatchObject({
    subjectId: saved.body.id,
    vendorId: shops[0].id,
    detail: { reason: 'A year of good sales', simulationId: simulation.id },
    before: { id: old?.id, endsAt: null },
    after: { startsAt, components: [percentOfGoods(700)] },
  })
  // What was simulated with other rules than there are now is not made.
  expect(await save(stale.id)).toMatchObject({ status: 409, body: { code: 'simulation_stale' } })
  expect(await db().select().from(commissionRule)).toEqual(rules)

  const statuses = async () => (await admin.ok<{ items: { status: string; name: string }[] }>('GET', '/admin/commission-rules')).items.map(({ status }) => status)
  expect(await statuses()).toEqual(['in_force', 'in_force', 'planned'])
  expect(await admin.ok('GET', `/admin/commission-rules/${saved.body.id}`)).toMatchObject({ createdByName: 'A platform_admin' })
  await market.advance(MINUTE_MS)
  expect(await statuses()).toEqual(['in_force', 'in_force', 'ended'])
  const [order] = await buy(1, [shops[0]])
  expect(order?.commissionMinor).toBe(64) // 7 % of 9.09
  await expect(db().update(commissionRule).set({ name: 'other' })).rejects.toThrow()
  await expect(db().delete(commissionRule)).rejects.toThrow()
}) // biome-ignore format: a step a line

test('a tier is reached by what was sold in the month before, and an order called off counts no more', async () => {
  const tiers = [{ from: { USD: 10_000 }, rateBps: 400 }]
  await changeRules(admin.ok, { kind: 'new', rule: draft({ vendorId: shops[1].id }, [{ ...percentOfGoods(1000), tiers }]) })
  const rate = async (quantity: number) => (await buy(quantity, [shops[1]]))[0]
  // 6000 were sold before; the order that reaches the tier is still at the rate before it.
  const reaching = await rate(2)
  expect(reaching?.snapshot.commissionTerms.volumeMinor).toBe(6000)
  expect(reaching?.snapshot.lines[0]?.commission[0]).toMatchObject({ rateBps: 1000, amountMinor: 364 })
  expect((await rate(1))?.snapshot.lines[0]?.commission[0]).toMatchObject({ rateBps: 400, amountMinor: 73 })
  const owner = newCaller(market.stack.fetch, shops[1].owner.token)
  await owner.ok('POST', `/vendor/orders/${reaching?.id}/cancel`, { reason: 'Out of clay' })
  await market.stack.settle()
  expect((await rate(1))?.snapshot.commissionTerms.volumeMinor).toBe(8000)
  expect((await rate(1))?.snapshot.commissionTerms.volumeMinor).toBe(10_000)
  // The replay has each order’s own volume: nothing changes if the rule is made again as it is.
  const [rule] = await db().select().from(commissionRule).where(eq(commissionRule.vendorId, shops[1].id))
  const { totals } = await simulate({ kind: 'change', ruleId: rule?.id, rule: draft({ vendorId: shops[1].id }, rule?.components ?? []) })
  expect(totals).toMatchObject([{ currency: 'USD', orders: 6, changedOrders: 0 }])
}) // biome-ignore format: a step a line

test('what a vendor pays is explained to it, without the rules of others', async () => {
  const owner = newCaller(market.stack.fetch, shops[1].owner.token)
  type Answer = {
    rules: { scope: { vendorId: string | null } }[]
    goods: { rule: { name: string }; charges: unknown[]; considered: { verdict: string; scope: { vendorId: string | null } }[] }
    volumes: unknown[]
  }
  const mine = await owner.ok<Answer>('GET', '/vendor/commission?unitPriceMinor=5000&quantity=2')
  expect(mine).toMatchObject({
    country: 'US',
    taxRateBps: 0,
    commission: { amountMinor: 400, currency: 'USD' },
    earns: { amountMinor: 9600, currency: 'USD' },
    goods: { charges: [{ component: 'sales', rateBps: 400, amount: { amountMinor: 400 }, heldBy: null }] },
    volumes: [{ sold: { amountMinor: 12_000, currency: 'USD' }, orders: 4 }],
  })
  expect(
    [...mine.rules, ...mine.goods.considered].filter(({ scope }) => scope.vendorId !== null && scope.vendorId !== shops[1].id),
  ).toEqual([])
  const theirs = await admin.ok<Answer>('GET', `/admin/commission-rules/explain?vendorId=${shops[0].id}&country=US&unitPriceMinor=1000`)
  expect(theirs.goods.considered.map(({ verdict }) => verdict)).toEqual(
    expect.arrayContaining(['wins', 'other_vendor', 'ended', 'less_specific']),
  )
  expect(await answerOf(owner, 'GET', '/admin/commission-rules')).toMatchObject({ status: 401, body: { code: 'sign_in_required' } })
})

test('what is given back of a charge is one row a refund, and never more than the charge', async () => {
  const [order] = await buy(1, [shops[0]])
  const [charge] = await commissionLinesOf(db(), order?.id ?? 'ord_')
  if (!charge) throw new Error('There is no charge')
  const { ctx } = market.stack
  const row = { id: ctx().newId('commissionLine'), chargeId: charge.id, refundId: ctx().newId('refund'), amountMinor: charge.amountMinor - 1, taxMinor: 0, atMs: 9 }
  for (let time = 0; time < 2; time++) await commit(db(), commissionReversalStatements(db(), [row]))
  const given = async () => (await commissionLinesOf(db(), order?.id ?? 'ord_')).filter(({ kind }) => kind === 'reversal')
  expect(await given()).toEqual([expect.objectContaining({ id: row.id, chargeId: charge.id, amountMinor: charge.amountMinor - 1, ruleId: charge.ruleId, component: 'sales' })])
  const more = { ...row, id: ctx().newId('commissionLine'), refundId: ctx().newId('refund'), amountMinor: 2 }
  await expect(commit(db(), commissionReversalStatements(db(), [more]))).rejects.toThrow('INV-COM-4')
  expect(await given()).toHaveLength(1)
  await commit(db(), commissionReversalStatements(db(), [{ ...more, amountMinor: 1 }]))
  expect(await given()).toHaveLength(2)
  await expect(db().update(commissionLine).set({ amountMinor: 0 })).rejects.toThrow()
}) // biome-ignore format: a step a line

test.each([
  ['a share above all', { kind: 'new', rule: draft({}, [percentOfGoods(10_001)]) }, 422, 'invalid_input'],
  ['half a basis point', { kind: 'new', rule: draft({}, [percentOfGoods(1.5)]) }, 422, 'invalid_input'],
  ['a floor above its cap', { kind: 'new', rule: draft({}, [{ ...percentOfGoods(1), floor: { USD: 2 }, cap: { USD: 1 } }]) }, 422, 'invalid_input'],
  ['a negative amount', { kind: 'new', rule: draft({}, [{ ...percentOfGoods(1), fixed: { USD: -1 } }]) }, 422, 'invalid_input'],
  ['no component', { kind: 'new', rule: draft({}, []) }, 422, 'invalid_input'],
  ['a start in the past', { kind: 'new', rule: draft({}, [percentOfGoods(1)], { startsAt: '2020-01-01T00:00:00Z' }) }, 409, 'rate_starts_in_past'],
  ['a vendor that is not there', { kind: 'new', rule: draft({ vendorId: makeId('vendor', 1) }, [percentOfGoods(1)]) }, 404, 'not_found'],
  ['a plan that is not there', { kind: 'new', rule: draft({ planId: 'gold' }, [percentOfGoods(1)]) }, 404, 'not_found'],
  ['a rule that is not there', { kind: 'end', ruleId: FIRST_RULE.id }, 404, 'not_found'],
])('%s is refused, and nothing is stored', async (_, change, status, code) => {
  const before = await admin.ok('GET', '/admin/commission-rules')
  expect(await answerOf(admin, 'POST', '/admin/commission-rules/simulate', { change })).toMatchObject({ status, body: { code } })
  expect(await admin.ok('GET', '/admin/commission-rules')).toEqual(before)
}) // biome-ignore format: a table

test('a rule for the free plan is for stores that pay for none, and a store sees the rule of a product only if it is its own', async () => {
  const { id } = await changeRules(admin.ok, { kind: 'new', rule: draft({ planId: 'free' }, [percentOfGoods(1100)], { name: 'Free plan' }) })
  const decides = async (query: string) => {
    const { goods } = await admin.ok<{ goods: { rule: { name: string } } }>('GET', `/admin/commission-rules/explain?vendorId=${shops[0].id}&${query}`)
    return goods.rule.name
  }
  await changeRules(admin.ok, { kind: 'end', ruleId: (await ruleOfShop()).id })
  expect(await decides('')).toBe('Free plan')
  await changeRules(admin.ok, { kind: 'end', ruleId: id })
  await market.advance(1)
  expect(await decides('')).toBe('first')

  await changeRules(admin.ok, { kind: 'new', rule: draft({ productId: shops[0].productId }, [percentOfGoods(300)], { name: 'One thing' }) })
  expect(await decides(`productId=${shops[0].productId}`)).toBe('One thing')
  const namesSeenBy = async (shop: Shop) => {
    const { rules } = await newCaller(market.stack.fetch, shop.owner.token).ok<{ rules: { name: string }[] }>('GET', '/vendor/commission')
    return rules.map(({ name }) => name).filter((name) => name === 'One thing')
  }
  expect([await namesSeenBy(shops[0]), await namesSeenBy(shops[1])]).toEqual([['One thing'], []])
  const other = { kind: 'new', rule: draft({ vendorId: shops[1].id, productId: shops[0].productId }, [percentOfGoods(1)]) }
  expect(await answerOf(admin, 'POST', '/admin/commission-rules/simulate', { change: other })).toMatchObject({ status: 404, body: { code: 'not_found' } })
}) // biome-ignore format: a step a line

/** The rule of the first shop that holds now. */
async function ruleOfShop() {
  const rules = await db().select().from(commissionRule).where(eq(commissionRule.vendorId, shops[0].id))
  const rule = rules.find(({ endsAtMs }) => endsAtMs === null)
  if (!rule) throw new Error('The shop has no rule')
  return rule
}

test('a category that moved is still found in orders from before, and nothing is made of the move', async () => {
  const { platform } = market.stack.ctx()
  const { id: categoryId } = await admin.ok<{ id: Id<'category'> }>('POST', '/admin/categories', { slug: 'cups', name: 'Cups' })
  await platform.update(listing).set({ categoryId, categoryPath: '/cups/' }).where(eq(listing.id, shops[1].productId))
  const [order] = await buy(1, [shops[1]])
  const ask = () => simulate({ kind: 'new', rule: draft({ categoryId }, [percentOfGoods(2000)], { priority: 5 }) })
  const found = async () => (await ask()).totals
  const totals = await found()
  expect(totals).toMatchObject([{ changedOrders: 1 }])
  await admin.ok('PATCH', `/admin/categories/${categoryId}`, { slug: 'moved' })
  await market.stack.settle()
  expect(await platform.select({ path: listing.categoryPath }).from(listing).where(eq(listing.id, shops[1].productId))).toEqual([{ path: '/moved/' }])
  expect((await platform.select().from(orderSummary).where(eq(orderSummary.id, order?.id ?? 'ord_')))[0]?.snapshot.lines[0]?.categoryPath).toBe('/cups/')
  expect(await found()).toEqual(totals)
}) // biome-ignore format: a step a line

test('P4 amount tamper between steps: a rule that changes between quote, payment and webhook changes no order that was confirmed', async () => {
  const buyer = market.browser()
  await buyer.add(shops[1], 1)
  const quote = (await buyer.call<{ quoteHash: string }>('POST', '/checkout/quote', { shippingAddress: ADDRESS })).body
  const opened = (await buyer.checkout({ quoteHash: quote.quoteHash })).body
  const [frozen] = await db().select().from(orderSummary).where(eq(orderSummary.orderGroupId, opened.orderGroupId))
  await setDefaultRate(admin.ok, 3000)
  await changeRules(admin.ok, { kind: 'new', rule: draft({ productId: shops[1].productId }, [percentOfGoods(9000)]) })
  await market.pay(opened.clientSecret)
  await market.stack.settle()
  const [placed] = await db().select().from(orderSummary).where(eq(orderSummary.orderGroupId, opened.orderGroupId))
  expect(placed).toMatchObject({ status: 'placed', commissionMinor: frozen?.commissionMinor, snapshot: frozen?.snapshot })
  expect((await linesOf(placed?.id ?? 'ord_')).map(([, , rateBps]) => rateBps)).toEqual([400])
  // A buyer's total has nothing of it: the next quote is the same.
  await buyer.add(shops[1], 1)
  expect((await buyer.call<{ quoteHash: string }>('POST', '/checkout/quote', { shippingAddress: ADDRESS })).body.quoteHash).toBe(
    quote.quoteHash,
  )
})

test('INV-COM-6: units that come back are taken out of the month they were sold in, once; a reduced price, a failed refund and an order called off are as they should be', async () => {
  const volume = async () => {
    const rows = await db().select().from(vendorVolume).where(eq(vendorVolume.vendorId, shops[1].id)).orderBy(vendorVolume.month)
    return rows.map(({ goodsMinor, orders }) => [goodsMinor, orders])
  }
  const before = await volume()
  const [[goods = 0, orders = 0] = []] = before
  const [order] = await buy(3, [shops[1]])
  const line = order?.snapshot.lines[0]
  const unitMinor = line?.unitPriceMinor ?? 0
  expect(await volume()).toEqual([[goods + 3 * unitMinor, orders + 1]])
  const refund = async (part: Record<string, unknown>) => {
    // Signed in anew: a month passes here.
    const { ok } = newCaller(market.stack.fetch, (await signIn(market.stack, 'platform_admin')).token)
    await ok('POST', `/admin/orders/${order?.id}/refunds`, { asks: [part], bearer: 'vendor', reason: 'returned', note: 'Came back' })
    await market.stack.settle()
  }
  await refund({ part: 'line', orderLineId: line?.id, quantity: 1 })
  await refund({ part: 'goodwill', amountMinor: 100 })
  expect(await volume()).toEqual([[goods + 2 * unitMinor, orders + 1]])

  // The month turns: what is sold now counts there, what comes back now is taken out of the month before.
  const nowMs = market.stack.ctx().now()
  const next = new Date(nowMs)
  await market.advance(Date.UTC(next.getUTCFullYear(), next.getUTCMonth() + 1, 1) - nowMs)
  const [later] = await buy(1, [shops[1]])
  expect(later?.snapshot.commissionTerms.volumeMinor).toBe(0)
  await refund({ part: 'line', orderLineId: line?.id, quantity: 1 })
  expect(await volume()).toEqual([[goods + unitMinor, orders + 1], [unitMinor, 1]])
  const [latest] = await db().select().from(refunds).where(eq(refunds.orderId, order?.id ?? 'ord_')).orderBy(desc(refunds.id)).limit(1)
  await db().update(refunds).set({ status: 'failed' }).where(eq(refunds.id, latest?.id ?? 'ref_'))
  expect(await volume()).toEqual([[goods + 2 * unitMinor, orders + 1], [unitMinor, 1]])
  await db().update(orderSummary).set({ status: 'cancelled' }).where(eq(orderSummary.id, order?.id ?? 'ord_'))
  expect(await volume()).toEqual([[goods, orders], [unitMinor, 1]])
}) // biome-ignore format: a step a line
