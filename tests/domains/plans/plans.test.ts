import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { claimAccount } from '#db/platform/queries/channels.ts'
import { readBalances } from '#db/platform/queries/ledger.ts'
import { planOf } from '#db/platform/queries/plans.ts'
import { auditEvent, session } from '#db/platform/schema/identity.ts'
import { plan, planInvoice, vendorSubscription } from '#db/platform/schema/plans.ts'
import { newCaller } from '#tests/support/caller.ts'
import { openVendor, signIn, type TestVendor } from '#tests/support/people.ts'
import { type Stack, startStack } from '#tests/support/stack.ts'
import { payFor } from '#tests/support/store-fixture.ts'
import { addWithinPlan } from '#worker/domains/plans/check-limit.ts'
import { endGrace } from '#worker/domains/plans/end-grace.ts'
import { remindGrace } from '#worker/domains/plans/remind-grace.ts'
import { auditOf } from '#worker/pure/audit.ts'
import { balanceOf } from '#worker/pure/ledger.ts'
import { DAY_MS, toRfc3339 } from '#worker/pure/time.ts'

let stack: Stack
beforeAll(async () => {
  stack = await startStack()
})
afterAll(() => stack.close())

type Shown = {
  planKey: string
  status: string
  wantedPlanKey: string | null
  endsAt: string | null
  graceEndsAt: string | null
  periodEndsAt: string | null
  amountMinor: number
  card: { brand: string; last4: string } | null
  use: Record<string, number>
  invoices: { status: string; amountMinor: number; planKey: string }[]
}
/** The store's owner, logged in anew: months pass here. */
async function ownerOf({ id, owner }: TestVendor) {
  const ctx = stack.ctx()
  const { accountId, sessionId } = owner
  await ctx.platform
    .update(session)
    .set({ expiresAtMs: ctx.now() + DAY_MS, rotatedAtMs: ctx.now() })
    .where(eq(session.id, sessionId))
  return newCaller(stack.fetch, (await ctx.tokens.issue({ accountId, sessionId, surface: 'vendor', vendorId: id }, ctx.now())).token)
}
const read = async (store: TestVendor) => (await ownerOf(store)).ok<Shown>('GET', '/vendor/plan')
const choose = async (store: TestVendor, planKey: string, interval: 'month' | 'year' = 'month') =>
  (await ownerOf(store)).ok<Shown>('POST', '/vendor/plan', { planKey, interval })
/** What the card form of the page does. */
async function pay(store: TestVendor, card?: string) {
  const { clientSecret, amountMinor } = await (await ownerOf(store)).ok<{ clientSecret: string; amountMinor: number }>(
    'GET',
    '/vendor/plan/payment',
  )
  await payFor(stack, clientSecret, card)
  await stack.settle()
  return amountMinor
}
/** Days pass, for the provider and for us. */
async function pass(days: number) {
  await stack.advance(days * DAY_MS)
  stack.stripe.clock.advance(days * DAY_MS)
  await stack.settle()
}
const feesEarned = async () => {
  const rows = await readBalances(stack.ctx().platform, { owner: 'platform' })
  const of = (purpose: string) =>
    rows.filter((row) => row.purpose === purpose && row.currency === 'USD').reduce((sum, row) => sum + balanceOf(row), 0)
  return { fees: of('plan_fees'), clearing: of('stripe_clearing'), processing: of('processing_fees') }
}
const mails = async (store: TestVendor) => stack.mail.messages(`${store.slug}@example.com`).map(({ subject }) => subject)

test('a store takes a plan: nothing changes before it is paid, then the plan is in force and the money in the ledger', async () => {
  const store = await openVendor(stack, 'subscriber')
  expect(await read(store)).toMatchObject({ planKey: 'free', status: 'none', amountMinor: 0, use: { products: 0, customDomains: 0, teamMembers: 1, channels: 0 }, invoices: [] })
  expect(await choose(store, 'pro')).toMatchObject({ planKey: 'free', status: 'incomplete', wantedPlanKey: 'pro' })
  // Chosen again, and by a lost reply once more: one subscription at the provider.
  await choose(store, 'pro')
  expect(stack.stripe.world.tables.subscriptions.all()).toHaveLength(1)
  const refused = await payFor(stack, (await (await ownerOf(store)).ok<{ clientSecret: string }>('GET', '/vendor/plan/payment')).clientSecret, 'pm_card_visa_chargeDeclined').catch((error) => String(error))
  expect(refused).toContain('card_declined')
  await stack.settle()
  expect(await read(store)).toMatchObject({ planKey: 'free', status: 'incomplete' })
  expect(await pay(store)).toBe(2900)
  expect(await read(store)).toMatchObject({
    planKey: 'pro',
    status: 'active',
    wantedPlanKey: null,
    amountMinor: 2900,
    card: { brand: 'visa', last4: '4242' },
    invoices: [{ status: 'paid', amountMinor: 2900, planKey: 'pro' }],
  })
  expect(await feesEarned()).toEqual({ fees: 2900, clearing: 2900 - 114, processing: 114 })
  expect((await planOf(stack.ctx().platform, store.id)).limits.products).toBe(5000)
  // The provider tells again, and in another order.
  const events = stack.stripe.world.tables.events.all().map(({ value }) => value)
  for (const event of events.toReversed()) if (/^(invoice|customer)\./.test(event.type)) stack.stripe.webhooks.resend(event.id)
  await stack.settle()
  expect(await feesEarned()).toEqual({ fees: 2900, clearing: 2900 - 114, processing: 114 })
  expect(await mails(store)).toEqual(expect.arrayContaining(['Store subscriber has the plan Pro']))
  expect((await mails(store)).filter((subject) => subject.includes('has the plan'))).toHaveLength(1)
  expect((await (await ownerOf(store)).call('GET', '/vendor/plan/payment')).status).toBe(404)
}) // biome-ignore format: figures in line

test('an upgrade costs the difference of the days that are left, a downgrade is credited, the end can be taken back', async () => {
  const store = await openVendor(stack, 'climber')
  await choose(store, 'pro')
  await pay(store)
  const before = await feesEarned()
  const preview = await (await ownerOf(store)).ok<{ dueNowMinor: number; isUpgrade: boolean }>('POST', '/vendor/plan/preview', { planKey: 'scale', interval: 'month' })
  expect([preview.isUpgrade, preview.dueNowMinor]).toEqual([true, 7000])
  expect(await choose(store, 'scale')).toMatchObject({ planKey: 'scale', status: 'active', wantedPlanKey: null, amountMinor: 9900 })
  await stack.settle()
  expect((await feesEarned()).fees - before.fees).toBe(7000)
  expect((await read(store)).invoices.map(({ planKey, amountMinor }) => [planKey, amountMinor])).toEqual([['scale', 7000], ['pro', 2900]])

  expect(await choose(store, 'pro')).toMatchObject({ planKey: 'pro', status: 'active' })
  await pass(31)
  // 29 a month, less what was paid for a larger plan: nothing to pay for two months and more.
  expect((await read(store)).invoices.map(({ amountMinor }) => amountMinor)).toEqual([0, 7000, 2900])
  expect(await choose(store, 'free')).toMatchObject({ planKey: 'pro', status: 'active', endsAt: expect.any(String) })
  await (await ownerOf(store)).ok('POST', '/vendor/plan/resume')
  expect(await read(store)).toMatchObject({ planKey: 'pro', endsAt: null })
  await choose(store, 'free')
  await pass(31)
  expect(await read(store)).toMatchObject({ planKey: 'free', status: 'ended', periodEndsAt: null })
  expect(await mails(store)).toContain('Your plan Pro is over')
  const actions = await stack.ctx().platform.select().from(auditEvent).where(eq(auditEvent.subjectId, store.id)).orderBy(auditEvent.position)
  expect(actions.map(({ action }) => action).filter((action) => action.startsWith('plan.'))).toEqual(['plan.choose', 'plan.choose', 'plan.choose', 'plan.end', 'plan.resume', 'plan.end'])
}) // biome-ignore format: figures in line

test('a renewal that fails leaves the plan for seven days, then takes it; another card in time keeps it', async () => {
  const [late, saved] = [await openVendor(stack, 'late'), await openVendor(stack, 'saved')]
  for (const store of [late, saved]) {
    await choose(store, 'pro')
    await pay(store)
    const { world } = stack.stripe
    const subscription = world.tables.subscriptions.all().find(({ value }) => value.metadata.vendor_id === store.id)?.value
    world.cardNumbers.set(subscription?.default_payment_method ?? '', '4000000000000341')
  }
  await pass(31)
  const shown = await read(late)
  expect(shown).toMatchObject({ planKey: 'pro', status: 'past_due', graceEndsAt: expect.any(String) })
  expect(Date.parse(shown.graceEndsAt ?? '') - stack.ctx().now()).toBeGreaterThan(6.9 * DAY_MS)
  expect(await mails(late)).toContain('The payment for your plan Pro failed')
  expect(await endGrace(stack.ctx())).toBe(0)

  const { clientSecret } = await (await ownerOf(saved)).ok<{ clientSecret: string }>('POST', '/vendor/plan/card')
  const setupRef = clientSecret.split('_secret_')[0] ?? ''
  expect((await (await ownerOf(saved)).call('PUT', '/vendor/plan/card', { setupRef })).status).toBe(409)
  const form = new URLSearchParams({ key: String(stack.env.STRIPE_PUBLISHABLE_KEY), client_secret: clientSecret, payment_method: 'pm_card_visa' })
  await fetch(`${stack.stripe.url}/v1/setup_intents/${setupRef}/confirm`, { method: 'POST', body: form })
  await (await ownerOf(saved)).ok('PUT', '/vendor/plan/card', { setupRef })
  await stack.settle()
  expect(await read(saved)).toMatchObject({ planKey: 'pro', status: 'active', graceEndsAt: null })

  // Two days before the end, and not earlier, it is told again: once.
  const reminder = `Your plan Pro ends on ${shown.graceEndsAt?.slice(0, 10)} unless it is paid`
  await pass(4)
  expect([await remindGrace(stack.ctx()), (await mails(late)).includes(reminder)]).toEqual([0, false])
  await pass(1.5)
  expect([await remindGrace(stack.ctx()), await remindGrace(stack.ctx())]).toEqual([1, 0])
  await stack.settle()
  expect((await mails(late)).filter((subject) => subject === reminder)).toHaveLength(1)
  expect(await mails(saved)).not.toContainEqual(expect.stringContaining('unless it is paid'))
  expect(await endGrace(stack.ctx())).toBe(0)
  await pass(2.5)
  expect(await endGrace(stack.ctx())).toBe(1)
  await stack.settle()
  expect(await read(late)).toMatchObject({ planKey: 'free', status: 'ended', graceEndsAt: null })
  expect(await mails(late)).toContain('Your plan Pro is over')
  const invoices = await stack.ctx().platform.select().from(planInvoice).where(eq(planInvoice.vendorId, late.id)).orderBy(planInvoice.createdAtMs)
  expect(invoices.map(({ status, paidAtMs }) => [status, paidAtMs !== null])).toEqual([['paid', true], ['void', false]])
  // It can come back.
  await choose(late, 'pro', 'year')
  expect(await pay(late)).toBe(29_000)
  expect(await read(late)).toMatchObject({ planKey: 'pro', status: 'active', amountMinor: 29_000 })
  stack.stripe.assertBalanced()
}) // biome-ignore format: figures in line

test('a limit refuses with the plan that lifts it, and moves nothing', async () => {
  const store = await openVendor(stack, 'limited')
  const { platform } = stack.ctx()
  const [free] = await platform.select().from(plan).where(eq(plan.key, 'free'))
  await platform.update(plan).set({ limits: { products: 0, customDomains: 1, teamMembers: 2, channels: 0 } }).where(eq(plan.key, 'free'))
  const owner = await ownerOf(store)
  await owner.ok('POST', '/vendor/members', { email: 'one@example.com', role: 'vendor_support' })
  const person = await owner.call('POST', '/vendor/members', { email: 'two@example.com', role: 'vendor_support' })
  expect(await person.json()).toMatchObject({ status: 409, code: 'plan_limit_reached', limit: 'teamMembers', allowed: 2, planKey: 'free', liftedBy: 'pro', detail: 'The plan Free allows 2 people in the team. The plan Pro allows more.' })
  await owner.ok('POST', '/vendor/domains', { host: 'one.example.org' })
  await owner.ok('POST', '/vendor/domains', { host: 'one.example.org' })
  expect((await owner.call('POST', '/vendor/domains', { host: 'two.example.org' })).status).toBe(409)
  const admin = newCaller(stack.fetch, (await signIn(stack, 'platform_admin')).token)
  const category = await admin.ok<{ id: string }>('POST', '/admin/categories', { slug: 'limits', name: 'Limits' })
  const product = { title: 'One too many', categoryId: category.id, variants: [{ sku: 'ONE', prices: [{ currency: 'USD', priceMinor: 100 }] }] }
  expect((await owner.call('POST', '/vendor/products', product)).status).toBe(409)
  expect((await read(store)).use).toEqual({ products: 0, customDomains: 1, teamMembers: 2, channels: 0 })
  await platform.update(plan).set({ limits: free?.limits ?? { products: 500, customDomains: 1, teamMembers: 5, channels: 3 } }).where(eq(plan.key, 'free'))
  await owner.ok('POST', '/vendor/products', product)
}) // biome-ignore format: figures in line

test('of several that add the last one at the same instant, exactly one does; what comes back from the archive is counted too', async () => {
  const store = await openVendor(stack, 'racer')
  const { platform } = stack.ctx()
  const [free] = await platform.select().from(plan).where(eq(plan.key, 'free'))
  await platform.update(plan).set({ limits: { products: 2, customDomains: 1, teamMembers: 2, channels: 1 } }).where(eq(plan.key, 'free'))
  const owner = await ownerOf(store)
  const admin = newCaller(stack.fetch, (await signIn(stack, 'platform_admin')).token)
  const { id: categoryId } = await admin.ok<{ id: string }>('POST', '/admin/categories', { slug: 'races', name: 'Races' })
  const five = ['a', 'b', 'c', 'd', 'e']
  const all = async (ask: (name: string) => Promise<Response>) => {
    const answers = await Promise.all(five.map(ask))
    return Promise.all(answers.filter(({ ok }) => !ok).map(async (answer) => (await answer.json() as { code: string }).code))
  }
  const refused = (count: number) => Array.from({ length: count }, () => 'plan_limit_reached')
  const sku = (name: string) => ({ title: `Mug ${name}`, categoryId, variants: [{ sku: name, weightG: 1, prices: [{ currency: 'USD', priceMinor: 100 }] }] })
  expect(await all((name) => owner.call('POST', '/vendor/products', sku(name)))).toEqual(refused(3))
  expect(await all((name) => owner.call('POST', '/vendor/domains', { host: `${name}.racer.example.net` }))).toEqual(refused(4))
  expect(await all((name) => owner.call('POST', '/vendor/members', { email: `${name}@racer.example.net`, role: 'vendor_support' }))).toEqual(refused(4))
  const key = (name: string) => ({ channel: 'amazon' as const, accountRef: `racer-${name}`, vendorId: store.id, connectionId: stack.ctx().newId('channelConnection') })
  const claims = await Promise.allSettled(five.map((name) => addWithinPlan(stack.ctx(), store.id, 'channels', () => claimAccount(platform, key(name), auditOf(stack.ctx(), { action: 'channel.connect', subjectId: name, vendorId: store.id }), stack.ctx().now()))))
  expect(claims.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(claims.flatMap((claim) => (claim.status === 'rejected' ? [claim.reason.code] : []))).toEqual(refused(4))
  expect((await read(store)).use).toEqual({ products: 2, customDomains: 1, teamMembers: 2, channels: 1 })

  // Somebody who is invited anew is no further person, even in a full team.
  const [{ email } = { email: '' }] = (await owner.ok<{ invitations: { email: string }[] }>('GET', '/vendor/members')).invitations
  await owner.ok('POST', '/vendor/members', { email, role: 'vendor_support' })

  // One is archived, another takes its place, and there is no way back while that one is there.
  const { items } = await owner.ok<{ items: { id: string }[] }>('GET', '/vendor/products')
  const [first, second] = items.map(({ id }) => id)
  for (const id of [first, second]) await owner.ok('POST', `/vendor/products/${id}/publish`)
  await owner.ok('POST', `/vendor/products/${first}/archive`)
  await owner.ok('POST', '/vendor/products', sku('z'))
  expect(await (await owner.call('POST', `/vendor/products/${first}/publish`)).json()).toMatchObject({ status: 409, code: 'plan_limit_reached', limit: 'products', allowed: 2, liftedBy: 'pro' })
  await owner.ok('POST', `/vendor/products/${second}/archive`)
  const { results } = await owner.ok<{ results: { refusal: { code: string } | null }[] }>('POST', '/vendor/products/bulk-publish', { productIds: [first, second] })
  expect(results.map(({ refusal }) => refusal?.code ?? null)).toEqual([null, 'plan_limit_reached'])
  expect((await read(store)).use.products).toBe(2)
  await platform.update(plan).set({ limits: free?.limits ?? { products: 500, customDomains: 1, teamMembers: 5, channels: 3 } }).where(eq(plan.key, 'free'))
}) // biome-ignore format: figures in line

test('an admin changes a plan; who has it keeps the price, and monthly income is counted', async () => {
  const admin = newCaller(stack.fetch, (await signIn(stack, 'platform_admin')).token)
  type Plans = { plans: ({ key: string; version: number; vendors: number } & Record<string, unknown>)[]; monthly: { currency: string; amountMinor: number }[]; paying: number; pastDue: number }
  const { plans, monthly, paying, pastDue } = await admin.ok<Plans>('GET', '/admin/plans')
  expect([paying, pastDue]).toEqual([3, 0])
  expect(plans.map(({ key, vendors }) => [key, vendors])).toEqual([['free', 3], ['pro', 3], ['scale', 0]])
  // subscriber 2900, saved 2900, late a twelfth of 29000; climber has ended.
  expect(monthly).toEqual([{ currency: 'USD', amountMinor: 2900 + 2900 + 2416 }])
  const { vendors: _, version, key: __, rank: ___, ...pro } = plans.find(({ key }) => key === 'pro') ?? { vendors: 0, version: 0, key: '', rank: 0 }
  const change = { ...pro, prices: [{ currency: 'USD', interval: 'month', amountMinor: 3900 }], version, reason: 'Prices of 2027' }
  // Chosen at the old price and not paid: chosen again, it is at the new one, and the old one is not billed any more.
  const waverer = await openVendor(stack, 'waverer')
  await choose(waverer, 'pro')
  await admin.ok('PUT', '/admin/plans/pro', change)
  await choose(waverer, 'pro')
  expect(await pay(waverer)).toBe(3900)
  const theirs = () => stack.stripe.world.tables.subscriptions.all().filter(({ value }) => value.metadata.vendor_id === waverer.id).map(({ value }) => value)
  expect(theirs().map(({ status }) => status).sort()).toEqual(['active', 'canceled'])
  // One that the provider gave up on is over for us, and ended there when the store comes back.
  for (const subscription of theirs()) if (subscription.status === 'active') subscription.status = 'unpaid'
  await (await ownerOf(waverer)).ok('POST', '/vendor/plan/refresh')
  expect(await read(waverer)).toMatchObject({ planKey: 'free', status: 'ended' })
  await choose(waverer, 'pro')
  expect(await pay(waverer)).toBe(3900)
  expect(theirs().map(({ status }) => status).sort()).toEqual(['active', 'canceled', 'canceled'])
  expect((await admin.call('PUT', '/admin/plans/pro', change)).status).toBe(412)
  expect((await admin.call('PUT', '/admin/plans/free', { ...change, version: 1 })).status).toBe(422)
  const store = await openVendor(stack, 'newcomer')
  await choose(store, 'pro')
  expect(await pay(store)).toBe(3900)
  expect((await (await ownerOf(store)).call('POST', '/vendor/plan', { planKey: 'pro', interval: 'year' })).status).toBe(409)
  const rows = await stack.ctx().platform.select().from(vendorSubscription).where(eq(vendorSubscription.status, 'active'))
  expect(rows.map(({ amountMinor }) => amountMinor).sort((a, b) => a - b)).toEqual([2900, 2900, 3900, 3900, 29_000])
  const [event] = await stack.ctx().platform.select().from(auditEvent).where(eq(auditEvent.action, 'plan.change'))
  expect(event).toMatchObject({ subjectId: 'pro', detail: { reason: 'Prices of 2027' }, after: { prices: ['USD/month 3900'] } })
  expect(toRfc3339(event?.atMs ?? 0)).toMatch(/Z$/)
  expect(await stack.ctx().platform.all(sql`select 1 from dead_letter`)).toEqual([])
}) // biome-ignore format: figures in line
