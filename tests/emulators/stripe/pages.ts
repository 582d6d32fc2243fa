import { readFileSync } from 'node:fs'
import { completeOnboarding, makeBankAccount } from './account.ts'
import type { Engine, StripeContext } from './answer-call.ts'
import { renderCardFrame } from './card-frame.ts'
import { renderAnswered, renderChallenge, returnAddress } from './challenge-page.ts'
import { answerChallenge } from './confirm-intent.ts'
import { show } from './currency.ts'
import type { StripeEmulator } from './emulator.ts'
import { contentPolicy, escapeHtml, renderPage, STYLE_SHEET } from './html.ts'
import { renderOnboarding } from './onboarding-page.ts'
import { PLATFORM, type World } from './world.ts'

/** Everything a person sees: Stripe.js and its card frame, the bank's challenge, onboarding, receipts. */
export function mountPages(emulator: StripeEmulator, engine: Engine): void {
  mountScripts(emulator)
  mountChallenge(emulator, engine)
  mountOnboarding(emulator, engine)
  mountLeaves(emulator, engine)
}

function mountScripts({ app }: StripeEmulator): void {
  const script = (name: string) => readFileSync(new URL(`./browser/${name}`, import.meta.url), 'utf8')
  const serve = (path: string, body: string, type: string) =>
    app.get(path, (c) =>
      c.body(body, 200, {
        'content-type': `${type}; charset=utf-8`,
        'cache-control': 'no-cache',
        'cross-origin-resource-policy': 'cross-origin',
      }),
    )
  for (const path of ['/v3/stripe.js', '/v3', '/v3/', '/stripe.js']) serve(path, script('stripe.js'), 'text/javascript')
  serve('/elements/card-frame.js', script('card-frame.js'), 'text/javascript')
  serve('/elements/challenge.js', script('challenge.js'), 'text/javascript')
  serve('/elements/style.css', STYLE_SHEET, 'text/css')
  app.get('/elements/card', (c) => page(c, renderCardFrame(), "'none'"))
}

function mountChallenge({ app }: StripeEmulator, engine: Engine): void {
  const { world } = engine
  const find = (c: StripeContext) => {
    const challenge = world.challenges.get(c.req.param('id') ?? '')
    const intent = challenge === undefined ? undefined : world.tables.paymentIntents.find(challenge.account, challenge.intent)
    return challenge === undefined || intent === undefined ? undefined : { challenge, intent }
  }
  app.get('/3d_secure/:id', (c) => {
    const found = find(c)
    if (found === undefined) return c.notFound()
    if (!found.challenge.open) return page(c, renderAnswered(), "'none'")
    const target = found.challenge.returnUrl === null ? '' : ` ${new URL(found.challenge.returnUrl).origin}`
    return page(c, renderChallenge(found.challenge, found.intent, c.req.query('parent') ?? null), `'self'${target}`)
  })
  app.post('/3d_secure/:id', async (c) => {
    const found = find(c)
    if (found === undefined) return c.notFound()
    const outcome = new URLSearchParams(await c.req.text()).get('outcome')
    answerChallenge(world, found.challenge, outcome === 'complete')
    engine.changed()
    const embedded = c.req.query('parent') !== undefined
    if (embedded || found.challenge.returnUrl === null) return page(c, renderAnswered(), "'none'")
    return c.redirect(returnAddress(found.challenge.returnUrl, found.intent), 303)
  })
}

function mountOnboarding({ app }: StripeEmulator, engine: Engine): void {
  const { world } = engine
  const find = (c: StripeContext) => {
    const link = world.onboardingLinks.get(c.req.param('token') ?? '')
    const account =
      link === undefined || link.account !== c.req.param('account') ? undefined : world.tables.accounts.find(PLATFORM, link.account)
    return link === undefined || account === undefined ? undefined : { link, account }
  }
  app.get('/setup/e/:account/:token', (c) => {
    const found = find(c)
    if (found === undefined) return c.notFound()
    if (found.link.expiresAtS <= world.clock.nowS()) return c.redirect(found.link.refreshUrl, 303)
    return page(
      c,
      renderOnboarding(found.account, c.req.path),
      `'self' ${new URL(found.link.returnUrl).origin} ${new URL(found.link.refreshUrl).origin}`,
    )
  })
  app.post('/setup/e/:account/:token', async (c) => {
    const found = find(c)
    if (found === undefined) return c.notFound()
    if (found.link.expiresAtS <= world.clock.nowS()) return c.redirect(found.link.refreshUrl, 303)
    const form = new URLSearchParams(await c.req.text())
    if (form.get('outcome') !== 'later') {
      finishOnboarding(world, found.account, form)
      // A link works once: whoever follows it again is sent to ask for a new one.
      found.link.expiresAtS = 0
    }
    engine.changed()
    return c.redirect(found.link.returnUrl, 303)
  })
}

function finishOnboarding(world: World, account: Parameters<typeof completeOnboarding>[1], form: URLSearchParams): void {
  const type = form.get('business_type')
  if (type !== null) account.business_type = type
  const url = form.get('url')
  if (url) account.business_profile.url = url
  const number = form.get('account_number')
  if (number !== null && account.external_accounts.data.length === 0) {
    account.external_accounts.data.push(
      makeBankAccount(world, account, { account_number: number, routing_number: form.get('routing_number') ?? '110000000' }),
    )
  }
  completeOnboarding(world, account)
}

function mountLeaves({ app }: StripeEmulator, engine: Engine): void {
  const { tables } = engine.world
  app.get('/receipts/:charge', (c) => {
    const id = c.req.param('charge')
    const charge = tables.charges.find(tables.charges.ownerOf(id) ?? '', id)
    if (charge === undefined) return c.notFound()
    const amount = escapeHtml(show(charge.amount_captured, charge.currency).toUpperCase())
    return page(
      c,
      renderPage({
        title: 'Receipt',
        body: `<main class="page"><h1>Receipt</h1><p>Amount paid: <strong>${amount}</strong></p><p class="note">${escapeHtml(charge.id)}</p></main>`,
      }),
      "'none'",
    )
  })
  app.get('/express/:account/:token', (c) => {
    const account = tables.accounts.find(PLATFORM, c.req.param('account'))
    if (account === undefined) return c.notFound()
    return page(
      c,
      renderPage({
        title: 'Express dashboard',
        body: `<main class="page"><h1>Express dashboard</h1><p>${escapeHtml(account.email ?? account.id)}</p></main>`,
      }),
      "'none'",
    )
  })
}

function page(c: StripeContext, html: string, formTargets: string): Response {
  c.header('content-security-policy', contentPolicy(formTargets))
  c.header('referrer-policy', 'no-referrer')
  c.header('cache-control', 'no-store')
  return c.html(html) as Response
}
