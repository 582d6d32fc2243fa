import { Hono } from 'hono'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { databaseProblem } from '#db/errors.ts'
import { commissionLinesOf } from '#db/platform/queries/commissions.ts'
import { listTransfers } from '#db/platform/queries/ledger.ts'
import { orderSummary } from '#db/platform/schema/checkout.ts'
import { auditEvent } from '#db/platform/schema/identity.ts'
import { onApprovalGranted } from '#queues/consumers/approval-granted.ts'
import { type Bank, openBank, type Sale } from '#tests/support/bank.ts'
import { runPayouts } from '#tests/support/run-payouts.ts'
import { decideApproval } from '#worker/domains/approvals/decide-approval.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { performRefund } from '#worker/domains/payments/perform-refund.ts'
import { recordProviderRefund } from '#worker/domains/payments/record-provider-refund.ts'
import { refundOrder } from '#worker/domains/payments/refund-order.ts'
import { refundRoutes } from '#worker/domains/payments/refunds/routes.ts'
import { executePayout } from '#worker/domains/payouts/execute-payout.ts'
import { releaseMatured } from '#worker/domains/payouts/release-matured.ts'
import { onError } from '#worker/edge/answer-error.ts'
import { present } from '#worker/pure/assert.ts'
import type { Id } from '#worker/pure/ids.ts'
import type { EdgeEnv } from '#worker/pure/request-context.ts'
import { MINUTE_MS } from '#worker/pure/time.ts'

let bank: Bank
beforeEach(async () => {
  bank = await openBank()
})
afterEach(() => bank.close())

type Answer = { status: number; body: Record<string, unknown> & { id: Id<'refund'>; approvalId: Id<'approval'> } }
/** Asks the real routes as somebody: `support_rep`, or `vendor_owner-ven_…`. */
async function ask(who: string, path: string, body?: unknown, key?: string): Promise<Answer> {
  const app = new Hono<EdgeEnv<Ctx>>().use(async (c, next) => {
    c.set('ctx', bank.ctx())
    await next()
  })
  app.route('/api/v1', refundRoutes).onError(onError(databaseProblem) as never)
  const answer = await app.request(`/api/v1${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      authorization: `Bearer ${who}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(key === undefined ? {} : { 'idempotency-key': key }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return { status: answer.status, body: (await answer.json()) as Answer['body'] }
}

/** Two mugs of 60.00 (10.00 tax; commission 5.00 + 1.00 tax and 0.40) and a bowl of 15.99, 2.00 of it paid by us; 5.00 delivery. */
async function sell({ matures = false } = {}) {
  const store = await bank.openVendor()
  const sale = await bank.sell('USD', [
    {
      vendorId: store.id,
      totalMinor: 8099,
      taxMinor: 1083,
      commissionMinor: 720,
      commissionTaxMinor: 136,
      ...(matures ? { maturesAtMs: bank.state.nowMs } : {}),
      lines: [
        { quantity: 2, totalMinor: 6000, taxMinor: 1000, commission: { sales: [500, 100], processing: [40, 0] } },
        { totalMinor: 1599, platformDiscountMinor: 200, commission: { sales: [180, 36] } },
      ],
    },
  ])
  const orderId = present(sale.orders[0], 'the order').orderId
  const [mug, bowl] = present(sale.snapshots[0], 'the snapshot').lines.map(({ id }) => id)
  return { store, sale, orderId, mug, bowl }
}
const FEE = 265
const refundsOf = (sale: Sale, id = present(sale.orders[0], 'the order').orderId) => `/admin/orders/${id}/refunds`
const why = { reason: 'damaged', note: 'A broken handle' }

test('before release: part by part to the minor unit, the last refund brings every account to zero', async () => {
  const { store, sale, orderId, mug, bowl } = await sell()
  const vendor = `vendor_manager-${store.id}`
  const preview = await ask(vendor, `/vendor/orders/${orderId}/refunds/preview`, {
    asks: [{ part: 'line', orderLineId: mug, quantity: 1 }],
  })
  const shares = { amountMinor: 3000, vendorMinor: 2180, commissionMinor: 270, commissionTaxMinor: 50, taxMinor: 500 }
  expect(preview).toMatchObject({
    status: 200,
    body: { ...shares, platformMinor: 0, promotionMinor: 0, debtMinor: 0, needsApproval: false },
  })
  const made = await ask(vendor, `/vendor/orders/${orderId}/refunds`, { asks: [{ part: 'line', orderLineId: mug, quantity: 1 }], ...why })
  expect(made).toMatchObject({ status: 201, body: { amountMinor: 3000, status: 'pending' } })
  expect(await bank.balances()).toMatchObject({ commission: 720, [`${store.id}/pending`]: 6360 })
  expect((await bank.balances()).buyer_funds).toBeUndefined()
  expect(await performRefund(bank.ctx(), made.body.id)).toBe('succeeded')
  expect(await bank.balances()).toEqual({
    stripe_clearing: 8099 - 3000 - FEE,
    processing_fees: FEE,
    commission: 450,
    commission_tax: 86,
    tax_payable: 583,
    promotions: 200,
    [`${store.id}/pending`]: 6360 - 2180,
  })
  expect(
    (await commissionLinesOf(bank.platform, orderId))
      .filter(({ kind }) => kind === 'reversal')
      .map(({ component, amountMinor, taxMinor }) => [component, amountMinor, taxMinor])
      .sort(),
  ).toEqual([
    ['processing', 20, 0],
    ['sales', 250, 50],
  ])
  for (const asks of [
    [{ part: 'goodwill', amountMinor: 777 }],
    [{ part: 'line', orderLineId: bowl, quantity: 1 }],
    [{ part: 'tax' }],
    'everything',
  ]) {
    const next = await ask(vendor, `/vendor/orders/${orderId}/refunds`, { asks, ...why })
    expect(await performRefund(bank.ctx(), next.body.id)).toBe('succeeded')
    await bank.audit()
  }
  expect(await bank.balances()).toEqual({ stripe_clearing: -FEE, processing_fees: FEE })
  const charges = await commissionLinesOf(bank.platform, orderId)
  for (const charge of charges.filter(({ kind }) => kind === 'charge')) {
    const back = charges.filter(({ chargeId }) => chargeId === charge.id)
    expect(back.reduce((sum, { amountMinor }) => sum + amountMinor, 0)).toBe(charge.amountMinor)
    expect(back.reduce((sum, { taxMinor }) => sum + taxMinor, 0)).toBe(charge.taxMinor)
  }
  const [order] = await bank.platform.select().from(orderSummary)
  expect(order).toMatchObject({ refundCount: 5, vendorRefundedMinor: 6360 })
  const refused = await ask(vendor, `/vendor/orders/${orderId}/refunds`, { asks: 'everything', ...why })
  expect(refused).toMatchObject({ status: 409, body: { code: 'nothing_left_to_refund' } })
  expect((await ask('platform_admin', refundsOf(sale))).body).toMatchObject({ capturedMinor: 8099, leftMinor: 0 })
})

test('after the payout the vendor owes what is not there any more, and a store of its own sees none of it', async () => {
  const { store, sale, orderId, mug } = await sell({ matures: true })
  expect(await releaseMatured(bank.ctx())).toBe(1)
  for (const { id } of await runPayouts(bank.ctx())) expect(await executePayout(bank.ctx(), id)).toBe('paid')
  await bank.sell('USD', [{ vendorId: store.id, totalMinor: 1360, maturesAtMs: bank.state.nowMs }])
  expect(await releaseMatured(bank.ctx())).toBe(1)
  expect(await bank.balances()).toMatchObject({ [`${store.id}/available`]: 1360 })
  const draft = { asks: [{ part: 'line', orderLineId: mug, quantity: 2 }], bearer: 'vendor' }
  expect((await ask('platform_finance', `${refundsOf(sale)}/preview`, draft)).body).toMatchObject({ vendorMinor: 4360, debtMinor: 3000 })
  const made = await ask('platform_finance', refundsOf(sale), { ...draft, ...why })
  expect(made.status).toBe(201)
  // Set aside at once: nothing else can be paid out of it.
  expect(await bank.balances()).toMatchObject({ [`${store.id}/available`]: 1360 })
  expect(await performRefund(bank.ctx(), made.body.id)).toBe('succeeded')
  expect(await bank.balances()).toEqual({
    stripe_clearing: 8099 - FEE + 1360 - 69 - 6360 - 6000,
    processing_fees: FEE + 69,
    commission: 180,
    commission_tax: 36,
    tax_payable: 83,
    promotions: 200,
    [`${store.id}/debt`]: 3000,
  })
  const other = await bank.openVendor()
  const stranger = `vendor_owner-${other.id}`
  expect((await ask(stranger, `/vendor/orders/${orderId}/refunds`)).status).toBe(404)
  expect((await ask(stranger, `/vendor/orders/${orderId}/refunds`, { asks: 'everything', ...why })).status).toBe(404)
  expect((await ask(`vendor_fulfilment-${store.id}`, `/vendor/orders/${orderId}/refunds`, { asks: 'everything', ...why })).status).toBe(403)
  expect((await ask('platform_moderator', refundsOf(sale), { asks: 'everything', ...why })).status).toBe(403)
  const [event] = (await bank.platform.select().from(auditEvent)).filter(({ action }) => action === 'refund.create')
  expect(event).toMatchObject({
    subjectId: orderId,
    vendorId: store.id,
    before: { refundedMinor: 0, refunds: 0 },
    after: { refundedMinor: 6000, refunds: 1 },
  })
  await bank.audit()
})

test('above the limit of a support rep a second person decides; what changed meanwhile is refused; asked twice it waits once', async () => {
  const { sale, mug } = await sell()
  const admin = bank.ctx()
  const known = await bank.ctx().sessions.principalOf('platform_admin', null)
  if (known?.kind !== 'account') throw new Error('a token of these tests is an account')
  admin.principal = { ...known, accountId: 'acc_01JD0000000000000000000009' }
  const low = { asks: [{ part: 'shipping' }], bearer: 'platform', ...why }
  const first = await ask('support_rep', refundsOf(sale), low, 'refund-key-1')
  expect(first).toMatchObject({ status: 201, body: { amountMinor: 500 } })
  expect((await ask('support_rep', refundsOf(sale), low, 'refund-key-1')).body.id).toBe(first.body.id)
  expect(await performRefund(bank.ctx(), first.body.id)).toBe('succeeded')
  expect(await bank.balances()).toMatchObject({ refunds: 417, commission: 720, tax_payable: 1000 })
  await bank.platform.insert((await import('#db/platform/schema/settings.ts')).platformSetting).values({
    key: 'refundLimitMinor',
    version: 1,
    value: { support_rep: { USD: 3000 }, platform_finance: { USD: 3000 }, platform_admin: { USD: null } },
    reason: 'a test',
    changedBy: 'acc_01JD0000000000000000000000',
    atMs: 1,
  })
  bank.state.nowMs += MINUTE_MS
  const high = { asks: [{ part: 'line', orderLineId: mug, quantity: 1 }], bearer: 'vendor', ...why }
  expect((await ask('support_rep', `${refundsOf(sale)}/preview`, { asks: high.asks })).body).toMatchObject({ needsApproval: true })
  const waiting = await ask('support_rep', refundsOf(sale), high, 'refund-key-2')
  expect(waiting).toMatchObject({ status: 202, body: { amountMinor: 3000 } })
  expect((await ask('support_rep', refundsOf(sale), high, 'refund-key-3')).status).toBe(409)
  expect((await ask('platform_admin', refundsOf(sale))).body.refunds).toHaveLength(1)
  await decideApproval(admin, waiting.body.approvalId, { status: 'approved', note: '' })
  const granted = { id: admin.newId('message'), type: 'approval.granted', version: 1, vendorId: null, occurredAtMs: admin.now() } as const
  for (let time = 0; time < 2; time++)
    await onApprovalGranted(bank.ctx(), { ...granted, approvalId: waiting.body.approvalId, action: 'refund.create' })
  expect((await ask('platform_admin', refundsOf(sale))).body.refunds).toMatchObject([
    { amountMinor: 500 },
    { amountMinor: 3000, status: 'pending' },
  ])
  // An admin has no limit, but what the marketplace pays itself nobody decides alone without one.
  expect((await ask('platform_admin', `${refundsOf(sale)}/preview`, { asks: high.asks, bearer: 'vendor' })).body).toMatchObject({
    needsApproval: false,
  })
  expect((await ask('platform_admin', `${refundsOf(sale)}/preview`, { asks: high.asks, bearer: 'platform' })).body).toMatchObject({
    needsApproval: true,
  })
})

test('a refund made by hand at Stripe is written down over the orders, once, and one that came back is sent again', async () => {
  const [a, b] = [await bank.openVendor(), await bank.openVendor()]
  const parts = [
    { vendorId: a.id, totalMinor: 6000, taxMinor: 500, commissionMinor: 550 },
    { vendorId: b.id, totalMinor: 4000, commissionMinor: 400 },
  ]
  const sale = await bank.sell('USD', parts, 'pm_card_refundFail')
  const { id: byHand } = await bank.form('/v1/refunds', { payment_intent: sale.providerRef, amount: '1000' })
  await Promise.allSettled([recordProviderRefund(bank.ctx(), byHand), recordProviderRefund(bank.ctx(), byHand)])
  await recordProviderRefund(bank.ctx(), byHand)
  expect(await bank.balances()).toMatchObject({
    refunds: 550 + 400,
    tax_payable: 450,
    commission: 950,
    stripe_clearing: 10_000 - 320 - 1000,
  })
  const refunds = async (index: number) =>
    (await ask('platform_admin', refundsOf(sale, sale.orders[index]?.orderId))).body.refunds as { id: Id<'refund'> }[]
  expect(await refunds(0)).toMatchObject([{ amountMinor: 600, reason: 'by_provider', bearer: 'platform', status: 'succeeded' }])
  expect(await refunds(1)).toMatchObject([{ amountMinor: 400, reason: 'by_provider', status: 'succeeded' }])
  await bank.audit()

  const undone = present(await refundOrder(bank.ctx(), present(sale.orders[0], 'the order').orderId, 'cancelled'), 'a refund')
  expect(await performRefund(bank.ctx(), undone)).toBe('succeeded')
  expect(await bank.balances()).toMatchObject({ refunds: 400, commission: 400, [`${b.id}/pending`]: 3600 })
  // The card is one whose bank sends refunds back.
  bank.stripe.clock.advance(MINUTE_MS)
  expect(await performRefund(bank.ctx(), undone)).toBe('returned')
  await recordProviderRefund(bank.ctx(), byHand)
  expect(await bank.balances()).toMatchObject({ buyer_funds: 5400 + 1000, commission: 400, refunds: 400 })
  const path = `${refundsOf(sale)}/${undone}/resend`
  const again = await ask('platform_finance', path, {})
  expect(again).toMatchObject({ status: 201, body: { amountMinor: 5400, status: 'pending' } })
  expect((await ask('platform_finance', path, {})).body.id).toBe(again.body.id)
  expect(await performRefund(bank.ctx(), again.body.id)).toBe('succeeded')
  expect((await bank.balances()).buyer_funds).toBe(1000)
  expect(await listTransfers(bank.platform, { causeId: again.body.id, limit: 9 })).toHaveLength(1)
  await bank.audit()
})
