import type { Currency } from '#worker/pure/money.ts'
import type { Flow } from '#worker/pure/reconcile.ts'

/** One movement of our balance at the provider. Minor units; what came in is plus, what went out minus; net = amount - fee. */
export type ProviderMovement = {
  id: string
  type: string
  flow: Flow
  /** The provider's id of what a record of ours knows: an intent, an invoice, a refund, a transfer, a dispute; else its source. */
  matchKey: string
  sourceRef: string
  currency: Currency
  amountMinor: number
  feeMinor: number
  netMinor: number
  description: string
  createdAtMs: number
  availableAtMs: number
}

/** What holding the books against the provider's needs of it. Reads only. */
export type BalanceGateway = {
  /**
   * A page of movements made from `fromMs` on and before `toMs` (whole seconds), the newest first.
   * @param after the id the page begins behind; '' for the first
   * @returns `next` is where the next page begins, null after the last
   */
  listMovements(page: { fromMs: number; toMs: number; after: string }): Promise<{ rows: ProviderMovement[]; next: string | null }>
  /** What the provider holds for us now, per currency, in minor units. */
  readBalance(): Promise<{ currency: Currency; availableMinor: number; pendingMinor: number }[]>
}
