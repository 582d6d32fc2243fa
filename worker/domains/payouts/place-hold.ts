import { type HoldRow, insertHold, readForHold } from '#db/platform/queries/payouts/holds.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { assert } from '#worker/pure/assert.ts'
import { auditOf } from '#worker/pure/audit.ts'
import type { Id } from '#worker/pure/ids.ts'
import { toTransfers } from '#worker/pure/ledger.ts'
import type { Currency } from '#worker/pure/money.ts'
import { holdPostings } from '#worker/pure/payout-postings.ts'
import type { HoldKind } from '#worker/pure/payout-terms.ts'
import { actorOf } from '#worker/pure/principal.ts'
import { Unavailable } from '#worker/pure/problem.ts'
import { holdIdOf } from './hold.ts'

/** Plans made on balances that moved meanwhile are made again, this often. */
const TRIES_MAX = 8

export type NewHold = {
  vendorId: Id<'vendor'>
  kind: HoldKind
  /** NULL for `risk`, which stops payouts of every currency and moves nothing. */
  currency: Currency | null
  /** What should be taken aside; as much of it as is available is, and the rest when more comes in. 0 for `risk`. */
  amountMinor: number
  /** The dispute or request it is for: placed twice for the same cause, it is one hold. */
  causeId: string
  /** For the vendor to read. */
  reason: string
  /** When it lifts itself; null = when somebody lifts it. */
  releasesAtMs: number | null
}

/**
 * Keeps a vendor's money back: `dispute` and `manual` take an amount from what is available, as much as is there; `risk`
 * stops all payouts of the vendor. Audited when a person asks for it. Safe to repeat by cause: the hold that is there is
 * answered as it is, lifted or not.
 * @throws Unavailable 503 if the vendor's balance keeps moving
 */
export async function placeHold(ctx: Ctx, hold: NewHold): Promise<HoldRow> {
  const { vendorId, kind, currency, causeId } = hold
  assert((kind === 'risk') === (currency === null), 'only a stop of all payouts has no currency')
  const id = await holdIdOf(hold)
  for (let attempt = 0; attempt < TRIES_MAX; attempt++) {
    const seen = await readForHold(ctx.platform, { vendorId, kind, causeId, currency })
    if (seen.hold) return seen.hold
    const takenMinor = Math.min(hold.amountMinor, seen.availableMinor)
    const row: HoldRow = {
      ...hold,
      id,
      wantedMinor: hold.amountMinor,
      amountMinor: takenMinor,
      releasedMinor: 0,
      status: 'active',
      placedBy: ctx.principal.kind === 'account' ? actorOf(ctx.principal) : 'system',
      placedAtMs: ctx.now(),
      liftedBy: null,
      liftedAtMs: null,
    }
    const postings = currency === null ? [] : holdPostings({ holdId: id, vendorId, currency, amountMinor: takenMinor })
    const audit =
      ctx.principal.kind === 'account'
        ? auditOf(ctx, {
            action: 'payout_hold.place',
            subjectId: id,
            vendorId,
            detail: { kind, currency, wantedMinor: hold.amountMinor, takenMinor, reason: hold.reason, releasesAtMs: hold.releasesAtMs },
          })
        : null
    if (await insertHold(ctx.platform, row, await toTransfers(postings, row.placedAtMs), audit)) return row
  }
  throw new Unavailable('This vendor’s balance')
}
