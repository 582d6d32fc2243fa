import { randomBytes } from 'node:crypto'
import type { Account } from './account.ts'
import type { Invoice, InvoiceItem, InvoicePayment, Price, Product, SetupIntent, Subscription } from './billing/objects.ts'
import { createClock, type VirtualClock } from './clock.ts'
import type { Customer } from './customer.ts'
import type {
  BalanceTransaction,
  Charge,
  Dispute,
  PaymentIntent,
  PaymentMethod,
  Payout,
  Refund,
  StripeEvent,
  StripeFile,
  Transfer,
  TransferReversal,
  WebhookEndpoint,
} from './objects.ts'
import { createTable, type Table } from './table.ts'

/** The platform's own account; calls without `Stripe-Account` act on it. */
export const PLATFORM = 'acct_1PLATFORM0000000'
export const API_VERSION = '2026-10-28.endive'

export type Tables = {
  accounts: Table<Account>
  balanceTransactions: Table<BalanceTransaction>
  charges: Table<Charge>
  customers: Table<Customer>
  disputes: Table<Dispute>
  events: Table<StripeEvent>
  invoiceItems: Table<InvoiceItem>
  invoicePayments: Table<InvoicePayment>
  invoices: Table<Invoice>
  files: Table<StripeFile>
  paymentIntents: Table<PaymentIntent>
  paymentMethods: Table<PaymentMethod>
  payouts: Table<Payout>
  prices: Table<Price>
  products: Table<Product>
  refunds: Table<Refund>
  reversals: Table<TransferReversal>
  setupIntents: Table<SetupIntent>
  subscriptions: Table<Subscription>
  transfers: Table<Transfer>
  webhookEndpoints: Table<WebhookEndpoint>
}

/** A job that runs when the virtual clock reaches its time. */
export type Due = {
  atMs: number
  kind: 'available' | 'payout' | 'expire_authorization' | 'refund' | 'dispute' | 'renew' | 'retry_invoice' | 'expire_subscription'
  account: string
  id: string
}
export type CurrencyBalance = { available: number; pending: number }
/** One 3-D Secure challenge in front of the card holder. */
export type Challenge = { id: string; account: string; intent: string; open: boolean; returnUrl: string | null }
export type OnboardingLink = { token: string; account: string; returnUrl: string; refreshUrl: string; expiresAtS: number }

export type Settings = {
  /** How long new funds stay pending, ms of the virtual clock. */
  availableDelayMs: number
  /** How long a payout is on its way, ms of the virtual clock. */
  payoutDelayMs: number
  /** Fee the platform pays for each chargeback, minor units. */
  disputeFeeMinor: number
}

/** Everything the emulator remembers, and the few verbs every resource needs. */
export type World = {
  readonly clock: VirtualClock
  readonly tables: Tables
  readonly settings: Settings
  /** Secret facts about payment methods that no answer shows: the test card number. */
  readonly cardNumbers: Map<string, string>
  readonly challenges: Map<string, Challenge>
  /** File id -> SHA-256 of its bytes, hex; the bytes themselves are not kept. */
  readonly fileDigests: Map<string, string>
  readonly onboardingLinks: Map<string, OnboardingLink>
  /** account -> currency -> running balance, kept beside the transactions so that one can check the other. */
  readonly balances: Map<string, Map<string, CurrencyBalance>>
  readonly due: Due[]
  /** Where the emulator answers, for the URLs inside objects. */
  origin: string
  /** The call being run, recorded on the events it causes. */
  request: { id: string | null; idempotencyKey: string | null }
  newId(prefix: string): string
  schedule(due: Due): void
  emit(account: string, type: string, object: object, previous?: Record<string, unknown>): void
}

export type WorldOptions = {
  readonly wallMs: () => number
  readonly settings: Settings
  readonly onAdvance: () => void
  readonly onEvent: (account: string, event: StripeEvent) => void
}

export function createWorld(options: WorldOptions): World {
  const tables: Tables = {
    accounts: createTable(),
    balanceTransactions: createTable(),
    charges: createTable(),
    customers: createTable(),
    disputes: createTable(),
    events: createTable(),
    invoiceItems: createTable(),
    invoicePayments: createTable(),
    invoices: createTable(),
    files: createTable(),
    paymentIntents: createTable(),
    paymentMethods: createTable(),
    payouts: createTable(),
    prices: createTable(),
    products: createTable(),
    refunds: createTable(),
    reversals: createTable(),
    setupIntents: createTable(),
    subscriptions: createTable(),
    transfers: createTable(),
    webhookEndpoints: createTable(),
  }
  const world: World = {
    clock: createClock(options.wallMs, options.onAdvance),
    tables,
    settings: { ...options.settings },
    cardNumbers: new Map(),
    challenges: new Map(),
    fileDigests: new Map(),
    onboardingLinks: new Map(),
    balances: new Map(),
    due: [],
    origin: 'http://127.0.0.1',
    request: { id: null, idempotencyKey: null },
    newId: (prefix) => `${prefix}_${randomText(24)}`,
    schedule(due) {
      const at = world.due.findIndex((other) => other.atMs > due.atMs)
      if (at < 0) world.due.push(due)
      else world.due.splice(at, 0, due)
    },
    emit(account, type, object, previous) {
      const event: StripeEvent = {
        id: world.newId('evt'),
        object: 'event',
        ...(account === PLATFORM ? {} : { account }),
        api_version: API_VERSION,
        created: world.clock.nowS(),
        data: { object: structuredClone(object), ...(previous === undefined ? {} : { previous_attributes: structuredClone(previous) }) },
        livemode: false,
        pending_webhooks: 0,
        request: { id: world.request.id, idempotency_key: world.request.idempotencyKey },
        type,
      }
      tables.events.insert(account, event)
      options.onEvent(account, event)
    },
  }
  return world
}

/** Forgets every object; the clock is the wall clock again; settings and origin stay. */
export function clearWorld(world: World): void {
  for (const table of Object.values(world.tables)) table.clear()
  for (const map of [world.cardNumbers, world.challenges, world.fileDigests, world.onboardingLinks, world.balances]) map.clear()
  world.due.length = 0
  world.clock.reset()
}

const ALPHABET = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz0123456789'

export function randomText(length: number): string {
  let made = ''
  for (const byte of randomBytes(length)) made += ALPHABET[byte % ALPHABET.length]
  return made
}
