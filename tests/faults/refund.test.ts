import { eq, isNull } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { commit } from '#db/commit.ts'
import { readAccounts, transferStatements } from '#db/platform/queries/ledger.ts'
import { splitsOf } from '#db/platform/queries/payments.ts'
import { orderSummary } from '#db/platform/schema/checkout.ts'
import { outbox } from '#db/platform/schema/messaging.ts'
import { onRefundRequested } from '#queues/consumers/refund-requested.ts'
import type { MessageOf } from '#queues/messages.ts'
import { type Bank, openBank, type Sale } from '#tests/support/bank.ts'
import { DEATHS, type Death, dyingFetch } from '#tests/support/kill-switch.ts'
import { seedOf, sizeOf } from '#tests/support/sizes.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { refundOrder } from '#worker/domains/payments/refund-order.ts'
import { requestRefund } from '#worker/domains/payments/request-refund.ts'
import { resumeRefunds } from '#worker/domains/payments/resume-refunds.ts'
import { present } from '#worker/pure/assert.ts'
import { type Id, seededRandom } from '#worker/pure/ids.ts'
import { accountId, balanceOf, toTransfers } from '#worker/pure/ledger.ts'
import { payoutPostings, releasePostings } from '#worker/pure/ledger-postings.ts'
import { HOUR_MS, MINUTE_MS } from '#worker/pure/time.ts'

/** What is done to one order, and how it stands in the end. */
type Story = {
  giveBack: (ctx: Ctx, order: Target) => Promise<unknown>
  expected: { refundMinor: number; vendor: Record<'pending' | 'available' | 'debt', number> }
}
type Target = { sale: Sale; orderId: Id<'order'>; vendorId: Id<'vendor'>; mug: Id<'orderLine'>; refundId: Id<'refund'> }

/** Net 63.60 of 80.99: as in the domain's tests, two mugs of 60.00, a bowl of 15.99 (2.00 of it paid by us), 5.00 delivery. */
const ORDER = {
  totalMinor: 8099,
  taxMinor: 1083,
  commissionMinor: 720,
  commissionTaxMinor: 136,
  lines: [
    { quantity: 2, totalMinor: 6000, taxMinor: 1000, commission: { sales: [500, 100], processing: [40, 0] } },
    { totalMinor: 1599, platformDiscountMinor: 200, commission: { sales: [180, 36] } },
  ],
} satisfies Partial<Parameters<Bank['sell']>[1][number]>
const NET = 6360
const AVAILABLE_AT_ONCE = 'pm_card_bypassPending'

const CANCELLED: Story = {
  giveBack: (ctx, { orderId }) => refundOrder(ctx, orderId, 'cancelled'),
  expected: { refundMinor: 8099, vendor: { pending: 0, available: 0, debt: 0 } },
}
/** Both mugs come back after all but 10.00 was paid out: 43.60 of the vendor, 33.60 of it owed. */
const CLAWED_BACK: Story = {
  giveBack: (ctx, { orderId, mug, refundId }) =>
    requestRefund(ctx, {
      id: refundId,
      orderId,
      asks: [{ part: 'line', orderLineId: mug, quantity: 2 }],
      bearer: 'vendor',
      reason: 'returned',
      note: '',
      requestedBy: 'system',
    }),
  expected: { refundMinor: 6000, vendor: { pending: 0, available: 0, debt: 3360 } },
}

/** Orders of one payment, each of a store of its own; paid out but for 10.00 each where the story needs it. */
async function openOrders(bank: Bank, { isPaidOut }: { isPaidOut: boolean }, count = 25): Promise<Target[]> {
  const stores = [await bank.openVendor()]
  while (stores.length < count) stores.push(await bank.openVendor({ isOnboarded: false }))
  const sale = await bank.sell(
    'USD',
    stores.map(({ id: vendorId }) => ({ ...ORDER, vendorId })),
    AVAILABLE_AT_ONCE,
  )
  if (isPaidOut) await payOutAll(bank, sale, stores[0]?.accountRef ?? '')
  return sale.orders.map(({ orderId, vendorId }, index) => {
    const mug = present(sale.snapshots[index]?.lines[0], 'the mugs').id
    return { sale, orderId, vendorId, mug, refundId: bank.ctx().newId('refund') }
  })
}

/** Releases every earning and sends all but 10.00 of it away: one transfer at Stripe for all. */
async function payOutAll(bank: Bank, sale: Sale, accountRef: string) {
  const ctx = bank.ctx()
  const sentMinor = NET - 1000
  const payouts = sale.orders.map((order) => ({ ...order, payoutId: ctx.newId('payout'), amountMinor: sentMinor }))
  await commit(bank.platform, [
    bank.platform.update(orderSummary).set({ releasedAtMs: ctx.now() }).where(eq(orderSummary.orderGroupId, sale.orderGroupId)),
    ...transferStatements(
      bank.platform,
      await toTransfers(
        [...sale.orders.flatMap((order) => releasePostings({ ...order, vendorRefundedMinor: 0 })), ...payouts.flatMap(payoutPostings)],
        ctx.now(),
      ),
    ),
  ])
  const amount = { amountMinor: sentMinor * payouts.length, currency: 'USD' as const }
  await ctx.connect.transfer({ payoutId: ctx.newId('payout'), accountRef, amount })
}

async function live(story: Story, ctx: Ctx, target: Target): Promise<void> {
  await story.giveBack(ctx, target)
  const waiting = await ctx.platform.select().from(outbox).where(isNull(outbox.sentAtMs))
  for (const { body } of waiting as { body: MessageOf<'refund.requested'> }[]) {
    if (body.type === 'refund.requested') await onRefundRequested(ctx, body)
    await ctx.platform.update(outbox).set({ sentAtMs: ctx.now() }).where(eq(outbox.id, body.id))
  }
}

const RECOVERIES: { name: string; recover: (story: Story, bank: Bank, target: Target) => Promise<unknown> }[] = [
  { name: 'asked again', recover: (story, bank, target) => live(story, bank.ctx(), target) },
  {
    name: 'swept a day later, when Stripe has forgotten its keys, then asked again twice at once',
    recover: async (story, bank, target) => {
      bank.stripe.clock.advance(25 * HOUR_MS)
      bank.state.nowMs += 3 * MINUTE_MS
      await resumeRefunds(bank.ctx())
      await Promise.all([live(story, bank.ctx(), target), live(story, bank.ctx(), target)])
    },
  },
]

async function expectDoneOnce(bank: Bank, { expected }: Story, { sale, orderId, vendorId }: Target) {
  const split = (await splitsOf(bank.platform, sale.paymentId)).find((each) => each.orderId === orderId)
  expect(split?.refundedMinor).toBe(expected.refundMinor)
  const known = await readAccounts(
    bank.platform,
    (['pending', 'available', 'debt'] as const).map((purpose) => accountId(vendorId, purpose, 'USD')),
  )
  const held = (purpose: string) => known.filter((row) => row.purpose === purpose).reduce((sum, row) => sum + balanceOf(row), 0)
  expect({ pending: held('pending'), available: held('available'), debt: held('debt') }).toEqual(expected.vendor)
  for (const row of known) expect([row.debitsPendingMinor, row.creditsPendingMinor]).toEqual([0, 0])
  // The ledger is what Stripe says: nothing was given back twice.
  await bank.audit()
}

/** Orders for one try each, in a bank that is opened anew before it grows slow. */
function tryOuts(story: Story) {
  let bank: Bank | undefined
  let targets: Target[] = []
  let used = 0
  return {
    async next() {
      if (targets.length === 0) {
        if (used++ % 4 === 0) {
          bank?.close()
          bank = await openBank()
          await bank.sell('USD', [{ vendorId: (await bank.openVendor()).id, totalMinor: 5_000_000 }], AVAILABLE_AT_ONCE)
        }
        targets = await openOrders(present(bank, 'a bank'), { isPaidOut: story === CLAWED_BACK })
      }
      return { bank: present(bank, 'a bank'), target: present(targets.pop(), 'an order') }
    },
    close: () => bank?.close(),
  }
}

async function callsOf(story: Story): Promise<number> {
  const tries = tryOuts(story)
  const { bank, target } = await tries.next()
  const counting = dyingFetch(bank.direct, 0, 'before')
  expect(await counting.whileAlive(() => live(story, bank.ctx(counting.fetch), target))).toBe('done')
  await expectDoneOnce(bank, story, target)
  tries.close()
  expect(counting.calls()).toBeGreaterThanOrEqual(7)
  return counting.calls()
}

test.each([
  ['a cancelled order', CANCELLED],
  ['a clawback after the payout', CLAWED_BACK],
] as const)(
  '%s: killed in every way at each of its calls, then resumed, gives back once and the ledger is what Stripe says',
  async (_, story) => {
    const calls = await callsOf(story)
    const tries = tryOuts(story)
    for (const death of DEATHS)
      for (const { name, recover } of RECOVERIES)
        for (let k = 1; k <= calls; k++) {
          const { bank, target } = await tries.next()
          const dying = dyingFetch(bank.direct, k, death)
          await dying.whileAlive(() => live(story, bank.ctx(dying.fetch), target))
          try {
            await recover(story, bank, target)
            await expectDoneOnce(bank, story, target)
          } catch (error) {
            throw new Error(`${death} at call ${k} of ${calls}, ${name}`, { cause: error })
          }
        }
    tries.close()
  },
  120_000,
)

test('a clawback killed twice, at random pairs of calls and in random ways, gives back once', async () => {
  const calls = await callsOf(CLAWED_BACK)
  const random = seededRandom(seedOf('refund pairs'))
  const pick = <T>(list: readonly T[]): T => present(list[Math.floor(random() * list.length)], 'one of them')
  const tries = tryOuts(CLAWED_BACK)
  for (let pair = 0; pair < sizeOf('REFUND_PAIRS', 170); pair++) {
    const { bank, target } = await tries.next()
    const lives: [number, Death][] = [0, 1].map(() => [1 + Math.floor(random() * calls), pick(DEATHS)])
    const { name, recover } = pick(RECOVERIES)
    for (const [k, death] of lives) {
      const dying = dyingFetch(bank.direct, k, death)
      await dying.whileAlive(() => live(CLAWED_BACK, bank.ctx(dying.fetch), target))
    }
    try {
      await recover(CLAWED_BACK, bank, target)
      await expectDoneOnce(bank, CLAWED_BACK, target)
    } catch (error) {
      throw new Error(`pair ${pair}: ${lives.join(' then ')} of ${calls}, ${name}`, { cause: error })
    }
  }
  tries.close()
})
