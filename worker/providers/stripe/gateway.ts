import Stripe from 'stripe'
import type { DisputeGateway } from '#worker/domains/disputes/ports.ts'
import type { PaymentGateway } from '#worker/domains/payments/ports.ts'
import type { ConnectGateway } from '#worker/domains/payouts/ports.ts'
import type { BillingGateway } from '#worker/domains/plans/ports.ts'
import type { BalanceGateway } from '#worker/domains/reconciliation/ports.ts'
import { createBalanceGateway } from './balance.ts'
import { createBillingGateway } from './billing.ts'
import { createConnectGateway } from './connect.ts'
import { createDisputeGateway } from './disputes.ts'
import { createPaymentGateway, type WebhookSecrets } from './payments.ts'

export type StripeOptions = {
  /** `https://api.stripe.com`; the stand-in's address in dev and tests. */
  apiUrl: string
  secretKey: string
  webhookSecrets: WebhookSecrets
  fetch?: typeof fetch
}

/** A call is given up after this long; the same call again is safe. */
const TIMEOUT_MS = 8_000
/** More tries are the queue's business; this one is for a connection that dropped. Calls that move money out have none. */
const RETRIES = 1

/** Stripe, as what checkout and payouts need of it. */
export function createStripeGateway(options: StripeOptions): {
  payments: PaymentGateway
  connect: ConnectGateway
  disputes: DisputeGateway
  billing: BillingGateway
  balance: BalanceGateway
} {
  const { hostname, port, protocol } = new URL(options.apiUrl)
  const isPlain = protocol === 'http:'
  const stripe = new Stripe(options.secretKey, {
    httpClient: Stripe.createFetchHttpClient(options.fetch),
    host: hostname,
    port: port || (isPlain ? '80' : '443'),
    protocol: isPlain ? 'http' : 'https',
    maxNetworkRetries: RETRIES,
    timeout: TIMEOUT_MS,
    telemetry: false,
  })
  return {
    payments: createPaymentGateway(stripe, options.webhookSecrets),
    connect: createConnectGateway(stripe),
    disputes: createDisputeGateway(stripe),
    billing: createBillingGateway(stripe),
    balance: createBalanceGateway(stripe),
  }
}
