import { changeHolds, findActiveHolds, type HoldFilter, type HoldRow, listDueHolds } from '#db/platform/queries/payouts/holds.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { auditOf } from '#worker/pure/audit.ts'
import type { LedgerTransfer } from '#worker/pure/ledger.ts'
import type { Currency } from '#worker/pure/money.ts'
import { actorOf } from '#worker/pure/principal.ts'
import { giveBack, heldMinor } from './hold.ts'
import { settleDebt } from './settle-debt.ts'

const TRIES_MAX = 8
const BATCH = 100

/**
 * Lifts a hold: what it still holds is available again, less what the vendor owes. By its id, or all active ones of a kind
 * and cause. Audited when a person asks for it. Safe to repeat: a hold that is lifted stays so.
 * @returns how many were lifted now
 */
export async function liftHold(ctx: Ctx, filter: HoldFilter, note = ''): Promise<number> {
  const holds = await findActiveHolds(ctx.platform, filter)
  let lifted = 0
  for (const hold of holds) if (await liftOne(ctx, hold, note)) lifted++
  return lifted
}

/** Lifts the holds whose time is over. Bounded; the rest is lifted by the next call. Safe to repeat and to run twice at once. */
export async function liftDueHolds(ctx: Ctx): Promise<number> {
  const due = await listDueHolds(ctx.platform, ctx.now(), BATCH)
  let lifted = 0
  for (const hold of due) if (await liftOne(ctx, hold, '')) lifted++
  return lifted
}

async function liftOne(ctx: Ctx, first: HoldRow, note: string): Promise<boolean> {
  let hold: HoldRow | undefined = first
  for (let attempt = 0; attempt < TRIES_MAX && hold !== undefined; attempt++) {
    if (await changeHolds(ctx.platform, [changeOf(ctx, hold)], await backOf(hold, ctx.now()), { audit: auditOfLift(ctx, hold, note) })) {
      if (hold.currency !== null) await settleDebt(ctx, { vendorId: hold.vendorId })
      return true
    }
    // It was lifted, filled up or released in part meanwhile.
    hold = (await findActiveHolds(ctx.platform, { id: hold.id }))[0]
  }
  return false
}

const changeOf = (ctx: Ctx, seen: HoldRow) => ({
  seen,
  next: {
    status: 'lifted' as const,
    releasedMinor: seen.amountMinor,
    liftedBy: ctx.principal.kind === 'account' ? actorOf(ctx.principal) : 'system',
    liftedAtMs: ctx.now(),
  },
})

async function backOf(hold: HoldRow, atMs: number): Promise<LedgerTransfer[]> {
  return hold.currency === null ? [] : giveBack(hold as HoldRow & { currency: Currency }, heldMinor(hold), atMs)
}

function auditOfLift(ctx: Ctx, hold: HoldRow, note: string) {
  if (ctx.principal.kind !== 'account') return null
  const { id: subjectId, vendorId, kind, currency, reason } = hold
  return auditOf(ctx, {
    action: 'payout_hold.lift',
    subjectId,
    vendorId,
    detail: { kind, currency, heldMinor: heldMinor(hold), reason, note },
  })
}
