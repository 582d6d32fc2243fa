import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { account } from '#db/platform/schema/identity.ts'
import { planInvoice, vendorSubscription } from '#db/platform/schema/plans.ts'
import { vendor } from '#db/platform/schema/tenancy.ts'
import { type Bank, openBank } from '#tests/support/bank.ts'
import { DEATHS, dyingFetch } from '#tests/support/kill-switch.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { choosePlan } from '#worker/domains/plans/choose-plan.ts'
import { followInvoice } from '#worker/domains/plans/record-invoice.ts'
import type { Id } from '#worker/pure/ids.ts'

/**
 * A store takes a plan: killed at every call of choosing it, or of recording its payment, in every way; then done again. In the
 * end there is one subscription, one payment, and its money once in the ledger.
 */
let bank: Bank
beforeAll(async () => {
  bank = await openBank()
})
afterAll(() => bank.close())

async function openStore(): Promise<Id<'vendor'>> {
  const { id } = await bank.openVendor({ isOnboarded: false })
  const [row] = await bank.platform.select({ owner: vendor.ownerAccountId }).from(vendor).where(eq(vendor.id, id))
  await bank.platform
    .insert(account)
    .values({ id: row?.owner ?? 'acc_', email: `${id}@example.com`, passwordHash: 'none', name: 'Owner', createdAtMs: 1 })
  return id
}

const choose = (ctx: Ctx, vendorId: Id<'vendor'>) => choosePlan(ctx, vendorId, { planKey: 'pro', interval: 'month' })
const subscriptionsOf = (vendorId: string) =>
  bank.stripe.world.tables.subscriptions.all().filter(({ value }) => value.metadata.vendor_id === vendorId)

/** The vendor's browser pays. @returns the bill */
async function pay(vendorId: Id<'vendor'>): Promise<string> {
  const [made] = subscriptionsOf(vendorId)
  const invoice = made?.value.latest_invoice ?? ''
  const payment = bank.stripe.world.tables.invoicePayments.all().find(({ value }) => value.invoice === invoice)
  await bank.pay(payment?.value.payment.payment_intent ?? '')
  return invoice
}

async function expectOnce(vendorId: Id<'vendor'>, paidBefore: number): Promise<void> {
  const [row] = await bank.platform.select().from(vendorSubscription).where(eq(vendorSubscription.vendorId, vendorId))
  expect(row).toMatchObject({ planKey: 'pro', status: 'active', wantedPlanKey: null, amountMinor: 2900, cardLast4: '4242' })
  expect(subscriptionsOf(vendorId)).toHaveLength(1)
  const bills = await bank.platform.select().from(planInvoice).where(eq(planInvoice.vendorId, vendorId))
  expect(bills.map(({ status, amountMinor, feeMinor }) => [status, amountMinor, feeMinor])).toEqual([['paid', 2900, 114]])
  expect((await bank.balances()).plan_fees).toBe(paidBefore + 2900)
  await bank.audit()
}

test('INV-PLN-3: whatever a death interrupts, a plan is subscribed to once, paid once and booked once', async () => {
  let booked = 0
  const live = async (choosing: typeof fetch | undefined, recording: typeof fetch | undefined, whileAlive: (work: () => Promise<unknown>) => Promise<unknown>) => {
    const vendorId = await openStore()
    if (choosing) await whileAlive(() => choose(bank.ctx(choosing), vendorId))
    await choose(bank.ctx(), vendorId)
    const invoice = await pay(vendorId)
    if (recording) await whileAlive(() => followInvoice(bank.ctx(recording), invoice))
    await followInvoice(bank.ctx(), invoice)
    await followInvoice(bank.ctx(), invoice)
    await expectOnce(vendorId, booked)
    booked += 2900
  }
  const counted = { choosing: 0, recording: 0 }
  const counting = (kind: keyof typeof counted): typeof fetch => (input, init) => {
    counted[kind] += 1
    return bank.direct(input, init)
  }
  await live(counting('choosing'), counting('recording'), (work) => work())
  expect(counted.choosing).toBeGreaterThan(6)
  for (const death of DEATHS) {
    for (const [part, calls] of Object.entries(counted)) {
      for (let k = 1; k <= calls; k++) {
        const dying = dyingFetch(bank.direct, k, death)
        // A cut connection is an error of the process that had it; a dead one says nothing.
        const whileAlive = (work: () => Promise<unknown>) => dying.whileAlive(() => work().catch(() => undefined))
        try {
          await live(part === 'choosing' ? dying.fetch : undefined, part === 'recording' ? dying.fetch : undefined, whileAlive)
        } catch (error) {
          throw new Error(`${death} at call ${k} of ${calls} of ${part}`, { cause: error })
        }
      }
    }
  }
}, 120_000) // biome-ignore format: one story
