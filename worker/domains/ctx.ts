import type { PlatformDb, VendorDb } from '#db/types.ts'
import type { SealAnchors } from '#worker/domains/audit/ports.ts'
import type { ImageStore } from '#worker/domains/catalog/ports.ts'
import type { ChannelConnectors, ChannelPacers } from '#worker/domains/channels/ports.ts'
import type { TaxProvider } from '#worker/domains/checkout/ports.ts'
import type { DisputeGateway, EvidenceStore } from '#worker/domains/disputes/ports.ts'
import type { PasswordPepper, TokenIssuer } from '#worker/domains/identity/ports.ts'
import type { StockLocks } from '#worker/domains/inventory/ports.ts'
import type { Mailer } from '#worker/domains/notifications/ports.ts'
import type { Watcher, Whose } from '#worker/domains/operations/live/ports.ts'
import type { PaymentGateway } from '#worker/domains/payments/ports.ts'
import type { ConnectGateway } from '#worker/domains/payouts/ports.ts'
import type { BillingGateway } from '#worker/domains/plans/ports.ts'
import type { BalanceGateway } from '#worker/domains/reconciliation/ports.ts'
import type { ShippingRates } from '#worker/domains/shipping/ports.ts'
import type { DatabaseProvisioner, DomainChecker } from '#worker/domains/tenancy/ports.ts'
import type { DocumentWriter } from '#worker/pure/document.ts'
import type { Id } from '#worker/pure/ids.ts'
import type { LiveTopic } from '#worker/pure/live.ts'
import type { Outgoing } from '#worker/pure/message.ts'
import type { Currency } from '#worker/pure/money.ts'
import type { EdgeCtx } from '#worker/pure/request-context.ts'

/** Settings that are no secrets. */
export type Settings = {
  /** The marketplace's own host, with port if any: `stoa.example`, `localhost:8787`. Storefronts are one label below. */
  apex: string
  /** `https://stoa.example`; links in mails start with it. */
  origin: string
  /** What prices are shown in when nobody asked for another currency. */
  defaultCurrency: Currency
  /** The key and the script the buyer's browser pays with. */
  stripePublishableKey: string
  stripeJsUrl: string
  /** Where the card form sends what it reads, for the checkout's Content-Security-Policy. */
  stripeApiOrigin: string
  /** How long after shipping a vendor's earning may be paid out. */
  payoutHoldMs: number
}

/**
 * Everything a domain verb can reach, made by `worker/context.ts` for one request or message. A verb takes the whole of it
 * or, better, the part it needs (`Pick<Ctx, 'platform' | 'now'>`).
 */
export type Ctx = EdgeCtx & {
  settings: Settings
  platform: PlatformDb
  /**
   * The database of one vendor. The vendor id must come from the session, the host map or a stored record, never from
   * a request's own words. NotFound if there is no such vendor or it has no database yet.
   */
  vendorDb: (vendorId: Id<'vendor'>) => Promise<VendorDb>
  /** Signs links that work without log-in; see `pure/hash.ts`. */
  linkKey: string
  /** Keys that seal stored secrets; see `pure/seal.ts`. */
  sealKeys: ReadonlyMap<string, string>
  sealAnchors: SealAnchors
  passwordPepper: PasswordPepper
  tokens: TokenIssuer
  stockLocks: StockLocks
  channels: ChannelConnectors
  pacers: ChannelPacers
  taxes: TaxProvider
  shippingRates: ShippingRates
  images: ImageStore
  mailer: Mailer
  payments: PaymentGateway
  connect: ConnectGateway
  disputes: DisputeGateway
  billing: BillingGateway
  balance: BalanceGateway
  evidenceFiles: EvidenceStore
  databases: DatabaseProvisioner
  domains: DomainChecker
  /** Statements, invoices, evidence and exports as files. */
  documents: DocumentWriter
  /**
   * Sends what the outbox of a database holds, after the answer. Call it after a commit that added to the outbox; if the
   * process dies first, the sweep of `queues/schedule.ts` sends it.
   * @param committed the messages themselves, if they were stored in the platform's outbox under a claim (`outboxStatement`)
   *   and their consumer takes them off: they go out without being read again
   */
  relay: (from: 'platform' | Id<'vendor'>, committed?: readonly Outgoing[]) => void
  /**
   * Tells the pages that are open at a store, or at the marketplace's own people, which of their data changed; after the answer.
   * Call it after a commit. It never fails, costs no round trip to a database, and losing it costs a page one look.
   */
  tellPages: (whose: Whose, ...topics: LiveTopic[]) => void
  /** Hands over a socket that is told so: 101, or 429 for one too many. Who asks must have been found to be allowed. */
  watchPages: (whose: Whose, watcher: Watcher) => Promise<Response>
  /** Work that goes on after the answer is sent. */
  defer: (work: Promise<unknown>) => void
}
