import type { HoldRow } from '#db/platform/queries/payouts/holds.ts'
import { deriveId, type Id } from '#worker/pure/ids.ts'
import type { LedgerTransfer } from '#worker/pure/ledger.ts'
import type { Currency } from '#worker/pure/money.ts'
import { holdReleasePostings } from '#worker/pure/payout-postings.ts'
import type { HoldKind } from '#worker/pure/payout-terms.ts'
import { toRfc3339 } from '#worker/pure/time.ts'

/**
 * INV-HLD-1: what a vendor's active holds hold sums to the balance of its `held` account, per currency.
 * INV-HLD-2: a vendor has one hold a kind, cause and currency (unique index).
 * INV-HLD-3: a hold only moves active -> lifted, and gives back what it took, once.
 */
export const heldMinor = ({ amountMinor, releasedMinor }: Pick<HoldRow, 'amountMinor' | 'releasedMinor'>): number =>
  amountMinor - releasedMinor

/** The id of a hold follows from the vendor and what it is for, so a hold asked for twice is one. */
export const holdIdOf = (hold: { vendorId: Id<'vendor'>; kind: HoldKind; causeId: string; currency: Currency | null }) =>
  deriveId('payoutHold', hold.vendorId, hold.kind, hold.causeId, hold.currency ?? '')

/** Gives part of a hold back to what is available; its id follows from how much went back before. */
export async function giveBack(hold: HoldRow & { currency: Currency }, amountMinor: number, atMs: number): Promise<LedgerTransfer[]> {
  const { id: holdId, vendorId, currency, releasedMinor } = hold
  return numbered(holdReleasePostings({ holdId, vendorId, currency, amountMinor }), releasedMinor, atMs)
}

/** Transfers of a cause that has several of one code: each is told from the others by where its cause stood before it. */
export async function numbered(
  postings: readonly Omit<LedgerTransfer, 'id' | 'phase' | 'pendingId' | 'atMs'>[],
  before: number,
  atMs: number,
): Promise<LedgerTransfer[]> {
  return Promise.all(
    postings.map(async (posting) => {
      const id = await deriveId('transfer', posting.causeId, posting.code, String(before))
      return { ...posting, id, phase: 'posted' as const, pendingId: null, atMs }
    }),
  )
}

/** A hold as people are shown it. */
export function showHold(row: HoldRow) {
  const { id, vendorId, kind, currency, wantedMinor, reason, causeId, releasesAtMs, status, placedBy, placedAtMs, liftedAtMs } = row
  return {
    id,
    vendorId,
    kind,
    currency,
    wantedMinor,
    heldMinor: status === 'active' ? heldMinor(row) : 0,
    causeId,
    reason,
    releasesAt: releasesAtMs === null ? null : toRfc3339(releasesAtMs),
    status,
    placedBy,
    placedAt: toRfc3339(placedAtMs),
    liftedAt: liftedAtMs === null ? null : toRfc3339(liftedAtMs),
  }
}
