import { eq } from 'drizzle-orm'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { commit } from '#db/commit.ts'
import { transferStatements } from '#db/platform/queries/ledger.ts'
import { auditEvent } from '#db/platform/schema/identity.ts'
import { outbox } from '#db/platform/schema/messaging.ts'
import { payout } from '#db/platform/schema/money.ts'
import { vendor } from '#db/platform/schema/tenancy.ts'
import { type Bank, openBank } from '#tests/support/bank.ts'
import { runPayouts } from '#tests/support/run-payouts.ts'
import { connectVendor, readConnection } from '#worker/domains/payouts/connect-vendor.ts'
import { executePayout } from '#worker/domains/payouts/execute-payout.ts'
import { readBalance, readPayouts } from '#worker/domains/payouts/read-balance.ts'
import { releaseMatured } from '#worker/domains/payouts/release-matured.ts'
import { resumePayouts } from '#worker/domains/payouts/resume-payouts.ts'
import { present } from '#worker/pure/assert.ts'
import { accountId, toTransfers } from '#worker/pure/ledger.ts'
import { Overdrawn } from '#worker/pure/storage-refusal.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#worker/pure/time.ts'

let bank: Bank
beforeEach(async () => {
  bank = await openBank()
})
afterEach(() => bank.close())

const transfersAtStripe = () => bank.stripe.world.tables.transfers.all().map(({ value }) => value)
const PERIOD = '2026-11-21'

/** A vendor whose shipped order matured: 90.00 of 108.25 after commission and tax. */
async function earner(currency: 'USD' | 'JPY' | 'KWD' = 'USD', totalMinor = 10_825, commissionMinor = 1000, taxMinor = 825) {
  const store = await bank.openVendor()
  const sale = await bank.sell(currency, [{ vendorId: store.id, totalMinor, commissionMinor, taxMinor, maturesAtMs: bank.state.nowMs }])
  return { store, sale }
}
const started = async () => (await runPayouts(bank.ctx(), { period: PERIOD })).map(({ id }) => id)

test('matured earnings become available, once, and only those of shipped orders whose hold is over', async () => {
  const store = await bank.openVendor()
  const nowMs = bank.state.nowMs
  await bank.sell('USD', [{ vendorId: store.id, totalMinor: 1000, commissionMinor: 100, maturesAtMs: nowMs }])
  await bank.sell('USD', [{ vendorId: store.id, totalMinor: 2000, commissionMinor: 200, maturesAtMs: nowMs + 1 }])
  await bank.sell('USD', [{ vendorId: store.id, totalMinor: 4000, commissionMinor: 400 }])
  expect(await releaseMatured(bank.ctx())).toBe(1)
  expect(await releaseMatured(bank.ctx())).toBe(0)
  expect(await readBalance(bank.ctx(), store.id)).toEqual([
    { currency: 'USD', pendingMinor: 5400, availableMinor: 900, heldMinor: 0, debtMinor: 0, inTransitMinor: 0, paidMinor: 0 },
  ])
  bank.state.nowMs += 1
  expect((await Promise.all([releaseMatured(bank.ctx()), releaseMatured(bank.ctx())])).reduce((a, b) => a + b)).toBeGreaterThanOrEqual(1)
  expect(await readBalance(bank.ctx(), store.id)).toEqual([
    { currency: 'USD', pendingMinor: 3600, availableMinor: 2700, heldMinor: 0, debtMinor: 0, inTransitMinor: 0, paidMinor: 0 },
  ])
  await bank.audit()
})

test('a run decides, the queue pays: one Stripe transfer a vendor, and the ledger says what Stripe says', async () => {
  const { store } = await earner()
  const runs = await runPayouts(bank.ctx(), { period: PERIOD })
  expect(runs).toEqual([
    expect.objectContaining({
      vendorId: store.id,
      currency: 'USD',
      period: PERIOD,
      amountMinor: 9000,
      status: 'pending',
      destination: store.accountRef,
    }),
  ])
  expect(await readBalance(bank.ctx(), store.id)).toEqual([
    { currency: 'USD', pendingMinor: 0, availableMinor: 0, heldMinor: 0, debtMinor: 0, inTransitMinor: 9000, paidMinor: 0 },
  ])
  expect((await bank.platform.select().from(outbox)).filter(({ type }) => type === 'payout.requested').map(({ body }) => body)).toEqual([
    expect.objectContaining({ payoutId: runs[0]?.id }),
  ])
  expect((await bank.platform.select().from(auditEvent)).map(({ action, subjectId }) => [action, subjectId])).toEqual([
    ['payout_run.draft', expect.stringMatching(/^prn_/)],
    ['payout_run.approve', expect.stringMatching(/^prn_/)],
  ])

  const payoutId = present(runs[0], 'the payout').id
  expect(await executePayout(bank.ctx(), payoutId)).toBe('paid')
  expect(await executePayout(bank.ctx(), payoutId)).toBe('paid')
  expect(transfersAtStripe()).toEqual([
    expect.objectContaining({
      amount: 9000,
      currency: 'usd',
      destination: store.accountRef,
      transfer_group: payoutId,
      metadata: { payout_id: payoutId },
    }),
  ])
  expect(bank.receivedBy(store.accountRef)).toBe(9000)
  expect(await readBalance(bank.ctx(), store.id)).toEqual([
    { currency: 'USD', pendingMinor: 0, availableMinor: 0, heldMinor: 0, debtMinor: 0, inTransitMinor: 0, paidMinor: 9000 },
  ])
  const listed = await readPayouts(bank.ctx(), { vendorId: store.id, limit: 10 })
  expect(listed).toEqual({
    items: [expect.objectContaining({ id: payoutId, status: 'paid', amountMinor: 9000, providerRef: transfersAtStripe()[0]?.id })],
    nextCursor: null,
  })
  await bank.audit()
})

test('INV-PYT-1: run twice, five times at once and executed five times at once, it pays once', async () => {
  const { store } = await earner()
  await earner()
  const runs = await Promise.all(Array.from({ length: 5 }, () => runPayouts(bank.ctx(), { period: PERIOD })))
  const ids = [...new Set([...runs.flat(), ...(await runPayouts(bank.ctx(), { period: PERIOD }))].map(({ id }) => id))]
  expect(ids).toHaveLength(2)
  await Promise.allSettled(ids.flatMap((id) => Array.from({ length: 5 }, () => executePayout(bank.ctx(), id))))
  for (const id of ids) expect(await executePayout(bank.ctx(), id)).toBe('paid')
  expect(transfersAtStripe().map(({ amount }) => amount)).toEqual([9000, 9000])
  expect(bank.receivedBy(store.accountRef)).toBe(9000)
  await bank.audit()
})

test('runs of two periods at once cannot pay the same money', async () => {
  const { store } = await earner()
  await Promise.all([runPayouts(bank.ctx(), { period: '2026-11-21' }), runPayouts(bank.ctx(), { period: '2026-11-22' })])
  expect(await bank.platform.select().from(payout)).toHaveLength(1)
  expect(await readBalance(bank.ctx(), store.id)).toEqual([
    { currency: 'USD', pendingMinor: 0, availableMinor: 0, heldMinor: 0, debtMinor: 0, inTransitMinor: 9000, paidMinor: 0 },
  ])
  await bank.audit()
})

test('what three-decimal currencies leave below ten minor units stays for the next time', async () => {
  const { store } = await earner('KWD', 20_000, 1_003, 0)
  const [id] = await started()
  expect(await executePayout(bank.ctx(), present(id, 'the payout'))).toBe('paid')
  expect(bank.receivedBy(store.accountRef, 'KWD')).toBe(18_990)
  expect(await readBalance(bank.ctx(), store.id)).toEqual([
    { currency: 'KWD', pendingMinor: 0, availableMinor: 7, heldMinor: 0, debtMinor: 0, inTransitMinor: 0, paidMinor: 18_990 },
  ])
  await bank.audit()
})

test('nobody takes more from a vendor than is there: what is missing is a debt, and says so', async () => {
  const { store } = await earner()
  await releaseMatured(bank.ctx())
  const causeId = bank.ctx().newId('order')
  const take = async (purpose: 'available' | 'debt', amountMinor: number, code: 'sale_reversed' | 'tax_reversed') => {
    const debit = accountId(store.id, purpose, 'USD')
    const taken = await toTransfers([{ debit, credit: 'platform/buyer_funds/USD', amountMinor, currency: 'USD', code, causeId }], 1)
    await commit(bank.platform, transferStatements(bank.platform, taken))
  }
  await expect(take('available', 9001, 'sale_reversed')).rejects.toBeInstanceOf(Overdrawn)
  expect((await readBalance(bank.ctx(), store.id))[0]).toMatchObject({ availableMinor: 9000, debtMinor: 0 })
  await take('available', 9000, 'sale_reversed')
  await take('debt', 1000, 'tax_reversed')
  expect((await readBalance(bank.ctx(), store.id))[0]).toMatchObject({ availableMinor: 0, debtMinor: 1000 })
  expect(await runPayouts(bank.ctx(), { period: PERIOD })).toEqual([])
})

test('a vendor that cannot be paid waits until it can', async () => {
  const store = await bank.openVendor({ isOnboarded: false })
  await bank.sell('USD', [{ vendorId: store.id, totalMinor: 5000, commissionMinor: 500, maturesAtMs: bank.state.nowMs }])
  expect(await runPayouts(bank.ctx(), { period: PERIOD })).toEqual([])

  const [first, again] = [await connectVendor(bank.ctx(), store.id), await connectVendor(bank.ctx(), store.id)]
  expect(again.accountRef).toBe(first.accountRef)
  expect(first.url).toContain(`/setup/e/${first.accountRef}/`)
  expect(bank.stripe.world.tables.accounts.all()).toHaveLength(1)
  expect(await readConnection(bank.ctx(), store.id)).toMatchObject({ accountRef: first.accountRef, canReceiveTransfers: false })
  expect((await readConnection(bank.ctx(), store.id)).requirements).toContain('external_account')
  expect(await runPayouts(bank.ctx(), { period: PERIOD })).toEqual([])

  await bank.control(`/_emulator/accounts/${first.accountRef}`, { onboarded: true })
  expect(await readConnection(bank.ctx(), store.id)).toEqual({ accountRef: first.accountRef, canReceiveTransfers: true, requirements: [] })
  expect((await bank.platform.select().from(vendor).where(eq(vendor.id, store.id)))[0]?.canReceiveTransfers).toBe(true)
  expect((await runPayouts(bank.ctx(), { period: PERIOD })).map(({ amountMinor }) => amountMinor)).toEqual([4500])
})

test('an account opened twice at once is one account', async () => {
  const store = await bank.openVendor({ isOnboarded: false })
  const answers = await Promise.allSettled(Array.from({ length: 4 }, () => connectVendor(bank.ctx(), store.id)))
  const refs = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value.accountRef] : []))
  expect(new Set(refs).size).toBe(1)
  expect(bank.stripe.world.tables.accounts.all()).toHaveLength(1)
})

test('P8: a refused transfer puts the money back, and the next period pays it', async () => {
  const { store } = await earner()
  await earner()
  const ids = await started()
  await bank.control(`/_emulator/accounts/${store.accountRef}`, { capabilities: { transfers: 'inactive' } })
  const statuses = await Promise.all(ids.map((id) => executePayout(bank.ctx(), id)))
  expect(statuses.sort()).toEqual(['failed', 'paid'])
  expect((await bank.platform.select().from(payout).where(eq(payout.vendorId, store.id)))[0]).toMatchObject({
    status: 'failed',
    failure: 'The payment provider refused the transfer: insufficient_capabilities_for_transfer.',
    attempts: 1,
  })
  expect(await readBalance(bank.ctx(), store.id)).toEqual([
    { currency: 'USD', pendingMinor: 0, availableMinor: 9000, heldMinor: 0, debtMinor: 0, inTransitMinor: 0, paidMinor: 0 },
  ])
  await bank.audit()

  await bank.control(`/_emulator/accounts/${store.accountRef}`, { capabilities: { transfers: 'active' } })
  // Of the same period nothing is decided again.
  expect((await runPayouts(bank.ctx(), { period: PERIOD })).map(({ status }) => status).sort()).toEqual(['failed', 'paid'])
  const next = (await runPayouts(bank.ctx(), { period: `${PERIOD}.2` })).map(({ id }) => id)
  expect(next).toHaveLength(1)
  expect(await executePayout(bank.ctx(), present(next[0], 'the payout'))).toBe('paid')
  expect(bank.receivedBy(store.accountRef)).toBe(9000)
  await bank.audit()
})

test('a balance that does not cover the transfer yet fails the payout and loses nothing', async () => {
  bank.stripe.world.settings.availableDelayMs = 2 * DAY_MS
  const { store } = await earner()
  const [id] = await started()
  expect(await executePayout(bank.ctx(), present(id, 'the payout'))).toBe('failed')
  expect(await readBalance(bank.ctx(), store.id)).toEqual([
    { currency: 'USD', pendingMinor: 0, availableMinor: 9000, heldMinor: 0, debtMinor: 0, inTransitMinor: 0, paidMinor: 0 },
  ])
  bank.stripe.clock.advance(2 * DAY_MS)
  const [next] = (await runPayouts(bank.ctx(), { period: '2026-11-23' })).map(({ id: payoutId }) => payoutId)
  expect(await executePayout(bank.ctx(), present(next, 'the payout'))).toBe('paid')
  await bank.audit()
})

test.each([502, 503, 500] as const)(
  'a %i of Stripe after it sent the money pays once, found again a day later when Stripe has forgotten the key',
  async (status) => {
    const { store } = await earner()
    await bank.sell('USD', [{ vendorId: (await bank.openVendor()).id, totalMinor: 50_000 }])
    const [id] = await started()
    const payoutId = present(id, 'the payout')
    bank.stripe.faults.add({ method: 'POST', path: '/v1/transfers', mode: 'error', status, executes: true })
    await expect(executePayout(bank.ctx(), payoutId)).rejects.toMatchObject({ code: 'unavailable', status: 503 })
    expect((await readPayouts(bank.ctx(), { limit: 5 })).items[0]?.status).toBe('pending')
    bank.stripe.clock.advance(25 * HOUR_MS)
    expect(await executePayout(bank.ctx(), payoutId)).toBe('paid')
    expect(transfersAtStripe()).toHaveLength(1)
    expect(bank.receivedBy(store.accountRef)).toBe(9000)
    await bank.audit()
  },
)

test('a refusal that only says another try was quicker is no failure', async () => {
  const { store } = await earner()
  const [id] = await started()
  const payoutId = present(id, 'the payout')
  // The look before finds nothing; then the other try sends the money, which leaves too little for this one.
  let isLate = true
  const overtaken: typeof fetch = async (input, init) => {
    const { searchParams } = new URL(input instanceof Request ? input.url : input)
    const answer = await bank.direct(input, init)
    if (isLate && searchParams.get('transfer_group') === payoutId) {
      isLate = false
      await bank.form('/v1/transfers', { amount: '9000', currency: 'usd', destination: store.accountRef, transfer_group: payoutId })
    }
    return answer
  }
  expect(await executePayout(bank.ctx(overtaken), payoutId)).toBe('paid')
  expect(bank.receivedBy(store.accountRef)).toBe(9000)
  await bank.audit()
})

test.each(['rate_limit', 'error'] as const)('%s of Stripe before anything happened is no payment and no failure', async (mode) => {
  const { store } = await earner()
  const [id] = await started()
  bank.stripe.faults.add({ mode, ...(mode === 'error' ? { status: 503 as const } : {}), method: 'POST', path: '/v1/transfers' })
  await expect(executePayout(bank.ctx(), present(id, 'the payout'))).rejects.toMatchObject({ code: 'unavailable' })
  expect(transfersAtStripe()).toEqual([])
  bank.stripe.faults.clear()
  expect(await executePayout(bank.ctx(), present(id, 'the payout'))).toBe('paid')
  expect(bank.receivedBy(store.accountRef)).toBe(9000)
  await bank.audit()
})

test('the sweep finishes payouts whose message was lost', async () => {
  const { store } = await earner()
  await started()
  expect(await resumePayouts(bank.ctx())).toBe(0)
  bank.state.nowMs += 3 * MINUTE_MS
  expect(await resumePayouts(bank.ctx())).toBe(1)
  expect(bank.receivedBy(store.accountRef)).toBe(9000)
  await expect(executePayout(bank.ctx(), bank.ctx().newId('payout'))).rejects.toMatchObject({ code: 'not_found' })
  await bank.audit()
})

test('pages of payouts follow each other without gap or repeat', async () => {
  const stores = [await earner(), await earner(), await earner()]
  await started()
  const first = await readPayouts(bank.ctx(), { limit: 2 })
  const second = await readPayouts(bank.ctx(), { limit: 2, before: Number(first.nextCursor) })
  expect([first.items.length, second.items.length, second.nextCursor]).toEqual([2, 1, null])
  expect([...first.items, ...second.items].map(({ vendorId }) => vendorId).sort()).toEqual(stores.map(({ store }) => store.id).sort())
})
