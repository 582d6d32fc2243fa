import { and, eq, inArray, isNull } from 'drizzle-orm'
import { afterAll, expect, test } from 'vitest'
import { commit } from '#db/commit.ts'
import { transferStatements } from '#db/platform/queries/ledger.ts'
import { outbox } from '#db/platform/schema/messaging.ts'
import { payout } from '#db/platform/schema/money.ts'
import { onPayoutRequested } from '#queues/consumers/payout-requested.ts'
import { onPayoutRunApproved } from '#queues/consumers/payout-run-approved.ts'
import { onPayoutRunRequested } from '#queues/consumers/payout-run-requested.ts'
import type { Message } from '#queues/messages.ts'
import { type Bank, openBank } from '#tests/support/bank.ts'
import { DEATHS, type Death, dyingFetch } from '#tests/support/kill-switch.ts'
import { seedOf, sizeOf } from '#tests/support/sizes.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { performRefund } from '#worker/domains/payments/perform-refund.ts'
import { refundOrder } from '#worker/domains/payments/refund-order.ts'
import { draftRun } from '#worker/domains/payouts/draft-run.ts'
import { liftHold } from '#worker/domains/payouts/lift-hold.ts'
import { placeHold } from '#worker/domains/payouts/place-hold.ts'
import { readBalance } from '#worker/domains/payouts/read-balance.ts'
import { resumePayouts } from '#worker/domains/payouts/resume-payouts.ts'
import { resumeRuns } from '#worker/domains/payouts/schedule-runs.ts'
import { settleDebt } from '#worker/domains/payouts/settle-debt.ts'
import { present } from '#worker/pure/assert.ts'
import { seededRandom } from '#worker/pure/ids.ts'
import { accountId, toTransfers } from '#worker/pure/ledger.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, utcDay } from '#worker/pure/time.ts'

/** Payout days in one market before it is opened anew: opening one costs more than a day in it. */
const DAYS_A_MARKET = 20
let market: { bank: Bank; days: number } | null = null
afterAll(() => market?.bank.close())

/** A payout day of two stores of its own, with a period of its own. */
async function openDay() {
  if (market === null || market.days === DAYS_A_MARKET) {
    market?.bank.close()
    market = { bank: await openBank(), days: 0 }
  }
  const { bank } = market
  const period = utcDay(Date.parse('2026-11-21T00:00:00Z') + market.days++ * DAY_MS)
  const [a, b] = [await bank.openVendor(), await bank.openVendor()]
  await bank.sell('USD', [
    { vendorId: a.id, totalMinor: 6000, taxMinor: 500, commissionMinor: 550, maturesAtMs: bank.state.nowMs },
    { vendorId: b.id, totalMinor: 4825, taxMinor: 325, commissionMinor: 450, maturesAtMs: bank.state.nowMs },
  ])
  return { bank, a, b, period }
}
type Day = Awaited<ReturnType<typeof openDay>>

/** What a payout day does: the run is asked for, then the consumer for every message. Every await in it is one call that may die. */
async function payOut(ctx: Ctx, period: string): Promise<void> {
  await draftRun(ctx, { kind: 'manual', period, currency: null, scheduledFor: null, isAtOnce: true })
  for (const type of ['payout_run.requested', 'payout_run.approved', 'payout.requested'] as const) {
    const waiting = await ctx.platform
      .select()
      .from(outbox)
      .where(and(eq(outbox.type, type), isNull(outbox.sentAtMs)))
    for (const { body } of waiting as { body: Message }[]) {
      if (body.type === 'payout_run.requested') await onPayoutRunRequested(ctx, body)
      if (body.type === 'payout_run.approved') await onPayoutRunApproved(ctx, body)
      if (body.type === 'payout.requested') await onPayoutRequested(ctx, body)
    }
  }
}

/** Ledger 0, Stripe says what the ledger says, each store got its money once; the messages are done with. */
async function expectPaidOnce({ bank, a, b }: Day): Promise<void> {
  const stores = new Map([
    [a.accountRef, 4950],
    [b.accountRef, 4050],
  ])
  const transfers = bank.stripe.world.tables.transfers.all().map(({ value }) => [value.destination, value.amount] as const)
  expect(transfers.filter(([destination]) => stores.has(destination)).sort()).toEqual([...stores].sort())
  const rows = await bank.platform
    .select()
    .from(payout)
    .where(inArray(payout.vendorId, [a.id, b.id]))
  expect(rows.map(({ status }) => status)).toEqual(['paid', 'paid'])
  const nothing = { currency: 'USD', pendingMinor: 0, availableMinor: 0, heldMinor: 0, debtMinor: 0, inTransitMinor: 0 }
  expect(await readBalance(bank.ctx(), a.id)).toEqual([{ ...nothing, paidMinor: 4950 }])
  expect(await readBalance(bank.ctx(), b.id)).toEqual([{ ...nothing, paidMinor: 4050 }])
  await bank.audit()
  await bank.platform.update(outbox).set({ sentAtMs: bank.state.nowMs })
}

/** How many calls a payout day makes when nothing goes wrong. */
async function countCalls(): Promise<number> {
  const day = await openDay()
  const counting = dyingFetch(day.bank.direct, 0, 'reply lost')
  expect(await counting.whileAlive(() => payOut(day.bank.ctx(counting.fetch), day.period))).toBe('done')
  await expectPaidOnce(day)
  return counting.calls()
}

type Recovery = { name: string; recover: (day: Day) => Promise<void> }
const RECOVERIES: Recovery[] = [
  { name: 'the run is started again', recover: ({ bank, period }) => payOut(bank.ctx(), period) },
  {
    name: 'the sweep comes by, then the next run',
    recover: async ({ bank, period }) => {
      bank.state.nowMs += 3 * MINUTE_MS
      await resumeRuns(bank.ctx())
      await resumePayouts(bank.ctx())
      await payOut(bank.ctx(), period)
    },
  },
  {
    name: 'two runs at once, a day later, when Stripe has forgotten its keys',
    recover: async ({ bank, period }) => {
      bank.stripe.clock.advance(25 * HOUR_MS)
      await Promise.all([payOut(bank.ctx(), period), payOut(bank.ctx(), period)])
    },
  },
]

/** Lets a payout day die where it is told, one process after the other, then resumes it and looks what came of it. */
async function killed(deaths: readonly { k: number; death: Death }[], { name, recover }: Recovery): Promise<void> {
  const day = await openDay()
  const outcomes: string[] = []
  try {
    for (const { k, death } of deaths) {
      const dying = dyingFetch(day.bank.direct, k, death)
      outcomes.push(`${death} at call ${k}: ${await dying.whileAlive(() => payOut(day.bank.ctx(dying.fetch), day.period))}`)
    }
    await recover(day)
    await expectPaidOnce(day)
  } catch (error) {
    market?.bank.close()
    market = null
    throw new Error(`${outcomes.join(', then ')}; ${name}`, { cause: error })
  }
}

test('a payout day that dies at each of its calls, in every way, then resumed, pays once and the ledger is what Stripe says', async () => {
  const calls = await countCalls()
  expect(calls).toBeGreaterThan(20)
  for (const [way, death] of DEATHS.entries()) {
    for (let k = 1; k <= calls; k++) await killed([{ k, death }], present(RECOVERIES[(k + way) % RECOVERIES.length], 'a recovery'))
  }
  process.stdout.write(`payout: ${calls} calls x ${DEATHS.length} deaths\n`)
})

test('a payout day that dies twice, at random calls of both lives, pays once all the same', async () => {
  const pairs = sizeOf('PAYOUT_PAIRS', 170)
  const random = seededRandom(seedOf('payout pairs'))
  const calls = await countCalls()
  const pick = (count: number) => Math.floor(random() * count)
  for (let pair = 0; pair < pairs; pair++) {
    const life = () => ({ k: 1 + pick(calls), death: present(DEATHS[pick(DEATHS.length)], 'a death') })
    await killed([life(), life()], present(RECOVERIES[pick(RECOVERIES.length)], 'a recovery'))
  }
})

test('payouts, refunds, debts and holds of the same vendors at once: nobody is paid more than is theirs', async () => {
  const bank = await openBank()
  const random = seededRandom(seedOf('payout races'))
  const stores = [await bank.openVendor(), await bank.openVendor(), await bank.openVendor()]
  // Money of somebody else, so that Stripe's own fees and refunds never keep a transfer from being covered.
  await bank.sell('USD', [{ vendorId: (await bank.openVendor()).id, totalMinor: 500_000 }])
  let earnedMinor = 0
  let refundedMinor = 0
  let debtMinor = 0
  for (let round = 0; round < 12; round++) {
    const store = present(stores[Math.floor(random() * stores.length)], 'a store')
    const totalMinor = 1000 + Math.floor(random() * 5000)
    const sale = await bank.sell('USD', [{ vendorId: store.id, totalMinor, maturesAtMs: bank.state.nowMs }])
    earnedMinor += totalMinor
    const orderId = present(sale.orders[0], 'the order').orderId
    const owed = round % 3 === 0 ? 100 + round : 0
    debtMinor += owed
    const period = utcDay(Date.parse('2027-01-01T00:00:00Z') + round * DAY_MS)
    const hold = { vendorId: store.id, kind: 'dispute' as const, currency: 'USD' as const, causeId: `dis_${round}`, reason: 'A race' }
    const refunds = random() < 0.5
    if (refunds) refundedMinor += totalMinor
    await Promise.allSettled([
      payOut(bank.ctx(), period),
      owed === 0 ? null : owe(bank, store.id, owed),
      placeHold(bank.ctx(), { ...hold, amountMinor: 700, releasesAtMs: null }),
      payOut(bank.ctx(), period),
      refunds ? refundOrder(bank.ctx(), orderId, 'cancelled') : null,
      settleDebt(bank.ctx()),
    ])
    // What lost a race is asked for again, as the queue does.
    if (refunds) await performRefund(bank.ctx(), present(await refundOrder(bank.ctx(), orderId, 'cancelled'), 'the refund'))
    await payOut(bank.ctx(), period)
    await liftHold(bank.ctx(), { kind: 'dispute', causeId: hold.causeId })
    await bank.audit()
  }
  await payOut(bank.ctx(), '2027-02-01')
  let [leftMinor, oweMinor] = [0, 0]
  for (const { id } of stores) {
    const [balance] = await readBalance(bank.ctx(), id)
    if (!balance) continue
    expect([balance.pendingMinor, balance.heldMinor, balance.inTransitMinor]).toEqual([0, 0, 0])
    // Nobody owes and has at once.
    expect(Math.min(balance.availableMinor, balance.debtMinor)).toBe(0)
    leftMinor += balance.availableMinor
    oweMinor += balance.debtMinor
  }
  const receivedMinor = stores.reduce((sum, { accountRef }) => sum + bank.receivedBy(accountRef), 0)
  expect(receivedMinor + leftMinor - oweMinor).toBe(earnedMinor - refundedMinor - debtMinor)
  await bank.audit()
  bank.close()
})

/** Makes a vendor owe, as a lost dispute does. */
async function owe(bank: Bank, vendorId: `ven_${string}`, amountMinor: number): Promise<void> {
  const posting = {
    debit: accountId(vendorId, 'debt', 'USD'),
    credit: accountId('platform', 'dispute_losses', 'USD'),
    amountMinor,
    currency: 'USD' as const,
    code: 'refund_borne' as const,
    causeId: bank.ctx().newId('refund'),
  }
  await commit(bank.platform, transferStatements(bank.platform, await toTransfers([posting], bank.state.nowMs)))
}
