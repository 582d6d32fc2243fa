import { Hono } from 'hono'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { databaseProblem } from '#db/errors.ts'
import { payout } from '#db/platform/schema/money.ts'
import { type Bank, openBank } from '#tests/support/bank.ts'
import { commissionsRoutes } from '#worker/domains/commissions/routes.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { ledgerRoutes } from '#worker/domains/ledger/routes.ts'
import { continueDraft } from '#worker/domains/payouts/continue-draft.ts'
import { executePayout } from '#worker/domains/payouts/execute-payout.ts'
import { executeRun } from '#worker/domains/payouts/execute-run.ts'
import { payoutsRoutes } from '#worker/domains/payouts/routes.ts'
import { onError } from '#worker/edge/answer-error.ts'
import type { Id } from '#worker/pure/ids.ts'
import type { EdgeEnv } from '#worker/pure/request-context.ts'

let bank: Bank
beforeEach(async () => {
  bank = await openBank()
})
afterEach(() => bank.close())

/** Asks the real routes of money as somebody: `platform_finance`, or `vendor_owner-ven_…`. */
async function ask(who: string, method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const app = new Hono<EdgeEnv<Ctx>>().use(async (c, next) => {
    c.set('ctx', bank.ctx())
    await next()
  })
  for (const routes of [payoutsRoutes, ledgerRoutes, commissionsRoutes]) app.route('/api/v1', routes)
  app.onError(onError(databaseProblem) as never)
  const answer = await app.request(`/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${who}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> & { items: Record<string, unknown>[] } }
}

test('from commission to payout by API', async () => {
  const store = await bank.openVendor()
  await bank.sell('USD', [{ vendorId: store.id, totalMinor: 10_825, commissionMinor: 1000, taxMinor: 825, maturesAtMs: bank.state.nowMs }])
  const owner = `vendor_owner-${store.id}`
  const balance = async () => (await ask(owner, 'GET', '/vendor/balance')).body.items
  expect(await balance()).toEqual([
    { currency: 'USD', pendingMinor: 9000, availableMinor: 0, heldMinor: 0, debtMinor: 0, inTransitMinor: 0, paidMinor: 0 },
  ])

  const key = { 'idempotency-key': 'payout-run-1' }
  const run = await ask('platform_finance', 'POST', '/admin/payout-runs', { period: '2026-11-21' }, key)
  expect(run).toMatchObject({ status: 202, body: { status: 'drafting', isAtOnce: true, period: '2026-11-21', approvedBy: null } })
  expect(await ask('platform_finance', 'POST', '/admin/payout-runs', { period: '2026-11-21' }, key)).toEqual(run)
  // The request is over; everything else is the queue's.
  const runId = run.body.id as Id<'payoutRun'>
  expect(await bank.platform.select().from(payout)).toEqual([])
  await continueDraft(bank.ctx(), runId)
  expect(await executeRun(bank.ctx(), runId)).toBe('done')
  expect((await ask('platform_finance', 'GET', `/admin/payout-runs/${runId}`)).body).toMatchObject({
    status: 'done',
    approvedBy: run.body.createdBy,
    totals: [{ currency: 'USD', items: 1, payouts: 1, amountMinor: 9000, sent: 1, sentMinor: 9000, open: 0 }],
  })
  const [decided] = await bank.platform.select().from(payout)
  expect(decided).toMatchObject({ vendorId: store.id, amountMinor: 9000, status: 'pending', period: '2026-11-21', providerRef: null })
  await executePayout(bank.ctx(), decided?.id ?? 'pyt_')
  expect(await balance()).toEqual([
    { currency: 'USD', pendingMinor: 0, availableMinor: 0, heldMinor: 0, debtMinor: 0, inTransitMinor: 0, paidMinor: 9000 },
  ])

  expect((await ask('platform_finance', 'GET', '/admin/payouts?status=paid&limit=10')).body).toMatchObject({
    items: [{ amountMinor: 9000, status: 'paid' }],
    nextCursor: null,
  })
  expect((await ask(owner, 'GET', '/vendor/payouts')).body.items).toHaveLength(1)
  expect((await ask(owner, 'GET', '/vendor/transfers?limit=2')).body).toMatchObject({
    items: [
      { code: 'payout', phase: 'post', from: 'available', to: null },
      { code: 'payout', phase: 'pending' },
    ],
    nextCursor: expect.any(String),
  })
  expect((await ask(owner, 'GET', '/vendor/connect')).body).toEqual({
    accountRef: store.accountRef,
    canReceiveTransfers: true,
    requirements: [],
  })
  expect((await ask(owner, 'POST', '/vendor/connect')).body).toMatchObject({ accountRef: store.accountRef })
  expect((await ask('platform_finance', 'GET', '/admin/ledger/check')).body).toMatchObject({ isBalanced: true })
  expect((await ask('platform_finance', 'GET', `/admin/ledger/accounts?owner=${store.id}&currency=USD`)).body.items).toHaveLength(2)
  expect((await ask('platform_finance', 'GET', '/admin/ledger/transfers?account=platform/commission/USD')).body.items).toEqual([
    expect.objectContaining({ code: 'commission', amountMinor: 1000, creditAccountId: 'platform/commission/USD' }),
  ])
  await bank.audit()
})

test.each([
  ['vendor_owner-ven_01JD0000000000000000000000', 'POST', '/admin/payout-runs', {}, 403, 'not_allowed'],
  ['vendor_manager-ven_01JD0000000000000000000000', 'POST', '/vendor/connect', undefined, 403, 'not_allowed'],
  ['vendor_fulfilment-ven_01JD0000000000000000000000', 'GET', '/vendor/balance', undefined, 403, 'not_allowed'],
  ['platform_finance', 'POST', '/admin/commission-rules', {}, 403, 'not_allowed'],
  ['platform_moderator', 'GET', '/admin/ledger/check', undefined, 403, 'not_allowed'],
  ['platform_finance', 'POST', '/admin/payout-runs', { period: 'today' }, 422, 'invalid_input'],
  ['platform_finance', 'GET', '/admin/payouts?limit=0', undefined, 400, 'invalid_request'],
  ['platform_finance', 'GET', '/admin/payouts?color=red', undefined, 400, 'invalid_request'],
  ['platform_finance', 'GET', '/admin/ledger/transfers?causeId=nobody', undefined, 400, 'invalid_request'],
] as const)('%s %s %s %o is refused with %i', async (who, method, path, body, status, code) => {
  const answer = await ask(who, method, path, body)
  expect([answer.status, answer.body.code]).toEqual([status, code])
  expect((await ask('platform_admin', 'GET', '/admin/commission-rules')).body.items).toHaveLength(1)
})
