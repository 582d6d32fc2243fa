import type { ProviderStatus } from '#worker/pure/dispute.ts'
import type { EvidenceFileType } from '#worker/pure/dispute-evidence.ts'
import type { Money } from '#worker/pure/money.ts'

/** A dispute as the provider has it now. */
export type ProviderDispute = {
  providerRef: string
  /** The payment it is about, by the provider's name for it; null for a charge that is none of ours. */
  paymentRef: string | null
  amount: Money
  reason: string
  networkCode: string
  cardBrand: string
  status: ProviderStatus
  /** Until when the bank takes an answer; null once it is decided. */
  dueAtMs: number | null
  openedAtMs: number
  /** What the provider took of our balance, gave back to it, and kept for itself, so far. Minor units of the amount's currency. */
  withdrawnMinor: number
  reinstatedMinor: number
  feeMinor: number
  /** How often evidence was sent to the bank. */
  submissions: number
}

/** What disputes need of the payment provider. Every call is safe to repeat. */
export type DisputeGateway = {
  /** The state now. @throws NotFound if the provider does not know it */
  fetch(providerRef: string): Promise<ProviderDispute>
  /** Those opened since an instant, the newest first. @param after the last one of the page before */
  list(input: { openedSinceMs: number; after?: string | undefined }): Promise<{ disputes: ProviderDispute[]; hasMore: boolean }>
  /**
   * Hands over a file of evidence. The same key and bytes are the same file, for a day.
   * @throws Problem 409 `evidence_refused` for a file the provider cannot use
   */
  uploadFile(input: {
    key: string
    name: string
    contentType: EvidenceFileType
    bytes: Uint8Array<ArrayBuffer>
  }): Promise<{ fileRef: string }>
  /**
   * Sends evidence to the bank, which reads it once: afterwards nothing can be added. Fields of files hold the provider's ids.
   * A dispute that evidence was sent for before is left as it is.
   * @throws Problem 409 `evidence_refused` if the bank takes no answer (any more)
   */
  submit(input: { providerRef: string; evidence: Readonly<Record<string, string>> }): Promise<ProviderDispute>
  /** Accepts the loss, or answers the state it ended in. */
  accept(providerRef: string): Promise<ProviderDispute>
}

/** Where files of evidence are kept. Keys begin with the dispute's id. */
export type EvidenceStore = {
  /** Safe to repeat. */
  put(key: string, bytes: Uint8Array<ArrayBuffer>, contentType: EvidenceFileType): Promise<void>
  /** The bytes; null if there are none. */
  get(key: string): Promise<Uint8Array<ArrayBuffer> | null>
}
