import Stripe from 'stripe'
import { describe, expect, it } from 'vitest'
import { contractFiles, counted, isObject, jsonIn, tell } from '#tests/support/contracts.ts'
import { createStripeGateway } from '#worker/providers/stripe/gateway.ts'
import { ID_PREFIXES } from '#worker/pure/ids.ts'
import { isCurrency } from '#worker/pure/money.ts'
import { START_MS } from './amazon-harness.ts'

/*
 * Objects of Stripe's that its owners wrote down, wherever they stand in the folder: fixtures, recorded answers, events. Each is put
 * before the gateway as Stripe's answer.
 */

// biome-ignore lint/suspicious/noExplicitAny: Stripe's own objects
type Json = any
type Found = { file: string; kind: string; object: Json }

/** The outermost objects of Stripe's in a document; a list is what is in it. */
function objectsIn(file: string, value: unknown): Found[] {
  if (Array.isArray(value)) return value.flatMap((one) => objectsIn(file, one))
  if (!isObject(value)) return []
  if (typeof value.object === 'string' && value.object !== 'list') return [{ file, kind: value.object, object: value }]
  return Object.values(value).flatMap((one) => objectsIn(file, one))
}
const FOUND = contractFiles('stripe').flatMap((file) => {
  const content = jsonIn(file)
  return isObject(content) && 'openapi' in content ? [] : objectsIn(file.name, content)
})

const SECRET = 'whsec_recordings'
/** A gateway to which Stripe answers what `answer` says of a path. */
const gatewayTo = (answer: (path: string) => Json) =>
  createStripeGateway({
    apiUrl: 'https://stripe.example',
    secretKey: 'sk_test_recordings',
    webhookSecrets: { platform: SECRET, connect: SECRET },
    fetch: async (input) => Response.json(answer(new URL(String(input)).pathname)),
  })
const list = (...data: Json[]) => ({ object: 'list', data, has_more: false, url: '/v1/things' })

const ULID = '01K00000000000000000000000'
const PAYMENT = { payment_id: `${ID_PREFIXES.payment}_${ULID}`, order_group_id: `${ID_PREFIXES.orderGroup}_${ULID}` }

/** How each kind reaches us; answers what is read of it, and what of it has to be there. */
const READ: Readonly<Record<string, (object: Json) => Promise<[read: unknown, wanted: unknown]>>> = {
  async payment_intent(object) {
    const ours = { ...object, metadata: { ...object.metadata, ...PAYMENT } }
    const { payments } = gatewayTo(() => ours)
    await expect(gatewayTo(() => ({ ...object, metadata: {} })).payments.fetch(object.id)).rejects.toMatchObject({ status: 404 })
    return [await payments.fetch(object.id), { providerRef: object.id, amount: moneyOf(object), capturedMinor: object.amount_received }]
  },
  async refund(object) {
    const read = gatewayTo(() => object).payments.fetchRefund(object.id)
    const paymentRef = idOf(object.payment_intent)
    // A refund of a bare charge is none of ours.
    if (paymentRef === null) return [await read.catch(({ status }) => status), 404]
    return [await read, { providerRef: object.id, paymentRef, amount: moneyOf(object) }]
  },
  dispute: async (object) => [
    await gatewayTo(() => object).disputes.fetch(object.id),
    { providerRef: object.id, paymentRef: idOf(object.payment_intent), amount: moneyOf(object), reason: object.reason },
  ],
  async balance(object) {
    const read = await gatewayTo(() => object).balance.readBalance()
    const sums = (rows: Json[]) => rows.reduce((sum, { amount }) => sum + amount, 0)
    const minor = read.reduce((sum, { availableMinor, pendingMinor }) => sum + availableMinor + pendingMinor, 0)
    return [minor, sums(object.available) + sums(object.pending)]
  },
  async balance_transaction(object) {
    const answer = (path: string) => (path.endsWith('/balance_transactions') ? list(object) : list())
    const { rows } = await gatewayTo(answer).balance.listMovements({ fromMs: 0, toMs: START_MS, after: '' })
    const currency = object.currency.toUpperCase()
    return [rows, [{ id: object.id, amountMinor: object.amount, feeMinor: object.fee, netMinor: object.net, currency, type: object.type }]]
  },
  account: async (object) => [
    await gatewayTo(() => object).connect.fetchAccount(object.id),
    { accountRef: object.id, canReceiveTransfers: object.capabilities?.transfers === 'active' },
  ],
  account_link: async (object) => [
    await gatewayTo(() => object).connect.onboardingLink({ accountRef: 'acct_1', returnUrl: '', refreshUrl: '' }),
    { url: object.url },
  ],
  payout: async (object) => [
    await gatewayTo(() => object).connect.fetchBankPayout('acct_1', object.id),
    { ref: object.id, amount: moneyOf(object), status: object.status, failureCode: object.failure_code ?? null },
  ],
  transfer: async (object) => [
    await gatewayTo(() => list(object)).connect.transfer({
      ...{ payoutId: 'pyt_1' as never, accountRef: 'acct_1', amount: { amountMinor: 100, currency: 'USD' } },
    }),
    { transferRef: object.id },
  ],
  async transfer_reversal(object) {
    const made = { ...object, metadata: { reversal_id: 'rev_1' } }
    const amount = { amountMinor: 100, currency: 'USD' } as const
    const { connect } = gatewayTo(() => list(made))
    return [await connect.reverseTransfer({ reversalId: 'rev_1' as never, transferRef: 'tr_1', amount }), { reversalRef: object.id }]
  },
  async subscription(object) {
    const items = object.items?.data ?? []
    const planned = items.map((item: Json) => ({ ...item, price: { ...item.price, metadata: { plan_key: 'pro' } } }))
    const ours = { ...object, metadata: { vendor_id: `${ID_PREFIXES.vendor}_${ULID}` }, items: list(...planned) }
    const read = gatewayTo(() => ours).billing.fetch(object.id)
    // By the week, or without a price: nobody's plan here.
    if (!['month', 'year'].includes(items[0]?.price?.recurring?.interval)) return [await read.catch(({ status }) => status), 404]
    return [await read, { subscriptionRef: object.id, customerRef: idOf(object.customer), planKey: 'pro' }]
  },
  async invoice(object) {
    const { parent, lines } = object
    const read = gatewayTo((path) =>
      path.startsWith('/v1/prices') ? { id: 'price_1', metadata: { plan_key: 'pro' } } : object,
    ).billing.fetchInvoice(object.id)
    const vendorId = parent?.subscription_details?.metadata?.vendor_id
    if (!vendorId?.startsWith(ID_PREFIXES.vendor) || !lines?.data.length) return [await read.catch(({ status }) => status), 404]
    return [await read, { invoiceRef: object.id, amount: moneyOf({ ...object, amount: object.amount_due }) }]
  },
  file: async (object) => [
    await gatewayTo(() => object).disputes.uploadFile({
      key: 'k',
      name: 'a.pdf',
      contentType: 'application/pdf',
      bytes: new Uint8Array(1),
    }),
    { fileRef: object.id },
  ],
  customer: async (object) => [
    await gatewayTo(() => object).billing.createCustomer({ vendorId: 'ven_1' as never, name: 'K', email: 'k@example.com' }),
    { customerRef: object.id },
  ],
  async event(object) {
    const wanted = { id: object.id, type: object.type, accountRef: object.account ?? null, createdAtMs: object.created * 1000 }
    return [await delivered(object), wanted]
  },
}

const idOf = (ref: Json): string | null => (typeof ref === 'string' ? ref : (ref?.id ?? null))
const moneyOf = ({ amount, currency }: Json) => ({ amountMinor: amount, currency: currency.toUpperCase() })
/** What the receiver makes of an event that Stripe signed. */
async function delivered(event: Json) {
  const payload = JSON.stringify(event)
  const signature = await Stripe.webhooks.generateTestHeaderStringAsync({ payload, secret: SECRET, timestamp: START_MS / 1000 })
  const { payments } = gatewayTo(() => ({}))
  await expect(payments.verifyWebhook({ payload: `${payload} `, signature, endpoint: 'platform', nowMs: START_MS })).rejects.toThrow()
  return payments.verifyWebhook({ payload, signature, endpoint: 'platform', nowMs: START_MS })
}

describe.skipIf(FOUND.length === 0)('Stripe’s own objects (skipped without the contracts directory)', () => {
  const read = FOUND.filter(({ kind }) => Object.hasOwn(READ, kind))
  tell('objects of Stripe’s that are only put before the receiver of events', [
    counted(FOUND.filter((one) => !read.includes(one)).map(({ kind }) => kind)),
  ])

  it.each(read.map((one) => ({ ...one, id: one.object.id })))('are read by the gateway: $kind $id of $file', async ({ kind, object }) => {
    const { currency } = object
    const result = READ[kind]?.(object)
    // Money of a currency that nothing is sold in is none of ours, and no figure of it is taken for one.
    const isForeign = typeof currency === 'string' && !isCurrency(currency.toUpperCase()) && kind !== 'balance_transaction'
    if (isForeign && 'amount' in object && !kind.startsWith('transfer')) return expect(result).rejects.toThrow('a currency we sell in')
    const [answer, wanted] = (await result) ?? []
    if (isObject(wanted) || Array.isArray(wanted)) expect(answer).toMatchObject(wanted)
    else expect(answer).toEqual(wanted)
  })

  it('are all that an event may carry, of a kind and a type nobody knows, too', async () => {
    for (const { file, kind, object } of FOUND) {
      if (kind === 'event') continue
      const event = { id: 'evt_1', object: 'event', api_version: '2027-01-01.next', created: 1_790_000_000, type: `${kind}.next_year`, account: null, data: { object, previous_attributes: null }, livemode: true, a_field: {} } // biome-ignore format: an event
      const isOfPayment = kind === 'charge' && idOf(object.payment_intent) !== null
      const objectId = isOfPayment ? idOf(object.payment_intent) : (object.id ?? '')
      expect([file, kind, await delivered(event)]).toEqual([file, kind, { id: 'evt_1', type: event.type, objectId, accountRef: null, createdAtMs: 1_790_000_000_000 }]) // biome-ignore format: one line
    }
  })
})
