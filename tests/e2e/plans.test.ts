import { eq } from 'drizzle-orm'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { vendorSubscription } from '#db/platform/schema/plans.ts'
import { mailVersion, platformSetting } from '#db/platform/schema/settings.ts'
import { seed } from '#db/seed.ts'
import { until } from '#tests/stage/http.ts'
import { type Marketplace, startMarketplace } from '#tests/stage/start.ts'
import { launchBrowser } from './browser.ts'
import { fillCard } from './buyer-walks.ts'
import { logIn } from './log-in.ts'
import { watchPage } from './watch-page.ts'

let market: Marketplace
let browser: Browser
beforeAll(async () => {
  market = await startMarketplace()
  await seed(market, { products: 24, days: 2, pictures: 'none' })
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
  await market?.close()
})

/** Does something in a portal as somebody; no page may complain. */
async function as(email: string, work: (page: Page) => Promise<void>): Promise<void> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  try {
    await logIn(context, market.origin, email)
    const page = await context.newPage()
    const { complaints } = watchPage(page)
    await work(page)
    // A browser itself writes down that a card was declined, or a form refused.
    expect(complaints.filter((text) => !/status of (402|409|422)/.test(text))).toEqual([])
  } finally {
    await context.close()
  }
}
const open = (page: Page, path: string) => page.goto(`${market.origin}${path}`, { waitUntil: 'networkidle' })
const planOf = async (name: string) => {
  const rows = await market.platformDb.all<{ plan_key: string; status: string }>(
    `select s.plan_key, s.status from vendor_subscription s join vendor v on v.id = s.vendor_id where v.slug = '${name}'`,
  )
  return rows[0]
}

test('a store pays for the plan it chose with a card, then another one steps up with the card that is kept', async () => {
  await as('owner@night-ferry-coffee.example', async (page) => {
    await open(page, '/vendor/settings/plan')
    await page.getByText('The plan Scale is yours as soon as it is paid.').waitFor()
    await page.getByRole('link', { name: 'Pay now' }).click()
    await page.getByRole('heading', { level: 1, name: 'Pay for your plan' }).waitFor()
    await fillCard(page, '4000000000000002')
    await page.getByRole('button', { name: /^Pay / }).click()
    await page.getByRole('alert').waitFor()
    expect(await planOf('night-ferry-coffee')).toEqual({ plan_key: 'free', status: 'incomplete' })
    await fillCard(page, '4242424242424242')
    await page.getByRole('button', { name: /^Pay / }).click()
    await page.getByText('Thank you, your payment arrived.').waitFor()
    await expect.poll(() => page.getByText('Visa ending in 4242').count()).toBe(1)
  })
  expect(await planOf('night-ferry-coffee')).toEqual({ plan_key: 'scale', status: 'active' })

  await as('owner@kiln-and-clay.example', async (page) => {
    await open(page, '/vendor/settings/plan')
    await page.getByRole('link', { name: 'Choose Scale' }).click()
    const confirm = page.getByRole('region', { name: 'Change to Scale?' })
    await confirm.waitFor()
    await expect.poll(() => confirm.getByText('$70.00', { exact: true }).count()).toBe(1)
    await confirm.getByRole('button', { name: 'Confirm' }).click()
    await page.getByText('Your plan is changed.').waitFor()
    await page.getByRole('link', { name: 'Change the card' }).click()
    await fillCard(page, '5555555555554444')
    await page.getByRole('button', { name: 'Use this card' }).click()
    await page.getByText('Mastercard ending in 4444').waitFor()
    await open(page, '/vendor/settings/plan?choose=free')
    await page.getByRole('button', { name: 'Confirm' }).click()
    await page.getByText('Your plan ends with its period.').waitFor()
    await page.getByRole('button', { name: 'Keep the plan' }).click()
    await page.getByText('Your plan goes on.').waitFor()
  })
  const rows = await market.platformDb.select().from(vendorSubscription).where(eq(vendorSubscription.cardLast4, '4444'))
  expect(rows.map(({ planKey, endsAtMs, amountMinor }) => [planKey, endsAtMs, amountMinor])).toEqual([['scale', null, 9900]])
})

test('a plan that is full says so where something is added, with the way to a larger one', async () => {
  await as('owner@cairn-supply.example', async (page) => {
    await open(page, '/vendor/settings/domains')
    const add = async (host: string) => {
      await page.getByLabel('Web address').fill(host)
      await page.getByRole('button', { name: 'Add address' }).click()
    }
    await add('www.cairn-supply.example.org')
    await page.getByText('www.cairn-supply.example.org').first().waitFor()
    await add('shop.cairn-supply.example.org')
    const refusal = page.getByRole('alert').filter({ hasText: 'The plan Free allows 1 domain of your own.' })
    await refusal.getByRole('link', { name: 'See the plans' }).click()
    await page.getByRole('heading', { name: 'What you use of it' }).waitFor()
    await expect.poll(() => page.getByText('1 of 1').count()).toBe(1)
    await expect.poll(() => page.getByRole('link', { name: 'Choose Pro' }).count()).toBe(1)
  })
})

test('an admin changes a setting, a flag, a market, a tax, a plan and the words of a mail, and each is kept with its reason', async () => {
  await as('admin@stoa.example', async (page) => {
    const save = async (reason: string, button = 'Save') => {
      await page.getByLabel('Why', { exact: true }).last().fill(reason)
      await page.getByRole('button', { name: button, exact: true }).click()
    }
    await open(page, '/admin/settings')
    await page.getByRole('link', { name: 'Dispute rate: warning' }).click()
    await page.getByLabel('Per cent').fill('0.5')
    await save('Stricter than the networks')
    await page.getByText('Saved. It holds everywhere within 15 seconds.').waitFor()
    await expect.poll(() => page.getByRole('row', { name: /Stricter than the networks/ }).getByText('0.5%').count()).toBe(1)

    await open(page, '/admin/flags')
    const flag = page.locator('section').filter({ hasText: 'Plans by the year' })
    await flag.getByText('Change', { exact: true }).click()
    await flag.getByLabel('State').selectOption('percent')
    await flag.getByLabel('Share, %').fill('120')
    await save('A quarter first')
    await flag.getByText('A rate between 0 and 100').waitFor()
    await flag.getByLabel('Share, %').fill('25')
    await save('A quarter first')
    await flag.getByText('25% of stores').waitFor()

    await open(page, '/admin/markets?edit=us')
    await page.getByRole('textbox', { name: 'Countries' }).fill('US, CA')
    await save('Neighbours')
    await page.getByText('CA belongs to the market Canada.').waitFor()
    await page.getByRole('textbox', { name: 'Countries' }).fill('US, PR')
    await save('Puerto Rico pays in dollars')
    await page.getByText('Puerto Rico').first().waitFor()

    await open(page, '/admin/markets/taxes?country=DE')
    await page.getByText('A buyer pays').waitFor()
    await page.getByLabel('Rate, %').last().fill('16')
    await page.getByLabel('Starts on').fill('2030-01-01')
    await save('For half a year', 'Set a rate')
    await page.getByText('Planned').waitFor()

    await open(page, '/admin/plans/pro')
    await page.getByLabel('In one sentence').fill('For shops that sell daily.')
    await save('Shorter')
    await page.getByRole('heading', { level: 1, name: 'Plans' }).waitFor()

    await open(page, '/admin/mails/vendor_approved')
    await page.getByLabel('Subject').fill('Welcome, {{nobody}}')
    await page.getByRole('button', { name: 'Keep as draft' }).click()
    await page.getByText('There is no variable {{nobody}} in this mail.').waitFor()
    await page.getByLabel('Subject').fill('Welcome, {{vendorName}}')
    await page.getByRole('button', { name: 'Keep as draft' }).click()
    await page.getByText('The draft is kept.').waitFor()
    await page.getByText('Subject: Welcome, Kiln & Clay').waitFor()
    await page.getByRole('button', { name: 'Send me a test' }).click()
    await page.getByText('A test is on its way to admin@stoa.example.').waitFor()
    await save('Friendlier', 'Publish the draft')
    await page.getByText('These words are sent from now on.').waitFor()
  })
  await until('the test mail', async () => market.mail.messages('admin@stoa.example').some(({ subject }) => subject === '[Test] Welcome, Kiln & Clay'))
  const settings = await market.platformDb.select().from(platformSetting).orderBy(platformSetting.key)
  expect(settings.map(({ key, value, reason }) => [key, value, reason])).toEqual([
    ['disputeRateWarningBps', 50, 'Stricter than the networks'],
    ['flag:yearly_plans', { state: 'percent', shareBps: 2500 }, 'A quarter first'],
  ])
  const words = await market.platformDb.select().from(mailVersion)
  expect(words.map(({ template, status, subject }) => [template, status, subject])).toEqual([['vendor_approved', 'published', 'Welcome, {{vendorName}}']])
}) // biome-ignore format: steps in line
