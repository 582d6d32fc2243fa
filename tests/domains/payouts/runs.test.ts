import { eq } from 'drizzle-orm'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findRun } from '#db/platform/queries/payouts/runs.ts'
import { approval } from '#db/platform/schema/approvals.ts'
import { account } from '#db/platform/schema/identity.ts'
import { outbox } from '#db/platform/schema/messaging.ts'
import { payout } from '#db/platform/schema/money.ts'
import { bankPayout, payoutRun, payoutRunItem } from '#db/platform/schema/payouts.ts'
import { vendor } from '#db/platform/schema/tenancy.ts'
import { ON_GRANTED } from '#queues/consumers/approval-granted.ts'
import { ON_REFUSED } from '#queues/consumers/approval-refused.ts'
import { type Bank, openBank } from '#tests/support/bank.ts'
import { runPayouts } from '#tests/support/run-payouts.ts'
import { performApproval } from '#worker/domains/approvals/perform-approval.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { requestAdjustment } from '#worker/domains/payouts/adjust-balance.ts'
import { approveRun, discardRun } from '#worker/domains/payouts/approve-run.ts'
import { continueDraft } from '#worker/domains/payouts/continue-draft.ts'
import { draftRun, type NewRun } from '#worker/domains/payouts/draft-run.ts'
import { executePayout } from '#worker/domains/payouts/execute-payout.ts'
import { executeRun } from '#worker/domains/payouts/execute-run.ts'
import { followBankPayout } from '#worker/domains/payouts/follow-bank-payout.ts'
import { performReversal, requestReversal } from '#worker/domains/payouts/perform-reversal.ts'
import { placeHold } from '#worker/domains/payouts/place-hold.ts'
import { readBalance } from '#worker/domains/payouts/read-balance.ts'
import { readPayout } from '#worker/domains/payouts/read-payout.ts'
import { readItems, readRun, readRuns } from '#worker/domains/payouts/read-runs.ts'
import { retryPayout } from '#worker/domains/payouts/retry-payout.ts'
import { resumeRuns, startScheduledRun } from '#worker/domains/payouts/schedule-runs.ts'
import { chooseSchedule, setPolicy, setTerms } from '#worker/domains/payouts/set-terms.ts'
import { present } from '#worker/pure/assert.ts'
import type { Id } from '#worker/pure/ids.ts'
import { DAY_MS, MINUTE_MS } from '#worker/pure/time.ts'

let bank: Bank
beforeEach(async () => {
  bank = await openBank()
})
afterEach(() => bank.close())

/** Somebody of the marketplace, by name. */
function as(name: 'A' | 'B'): Ctx {
  const accountId = `acc_01JD000000000000000000000${name}` as Id<'account'>
  const person = { kind: 'account' as const, accountId, sessionId: 'ses_01JD0000000000000000000000' as const, email: `${name}@stoa.test` }
  return { ...bank.ctx(), principal: { ...person, isEmailVerified: true, surface: 'admin', role: 'platform_finance', vendorId: null } }
}
const earn = (vendorId: Id<'vendor'>, totalMinor: number) => bank.sell('USD', [{ vendorId, totalMinor, maturesAtMs: bank.state.nowMs }])
/** Somebody else's money at Stripe, so that its fees do not keep a payout from being covered. */
const cover = async () => bank.sell('USD', [{ vendorId: (await bank.openVendor()).id, totalMinor: 20_000 }])
const draft = async (ctx: Ctx, period = '2026-11-21', how: Pick<NewRun, 'isAtOnce' | 'expected'> = {}) => {
  const { id } = present(await draftRun(ctx, { kind: 'manual', period, currency: null, scheduledFor: null, ...how }), 'the run')
  await continueDraft(ctx, id)
  return present(await findRun(ctx.platform, id), 'the run')
}
const policy = { version: 0, reason: 'a test', scheduledRuns: 'send' as const, approvalOver: {}, vendorIntervals: ['weekly' as const] }
const payouts = () => bank.platform.select().from(payout)
/** Runs what the queue would, and once more what that left. */
async function deliver() {
  await deliverOnce()
  await deliverOnce()
}
async function deliverOnce() {
  for (const { body } of await bank.platform.select().from(outbox)) {
    const message = body as { type: string; payoutId: Id<'payout'>; runId: Id<'payoutRun'>; approvalId: Id<'approval'> }
    if (message.type === 'payout_run.requested') await continueDraft(bank.ctx(), message.runId)
    if (message.type === 'payout_run.approved') await executeRun(bank.ctx(), message.runId)
    if (message.type === 'approval.granted') {
      const [row] = await bank.platform.select().from(approval).where(eq(approval.id, message.approvalId))
      await performApproval(bank.ctx(), message.approvalId, ON_GRANTED[present(row, 'the approval').action])
    }
  }
}

test('INV-RUN-2: a run sends what was previewed, less where less is left, and nobody it left out', async () => {
  const [same, less, gone, late] = [await bank.openVendor(), await bank.openVendor(), await bank.openVendor(), await bank.openVendor()]
  await earn(same.id, 1000)
  await earn(less.id, 2000)
  await earn(gone.id, 3000)
  const { run, totals } = await draft(as('A'))
  expect(totals).toMatchObject([{ currency: 'USD', payouts: 3, amountMinor: 6000, sentMinor: 0, open: 3 }])
  expect(await payouts()).toEqual([])
  const hold = { kind: 'manual' as const, currency: 'USD' as const, reason: 'A test', releasesAtMs: null }
  await placeHold(bank.ctx(), { ...hold, vendorId: less.id, amountMinor: 500, causeId: 'c1' })
  await placeHold(bank.ctx(), { ...hold, vendorId: gone.id, amountMinor: 3000, causeId: 'c2' })
  await earn(same.id, 77)
  await earn(late.id, 400)

  await expect(executeRun(bank.ctx(), run.id)).rejects.toMatchObject({ code: 'run_not_movable', status: 409 })
  await approveRun(as('A'), run.id)
  expect(await Promise.all([executeRun(bank.ctx(), run.id), executeRun(bank.ctx(), run.id), deliver()])).toContain('done')
  expect(await executeRun(bank.ctx(), run.id)).toBe('done')
  const { items } = await readItems(bank.ctx(), { runId: run.id, show: 'all', after: '', limit: 50 })
  const of = (id: string) =>
    items
      .filter(({ vendorId }) => vendorId === id)
      .map(({ amountMinor, outcome, sentMinor, outcomeSkip }) => [amountMinor, outcome, sentMinor, outcomeSkip])
  expect([of(same.id), of(less.id), of(gone.id), of(late.id)]).toEqual([
    [[1000, 'sent', 1000, null]],
    [[2000, 'changed', 1500, null]],
    [[3000, 'skipped', null, 'nothing_available']],
    [],
  ])
  const changed = await readItems(bank.ctx(), { runId: run.id, show: 'changed', after: '', limit: 1 })
  expect([changed.items.length, changed.nextCursor === null]).toEqual([1, false])
  for (const { id } of await payouts()) await executePayout(bank.ctx(), id)
  expect(await readRun(bank.ctx(), run.id)).toMatchObject({
    status: 'done',
    paid: 2,
    failed: 0,
    totals: [{ sent: 2, sentMinor: 2500, open: 0 }],
  })
  expect([bank.receivedBy(same.accountRef), bank.receivedBy(less.accountRef), bank.receivedBy(gone.accountRef)]).toEqual([1000, 1500, 0])
  await bank.audit()
})

test('what was to be sent at once is sent if it comes to what was expected, and else waits for a look', async () => {
  const { id } = await bank.openVendor()
  await earn(id, 1000)
  await bank.sell('JPY', [{ vendorId: id, totalMinor: 500, maturesAtMs: bank.state.nowMs }])
  // Sold in between: more than was seen, and in a currency that was not.
  const other = await draft(as('A'), '2026-11-21', { isAtOnce: true, expected: { USD: 1000 } })
  expect(other.run).toMatchObject({ status: 'draft', isAtOnce: 1, needsApproval: 0, approvedBy: null })
  const less = await draft(as('A'), '2026-11-21', { isAtOnce: true, expected: { USD: 999, JPY: 500 } })
  expect(less.run.status).toBe('draft')
  const patient = await draft(as('A'), '2026-11-21', { expected: null })
  expect(patient.run).toMatchObject({ status: 'draft', isAtOnce: 0 })
  await deliver()
  expect(await payouts()).toEqual([])

  const same = await draft(as('A'), '2026-11-21', { isAtOnce: true, expected: { USD: 1000, JPY: 500 } })
  expect(same.run).toMatchObject({ status: 'approved', approvedBy: 'acc_01JD000000000000000000000A', needsApproval: 0 })
  await deliver()
  expect((await payouts()).map(({ currency, amountMinor }) => [currency, amountMinor]).sort()).toEqual([
    ['JPY', 500],
    ['USD', 1000],
  ])
  await bank.audit()
})

test('a draft that waits is sent by a person whatever the policy becomes, and by a second one if its limit was lowered', async () => {
  const { id } = await bank.openVendor()
  await earn(id, 5001)
  await setPolicy(as('A'), { ...policy, scheduledRuns: 'wait', approvalOver: {} })
  const { run } = await draft(as('A'))
  await setPolicy(as('A'), { ...policy, version: 1, scheduledRuns: 'send', approvalOver: { USD: 5000 } })
  await resumeRuns(bank.ctx())
  await deliver()
  expect((await readRun(bank.ctx(), run.id)).status).toBe('draft')
  await expect(approveRun(as('A'), run.id)).rejects.toMatchObject({ code: 'second_person_needed', status: 403 })
  expect(await payouts()).toEqual([])
  expect((await approveRun(as('B'), run.id)).status).toBe('approved')
  await deliver()
  expect((await payouts()).map(({ amountMinor }) => amountMinor)).toEqual([5001])
})

test('INV-RUN-3: above the limit a second person decides; what is discarded or refused sends nothing', async () => {
  const { id } = await bank.openVendor()
  await earn(id, 5001)
  await setPolicy(as('A'), { ...policy, approvalOver: { USD: 5000 } })
  const { run } = await draft(as('A'))
  expect(run).toMatchObject({ status: 'draft', needsApproval: 1 })
  expect((await bank.platform.select().from(approval)).map(({ action, subjectId, status }) => [action, subjectId, status])).toEqual([
    ['payout_run.execute', run.id, 'waiting'],
  ])
  await expect(approveRun(as('A'), run.id)).rejects.toMatchObject({ code: 'second_person_needed', status: 403 })
  expect(await runPayouts(as('A'), { period: '2026-11-22' })).toEqual([])
  const refused = present(
    (await bank.platform.select().from(approval)).find(({ subjectId }) => subjectId !== run.id),
    'the request',
  )
  await ON_REFUSED['payout_run.execute']?.(bank.ctx(), { ...refused, status: 'declined', decidedBy: 'acc_01JD000000000000000000000B' })
  expect((await readRun(bank.ctx(), refused.subjectId as Id<'payoutRun'>)).status).toBe('discarded')
  const other = await draft(as('A'), '2026-11-23')
  await discardRun(as('A'), other.run.id)
  expect((await discardRun(as('A'), other.run.id)).status).toBe('discarded')
  await expect(approveRun(as('B'), other.run.id)).rejects.toMatchObject({ code: 'run_not_movable' })
  expect(await payouts()).toEqual([])

  expect((await approveRun(as('B'), run.id)).status).toBe('approved')
  await expect(discardRun(as('A'), run.id)).rejects.toMatchObject({ code: 'run_not_movable' })
  await deliver()
  await deliver()
  expect((await payouts()).map(({ amountMinor }) => amountMinor)).toEqual([5001])
  expect((await bank.platform.select().from(payoutRun).where(eq(payoutRun.id, run.id)))[0]).toMatchObject({
    approvedBy: as('B').principal.kind === 'account' ? 'acc_01JD000000000000000000000B' : '',
    createdBy: 'acc_01JD000000000000000000000A',
  })
  await bank.audit()
})

test('INV-RUN-4: the clock pays who is due, once a day, also days it missed; the marketplace may look first', async () => {
  bank.state.nowMs = Date.parse('2028-02-28T00:00:30Z')
  const [monthly, daily, never] = [await bank.openVendor(), await bank.openVendor(), await bank.openVendor()]
  for (const { id } of [monthly, daily, never]) await earn(id, 1000)
  await startScheduledRun(bank.ctx())
  expect(await bank.platform.select().from(payoutRun)).toEqual([])
  await setTerms(as('A'), monthly.id, { interval: 'monthly', monthDay: 31, version: 0, reason: 'a test' })
  await setTerms(as('A'), daily.id, { interval: 'daily', version: 0, reason: 'a test' })

  await Promise.all([startScheduledRun(bank.ctx()), startScheduledRun(bank.ctx()), startScheduledRun(bank.ctx())])
  await deliver()
  const paid = async () => (await payouts()).map(({ vendorId, period }) => [vendorId, period]).sort()
  expect(await paid()).toEqual([[daily.id, '2028-02-28']])
  // The clock stood still over the 29th, the last day of the month: on the 2nd of March it is made up for.
  await earn(daily.id, 50)
  bank.state.nowMs += 3 * DAY_MS
  await startScheduledRun(bank.ctx())
  await deliver()
  expect(await paid()).toEqual(
    [
      [daily.id, '2028-02-28'],
      [daily.id, '2028-03-02'],
      [monthly.id, '2028-03-02'],
    ].sort(),
  )

  await setPolicy(as('A'), { ...policy, scheduledRuns: 'wait' })
  await earn(daily.id, 60)
  bank.state.nowMs += DAY_MS
  await startScheduledRun(bank.ctx())
  bank.state.nowMs += 5 * MINUTE_MS
  await resumeRuns(bank.ctx())
  await deliver()
  expect((await payouts()).length).toBe(3)
  const { items } = await readRuns(bank.ctx(), { status: 'draft', limit: 10 })
  expect(items).toMatchObject([{ kind: 'scheduled', createdBy: 'schedule', totals: [{ currency: 'USD', payouts: 1, amountMinor: 60 }] }])
  await approveRun(as('A'), (items[0]?.id ?? 'prn_') as Id<'payoutRun'>)
  await deliver()
  expect((await payouts()).length).toBe(4)
  expect((await readBalance(bank.ctx(), never.id))[0]).toMatchObject({ availableMinor: 1000, inTransitMinor: 0 })
  await bank.audit()
})

test('a run that died while it was drafted or executed is finished by the sweep', async () => {
  const stores = [await bank.openVendor(), await bank.openVendor()]
  for (const { id } of stores) await earn(id, 900)
  const { run } = await draft(as('A'))
  const [gone] = await bank.platform.select().from(payoutRunItem).limit(1)
  await bank.platform.delete(payoutRunItem).where(eq(payoutRunItem.vendorId, gone?.vendorId ?? 'ven_'))
  await bank.platform.update(payoutRun).set({ status: 'drafting' })
  await resumeRuns(bank.ctx())
  expect((await readRun(bank.ctx(), run.id)).status).toBe('drafting')
  bank.state.nowMs += 3 * MINUTE_MS
  await resumeRuns(bank.ctx())
  expect(await readRun(bank.ctx(), run.id)).toMatchObject({ status: 'draft', totals: [{ payouts: 2, amountMinor: 1800 }] })
  await approveRun(as('A'), run.id)
  await resumeRuns(bank.ctx())
  expect(await payouts()).toEqual([])
  bank.state.nowMs += 3 * MINUTE_MS
  await resumeRuns(bank.ctx())
  expect((await payouts()).map(({ amountMinor }) => amountMinor)).toEqual([900, 900])
  await bank.audit()
})

test('our people are told that payouts of a period fail, once a person, whoever else of it fails', async () => {
  await cover()
  const stores = [await bank.openVendor(), await bank.openVendor()]
  for (const { id, accountRef } of stores) {
    await earn(id, 1200)
    await bank.control(`/_emulator/accounts/${accountRef}`, { capabilities: { transfers: 'inactive' } })
  }
  const staff = {
    passwordHash: 'x',
    createdAtMs: bank.state.nowMs,
    emailVerifiedAtMs: bank.state.nowMs,
    platformRole: 'platform_finance' as const,
  }
  const [ada, bo, cy] = [bank.ctx().newId('account'), bank.ctx().newId('account'), bank.ctx().newId('account')]
  await bank.platform.insert(account).values([
    { ...staff, id: ada, email: 'ada@stoa.example', name: 'Ada' },
    { ...staff, id: bo, email: 'bo@stoa.example', name: 'Bo', disabledAtMs: bank.state.nowMs },
    { ...staff, id: cy, email: 'cy@stoa.example', name: 'Cy', emailVerifiedAtMs: null },
  ])
  for (const { id } of await runPayouts(as('A'), { period: '2026-11-21' })) expect(await executePayout(bank.ctx(), id)).toBe('failed')
  const mails = (await bank.platform.select().from(outbox)).map(({ body }) => body as { to?: string; content?: { template: string } })
  const told = mails.filter(({ content }) => content?.template === 'payouts_failing')
  expect(told).toMatchObject([{ to: 'ada@stoa.example', content: { period: '2026-11-21', amountMinor: 1200, currency: 'USD' } }])
  expect(mails.filter(({ content }) => content?.template === 'payout_failed')).toHaveLength(2)
})

test('P8: a failed payout is retried as the same payout, to the account the vendor has by then', async () => {
  await cover()
  const { id, accountRef } = await bank.openVendor()
  await earn(id, 1200)
  await bank.control(`/_emulator/accounts/${accountRef}`, { capabilities: { transfers: 'inactive' } })
  const [decided] = await runPayouts(as('A'), { period: '2026-11-21' })
  const payoutId = present(decided, 'the payout').id
  expect(await executePayout(bank.ctx(), payoutId)).toBe('failed')
  const mails = (await bank.platform.select().from(outbox)).flatMap(({ body }) => (body as { content?: object }).content ?? [])
  expect(mails).toMatchObject([{ template: 'payout_failed', amountMinor: 1200, currency: 'USD' }])
  await bank.platform.update(vendor).set({ canReceiveTransfers: false })
  await expect(retryPayout(as('A'), payoutId)).rejects.toMatchObject({ code: 'payout_not_retriable', extensions: { reason: 'no_account' } })
  await bank.platform.update(vendor).set({ canReceiveTransfers: true })

  // Stripe remembers the refusal for a day: the second attempt is one of its own.
  await bank.control(`/_emulator/accounts/${accountRef}`, { capabilities: { transfers: 'active' } })
  const retried = await Promise.all([retryPayout(as('A'), payoutId), retryPayout(as('B'), payoutId)])
  expect(retried.map(({ status }) => status)).toEqual(['pending', 'pending'])
  expect(await Promise.all([executePayout(bank.ctx(), payoutId), executePayout(bank.ctx(), payoutId)])).toEqual(['paid', 'paid'])
  expect(bank.receivedBy(accountRef)).toBe(1200)
  expect((await payouts()).map(({ amountMinor, attempts }) => [amountMinor, attempts])).toEqual([[1200, 2]])
  expect((await retryPayout(as('A'), payoutId)).status).toBe('paid')
  await bank.audit()
})

test('a failed payout whose money a later run has paid cannot be retried', async () => {
  await cover()
  const { id, accountRef } = await bank.openVendor()
  await earn(id, 1200)
  const [decided] = await runPayouts(as('A'), { period: '2026-11-21' })
  await bank.control(`/_emulator/accounts/${accountRef}`, { capabilities: { transfers: 'inactive' } })
  expect(await executePayout(bank.ctx(), present(decided, 'the payout').id)).toBe('failed')
  await bank.control(`/_emulator/accounts/${accountRef}`, { capabilities: { transfers: 'active' } })
  const later = (await runPayouts(as('A'), { period: '2026-11-22' })).find(({ period }) => period === '2026-11-22')
  await expect(retryPayout(as('A'), present(decided, 'the payout').id)).rejects.toMatchObject({ extensions: { reason: 'money_is_gone' } })
  expect(await executePayout(bank.ctx(), present(later, 'the later payout').id)).toBe('paid')
  expect(bank.receivedBy(accountRef)).toBe(1200)
  await bank.audit()
})

test('a payout is made of what moved since the one before it, to the cent', async () => {
  const { id } = await bank.openVendor()
  await setTerms(as('A'), id, { reserveBps: 1000, reserveDays: 9, version: 0, reason: 'a test' })
  await earn(id, 1000)
  const [first] = await runPayouts(as('A'), { period: '2026-11-21' })
  await executePayout(bank.ctx(), present(first, 'the first').id)
  await earn(id, 2000)
  bank.state.nowMs += 9 * DAY_MS
  const second = (await runPayouts(as('A'), { period: '2026-11-30' })).find(({ period }) => period === '2026-11-30')
  const shown = await readPayout(bank.ctx(), present(second, 'the second').id, id)
  expect(shown).toMatchObject({ amountMinor: 1900, openingMinor: 0, closingMinor: 0, isComplete: true })
  expect(shown.entries.map(({ code, amountMinor }) => [code, amountMinor])).toEqual([
    ['release', 2000],
    ['hold', -200],
    ['hold_released', 100],
  ])
  expect((await readPayout(bank.ctx(), present(first, 'the first').id, null)).entries.map(({ amountMinor }) => amountMinor)).toEqual([
    1000, -100,
  ])
  await expect(readPayout(bank.ctx(), present(first, 'the first').id, bank.ctx().newId('vendor'))).rejects.toMatchObject({ status: 404 })
})

test('money of a payout is fetched back once, and never more than was sent', async () => {
  await cover()
  const { id, accountRef } = await bank.openVendor()
  await earn(id, 1000)
  const [decided] = await runPayouts(as('A'), { period: '2026-11-21' })
  const payoutId = present(decided, 'the payout').id
  await expect(requestReversal(as('A'), payoutId, { amountMinor: 10, reason: 'too early' })).rejects.toMatchObject({
    code: 'payout_not_reversible',
  })
  await executePayout(bank.ctx(), payoutId)
  const reversal = await requestReversal(as('A'), payoutId, { amountMinor: 600, reason: 'Paid to a closed store' })
  await expect(requestReversal(as('A'), payoutId, { amountMinor: 401, reason: 'too much' })).rejects.toMatchObject({ status: 409 })
  bank.stripe.faults.add({
    method: 'POST',
    path: `/v1/transfers/${(await payouts())[0]?.providerRef}/reversals`,
    mode: 'error',
    status: 503,
    executes: true,
  })
  await expect(performReversal(bank.ctx(), reversal.id)).rejects.toMatchObject({ code: 'unavailable' })
  bank.stripe.clock.advance(2 * DAY_MS)
  expect(await Promise.all([performReversal(bank.ctx(), reversal.id), performReversal(bank.ctx(), reversal.id)])).toEqual(['done', 'done'])
  expect(bank.receivedBy(accountRef)).toBe(400)
  expect((await readBalance(bank.ctx(), id))[0]).toMatchObject({ availableMinor: 600, paidMinor: 400 })
  await bank.audit()
})

test('a payout the bank sent back is recorded with why, and the vendor is told once', async () => {
  await cover()
  const { id, accountRef } = await bank.openVendor()
  await earn(id, 1000)
  const [decided] = await runPayouts(as('A'), { period: '2026-11-21' })
  await executePayout(bank.ctx(), present(decided, 'the payout').id)
  const sent = await bank.form('/v1/payouts', { amount: '1000', currency: 'usd' }, accountRef)
  await followBankPayout(bank.ctx(), accountRef, sent.id)
  await bank.control(`/_emulator/payouts/${sent.id}`, { status: 'failed', failure_code: 'account_closed' })
  for (let told = 0; told < 2; told++) await followBankPayout(bank.ctx(), accountRef, sent.id)
  expect(await bank.platform.select().from(bankPayout)).toMatchObject([
    { id: sent.id, vendorId: id, amountMinor: 1000, currency: 'USD', status: 'failed', failureCode: 'account_closed' },
  ])
  const mails = (await bank.platform.select().from(outbox)).flatMap(({ body }) => (body as { content?: object }).content ?? [])
  expect(mails).toMatchObject([{ template: 'bank_payout_failed', failure: 'account_closed', amountMinor: 1000 }])
  await bank.audit()
})

test('a correction by hand is posted once, when somebody else agrees; what is not there is owed', async () => {
  const { id } = await bank.openVendor()
  await earn(id, 300)
  await runPayouts(as('A'), { period: '2026-11-21', currency: 'JPY' })
  const { approvalId } = await requestAdjustment(as('A'), { vendorId: id, currency: 'USD', amountMinor: -500, reason: 'Lost parcels' })
  await expect(requestAdjustment(as('A'), { vendorId: id, currency: 'USD', amountMinor: 1, reason: 'Again' })).rejects.toMatchObject({
    status: 409,
  })
  expect((await readBalance(bank.ctx(), id))[0]).toMatchObject({ availableMinor: 300, debtMinor: 0 })
  await bank.platform.update(approval).set({ status: 'approved', decidedBy: 'acc_01JD000000000000000000000B', decidedAtMs: 1 })
  for (let again = 0; again < 2; again++) await performApproval(bank.ctx(), approvalId, ON_GRANTED['ledger.adjust'])
  expect((await readBalance(bank.ctx(), id))[0]).toMatchObject({ availableMinor: 0, debtMinor: 200 })
  expect((await bank.balances()).adjustments).toBe(-500)
  await bank.audit()
})

test('a vendor chooses its days among what the marketplace offers', async () => {
  const { id } = await bank.openVendor()
  await setPolicy(as('A'), policy)
  await expect(chooseSchedule(bank.ctx(), id, { interval: 'daily', version: 0 })).rejects.toMatchObject({ code: 'interval_not_offered' })
  expect((await chooseSchedule(bank.ctx(), id, { interval: 'weekly', weekday: 5, version: 0 })).inForce).toMatchObject({
    interval: 'weekly',
    weekday: 5,
  })
  await expect(chooseSchedule(bank.ctx(), id, { interval: 'weekly', weekday: 4, version: 0 })).rejects.toMatchObject({ status: 412 })
})
