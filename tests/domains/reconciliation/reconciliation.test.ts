import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { commit } from '#db/commit.ts'
import { transferStatements } from '#db/platform/queries/ledger.ts'
import { openVendor, signIn } from '#tests/support/people.ts'
import { type Stack, startStack } from '#tests/support/stack.ts'
import { buy, publishProduct } from '#tests/support/store-fixture.ts'
import { continueReconciliation } from '#worker/domains/reconciliation/continue-reconciliation.ts'
import { readExceptions, readReconciliation } from '#worker/domains/reconciliation/read-reconciliation.ts'
import { resolveException } from '#worker/domains/reconciliation/resolve-exception.ts'
import { startReconciliation } from '#worker/domains/reconciliation/start-reconciliation.ts'
import { type Id, makeId } from '#worker/pure/ids.ts'
import { accountId, toTransfers } from '#worker/pure/ledger.ts'
import type { Flow } from '#worker/pure/reconcile.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#worker/pure/time.ts'

let stack: Stack
let variantId: string
beforeAll(async () => {
  stack = await startStack()
  const vendor = await openVendor(stack, 'reconciled')
  variantId = (await publishProduct(stack, vendor, 'Reconciled pot')).variantId
})
afterAll(() => stack.close())

const ask = async (path: string, body: Record<string, string>) => {
  const response = await fetch(`${stack.stripe.url}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${String(stack.env.STRIPE_SECRET_KEY)}`, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(body),
  })
  const answer = (await response.json()) as { id: string }
  expect(response.status, JSON.stringify(answer)).toBe(200)
  return answer
}
const order = async () => buy(stack, await signIn(stack, 'buyer'), variantId)

/** A run from its beginning to its end, long enough after everything that nothing is still on its way. */
async function reconcile() {
  await stack.advance(20 * MINUTE_MS)
  const run = await startReconciliation(stack.ctx())
  await stack.settle()
  const { last, ...rest } = await readReconciliation(stack.ctx())
  expect(last?.id).toBe(run.id)
  return { last, ...rest }
}
const open = async () => (await readExceptions(stack.ctx(), { limit: 50 })).items
const reasons = async () => (await open()).map(({ reason, flow, ledgerMinor, providerMinor }) => [reason, flow, ledgerMinor, providerMinor])

test('what was paid and kept is matched; planted differences are each found for what they are, and cleared once mended', async () => {
  const bought = [await order(), await order()]
  const clean = await reconcile()
  expect([clean.last?.rowsNew, clean.last?.found, clean.isDrifting]).toEqual([2, 0, false])
  expect(clean.balances.map(({ differenceMinor }) => differenceMinor)).toEqual([0])
  expect(clean.balances[0]?.ledgerMinor).toBeGreaterThan(0)

  // By hand at the provider: a charge of nobody's, and a top-up of our own, which the ledger books by itself.
  await ask('/v1/payment_intents', { amount: '777', currency: 'usd', payment_method: 'pm_card_visa', confirm: 'true', 'automatic_payment_methods[enabled]': 'true', 'automatic_payment_methods[allow_redirects]': 'never' })
  // Ours alone: the ledger says that a refund left, and it did not.
  const refundId = makeId('refund', stack.ctx().now())
  const missing = await toTransfers([{ debit: accountId('platform', 'buyer_funds', 'USD'), credit: accountId('platform', 'stripe_clearing', 'USD'), amountMinor: 500, currency: 'USD', code: 'refund', causeId: refundId }], stack.ctx().now())
  await commit(stack.ctx().platform, transferStatements(stack.ctx().platform, missing))
  // A fee the provider set after we had asked.
  const changed = stack.stripe.world.tables.balanceTransactions.all().find(({ value }) => value.type === 'charge')?.value
  if (!changed) throw new Error('There is a charge')
  Object.assign(changed, { fee: changed.fee + 11, net: changed.net - 11, fee_details: [{ ...changed.fee_details[0], amount: changed.fee + 11 }] })
  const first = await reconcile()
  expect((await reasons()).map(([reason, flow]) => `${reason} ${flow}`).sort()).toEqual(['fee_differs charge', 'not_at_provider refund', 'unknown_source charge'])
  expect((await reasons()).find(([reason]) => reason === 'not_at_provider')).toEqual(['not_at_provider', 'refund', -500, 0])
  expect(first.isDrifting).toBe(false)
  expect(first.balances[0]?.differenceMinor).not.toBe(0)

  // The second time it is drift: an alarm, and a mail to finance when it begins.
  const finance = await signIn(stack, 'platform_finance')
  const second = await reconcile()
  expect([second.isDrifting, second.last?.found]).toEqual([true, 0])
  const alarms = await stack.ctx().platform.all(sql`select kind, subject from alarm where kind = 'ledger_drift'`)
  expect(alarms).toEqual([{ kind: 'ledger_drift', subject: 'USD' }])
  const mailed = () => stack.mail.messages(finance.email).filter(({ subject }) => subject.includes('differ')).length
  expect(mailed()).toBe(1)
  await reconcile()
  expect(mailed()).toBe(1)

  // Mended: the fee is as it was; the refund is made known; a person judges the stranger's charge.
  Object.assign(changed, { fee: changed.fee - 11, net: changed.net + 11, fee_details: [{ ...changed.fee_details[0], amount: changed.fee - 11 }] })
  const stranger = (await open()).find(({ reason }) => reason === 'unknown_source')
  const resolved = await resolveException(stack.ctx(), stranger?.id as Id<'reconciliationException'>, 'A test payment of the accountant')
  expect([resolved.status, resolved.note]).toEqual(['resolved', 'A test payment of the accountant'])
  await expect(resolveException(stack.ctx(), stranger?.id as Id<'reconciliationException'>, 'again')).rejects.toMatchObject({ code: 'exception_ended' })
  const back = await toTransfers([{ debit: accountId('platform', 'stripe_clearing', 'USD'), credit: accountId('platform', 'buyer_funds', 'USD'), amountMinor: 500, currency: 'USD', code: 'refund_failed', causeId: refundId }], stack.ctx().now())
  await commit(stack.ctx().platform, transferStatements(stack.ctx().platform, back))
  await reconcile()
  expect((await reasons()).map(([reason, flow]) => [reason, flow])).toEqual([['not_at_provider', 'refund'], ['not_at_provider', 'refund_failure']])
  expect((await readExceptions(stack.ctx(), { status: 'resolved', limit: 5 })).items).toHaveLength(1)
  expect(bought).toHaveLength(2)
}, 60_000) // biome-ignore format: one step a line

test('what only the provider tells of is booked once; pages end where they end; a run killed at every step comes to the same', async () => {
  const { world } = stack.stripe
  const { move } = await import('#tests/emulators/stripe/ledger.ts')
  const { PLATFORM } = await import('#tests/emulators/stripe/world.ts')
  // More than a page, all of one second.
  for (let count = 0; count < 130; count++) move(world, PLATFORM, { amount: 100 + count, currency: 'eur', type: 'topup' as never, category: 'topup', source: `tu_${count}` })
  move(world, PLATFORM, { amount: -9000, currency: 'eur', type: 'payout', category: 'payout', source: 'po_own', fee: 25 })
  move(world, PLATFORM, { amount: -40, currency: 'eur', type: 'stripe_fee' as never, category: 'fee', source: 'fee_1' })
  stack.stripe.assertBalanced()
  await stack.advance(HOUR_MS)
  const run = await startReconciliation(stack.ctx())
  // Two at once, and one that dies after each step.
  let kills = 0
  for (;;) {
    const ctx = stack.ctx()
    const dying = { ...ctx, balance: { ...ctx.balance, listMovements: async (page: Parameters<typeof ctx.balance.listMovements>[0]) => {
      if (kills++ % 2 === 0) throw new Error('killed')
      return ctx.balance.listMovements(page)
    } } }
    const outcomes = await Promise.allSettled([continueReconciliation(dying, run.id), continueReconciliation(dying, run.id)])
    const died = outcomes.find((each) => each.status === 'rejected' && !String(each.reason).includes('killed'))
    if (died?.status === 'rejected') throw died.reason
    if (outcomes.some(({ status }) => status === 'fulfilled')) break
  }
  await stack.settle()
  const { last, balances } = await readReconciliation(stack.ctx())
  expect([last?.id, last?.stage, last?.rowsNew]).toEqual([run.id, 'done', 132])
  const euro = balances.find(({ currency }) => currency === 'EUR')
  const toppedUp = Array.from({ length: 130 }, (_, count) => 100 + count).reduce((sum, amount) => sum + amount, 0)
  expect([euro?.ledgerMinor, euro?.differenceMinor]).toEqual([toppedUp - 9000 - 25 - 40, 0])
  const [booked] = await stack.ctx().platform.all<{ n: number }>(sql`select count(*) as n from ledger_transfer where code in ('top_up', 'bank_payout', 'provider_fee')`)
  expect(booked?.n).toBe(133)
  expect((await open()).filter(({ currency }) => currency === 'EUR')).toEqual([])
}, 60_000) // biome-ignore format: one step a line

/** Every type the provider's own SDK names (`BalanceTransaction.Type`): what is booked as it tells, and what is listed because nothing of ours explains it. */
const TYPES: Record<string, 'booked' | Flow> = {
  payout: 'booked', payout_cancel: 'booked', payout_failure: 'booked', topup: 'booked', topup_reversal: 'booked',
  stripe_fee: 'booked', stripe_fx_fee: 'booked', tax_fee: 'booked',
  charge: 'charge', payment: 'charge', refund: 'refund', payment_refund: 'refund', refund_failure: 'refund_failure', payment_failure_refund: 'refund_failure',
  transfer: 'transfer', transfer_refund: 'transfer_reversal', transfer_cancel: 'transfer_reversal', transfer_failure: 'transfer_reversal',
  adjustment: 'unknown', advance: 'unknown', advance_funding: 'unknown', anticipation_repayment: 'unknown', application_fee: 'unknown', application_fee_refund: 'unknown',
  climate_order_purchase: 'unknown', climate_order_refund: 'unknown', connect_collection_transfer: 'unknown', contribution: 'unknown', fee_credit_funding: 'unknown',
  inbound_transfer: 'unknown', inbound_transfer_reversal: 'unknown', issuing_authorization_hold: 'unknown', issuing_authorization_release: 'unknown',
  issuing_dispute: 'unknown', issuing_dispute_provisional_credit: 'unknown', issuing_dispute_provisional_credit_reversal: 'unknown', issuing_transaction: 'unknown',
  obligation_outbound: 'unknown', obligation_reversal_inbound: 'unknown', payment_network_reserve_hold: 'unknown', payment_network_reserve_release: 'unknown',
  payment_reversal: 'unknown', payment_unreconciled: 'unknown', payout_minimum_balance_hold: 'unknown', payout_minimum_balance_release: 'unknown',
  reserve_hold: 'unknown', reserve_release: 'unknown', reserve_transaction: 'unknown', reserved_funds: 'unknown',
  stripe_balance_payment_debit: 'unknown', stripe_balance_payment_debit_reversal: 'unknown', tax_fund: 'unknown',
} // biome-ignore format: a table

test('a movement of every type is booked or listed with its age, with and without a source; what people have judged is no drift', async () => {
  const { world } = stack.stripe
  const { move } = await import('#tests/emulators/stripe/ledger.ts')
  const { PLATFORM } = await import('#tests/emulators/stripe/world.ts')
  const wanted: [string, number][] = []
  let amount = 1000
  const add = (type: string, flow: string, category = type) => {
    for (const source of [`src_${++amount}`, null]) {
      move(world, PLATFORM, { amount: ++amount, currency: 'gbp', type: type as never, category, source: source as never })
      if (flow !== 'booked') wanted.push([flow, amount])
    }
  }
  for (const [type, flow] of Object.entries(TYPES)) add(type, flow)
  add('adjustment', 'dispute', 'dispute')
  add('adjustment', 'dispute', 'dispute_reversal')
  stack.stripe.assertBalanced()
  await stack.advance(2 * DAY_MS)
  const pounds = ({ balances }: Awaited<ReturnType<typeof reconcile>>) => balances.find(({ currency }) => currency === 'GBP')
  const found = await reconcile()
  const listed = async () => (await readExceptions(stack.ctx(), { currency: 'GBP', limit: 200 })).items
  expect((await listed()).map(({ flow, providerMinor }) => [flow, providerMinor]).sort()).toEqual(wanted.sort())
  expect(new Set((await listed()).map(({ reason, ledgerMinor, ageDays }) => `${reason} ${ledgerMinor} ${ageDays}`))).toEqual(new Set(['unknown_source 0 2']))
  const unexplained = wanted.reduce((sum, [, minor]) => sum + minor, 0)
  expect(pounds(found)).toMatchObject({ differenceMinor: unexplained, explainedMinor: 0, isDrifting: false })

  // A person says what each was: the difference stays what it is, and is no drift.
  for (const { id } of await listed()) await resolveException(stack.ctx(), id as Id<'reconciliationException'>, 'As the account manager wrote')
  for (const again of [await reconcile(), await reconcile()]) {
    expect(pounds(again)).toMatchObject({ differenceMinor: unexplained, explainedMinor: unexplained, isDrifting: false })
  }
  expect(await listed()).toEqual([])
  // One more that nobody has judged is a difference all the same.
  move(world, PLATFORM, { amount: -7, currency: 'gbp', type: 'adjustment' as never, category: 'other_adjustment', source: null as never })
  expect(pounds(await reconcile())).toMatchObject({ differenceMinor: unexplained - 7, explainedMinor: unexplained, isDrifting: false })
  expect(pounds(await reconcile())).toMatchObject({ isDrifting: true })
}, 60_000) // biome-ignore format: one step a line
