import { eq, sql } from 'drizzle-orm'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { dispute } from '#db/platform/schema/disputes.ts'
import { payout } from '#db/platform/schema/money.ts'
import { seed } from '#db/seed.ts'
import { until } from '#tests/stage/http.ts'
import { type Marketplace, startMarketplace } from '#tests/stage/start.ts'
import { toDecimal } from '#worker/pure/money.ts'
import { launchBrowser } from './browser.ts'
import { logIn } from './log-in.ts'
import { watchPage } from './watch-page.ts'

/* What an admin does with a month's money, page by page; approving stores and changing rules is in `admin.test.ts`. */

let market: Marketplace
let browser: Browser
let page: Page
let complaints: string[]
beforeAll(async () => {
  market = await startMarketplace()
  await seed(market, { products: 24, days: 45, pictures: 'none' })
  browser = await launchBrowser()
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  await logIn(context, market.origin, 'admin@stoa.example')
  page = await context.newPage()
  complaints = watchPage(page).complaints
})
afterAll(async () => {
  await browser?.close()
  await market?.close()
})

const open = (path: string) => page.goto(`${market.origin}${path}`, { waitUntil: 'networkidle' })
const rows = <T>(query: string) => market.platformDb.all<T>(sql.raw(query))
const dollars = (minor: number) => new Intl.NumberFormat('en', { style: 'currency', currency: 'USD' }).format(minor / 100)
/** A purse on its normal side, minor units. */
async function purse(owner: string, purpose: string): Promise<number> {
  const sums = await rows<{ sum: number }>(
    `select coalesce(sum(credits_minor - debits_minor), 0) as sum from ledger_account where owner = '${owner}' and purpose = '${purpose}' and currency = 'USD'`,
  )
  const sum = sums[0]?.sum ?? 0
  return purpose === 'debt' || purpose === 'disputes' ? -sum : sum
}
/** What a payout has moved out of the marketplace, minor units; what is only set aside does not count. */
async function movedBy(payoutId: string): Promise<number> {
  const sums = await rows<{ sum: number }>(
    `select coalesce(sum(amount_minor), 0) as sum from ledger_transfer where cause_id = '${payoutId}' and phase in ('posted', 'post')`,
  )
  return sums[0]?.sum ?? 0
}
async function expectSoundBooks(): Promise<void> {
  await open('/admin/ledger?check=1')
  await expect.poll(() => page.getByRole('status').getByText('The ledger balances').count()).toBe(1)
  market.stripe.assertBalanced()
  expect(complaints).toEqual([])
}

test('a month’s statement says in its page, its CSV and its PDF what the ledger says', async () => {
  const closed = await until('a month to be closed', async () => {
    await market.tick()
    type Row = { id: string; vendor_id: string; through_position: number; to_ms: number }
    const all = await rows<Row>(
      `select id, vendor_id, through_position, to_ms from settlement_statement where currency = 'USD' order by id limit 1`,
    )
    return all[0]
  })
  // Out of the journal itself, without any of the code that makes statements.
  const [ledger] = await rows<{ minor: number }>(`
    select sum(iif(credit_account_id like '${closed.vendor_id}/%', amount_minor, 0) - iif(debit_account_id like '${closed.vendor_id}/%', amount_minor, 0)) as minor
    from ledger_transfer where currency = 'USD' and phase in ('posted', 'post') and position <= ${closed.through_position} and at_ms < ${closed.to_ms}`)
  const closing = toDecimal({ amountMinor: ledger?.minor ?? Number.NaN, currency: 'USD' })

  await open('/admin/statements')
  await page.locator(`a[href="/admin/statements/${closed.id}"]`).click()
  await page.getByRole('heading', { level: 1, name: /^Statement for / }).waitFor()
  const shown = page.getByRole('row', { name: /^Closing balance/ })
  await expect.poll(() => shown.locator('td').last().textContent()).toBe(dollars(ledger?.minor ?? Number.NaN))

  const fileOf = async (name: RegExp) => {
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name }).click()])
    const stream = await download.createReadStream()
    const parts: Buffer[] = []
    for await (const part of stream) parts.push(part as Buffer)
    return { name: download.suggestedFilename(), bytes: Buffer.concat(parts) }
  }
  const csv = await fileOf(/as CSV$/)
  const lines = csv.bytes.toString('utf8').replace('\uFEFF', '').trim().split('\r\n')
  expect(csv.name).toMatch(/\.csv$/)
  expect(lines.at(-1)).toContain(closing)
  expect(lines.at(-1)).toMatch(/closing/i)
  const pdf = await fileOf(/as PDF$/)
  expect(pdf.name).toMatch(/\.pdf$/)
  expect(pdf.bytes.subarray(0, 5).toString('latin1')).toBe('%PDF-')
  await expectSoundBooks()
})

test('a payout run with one failing store pays all others, and that one once its account is right', async () => {
  const [store] = await rows<{ id: string; name: string; account: string }>(
    `select id, name, stripe_account_id as account from vendor where slug = 'kiln-and-clay'`,
  )
  const account = market.stripe.world.tables.accounts.all().find(({ value }) => value.id === store?.account)?.value
  if (!store || !account) throw new Error('the seed has no such store')
  const ready = account.capabilities.transfers
  // Closed at the provider a moment ago: we have not been told.
  account.capabilities.transfers = 'inactive'
  await open('/admin/payouts/run')
  const period = await page.locator('input[name=period]').first().inputValue()
  await page.getByLabel('I have checked the amounts').check()
  await page.getByRole('button', { name: /^Send \d+ transfer/ }).click()
  await page.getByText(/^The run of .* has begun/).waitFor()
  const payouts = await until('every payout to be settled', async () => {
    const all = await market.platformDb.select().from(payout).where(eq(payout.period, period))
    return all.length > 2 && all.every(({ status }) => status !== 'pending') && all
  })
  const failed = payouts.filter(({ status }) => status === 'failed')
  expect(failed.map(({ vendorId }) => vendorId)).toEqual(failed.map(() => store.id))
  const [first] = failed
  if (!first) throw new Error('the payout of the closed account went through')
  expect(await movedBy(first.id)).toBe(0)

  await open(`/admin/payouts/${first.id}`)
  account.capabilities.transfers = ready ?? 'active'
  await page.getByRole('button', { name: 'Send again' }).click()
  await until('the payout to arrive', async () => {
    const [now] = await market.platformDb.select().from(payout).where(eq(payout.id, first.id))
    return now?.status === 'paid'
  })
  expect(await movedBy(first.id)).toBe(first.amountMinor)
  const sent = market.stripe.world.tables.transfers.all().filter(({ value }) => value.transfer_group === first.id)
  expect(sent.map(({ value }) => value.amount)).toEqual([first.amountMinor])
  await expectSoundBooks()
})

test('a refund after the payout is fetched back from the store’s account or owed by it, and said so before it is done', async () => {
  type Row = { id: string; vendor_id: string; total_minor: number }
  const [order] = await rows<Row>(`
    select os.id, os.vendor_id, os.total_minor from order_summary os join vendor v on v.id = os.vendor_id
    where v.slug = 'kiln-and-clay' and os.currency = 'USD' and os.released_at_ms is not null and os.refund_count = 0
    and not exists (select 1 from dispute_share ds where ds.order_id = os.id) order by os.total_minor desc limit 1`)
  if (!order) throw new Error('the seed has no released order')
  const fetchedBack = async () => {
    const [sum] = await rows<{ minor: number | null }>(
      `select sum(amount_minor) as minor from payout_reversal where status = 'done' and vendor_id = '${order.vendor_id}'`,
    )
    return sum?.minor ?? 0
  }
  const [availableBefore, fetchedBefore] = [await purse(order.vendor_id, 'available'), await fetchedBack()]
  await open(`/admin/orders/${order.id}/refund`)
  await page.getByLabel(/^Everything that is left/).check()
  await page.getByLabel('Reason').selectOption({ label: 'Arrived damaged' })
  await page.getByLabel('Note').fill('Both mugs were in pieces.')
  await page.getByText('is not in the vendor’s balance').waitFor()
  await page.getByRole('button', { name: 'Give it back' }).click()
  await page.getByText(`${dollars(order.total_minor)} is on its way back to the buyer.`).waitFor()
  type Refund = { id: string; status: string; vendor: number }
  const refund = await until('the refund', async () => {
    const [row] = await rows<Refund>(`
      select r.id, r.status, sum(a.vendor_minor) as vendor from refund r join refund_allocation a on a.refund_id = r.id
      where r.order_id = '${order.id}' group by r.id`)
    return row?.status === 'succeeded' && row
  })
  // What the balance does not hold is owed, or fetched back by the clock that ticks meanwhile.
  await expect
    .poll(async () => [
      (await purse(order.vendor_id, 'debt')) + (await fetchedBack()) - fetchedBefore,
      await purse(order.vendor_id, 'available'),
    ])
    .toEqual([refund.vendor - availableBefore, 0])
  await open(`/admin/orders/${order.id}`)
  const history = page.locator('#refunds')
  await expect.poll(() => history.getByText('Given back', { exact: true }).count()).toBe(1)
  await expectSoundBooks()
})

test('a card dispute is answered with what we know, sent, and won', async () => {
  const disputedBefore = await purse('platform', 'disputes')
  const [paid] = await rows<{ ref: string }>(`
    select provider_ref as ref from payment where status = 'succeeded' and refunded_minor = 0 and currency = 'USD'
    and id not in (select payment_id from dispute) order by created_at_ms desc limit 1`)
  const charge = market.stripe.world.tables.charges.all().find(({ value }) => value.payment_intent === paid?.ref)?.value
  const opened = await fetch(`${market.stripe.url}/_emulator/charges/${charge?.id}/dispute`, {
    method: 'POST',
    body: JSON.stringify({ reason: 'product_not_received' }),
  })
  expect(opened.status).toBe(200)
  const { id: ref, amount } = (await opened.json()) as { id: string; amount: number }
  const found = () => market.platformDb.select().from(dispute).where(eq(dispute.providerRef, ref))
  const [known] = await until('the dispute', async () => {
    const all = await found()
    return (all[0]?.withdrawnMinor ?? 0) > 0 && all
  })
  expect(await purse('platform', 'disputes')).toBe(disputedBefore + amount)

  await open('/admin/disputes')
  await page.locator(`a[href="/admin/disputes/${known?.id}"]`).first().click()
  await page.getByRole('heading', { level: 1, name: `${dollars(amount)} disputed` }).waitFor()
  const answer = page.getByLabel('In short, for the bank', { exact: true })
  await answer.fill('winning_evidence')
  await page.getByRole('button', { name: 'Save the evidence' }).click()
  await page.getByText('The evidence is saved.').waitFor()
  const pack = await page.request.get(`${market.origin}/admin/disputes/${known?.id}/pack.pdf`)
  expect((await pack.body()).subarray(0, 5).toString('latin1')).toBe('%PDF-')
  await page.getByRole('button', { name: 'Send the evidence' }).click()
  await page.getByText('The evidence is on its way to the bank.').waitFor()
  await until('the verdict', async () => (await found())[0]?.status === 'won')
  expect(await purse('platform', 'disputes')).toBe(disputedBefore)
  await open(`/admin/disputes/${known?.id}`)
  await page.locator('main').getByText('Won', { exact: true }).first().waitFor()
  await expectSoundBooks()
})
