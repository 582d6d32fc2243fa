import { and, eq } from 'drizzle-orm'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { commissionRule, commissionSimulation } from '#db/platform/schema/commissions.ts'
import { deadLetter } from '#db/platform/schema/messaging.ts'
import { ledgerTransfer } from '#db/platform/schema/money.ts'
import { seed } from '#db/seed.ts'
import { until } from '#tests/stage/http.ts'
import { type Marketplace, startMarketplace } from '#tests/stage/start.ts'
import { makeId } from '#worker/pure/ids.ts'
import { launchBrowser } from './browser.ts'
import { logIn } from './log-in.ts'
import { watchPage } from './watch-page.ts'

let market: Marketplace
let browser: Browser
beforeAll(async () => {
  market = await startMarketplace()
  await seed(market, { products: 24, days: 20, pictures: 'none' })
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
  await market?.close()
})

/** Does something in the portal as one of the marketplace's people; no page may complain. */
async function as<T>(email: string, work: (page: Page) => Promise<T>, { mayRefuse = false } = {}): Promise<T> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  try {
    await logIn(context, market.origin, email)
    const page = await context.newPage()
    const { complaints } = watchPage(page)
    const result = await work(page)
    // A browser itself writes down that a page was refused.
    expect(complaints.filter((text) => !(mayRefuse && /status of 403/.test(text)))).toEqual([])
    return result
  } finally {
    await context.close()
  }
}
const ADMIN = 'admin@stoa.example'
const open = (page: Page, path: string) => page.goto(`${market.origin}${path}`, { waitUntil: 'networkidle' })
const publicly = async (path: string) => (await fetch(`${market.origin}/api/v1${path}`)).status
const mailsTo = (address: string) => market.mail.messages(address).map(({ subject }) => subject)

describe('a store in review', () => {
  test('is nowhere for buyers until an admin approves it, then everywhere, and told', async () => {
    const [product] = await market.platformDb.all<{ slug: string }>(
      `select l.slug from listing l join vendor v on v.id = l.vendor_id where v.slug = 'tidewrack-pottery' order by l.id limit 1`,
    )
    const slug = product?.slug ?? ''
    expect([await publicly(`/listings/${slug}`), await publicly('/storefronts/tidewrack-pottery')]).toEqual([404, 404])

    await as(ADMIN, async (page) => {
      await open(page, '/admin')
      await page.getByRole('link', { name: '1 vendor waits for approval' }).click()
      await page.getByRole('link', { name: 'Tidewrack Pottery' }).click()
      await page.getByRole('button', { name: 'Approve Tidewrack Pottery' }).click()
      await page.getByText('Tidewrack Pottery sells from now on.').waitFor()
      await expect.poll(() => page.locator('main').getByText('Selling', { exact: true }).count()).toBe(1)
      await expect.poll(() => page.getByText('by Ada Lindgren').count()).toBe(1)
    })
    expect([await publicly(`/listings/${slug}`), await publicly('/storefronts/tidewrack-pottery')]).toEqual([200, 200])
    await until('the mail', async () => mailsTo('help@tidewrack-pottery.example').includes('Tidewrack Pottery is open'))
  })

  test('a suspension needs a reason, closes the store at once, and can be undone from the toast', async () => {
    await as(ADMIN, async (page) => {
      await open(page, '/admin/vendors?q=oxbow')
      await page.getByRole('link', { name: 'Oxbow Books' }).click()
      await page.getByText('Suspend', { exact: true }).click()
      await page.getByRole('button', { name: 'Suspend Oxbow Books' }).click()
      await page.getByText('Give a reason of 3 to 500 characters.').waitFor()
      expect(await publicly('/storefronts/oxbow-books')).toBe(200)
      await page.getByLabel('Reason').fill('Two books were counterfeit.')
      await page.getByRole('button', { name: 'Suspend Oxbow Books' }).click()
      await page.getByText('Oxbow Books is closed to buyers.').waitFor()
      expect(await publicly('/storefronts/oxbow-books')).toBe(404)
      await page.getByRole('button', { name: 'Undo' }).click()
      await page.getByText('Oxbow Books is open again.').waitFor()
      expect(await publicly('/storefronts/oxbow-books')).toBe(200)
    })
  })
})

test('a payout run sends what its preview showed: to the ledger and to the provider, to the cent', async () => {
  await as(ADMIN, async (page) => {
    await open(page, '/admin/payouts/run')
    const before = await payoutsSent()
    const rows = page.locator('.data-table tbody tr')
    const shown = (await rows.locator('td:last-child').allInnerTexts()).filter((text) => /\d/.test(text))
    expect(shown.length).toBeGreaterThan(2)

    // Frozen for a colleague to look at, and thrown away: nothing moves.
    await page.getByRole('button', { name: 'Freeze as a draft' }).click()
    await page.getByText('The run is frozen.').waitFor()
    await expect.poll(() => page.getByText('Waiting for a yes').count()).toBe(1)
    await open(page, `${new URL(page.url()).pathname}?show=sending`)
    expect((await rows.locator('td:nth-child(3)').allInnerTexts()).sort()).toEqual([...shown].sort())
    await page.getByRole('button', { name: 'Discard the run' }).click()
    await page.getByText(/^The run of .* is discarded/).waitFor()
    expect(await payoutsSent()).toEqual(before)

    await open(page, '/admin/payouts/run')
    const period = await page.locator('input[name=period]').first().inputValue()
    await page.getByRole('button', { name: `Send ${shown.length} transfer` }).click()
    await page.getByText('Tick that you have checked the amounts.').waitFor()
    expect(await payoutsSent()).toEqual(before)
    await page.getByLabel('I have checked the amounts').check()
    await page.getByRole('button', { name: `Send ${shown.length} transfer` }).click()
    await page.getByText(/^The run of .* has begun/).waitFor()
    // How far it is shows by itself.
    await expect.poll(() => page.getByText('Done', { exact: true }).count()).toBe(1)

    type Row = { id: string; amount_minor: number; currency: string; provider_ref: string | null; status: string }
    const payouts = await until('the transfers', async () => {
      const all = await market.platformDb.all<Row>(
        `select id, amount_minor, currency, provider_ref, status from payout where period = '${period}'`,
      )
      return all.length > 0 && all.every(({ status }) => status === 'paid') && all
    })
    const text = ({ amount_minor, currency }: Pick<Row, 'amount_minor' | 'currency'>) =>
      new Intl.NumberFormat('en', { style: 'currency', currency }).format(currency === 'JPY' ? amount_minor : amount_minor / 100)
    expect(payouts.map(text).sort()).toEqual(shown.sort())

    const sent = (await payoutsSent()).filter(({ causeId }) => !before.some((old) => old.causeId === causeId))
    const sums = (all: { amountMinor: number; currency: string; causeId: string }[]) =>
      all.map(({ amountMinor, currency, causeId }) => `${causeId} ${amountMinor} ${currency}`).sort()
    expect(sums(sent)).toEqual(
      sums(payouts.map(({ id, amount_minor, currency }) => ({ causeId: id, amountMinor: amount_minor, currency }))),
    )
    const theirs = market.stripe.world.tables.transfers.all().map(({ value }) => value)
    for (const { id, amount_minor, currency, provider_ref } of payouts) {
      const transfer = theirs.find((each) => each.id === provider_ref)
      expect([transfer?.amount, transfer?.currency, transfer?.transfer_group]).toEqual([amount_minor, currency.toLowerCase(), id])
    }

    await open(page, `/admin/payouts/run?period=${period}`)
    await expect.poll(() => page.getByText('There is nothing to send: the reasons are in the list.').count()).toBe(1)
    await open(page, '/admin/ledger?check=1')
    await expect.poll(() => page.getByRole('status').getByText('The ledger balances').count()).toBe(1)
  })
})
const payoutsSent = () =>
  market.platformDb
    .select()
    .from(ledgerTransfer)
    .where(and(eq(ledgerTransfer.code, 'payout'), eq(ledgerTransfer.phase, 'pending')))

test('a rule is replayed on placed orders before it is saved, saved for a reason, and in force then', async () => {
  await as(ADMIN, async (page) => {
    await open(page, '/admin/rates')
    await expect.poll(() => new URL(page.url()).pathname).toBe('/admin/commission')
    await page.getByRole('link', { name: 'New rule' }).click()
    await page.getByLabel('Name', { exact: true }).fill('Fern & Frond, first year')
    await page.getByRole('combobox', { name: /^Store/ }).fill('Fern & Frond')
    await page.getByLabel('Per cent').fill('130')
    await page.getByRole('button', { name: 'See what it comes to' }).click()
    await page.getByText('Enter 0 to 100 with at most two decimals').waitFor()
    await page.getByLabel('Per cent').fill('12.5')
    await page.getByLabel('At least').fill('USD 0.50')
    await page.getByRole('button', { name: 'See what it comes to' }).click()
    await page.getByRole('heading', { level: 1, name: 'What “Fern & Frond, first year” comes to' }).waitFor()
    await expect.poll(() => page.getByText('12.5% of goods, at least $0.50').count()).toBe(1)
    // What the page says is what the replay found, and nothing is changed yet.
    const [simulation] = await market.platformDb.select().from(commissionSimulation)
    const dollars = simulation?.report.totals.find(({ currency }) => currency === 'USD')
    expect(dollars?.changedOrders).toBeGreaterThan(0)
    const text = (minor: number) => `$${(minor / 100).toLocaleString('en-US', { minimumFractionDigits: 2 })}`
    const band = page.getByRole('region', { name: 'USD' })
    await expect.poll(() => band.getByText(text(dollars?.thenMinor ?? 0), { exact: true }).count()).toBe(1)
    await expect.poll(() => band.getByText(text(dollars?.nowMinor ?? 0), { exact: true }).count()).toBe(1)
    const rules = () => market.platformDb.select().from(commissionRule).where(eq(commissionRule.name, 'Fern & Frond, first year'))
    expect(await rules()).toEqual([])

    await page.getByLabel('Reason').fill('Agreed in their first review')
    await page.getByRole('button', { name: 'Save the change' }).click()
    await page.getByText('Look at the figures and tick this.').waitFor()
    await page.getByLabel('I have looked at what it comes to').check()
    await page.getByRole('button', { name: 'Save the change' }).click()
    await page.getByText('“Fern & Frond, first year” starts.').waitFor()
    expect(await rules()).toMatchObject([{ reason: 'Agreed in their first review', endsAtMs: null }])
    const row = page.getByRole('row', { name: /Fern & Frond, first year/ })
    await expect.poll(() => row.getByText('In force', { exact: true }).count()).toBe(1)

    await open(page, '/admin/commission/try')
    await page.getByRole('combobox', { name: /^Store/ }).fill('Fern & Frond')
    await page.getByRole('button', { name: 'Work it out' }).click()
    await page.getByText('Fern & Frond, first year decides.').waitFor()
    await expect.poll(() => page.getByText('$12.50', { exact: true }).count()).toBeGreaterThan(0)
  })
})

test('a dead letter shows no secret, is replayed, and what it wanted happens', async () => {
  const [now, to] = [Date.now(), 'late@buyer.example']
  const messageId = makeId('message', now)
  const body = {
    id: messageId,
    type: 'mail.requested',
    version: 1,
    vendorId: null,
    occurredAtMs: now,
    mailId: makeId('mail', now),
    to,
    content: { template: 'reset_password', name: 'Late', url: 'https://stoa.example/reset-password?t=mtk_1.verysecret' },
  }
  const letter = {
    queue: 'stoa-events',
    messageId,
    body,
    reason: 'unavailable: The mail provider is down.',
    attempts: 20,
    createdAtMs: now,
  }
  await market.platformDb.insert(deadLetter).values({ ...letter, id: makeId('deadLetter', now) })
  await as(ADMIN, async (page) => {
    await open(page, '/admin/dead-letters')
    const row = page.locator('main tbody tr').filter({ hasText: messageId })
    await row.getByText('mail.requested', { exact: true }).click()
    await expect.poll(() => row.getByText('https://stoa.example/reset-password?[hidden]').isVisible()).toBe(true)
    expect(await page.content()).not.toContain('verysecret')
    await row.getByLabel('Select mail.requested').check()
    await page.getByRole('button', { name: 'Replay' }).click()
    await page.getByText('Sent on their way again: 1.').waitFor()
    await expect.poll(() => row.count()).toBe(0)
  })
  await until('the mail', async () => mailsTo(to).length === 1)
})

test('a filter takes a vendor by its name, and a listing nobody reported is looked into', async () => {
  await as(ADMIN, async (page) => {
    await open(page, '/admin/orders')
    const find = async (name: string) => {
      await page.getByLabel('Vendor').fill(name)
      await page.getByRole('button', { name: 'Find', exact: true }).click()
    }
    await find('fern & frond')
    const stores = page.locator('td[data-label="Vendor"]')
    await expect.poll(async () => [...new Set(await stores.allInnerTexts())]).toEqual(['Fern & Frond'])
    await find('Nobody of that name')
    await page.getByText('not found: choose one').waitFor()

    await open(page, '/admin/moderation/listings')
    const listing = page.locator('li', { hasText: 'Look into it' }).first()
    await listing.getByText('Look into it').click()
    await listing.getByLabel('Why').fill('Seen while looking through the shelves')
    await listing.getByRole('button', { name: 'Open a question' }).click()
    await page.getByRole('button', { name: 'Take down' }).waitFor()
  })
})

describe('everybody sees what their role is for', () => {
  const ways = (page: Page) => page.getByRole('navigation', { name: 'Portal' }).getByRole('link').allInnerTexts()
  const heading = (page: Page) => page.getByRole('heading', { level: 1 }).textContent()
  const names = (texts: string[]) => texts.map((text) => text.split('\n')[0]?.trim())
  const REFUSED = 'This page is not part of your role'

  test('a moderator decides about vendors and sees no money', async () => {
    await as(
      'moderator@stoa.example',
      async (page) => {
        await open(page, '/admin')
        const seen = names(await ways(page))
        expect(seen).toEqual(expect.arrayContaining(['Overview', 'Vendors']))
        for (const way of ['Orders', 'Payouts', 'Ledger', 'Commission', 'Statements', 'Reports', 'Dead letters'])
          expect(seen).not.toContain(way)
        await expect.poll(() => page.getByText('Sold', { exact: true }).count()).toBe(0)
        for (const path of [
          '/admin/payouts',
          '/admin/payouts/run',
          '/admin/ledger',
          '/admin/commission',
          '/admin/commission/try',
          '/admin/orders',
          '/admin/dead-letters',
        ]) {
          expect((await open(page, path))?.status(), path).toBe(403)
          expect(await heading(page), path).toBe(REFUSED)
        }
        await open(page, '/admin/vendors?q=kumo')
        await page.getByRole('link', { name: 'Kumo Audio' }).click()
        await page.getByText('Suspend', { exact: true }).waitFor()
        await expect.poll(() => page.getByRole('link', { name: 'Set commission' }).count()).toBe(0)
      },
      { mayRefuse: true },
    )
  })

  test('finance sees money and vendors, and decides about none', async () => {
    await as(
      'finance@stoa.example',
      async (page) => {
        await open(page, '/admin')
        const seen = names(await ways(page))
        expect(seen).toEqual(expect.arrayContaining(['Overview', 'Vendors', 'Orders', 'Payouts', 'Ledger', 'Commission']))
        expect(seen).not.toContain('Dead letters')
        await expect.poll(() => page.getByText('Sold', { exact: true }).count()).toBeGreaterThan(0)
        for (const path of ['/admin/commission/new', '/admin/dead-letters']) expect((await open(page, path))?.status(), path).toBe(403)
        await open(page, '/admin/vendors?q=kumo')
        await page.getByRole('link', { name: 'Kumo Audio' }).click()
        await page.getByText('Decisions', { exact: true }).waitFor()
        await expect.poll(() => page.getByText('Suspend', { exact: true }).count()).toBe(0)
      },
      { mayRefuse: true },
    )
  })

  test.each(['support@stoa.example', 'ida@buyer.example', 'owner@kiln-and-clay.example'])('%s has no door', async (email) => {
    await as(
      email,
      async (page) => {
        expect((await open(page, '/admin'))?.status()).toBe(403)
        expect(await heading(page)).toBe(REFUSED)
      },
      { mayRefuse: true },
    )
  })
})
