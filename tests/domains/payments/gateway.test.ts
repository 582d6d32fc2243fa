import { expect, test } from 'vitest'
import type { PaymentGateway } from '#worker/domains/payments/ports.ts'
import type { ConnectGateway } from '#worker/domains/payouts/ports.ts'
import { createStripeGateway } from '#worker/providers/stripe/gateway.ts'

type Call = { method: string; path: string; key: string | null; body: string }

/** The gateway in front of answers that only a broken network, a proxy or Stripe itself in trouble would give. */
function gatewayAnswering(answer: (call: Call) => Response | Promise<Response>) {
  const calls: Call[] = []
  const send: typeof fetch = async (input, init) => {
    const request = new Request(input, init)
    const { pathname, search } = new URL(request.url)
    const call = {
      method: request.method,
      path: pathname + search,
      key: request.headers.get('idempotency-key'),
      body: await request.text(),
    }
    calls.push(call)
    return answer(call)
  }
  const gateway = createStripeGateway({
    apiUrl: 'https://stripe.test:8443',
    secretKey: 'sk_test_x',
    webhookSecrets: { platform: 'a', connect: 'b' },
    fetch: send,
  })
  return { ...gateway, calls }
}
const json = (body: unknown, status = 200) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } })
const refusal = (status: number, error: Record<string, unknown>) => json({ error: { message: 'no', ...error } }, status)

const PAYMENT = {
  paymentId: 'pay_01JD0000000000000000000000',
  orderGroupId: 'grp_01JD0000000000000000000000',
  amount: { amountMinor: 1250, currency: 'USD' },
  email: 'b@example.com',
} as const
const REFUND = { refundId: 'ref_01JD0000000000000000000000', providerRef: 'pi_1', amount: { amountMinor: 1250, currency: 'USD' } } as const
const TRANSFER = {
  payoutId: 'pyt_01JD0000000000000000000000',
  accountRef: 'acct_1',
  amount: { amountMinor: 1250, currency: 'USD' },
} as const

const CALLS: [string, (gateway: { payments: PaymentGateway; connect: ConnectGateway }) => Promise<unknown>][] = [
  ['create', ({ payments }) => payments.create(PAYMENT)],
  ['fetch', ({ payments }) => payments.fetch('pi_1')],
  ['cancel', ({ payments }) => payments.cancel('pi_1')],
  ['refund', ({ payments }) => payments.refund(REFUND)],
  ['transfer', ({ connect }) => connect.transfer(TRANSFER)],
  [
    'createAccount',
    ({ connect }) => connect.createAccount({ vendorId: 'ven_01JD0000000000000000000000', email: 'v@example.com', country: 'US' }),
  ],
  [
    'onboardingLink',
    ({ connect }) => connect.onboardingLink({ accountRef: 'acct_1', returnUrl: 'https://a.test', refreshUrl: 'https://b.test' }),
  ],
  ['fetchAccount', ({ connect }) => connect.fetchAccount('acct_1')],
]

test.each(CALLS)('%s: an answer that is no answer of Stripe’s is "not available", never a success', async (_name, call) => {
  const answers: (() => Response | Promise<Response>)[] = [
    () => json({ message: 'not found' }, 404),
    () => json({}, 200),
    () => json({ id: 'something_else' }, 200),
    () => new Response('<html>bad gateway</html>', { status: 502 }),
    () => Promise.reject(new TypeError('fetch failed')),
    () => refusal(500, { type: 'api_error' }),
    () => refusal(429, { type: 'invalid_request_error', code: 'rate_limit' }),
    () => refusal(409, { type: 'idempotency_error', code: 'idempotency_key_in_use' }),
  ]
  const outcomes = await Promise.allSettled(answers.map((answer) => call(gatewayAnswering(answer))))
  expect(outcomes.map((outcome) => (outcome.status === 'rejected' ? outcome.reason.code : outcome.value))).toEqual(
    answers.map(() => 'unavailable'),
  )
})

test('what Stripe does not know is not found; a wrong key and a reused idempotency key are no refusal of the money', async () => {
  const missing = () => refusal(404, { type: 'invalid_request_error', code: 'resource_missing' })
  await expect(gatewayAnswering(missing).payments.fetch('pi_1')).rejects.toMatchObject({ code: 'not_found', status: 404 })
  for (const answer of [() => refusal(401, { type: 'invalid_request_error' }), () => refusal(400, { type: 'idempotency_error' })]) {
    const onCreate = (call: Call) => (call.method === 'GET' ? json({ object: 'list', data: [], has_more: false }) : answer())
    await expect(gatewayAnswering(onCreate).connect.transfer(TRANSFER)).rejects.toMatchObject({
      code: 'payment_provider_failed',
      status: 502,
    })
    await expect(gatewayAnswering(onCreate).payments.refund(REFUND)).rejects.toMatchObject({ code: 'payment_provider_failed', status: 502 })
  }
})

test('a list that is no list never reads as "nothing there": no money moves', async () => {
  const gateway = gatewayAnswering((call) => (call.method === 'GET' ? json({ message: 'moved' }) : json({ id: 'tr_1' })))
  await expect(gateway.connect.transfer(TRANSFER)).rejects.toMatchObject({ code: 'unavailable' })
  await expect(gateway.payments.refund(REFUND)).rejects.toMatchObject({ code: 'unavailable' })
  expect(gateway.calls.map(({ method }) => method)).toEqual(['GET', 'GET'])
})

test('money moves out only after a look, once a call, keyed by our own id', async () => {
  const gateway = gatewayAnswering((call) =>
    call.method === 'GET' ? json({ object: 'list', data: [], has_more: false }) : refusal(503, { type: 'api_error' }),
  )
  await expect(gateway.connect.transfer(TRANSFER)).rejects.toMatchObject({ code: 'unavailable' })
  await expect(gateway.payments.refund(REFUND)).rejects.toMatchObject({ code: 'unavailable' })
  expect(gateway.calls.map(({ method, path, key }) => [method, path, key])).toEqual([
    ['GET', `/v1/transfers?transfer_group=${TRANSFER.payoutId}&limit=1`, null],
    ['POST', '/v1/transfers', TRANSFER.payoutId],
    ['GET', '/v1/refunds?payment_intent=pi_1&limit=100', null],
    ['POST', '/v1/refunds', REFUND.refundId],
  ])
  expect(Object.fromEntries(new URLSearchParams(gateway.calls[1]?.body))).toEqual({
    amount: '1250',
    currency: 'usd',
    destination: 'acct_1',
    transfer_group: TRANSFER.payoutId,
    'metadata[payout_id]': TRANSFER.payoutId,
  })
})

test('an earlier refund is found behind a first page of others', async () => {
  const others = Array.from({ length: 100 }, (_, n) => ({
    id: `re_${n}`,
    object: 'refund',
    status: 'succeeded',
    metadata: { refund_id: `ref_${n}` },
  }))
  const ours = { id: 're_ours', object: 'refund', status: 'pending', metadata: { refund_id: REFUND.refundId } }
  const gateway = gatewayAnswering(({ path }) =>
    path.includes('starting_after=re_99')
      ? json({ object: 'list', data: [ours], has_more: false })
      : json({ object: 'list', data: others, has_more: true }),
  )
  expect(await gateway.payments.refund(REFUND)).toEqual({ providerRef: 're_ours', status: 'pending' })
  expect(gateway.calls.map(({ method }) => method)).toEqual(['GET', 'GET'])
})

test('a payment is asked for with our ids and everything Stripe’s page needs', async () => {
  const gateway = gatewayAnswering(() => refusal(400, { type: 'invalid_request_error' }))
  await expect(gateway.payments.create(PAYMENT)).rejects.toMatchObject({ code: 'payment_provider_failed' })
  expect(gateway.calls).toHaveLength(1)
  expect(gateway.calls[0]?.key).toBe(PAYMENT.paymentId)
  expect(Object.fromEntries(new URLSearchParams(gateway.calls[0]?.body))).toEqual({
    amount: '1250',
    currency: 'usd',
    'automatic_payment_methods[enabled]': 'true',
    capture_method: 'automatic',
    receipt_email: 'b@example.com',
    transfer_group: PAYMENT.orderGroupId,
    'metadata[payment_id]': PAYMENT.paymentId,
    'metadata[order_group_id]': PAYMENT.orderGroupId,
    'expand[0]': 'latest_charge.balance_transaction',
  })
})
