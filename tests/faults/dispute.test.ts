import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { splitsOf } from '#db/platform/queries/payments.ts'
import { refundAllocation, refund as refundTable } from '#db/platform/schema/checkout.ts'
import { dispute, disputeEvent, disputeShare } from '#db/platform/schema/disputes.ts'
import { outbox } from '#db/platform/schema/messaging.ts'
import { payoutHold } from '#db/platform/schema/payouts.ts'
import type { MessageOf } from '#queues/messages.ts'
import { PLATFORM } from '#tests/emulators/stripe/world.ts'
import { type Bank, openBank } from '#tests/support/bank.ts'
import { complain, decide } from '#tests/support/disputes.ts'
import { DEATHS, type Death, dyingFetch } from '#tests/support/kill-switch.ts'
import { seedOf, sizeOf } from '#tests/support/sizes.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { recordDispute } from '#worker/domains/disputes/record-dispute.ts'
import { resumeDisputes } from '#worker/domains/disputes/resume-disputes.ts'
import { performRefund } from '#worker/domains/payments/perform-refund.ts'
import { refundOrder } from '#worker/domains/payments/refund-order.ts'
import { type RefundWish, requestRefund } from '#worker/domains/payments/request-refund.ts'
import { resumeRefunds } from '#worker/domains/payments/resume-refunds.ts'
import { releaseMatured } from '#worker/domains/payouts/release-matured.ts'
import { present } from '#worker/pure/assert.ts'
import { type Id, seededRandom } from '#worker/pure/ids.ts'
import { HOUR_MS } from '#worker/pure/time.ts'

/** How many random pairs of deaths are tried; each is a marketplace of its own. */
const PAIRS = sizeOf('DISPUTE_PAIRS', 170)
const SEED = seedOf('dispute faults')

/** One payment over two stores of their own; the first one's earning is released, the second's is not. */
async function openSale(bank: Bank) {
  const before = await bank.balances()
  const [a, b] = [await bank.openVendor({ isOnboarded: false }), await bank.openVendor({ isOnboarded: false })]
  const sale = await bank.sell('USD', [
    { vendorId: a.id, totalMinor: 6000, taxMinor: 500, commissionMinor: 550, maturesAtMs: bank.state.nowMs },
    { vendorId: b.id, totalMinor: 4000, commissionMinor: 400 },
  ])
  await releaseMatured(bank.ctx())
  return { bank, sale, a: a.id, b: b.id, before }
}
type Market = Awaited<ReturnType<typeof openSale>>

/** Cases share a marketplace for a while, each with a sale and stores of its own: opening one takes longer than most cases. */
const CASES_A_BANK = 25
function banks() {
  let bank: Bank | undefined
  let cases = 0
  return {
    async next(): Promise<Bank> {
      if (bank !== undefined && cases++ % CASES_A_BANK === 0) bank.close()
      if (bank === undefined || (cases - 1) % CASES_A_BANK === 0) bank = await openBank()
      return bank
    },
    close: () => bank?.close(),
  }
}

/** The life of a dispute, told as far as it goes; each telling may be cut off anywhere. */
type End = 'won' | 'lost'

async function live({ bank }: Market, ref: string, end: End, ctx: () => Ctx): Promise<void> {
  await recordDispute(ctx(), ref)
  if (bank.stripe.world.tables.disputes.find(PLATFORM, ref)?.status === 'needs_response') await decide(bank, ref, end)
  await recordDispute(ctx(), ref)
}

/** What has to be there at the end, to the unit, however it came about. */
async function expectEnd({ bank, sale, a, b, before }: Market, ref: string, end: End): Promise<void> {
  await bank.audit()
  const fees = 320 + 1500
  const own = { stripe_clearing: (end === 'won' ? 10_000 : 0) - fees, processing_fees: end === 'won' ? fees : 320 }
  const kept = { commission: 950, tax_payable: 500, [`${a}/available`]: 4950, [`${b}/pending`]: 3600 }
  // Lost: both lose what they earned, and owe their part of the fee.
  const lost = { [`${a}/debt`]: 900, [`${b}/debt`]: 600 }
  const now = await bank.balances()
  const moved = Object.fromEntries(
    [...new Set([...Object.keys(before), ...Object.keys(now)])]
      .map((purse) => [purse, (now[purse] ?? 0) - (before[purse] ?? 0)] as const)
      .filter(([, minor]) => minor !== 0),
  )
  expect(moved).toEqual({ ...own, ...(end === 'won' ? kept : lost) })
  const { platform } = bank
  const [row] = await platform.select().from(dispute).where(eq(dispute.providerRef, ref))
  expect(row).toMatchObject({ status: end, isSettled: true, amountMinor: 10_000, paymentId: sale.paymentId })
  const disputeId = present(row, 'the dispute').id
  const shares = await platform.select().from(disputeShare).where(eq(disputeShare.disputeId, disputeId))
  expect(shares.map(({ amountMinor }) => amountMinor).sort()).toEqual([4000, 6000])
  const holds = await platform.select().from(payoutHold).where(eq(payoutHold.causeId, disputeId))
  expect(holds.filter(({ status }) => status === 'active')).toEqual([])
  const mails = (await platform.select().from(outbox)).map(({ body }) => body as MessageOf<'mail.requested'>)
  const closing = mails.filter(
    ({ type, content }) => type === 'mail.requested' && content.template === 'dispute_closed' && content.disputeId === disputeId,
  )
  expect(closing).toHaveLength(2)
  const events = await platform.select().from(disputeEvent).where(eq(disputeEvent.disputeId, disputeId))
  for (const once of ['opened', 'withdrawn', 'settled']) expect(events.filter(({ kind }) => kind === once)).toHaveLength(1)
}

/** How many calls the life of a dispute makes when nothing goes wrong. */
async function callsOf(end: End): Promise<number> {
  const market = await openSale(await openBank())
  const ref = complain(market.bank, market.sale.providerRef)
  const counting = dyingFetch(market.bank.direct, 0, 'before')
  expect(await counting.whileAlive(() => live(market, ref, end, () => market.bank.ctx(counting.fetch)))).toBe('done')
  await expectEnd(market, ref, end)
  market.bank.close()
  return counting.calls()
}

/** Processes that die one after the other; what is left is gone on with by a delivery that comes again, or by the sweep. */
async function dieAndGoOn(market: Market, end: End, deaths: readonly { k: number; death: Death }[], isSwept: boolean): Promise<void> {
  const { bank } = market
  const ref = complain(bank, market.sale.providerRef)
  for (const { k, death } of deaths) {
    const dying = dyingFetch(bank.direct, k, death)
    await dying.whileAlive(() => live(market, ref, end, () => bank.ctx(dying.fetch)))
  }
  if (isSwept) {
    // A day later, when the provider has forgotten its keys.
    bank.stripe.clock.advance(25 * HOUR_MS)
    bank.state.nowMs += 25 * HOUR_MS
    await resumeDisputes(bank.ctx())
  }
  await Promise.all([live(market, ref, end, () => bank.ctx()), recordDispute(bank.ctx(), ref)])
  await expectEnd(market, ref, end)
}

test.each(['won', 'lost'] as const)(
  'P6: a dispute that is %s, its process cut off at each of its calls in each way, then resumed, moves everything once',
  async (end) => {
    const calls = await callsOf(end)
    expect(calls).toBeGreaterThanOrEqual(12)
    const open = banks()
    for (const death of DEATHS) {
      for (let k = 1; k <= calls; k++) {
        try {
          await dieAndGoOn(await openSale(await open.next()), end, [{ k, death }], k % 3 === 0)
        } catch (error) {
          throw new Error(`${end}, ${death} at call ${k} of ${calls}`, { cause: error })
        }
      }
    }
    open.close()
  },
  240_000,
)

test('P6: random pairs of deaths, one after the other, end the same', async () => {
  const random = seededRandom(SEED)
  const calls = await callsOf('lost')
  const open = banks()
  const pick = () => ({ k: 1 + Math.floor(random() * calls), death: present(DEATHS[Math.floor(random() * DEATHS.length)], 'a death') })
  for (let pair = 0; pair < PAIRS; pair++) {
    const end: End = random() < 0.5 ? 'won' : 'lost'
    const deaths = [pick(), pick()]
    try {
      await dieAndGoOn(await openSale(await open.next()), end, deaths, false)
    } catch (error) {
      throw new Error(`${end}, ${JSON.stringify(deaths)}, seed ${SEED}`, { cause: error })
    }
  }
  open.close()
})

test('P6: refunds, a cancellation, payouts and a dispute at once: never more than was captured, and no vendor loses twice', async () => {
  const random = seededRandom(SEED)
  const open = banks()
  for (let round = 0; round < sizeOf('DISPUTE_RACES', 12); round++) {
    const bank = await open.next()
    const { sale, a } = await openSale(bank)
    const [first, second] = sale.orders.map(({ orderId }) => orderId)
    const refund = (orderId: Id<'order'> | undefined, asks: RefundWish['asks']) => async () => {
      const id = bank.ctx().newId('refund')
      const wish = {
        id,
        orderId: present(orderId, 'an order'),
        asks,
        bearer: 'vendor',
        reason: 'other',
        note: '',
        requestedBy: 'system',
      } as const
      await requestRefund(bank.ctx(), wish)
      await performRefund(bank.ctx(), id)
    }
    let ref = ''
    const moves = [
      refund(first, [{ part: 'goodwill', amountMinor: 1500 }]),
      refund(first, 'everything'),
      refund(second, [{ part: 'goodwill', amountMinor: 900 }]),
      () => refundOrder(bank.ctx(), present(second, 'the second order'), 'cancelled'),
      () => releaseMatured(bank.ctx()),
      async () => {
        ref = complain(bank, sale.providerRef)
        await Promise.all([recordDispute(bank.ctx(), ref), recordDispute(bank.ctx(), ref)])
        await decide(bank, ref, random() < 0.5 ? 'won' : 'lost')
        await recordDispute(bank.ctx(), ref)
      },
    ]
    const shuffled = moves.map((move) => ({ move, at: random() })).sort((x, y) => x.at - y.at)
    await Promise.allSettled(shuffled.map(({ move }) => move()))
    // What was decided and cut off by somebody else is finished by the sweeps.
    bank.state.nowMs += HOUR_MS
    await resumeRefunds(bank.ctx())
    if (ref !== '') await recordDispute(bank.ctx(), ref)
    await bank.audit()

    const { world } = bank.stripe
    const charge = present(world.tables.charges.all().find(({ value }) => value.payment_intent === sale.providerRef)?.value, 'the charge')
    const lost = world.tables.disputes.all().filter(({ value }) => value.charge === charge.id && value.status === 'lost')
    const gone = charge.amount_refunded + lost.reduce((sum, { value }) => sum + value.amount, 0)
    expect(gone, `seed ${SEED}, round ${round}`).toBeLessThanOrEqual(10_000)
    const splits = await splitsOf(bank.platform, sale.paymentId)
    expect(splits.reduce((sum, { refundedMinor }) => sum + refundedMinor, 0)).toBe(charge.amount_refunded)
    const [row] = await bank.platform.select().from(dispute).where(eq(dispute.providerRef, ref))
    if (row) expect(row).toMatchObject({ isSettled: true })
    // The first store earned 49.50: what is kept, owed and given back is that, and its part of a fee where it lost.
    const balances = await bank.balances()
    const kept = ['pending', 'available', 'held'].reduce((sum, purse) => sum + (balances[`${a}/${purse}`] ?? 0), 0)
    const owed = balances[`${a}/debt`] ?? 0
    const share =
      row &&
      (await bank.platform.select().from(disputeShare).where(eq(disputeShare.disputeId, row.id))).find(({ vendorId }) => vendorId === a)
    const refunded = (
      await bank.platform
        .select()
        .from(refundTable)
        .where(eq(refundTable.orderId, present(first, 'the first order')))
    ).filter(({ status }) => status === 'succeeded')
    const given = (await bank.platform.select().from(refundAllocation)).filter(({ refundId }) => refunded.some(({ id }) => id === refundId))
    expect(kept - owed).toBe(4950 - given.reduce((sum, { vendorMinor }) => sum + vendorMinor, 0) - (share?.vendorMinor ?? 0))
  }
  open.close()
})
