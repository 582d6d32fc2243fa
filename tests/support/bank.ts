import { eq } from 'drizzle-orm'
import { commit } from '#db/commit.ts'
import { openPlatformDb } from '#db/platform/open.ts'
import { commissionLineStatements } from '#db/platform/queries/commissions.ts'
import { imbalance, readBalances, transferStatements } from '#db/platform/queries/ledger.ts'
import { insertPaymentStatement } from '#db/platform/queries/payments.ts'
import { orderGroup, orderSummary } from '#db/platform/schema/checkout.ts'
import { vendor } from '#db/platform/schema/tenancy.ts'
import { createStripeEmulator } from '#tests/emulators/stripe/emulator.ts'
import { PLATFORM } from '#tests/emulators/stripe/world.ts'
import { createTursoEmulator } from '#tests/emulators/turso/emulator.ts'
import { migratePlatform } from '#tests/support/migrated.ts'
import { type LinePart, snapshotOf } from '#tests/support/order-snapshot.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { recordPaymentState } from '#worker/domains/payments/record-payment-state.ts'
import { createIdempotencyStore } from '#worker/idempotency-store.ts'
import { createStripeGateway } from '#worker/providers/stripe/gateway.ts'
import { type Id, makeId } from '#worker/pure/ids.ts'
import { balanceOf, toTransfers } from '#worker/pure/ledger.ts'
import { type OrderMoney, salePostings } from '#worker/pure/ledger-postings.ts'
import type { Currency } from '#worker/pure/money.ts'
import type { OrderSnapshot } from '#worker/pure/order-snapshot.ts'
import { ANONYMOUS, type Principal } from '#worker/pure/principal.ts'

/**
 * The money side of the marketplace by itself: the platform's database on the Turso stand-in and the real Stripe SDK on
 * the Stripe stand-in, both in this process, with nothing mocked in between. Tests may count, cut or stop every call.
 */
export type Bank = Awaited<ReturnType<typeof openBank>>

export const SECRETS = { platform: 'whsec_platform_0123456789', connect: 'whsec_connect_0123456789' }
const SECRET_KEY = 'sk_test_bank_0123456789'
const TOKEN = 'token-of-the-platform'

export async function openBank() {
  const turso = createTursoEmulator({ databases: [{ name: 'platform', token: TOKEN }] })
  const stripe = createStripeEmulator({ secretKey: SECRET_KEY, publishableKey: 'pk_test_bank' })
  /** Straight into the stand-ins, without a port. */
  const direct: typeof fetch = async (input, init) => {
    const request = new Request(input, init)
    return new URL(request.url).hostname === 'stripe.test' ? stripe.app.fetch(request) : turso.app.fetch(request)
  }
  const state = { nowMs: Date.now() }
  const relayed: string[] = []

  const ctx = (send: typeof fetch = direct): Ctx => {
    const gateway = createStripeGateway({ apiUrl: 'http://stripe.test', secretKey: SECRET_KEY, webhookSecrets: SECRETS, fetch: send })
    const now = () => state.nowMs
    const made: Partial<Ctx> = {
      requestId: makeId('request', state.nowMs),
      now,
      newId: (kind) => makeId(kind, state.nowMs),
      principal: ANONYMOUS,
      clientIp: '203.0.113.7',
      platform: openPlatformDb({ url: 'http://turso.test/platform', authToken: TOKEN, fetch: send }),
      settings: {
        apex: 'stoa.test',
        origin: 'https://stoa.test',
        defaultCurrency: 'USD',
        stripePublishableKey: 'pk_test_bank',
        stripeJsUrl: 'http://stripe.test/v3/stripe.js',
        stripeApiOrigin: 'http://stripe.test',
        payoutHoldMs: 0,
      },
      payments: gateway.payments,
      connect: gateway.connect,
      disputes: gateway.disputes,
      billing: gateway.billing,
      idempotency: createIdempotencyStore(openPlatformDb({ url: 'http://turso.test/platform', authToken: TOKEN, fetch: send }), now),
      // A token names its role: `platform_admin`, or for vendors `vendor_owner ven_…`.
      sessions: { principalOf: async (token) => principalNamed(token) },
      noteDenied: () => {},
      relay: (from) => void relayed.push(from),
      tellPages: () => {},
      defer: () => {},
    }
    return made as Ctx
  }
  const { platform } = ctx()
  await migratePlatform(turso, 'platform', platform, state.nowMs)

  const form = async (path: string, fields: Record<string, string>, account?: string) => {
    const response = await stripe.app.request(path, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${SECRET_KEY}`,
        'content-type': 'application/x-www-form-urlencoded',
        ...(account === undefined ? {} : { 'stripe-account': account }),
      },
      body: new URLSearchParams(fields).toString(),
    })
    return (await response.json()) as { id: string; error?: { code: string } }
  }

  const control = async (path: string, body: unknown) => {
    const response = await stripe.app.request(path, { method: 'POST', body: JSON.stringify(body) })
    if (!response.ok) throw new Error(`${path}: ${await response.text()}`)
  }

  return {
    turso,
    stripe,
    state,
    control,
    ctx,
    direct,
    platform,
    relayed,
    form,
    close: () => turso.close(),
    openVendor: (options?: VendorOptions) => openVendor({ ctx: ctx(), control }, options),
    checkOut: (currency: Currency, orders: OrderPart[]) => checkOut(ctx(), currency, orders),
    pay: (providerRef: string, card = 'pm_card_visa') =>
      form(`/v1/payment_intents/${providerRef}/confirm`, { payment_method: card, return_url: 'https://stoa.test/paid' }),
    /** Records what Stripe says of a payment, and places its orders: the sale is in the ledger. */
    async place(sale: Sale) {
      await recordPaymentState(ctx(), await ctx().payments.fetch(sale.providerRef))
      const transfers = await toTransfers(sale.orders.flatMap(salePostings), state.nowMs)
      await commit(platform, [
        ...transferStatements(platform, transfers),
        platform.update(orderSummary).set({ placedAtMs: state.nowMs }).where(eq(orderSummary.orderGroupId, sale.orderGroupId)),
        ...sale.snapshots.flatMap((snapshot) => commissionLineStatements(platform, snapshot, state.nowMs)),
      ])
    },
    /** A sale that was paid and placed. */
    async sell(currency: Currency, orders: OrderPart[], card?: string) {
      const sale = await checkOut(ctx(), currency, orders)
      await this.pay(sale.providerRef, card)
      await this.place(sale)
      return sale
    },
    /** What the ledger holds, `purpose` or `owner/purpose` -> minor units; empty accounts left out. */
    async balances(currency: Currency = 'USD') {
      const rows = (await readBalances(platform)).filter((row) => row.currency === currency && balanceOf(row) !== 0)
      return Object.fromEntries(rows.map((row) => [row.owner === 'platform' ? row.purpose : `${row.owner}/${row.purpose}`, balanceOf(row)]))
    },
    /** Throws unless the ledger is sound and says of Stripe's balance exactly what Stripe says, in every currency. */
    async audit() {
      for (const each of await imbalance(platform)) {
        if (each.differenceMinor !== 0 || each.driftedAccounts !== 0) throw new Error(`The ledger is broken: ${JSON.stringify(each)}`)
      }
      stripe.assertBalanced()
      const clearing = (await readBalances(platform, { purpose: 'stripe_clearing' })).map((row) => [row.currency, balanceOf(row)])
      const held = [...(stripe.world.balances.get(PLATFORM) ?? [])].map(([code, { available, pending }]) => [
        code.toUpperCase(),
        available + pending,
      ])
      const written = (list: unknown[][]) => JSON.stringify(list.filter(([, minor]) => minor !== 0).sort())
      if (written(clearing) !== written(held)) throw new Error(`The ledger says ${written(clearing)}, Stripe holds ${written(held)}`)
    },
    /** What a connected account got, in minor units. */
    receivedBy(accountRef: string, currency: Currency = 'USD') {
      const balance = stripe.world.balances.get(accountRef)?.get(currency.toLowerCase())
      return balance ? balance.available + balance.pending : 0
    },
  }
}

/** Who a token of these tests stands for. */
function principalNamed(token: string): Principal {
  const [role = '', vendorId] = token.split('-')
  const known = {
    accountId: 'acc_01JD0000000000000000000000',
    sessionId: 'ses_01JD0000000000000000000000',
    email: 'staff@example.com',
    isEmailVerified: true,
  } as const
  return {
    kind: 'account',
    ...known,
    surface: vendorId ? 'vendor' : 'admin',
    role: role as 'platform_admin',
    vendorId: (vendorId ?? null) as Id<'vendor'> | null,
  }
}

export type VendorOptions = { isOnboarded?: boolean; country?: string }
type Hands = { ctx: Ctx; control: (path: string, body: unknown) => Promise<unknown> }

/** A vendor that may be paid: its account at Stripe is real, so is what onboarding leaves there. */
async function openVendor({ ctx, control }: Hands, { isOnboarded = true, country = 'US' }: VendorOptions = {}) {
  const id = ctx.newId('vendor')
  const slug = id.toLowerCase().replace('_', '-')
  const accountRef = isOnboarded
    ? (await ctx.connect.createAccount({ vendorId: id, email: `${slug}@example.com`, country })).accountRef
    : null
  if (accountRef) await control(`/_emulator/accounts/${accountRef}`, { onboarded: true })
  await ctx.platform.insert(vendor).values({
    id,
    slug,
    name: 'A store',
    ownerAccountId: ctx.newId('account'),
    status: 'active',
    reviewedAtMs: ctx.now(),
    country,
    currency: 'USD',
    supportEmail: `${slug}@example.com`,
    databaseName: slug,
    stripeAccountId: accountRef,
    canReceiveTransfers: isOnboarded,
    createdAtMs: ctx.now(),
  })
  return { id, accountRef: accountRef ?? '' }
}

export type OrderPart = {
  vendorId: Id<'vendor'>
  totalMinor: number
  taxMinor?: number
  commissionMinor?: number
  commissionTaxMinor?: number
  maturesAtMs?: number | null
  /** What it is made of; one line of everything by default. What its lines do not sum to is delivery. */
  lines?: LinePart[]
}
export type Sale = {
  orderGroupId: Id<'orderGroup'>
  paymentId: Id<'payment'>
  providerRef: string
  totalMinor: number
  orders: OrderMoney[]
  snapshots: OrderSnapshot[]
}

/** A checkout as the buyer confirmed it: group, orders and payment stored, then the provider asked. */
async function checkOut(ctx: Ctx, currency: Currency, parts: OrderPart[]): Promise<Sale> {
  const orderGroupId = ctx.newId('orderGroup')
  const paymentId = ctx.newId('payment')
  const atMs = ctx.now()
  const orders = parts.map(
    ({ vendorId, totalMinor, taxMinor = 0, commissionMinor = 0, commissionTaxMinor = 0, lines = [] }): OrderMoney => {
      const platformDiscountMinor = lines.reduce((sum, line) => sum + (line.platformDiscountMinor ?? 0), 0)
      const money = { totalMinor, taxMinor, commissionMinor, commissionTaxMinor, platformDiscountMinor }
      return { orderId: ctx.newId('order'), vendorId, currency, ...money }
    },
  )
  const snapshots = orders.map((order, index) => {
    const { totalMinor, taxMinor, commissionMinor, commissionTaxMinor } = order
    const whole: LinePart = { totalMinor, taxMinor, commission: { sales: [commissionMinor, commissionTaxMinor] } }
    return snapshotOf(ctx.newId, order, parts[index]?.lines ?? [whole])
  })
  const totalMinor = orders.reduce((sum, order) => sum + order.totalMinor, 0)
  const email = 'buyer@example.com'
  await commit(ctx.platform, [
    ctx.platform.insert(orderGroup).values({
      id: orderGroupId,
      cartId: ctx.newId('cart'),
      email,
      currency,
      totalMinor,
      shippingAddress: { name: 'B', line1: '1 Way', city: 'Town', postalCode: '1', country: 'US' },
      status: 'reserved',
      quoteHash: 'quote',
      holdsExpireAtMs: atMs,
      createdAtMs: atMs,
    }),
    ctx.platform.insert(orderSummary).values(
      orders.map(
        ({ orderId, vendorId, totalMinor: total, taxMinor, commissionMinor, commissionTaxMinor, platformDiscountMinor }, index) => ({
          id: orderId,
          orderGroupId,
          vendorId,
          status: parts[index]?.maturesAtMs === undefined ? ('placed' as const) : ('shipped' as const),
          currency,
          itemsMinor: total - taxMinor,
          shippingMinor: 0,
          taxMinor,
          totalMinor: total,
          commissionMinor,
          commissionTaxMinor,
          platformDiscountMinor,
          snapshot: snapshots[index] as OrderSnapshot,
          maturesAtMs: parts[index]?.maturesAtMs ?? null,
          updatedAtMs: atMs,
        }),
      ),
    ),
    insertPaymentStatement(ctx.platform, { id: paymentId, orderGroupId, currency, amountMinor: totalMinor, createdAtMs: atMs }),
  ])
  const { providerRef } = await ctx.payments.create({ paymentId, orderGroupId, amount: { amountMinor: totalMinor, currency }, email })
  return { orderGroupId, paymentId, providerRef, totalMinor, orders, snapshots }
}
