import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { launchBrowser } from '#tests/e2e/browser.ts'
import { type Harness, PUBLISHABLE_KEY, startHarness } from './stripe-harness.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** The card form is always a part of a page, and that page has the heading. */
const IN_FRAME = "axe.run({ rules: { 'page-has-heading-one': { enabled: false } } })"

let h: Harness
let shop: Server
let shopUrl: string
let browser: Browser
let page: Page

/** A shop page on another origin than the emulator, as in life. */
const shopPage = (
  clientSecret: string,
) => `<!doctype html><html lang="en"><title>Shop</title><main><h1>Pay</h1><form><div id="pay"></div><button>Pay</button></form></main>
<script src="${h.url}/v3/stripe.js"></script><script>
window.seen = []
window.addEventListener('message', (event) => seen.push(JSON.stringify(event.data)))
const stripe = Stripe('${PUBLISHABLE_KEY}')
const elements = stripe.elements({ clientSecret: '${clientSecret}', appearance: { variables: { colorPrimary: '#6b21a8' } } })
const element = elements.create('payment')
window.ready = new Promise((resolve) => element.on('ready', resolve))
element.mount('#pay')
window.pay = async (redirect) => {
  const { error } = await elements.submit()
  if (error) return { error }
  return stripe.confirmPayment({ elements, confirmParams: { return_url: location.origin + '/done' }, redirect })
}
</script></html>`

beforeAll(async () => {
  h = await startHarness()
  shop = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://shop')
    response
      .writeHead(200, { 'content-type': 'text/html' })
      .end(url.pathname === '/done' ? '<!doctype html><title>Done</title>' : shopPage(url.searchParams.get('secret') ?? ''))
  })
  await new Promise<void>((resolve) => shop.listen(0, '127.0.0.1', resolve))
  shopUrl = `http://127.0.0.1:${(shop.address() as AddressInfo).port}`
  browser = await launchBrowser()
})
afterEach(async () => {
  await page.close()
  h.emulator.reset()
})
afterAll(async () => {
  await browser.close()
  shop.close()
  await h.close()
})

async function openShop(number: string) {
  const intent = await h.stripe.paymentIntents.create({ amount: 5000, currency: 'usd', automatic_payment_methods: { enabled: true } })
  page = await browser.newPage()
  await page.goto(`${shopUrl}/?secret=${encodeURIComponent(intent.client_secret ?? '')}`)
  await page.evaluate('ready')
  const card = page.frameLocator('iframe[title="Secure payment input frame"]')
  await card.getByLabel('Card number').focus()
  await page.keyboard.type(number)
  await page.keyboard.press('Tab')
  await page.keyboard.type('1240')
  await page.keyboard.press('Tab')
  await page.keyboard.type('123')
  return { intent, card }
}
const pay = (redirect: string) =>
  page.evaluate(`pay('${redirect}')`) as Promise<{
    error?: { code?: string; type?: string; decline_code?: string }
    paymentIntent?: { id: string; status: string }
  }>

it('pays by keyboard alone; the card number never reaches the page', async () => {
  const { intent } = await openShop('4242424242424242')
  expect(await pay('if_required')).toMatchObject({ paymentIntent: { id: intent.id, status: 'succeeded' } })
  const seen = (await page.evaluate('seen')) as string[]
  expect(seen.length).toBeGreaterThan(0)
  expect(seen.join(' ')).not.toMatch(/4242 ?4242/)
  expect((await h.stripe.paymentIntents.retrieve(intent.id)).amount_received).toBe(5000)
})

it('answers a decline in the shape of the provider, and the same form pays with another card', async () => {
  const { intent, card } = await openShop('4000000000009995')
  expect(await pay('if_required')).toMatchObject({
    error: { type: 'card_error', code: 'card_declined', decline_code: 'insufficient_funds' },
  })
  await card.getByLabel('Card number').fill('5555555555554444')
  expect(await pay('if_required')).toMatchObject({ paymentIntent: { id: intent.id, status: 'succeeded' } })
})

it('shows what is wrong beside the field, before any call', async () => {
  const { card } = await openShop('4242424242424241')
  expect(await pay('if_required')).toMatchObject({ error: { type: 'validation_error', code: 'invalid_number' } })
  expect(await card.locator('#number-error').textContent()).toBe('Your card number is invalid.')
  expect(await card.getByLabel('Card number').getAttribute('aria-invalid')).toBe('true')
})

it.each([
  ['Complete authentication', { paymentIntent: { status: 'succeeded' } }],
  ['Fail authentication', { error: { code: 'payment_intent_authentication_failure' } }],
])('asks for 3-D Secure in an overlay: %s', async (button, outcome) => {
  await openShop('4000002760003184')
  const result = pay('if_required')
  await page.frameLocator('iframe[title="3D Secure authentication"]').getByRole('button', { name: button }).click()
  expect(await result).toMatchObject(outcome)
  expect(await page.locator('dialog').count()).toBe(0)
})

it('goes to the return address with the three parameters unless told otherwise', async () => {
  const { intent } = await openShop('4242424242424242')
  await page.evaluate(`void pay('always')`)
  await page.waitForURL('**/done?**')
  const target = new URL(page.url())
  expect(Object.fromEntries(target.searchParams)).toEqual({
    payment_intent: intent.id,
    payment_intent_client_secret: intent.client_secret,
    redirect_status: 'succeeded',
  })
})

it('has no accessibility violation in the card form, the challenge or onboarding', async () => {
  const intent = await h.stripe.paymentIntents.create({
    amount: 5000,
    currency: 'usd',
    confirm: true,
    payment_method: 'pm_card_authenticationRequired',
    return_url: 'https://a.example',
  })
  const account = await h.stripe.accounts.create({ type: 'express' })
  const link = await h.stripe.accountLinks.create({
    account: account.id,
    type: 'account_onboarding',
    refresh_url: 'https://a.example',
    return_url: 'https://a.example',
  })
  const context = await browser.newContext({ bypassCSP: true })
  page = await context.newPage()
  for (const url of [`${h.url}/elements/card`, intent.next_action?.redirect_to_url?.url ?? '', link.url]) {
    await page.goto(url)
    await page.evaluate(AXE)
    const found = (await page.evaluate(url.endsWith('/elements/card') ? IN_FRAME : 'axe.run()')) as { violations: { id: string }[] }
    expect([url, found.violations.map((violation) => violation.id)]).toEqual([url, []])
  }
})
