import { eq } from 'drizzle-orm'
import { category } from '#db/platform/schema/search.ts'
import { image } from '#db/vendor/schema/catalog.ts'
import { newCaller } from '#tests/support/caller.ts'
import { fillChannel } from '#tests/support/channel-fixture.ts'
import { changeRules, draft } from '#tests/support/commission.ts'
import { fillDispute } from '#tests/support/dispute-fixture.ts'
import { fillSettlement } from '#tests/support/fill-settlement.ts'
import { openVendor, type Person, signIn, type TestVendor } from '#tests/support/people.ts'
import type { Stack } from '#tests/support/stack.ts'
import { fillTrust } from '#tests/support/trust-fixture.ts'
import { requestApproval } from '#worker/domains/approvals/request-approval.ts'
import { percentOfGoods } from '#worker/pure/commission-rule.ts'
import { ID_PREFIXES, type IdKind, isId, makeId } from '#worker/pure/ids.ts'

/** A store with one of everything, made through the real routes; only what has no route is inserted. */
export type StoreFixture = {
  vendor: TestVendor
  buyer: Person
  /** A text that occurs in this store's data and nowhere else: product title, customer's name, domain. */
  secret: string
  /** A value of this store for every path parameter of the API. */
  params: Record<string, string>
  /** As well-formed, and the id of nothing. */
  guesses: Record<string, string>
}

export const ADDRESS = { name: 'Ada Byron', line1: '12 Analytical Way', city: 'Portland', region: 'OR', postalCode: '97201', country: 'US' }

/** A published product of a store with some stock, in a category that all share. */
export async function publishProduct(stack: Stack, vendor: TestVendor, title: string, { priceMinor = 2500, stock = 20 } = {}) {
  const owner = newCaller(stack.fetch, vendor.owner.token)
  const product = await owner.ok<{ id: string; slug: string; variants: { id: string }[] }>('POST', '/vendor/products', {
    title,
    categoryId: await sharedCategory(stack),
    variants: [
      {
        sku: `SKU-${title.replace(/\W/g, '').slice(0, 40)}`,
        prices: [
          { currency: 'USD', priceMinor },
          { currency: 'EUR', priceMinor },
        ],
      },
    ],
  })
  const variantId = product.variants[0]?.id ?? ''
  await owner.ok('POST', `/vendor/products/${product.id}/publish`)
  await owner.ok('POST', '/vendor/inventory/receipts', { lines: [{ variantId, quantity: stock }] })
  await stack.settle()
  return { productId: product.id, variantId, slug: product.slug }
}

async function sharedCategory(stack: Stack) {
  const { platform } = stack.ctx()
  const [known] = await platform.select({ id: category.id }).from(category).where(eq(category.slug, 'everything'))
  if (known) return known.id
  const admin = await signIn(stack, 'platform_admin')
  const made = await newCaller(stack.fetch, admin.token).ok<{ id: string }>('POST', '/admin/categories', {
    slug: 'everything',
    name: 'Everything',
  })
  return made.id
}

/** Puts a variant into the buyer's cart and pays for it; the order is placed when this returns. */
export async function buy(stack: Stack, buyer: { token?: string }, variantId: string, { quantity = 1, name = ADDRESS.name } = {}) {
  const shopper = newCaller(stack.fetch, buyer.token)
  await shopper.ok('POST', '/cart/lines', { variantId, quantity })
  const open = await shopper.ok<{ orderGroupId: string; clientSecret: string; statusUrl: string }>('POST', '/checkout', {
    email: 'buyer@example.com',
    shippingAddress: { ...ADDRESS, name },
  })
  await payFor(stack, open.clientSecret)
  await stack.settle()
  const { orders, status } = await shopper.ok<{ status: string; orders: { orderId: string }[] }>('GET', `/checkout/${open.orderGroupId}`)
  if (status !== 'placed') throw new Error(`The checkout is ${status}, not placed`)
  return { orderGroupId: open.orderGroupId, orderId: orders[0]?.orderId ?? '' }
}

/** What the card form does. */
export async function payFor(stack: Stack, clientSecret: string, card = 'pm_card_visa'): Promise<void> {
  const intent = clientSecret.split('_secret_')[0] ?? ''
  const response = await fetch(`${stack.stripe.url}/v1/payment_intents/${intent}/confirm`, {
    method: 'POST',
    headers: { authorization: `Bearer ${String(stack.env.STRIPE_SECRET_KEY)}`, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ payment_method: card, return_url: `${stack.origin}/checkout/back` }),
  })
  if (!response.ok) throw new Error(`Paying answered ${response.status}: ${await response.text()}`)
}

/** Lets a store be paid: its account at the provider, onboarded. */
export async function connectStore(stack: Stack, vendor: TestVendor): Promise<string> {
  const { accountRef } = await newCaller(stack.fetch, vendor.owner.token).ok<{ accountRef: string }>('POST', '/vendor/connect')
  await fetch(`${stack.stripe.url}/_emulator/accounts/${accountRef}`, { method: 'POST', body: JSON.stringify({ onboarded: true }) })
  await stack.settle()
  return accountRef
}

export async function fillStore(stack: Stack, slug: string): Promise<StoreFixture> {
  const secret = `zq${slug}xj`
  const vendor = await openVendor(stack, slug)
  const owner = newCaller(stack.fetch, vendor.owner.token)
  const buyer = await signIn(stack, 'buyer')
  const shopper = newCaller(stack.fetch, buyer.token)

  const vase = await publishProduct(stack, vendor, `${secret} vase`)
  const product = await publishProduct(stack, vendor, `${secret} bowl`)
  const imageId = makeId('image', stack.ctx().now())
  const key = `${vendor.id}/${product.productId}/${imageId}`
  await (await stack.ctx().vendorDb(vendor.id)).insert(image).values({
    id: imageId,
    productId: product.productId as never,
    key,
    alt: secret,
    width: 800,
    height: 600,
    bytes: 9000,
    position: 0,
    createdAtMs: 1,
  })

  await connectStore(stack, vendor)
  const shipped = await buy(stack, buyer, product.variantId, { name: secret })
  await owner.ok('POST', `/vendor/orders/${shipped.orderId}/ship`, { carrier: 'UPS', trackingNumber: `1Z${secret}` })
  await stack.settle()
  const finance = await signIn(stack, 'platform_finance')
  const treasury = newCaller(stack.fetch, finance.token)
  await treasury.ok('POST', '/admin/payout-runs', {})
  await stack.settle()
  const placed = await buy(stack, buyer, product.variantId, { name: secret })

  const refund = await owner.ok<{ id: string }>('POST', `/vendor/orders/${placed.orderId}/refunds`, {
    asks: [{ part: 'goodwill', amountMinor: 100 }],
    reason: 'goodwill',
    note: secret,
  })

  const cart = await shopper.ok<{ vendors: { lines: { id: string }[] }[] }>('POST', '/cart/lines', {
    variantId: product.variantId,
    quantity: 1,
  })
  const kept = await shopper.ok<{ id: string }>('POST', '/me/addresses', { address: { ...ADDRESS, name: secret } })
  const member = await signIn(stack, 'vendor_analyst', vendor.id)
  const invitation = await owner.ok<{ id: string }>('POST', '/vendor/members', { email: `${secret}@example.com`, role: 'vendor_support' })
  const host = `${secret}.example.com`
  await owner.ok('POST', '/vendor/domains', { host })
  await stack.settle()

  const held = await treasury.ok<{ id: string }>('POST', `/admin/vendors/${vendor.id}/holds`, { kind: 'risk', reason: secret })
  await treasury.ok('POST', `/admin/payout-holds/${held.id}/lift`, { reason: secret })
  const { items: runs } = await treasury.ok<{ items: { id: string }[] }>('GET', '/admin/payout-runs?limit=1')
  const { items: payouts } = await treasury.ok<{ items: { id: string }[] }>('GET', `/admin/payouts?vendorId=${vendor.id}`)

  const approval = await requestApproval(stack.ctx(), {
    action: 'ledger.adjust',
    subjectId: placed.orderId,
    payload: {},
    facts: [],
    reason: secret,
    requestedBy: 'schedule',
  })

  const admin = newCaller(stack.fetch, (await signIn(stack, 'platform_admin')).token)
  const rule = { kind: 'new', rule: draft({ vendorId: vendor.id }, [percentOfGoods(1000)], { name: secret }) }
  const { id: simulationId } = await admin.ok<{ id: string }>('POST', '/admin/commission-rules/simulate', { change: rule })
  const { id: ruleId } = await changeRules(admin.ok, rule, secret)

  const trust = await fillTrust(stack, { vendor, buyer, orderId: shipped.orderId, hiddenId: vase.productId, productId: product.productId })

  const disputed = await fillDispute(stack, { vendor, orderGroupId: shipped.orderGroupId, secret })

  const settled = await fillSettlement(stack, vendor.id)

  const channel = await fillChannel(stack, { vendor, secret })

  const params: Record<string, string> = {
    ...settled,
    ...channel,
    ...trust,
    ...disputed,
    ruleId,
    simulationId,
    approvalId: approval.id,
    holdId: held.id,
    runId: runs[0]?.id ?? '',
    payoutId: payouts[0]?.id ?? '',
    vendorId: vendor.id,
    productId: product.productId,
    variantId: product.variantId,
    imageId,
    categoryId: await sharedCategory(stack),
    orderGroupId: placed.orderGroupId,
    orderId: placed.orderId,
    refundId: refund.id,
    lineId: cart.vendors[0]?.lines[0]?.id ?? '',
    sessionId: buyer.sessionId,
    addressId: kept.id,
    accountId: member.accountId,
    invitationId: invitation.id,
    host,
    slug: product.slug,
    planKey: 'pro',
    settingKey: 'planGraceDays',
    flagKey: 'yearly_plans',
    mailTemplate: 'vendor_approved',
    marketKey: 'us',
    // Alarms are the marketplace's own: none is about this store.
    alarmId: makeId('alarm', 1_700_000_000_000),
  }
  return { vendor, buyer, secret, params, guesses: guessAll(params) }
}

/** For each id another of its kind; for names a name nobody has; the format of a file as it is. */
function guessAll(params: Record<string, string>): Record<string, string> {
  const kindOf = (value: string) => (Object.keys(ID_PREFIXES) as IdKind[]).find((kind) => isId(kind, value))
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => {
      const kind = kindOf(value)
      if (name === 'format' || name === 'channel') return [name, value]
      return [name, kind ? makeId(kind, 1_700_000_000_000) : name === 'host' ? 'nobody.example.com' : 'nothing-of-the-kind']
    }),
  )
}
