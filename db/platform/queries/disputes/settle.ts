import { and, eq, inArray, sql } from 'drizzle-orm'
import { guard, readTogether, type Statement } from '#db/commit.ts'
import { type CommissionReversal, commissionRechargeStatements, commissionReversalStatements } from '#db/platform/queries/commissions.ts'
import { orderSummary, paymentSplit, refund, refundAllocation } from '#db/platform/schema/checkout.ts'
import { commissionLine } from '#db/platform/schema/commissions.ts'
import { dispute, disputeShare } from '#db/platform/schema/disputes.ts'
import { ledgerAccount, ledgerTransfer } from '#db/platform/schema/money.ts'
import { payoutHold } from '#db/platform/schema/payouts.ts'
import type { PlatformDb } from '#db/types.ts'
import type { Id } from '#worker/pure/ids.ts'
import { type LedgerTransfer, type Posting, readAccountId } from '#worker/pure/ledger.ts'
import type { Allocation } from '#worker/pure/refund-plan.ts'
import { heldOf } from './held.ts'
import { changeDispute, type DisputeChange, type DisputeRow, type Effects, type ShareRow, unblockOf } from './record.ts'

type HoldRow = typeof payoutHold.$inferSelect
type AccountRow = typeof ledgerAccount.$inferSelect
type CommissionRow = typeof commissionLine.$inferSelect

/** An order's part of a dispute, with what a loss of it is planned from. */
export type LossFacts = {
  share: ShareRow
  order: typeof orderSummary.$inferSelect
  /**
   * What is left of its part of the payment after refunds, also those under way, and other disputes; what was refunded by hand
   * beyond that is the platform's loss, and leaves the order as it is.
   */
  capturedLeftMinor: number
  taken: Allocation[]
  commission: CommissionRow[]
}
export type Losses = { dispute: DisputeRow | undefined; facts: LossFacts[]; available: AccountRow[]; holds: HoldRow[] }

/** Everything the loss of a dispute is planned from, as of one moment; one round trip. */
export async function readLosses(db: PlatformDb, disputeId: Id<'dispute'>): Promise<Losses> {
  const shares = eq(disputeShare.disputeId, disputeId)
  const orderIds = db.select({ id: disputeShare.orderId }).from(disputeShare).where(shares)
  const vendorIds = db.select({ id: disputeShare.vendorId }).from(disputeShare).where(shares)
  const [rows, parts, taken, commission, available, holds] = await readTogether(db, [
    db.select().from(dispute).where(eq(dispute.id, disputeId)),
    db
      .select({
        share: disputeShare,
        order: orderSummary,
        capturedLeftMinor: sql<number>`${paymentSplit.capturedMinor} - ${paymentSplit.refundedMinor}
          - (select coalesce(sum(r.amount_minor), 0) from ${refund} r where r.order_id = ${disputeShare.orderId} and r.status = 'pending')
          - ${heldOf(disputeShare.orderId, sql`d.id <> ${disputeId}`)}
          + iif(${orderSummary.placedAtMs} is null, 0, (select coalesce(sum(r.amount_minor - (select coalesce(sum(a.amount_minor), 0)
             from ${refundAllocation} a where a.refund_id = r.id)), 0) from ${refund} r
             where r.order_id = ${disputeShare.orderId} and r.reason = 'by_provider' and r.status in ('pending', 'succeeded')))`,
      })
      .from(disputeShare)
      .innerJoin(orderSummary, eq(orderSummary.id, disputeShare.orderId))
      .innerJoin(paymentSplit, eq(paymentSplit.orderId, disputeShare.orderId))
      .where(shares)
      .orderBy(disputeShare.orderId),
    db
      .select({ row: refundAllocation, orderId: sql<Id<'order'>>`coalesce(${refund.orderId}, ${disputeShare.orderId})` })
      .from(refundAllocation)
      .leftJoin(refund, eq(refund.id, refundAllocation.refundId))
      .leftJoin(disputeShare, eq(sql<string>`${disputeShare.id}`, refundAllocation.refundId))
      .where(
        sql`(${inArray(refund.orderId, orderIds)} and ${refund.status} <> 'failed')
          or (${inArray(disputeShare.orderId, orderIds)} and ${disputeShare.disputeId} <> ${disputeId})`,
      )
      .orderBy(refundAllocation.refundId, refundAllocation.position),
    db.select().from(commissionLine).where(inArray(commissionLine.orderId, orderIds)).orderBy(commissionLine.id),
    db
      .select()
      .from(ledgerAccount)
      .where(and(inArray(ledgerAccount.owner, sql`(${vendorIds})` as never), eq(ledgerAccount.purpose, 'available'))),
    db
      .select()
      .from(payoutHold)
      .where(and(eq(payoutHold.kind, 'dispute'), eq(payoutHold.causeId, disputeId), eq(payoutHold.status, 'active'))),
  ])
  const facts = parts.map((part): LossFacts => {
    const orderId = part.order.id
    return {
      ...part,
      taken: taken.filter((each) => each.orderId === orderId).map(({ row }) => row),
      commission: commission.filter((each) => each.orderId === orderId),
    }
  })
  return { dispute: rows[0], facts, available, holds }
}

/** One order's part of a loss, as it is written down. */
export type ShareLoss = {
  facts: LossFacts
  feeMinor: number
  vendorMinor: number
  debtMinor: number
  allocations: readonly Allocation[]
  /** What it took of the vendor's earning before that was released. */
  unreleasedMinor: number
  reversals: readonly CommissionReversal[]
}

/**
 * Ends a dispute that was lost: what went back of it first, what each order gives back and who bears it, the holds that are used up for it, and the
 * orders' earnings unblocked, in one commit.
 * @returns false if the dispute, an order or a hold is not as it was read, or a vendor's money moved; nothing was stored then
 */
export async function settleLoss(
  db: PlatformDb,
  seen: DisputeRow,
  loss: {
    returned: readonly ShareReturn[]
    shares: readonly ShareLoss[]
    holds: readonly HoldRow[]
    change: DisputeChange
    effects: Effects
    atMs: number
  },
): Promise<boolean> {
  return changeDispute(db, seen, { ...loss.change, isSettled: true }, loss.effects, [
    ...loss.returned.flatMap((share) => shareReturnStatements(db, share)),
    ...loss.shares.flatMap((share) => shareStatements(db, share)),
    ...loss.holds.flatMap((hold) => liftStatements(db, hold, loss.atMs)),
    unblockOf(db, seen.id),
  ])
}

function shareStatements(db: PlatformDb, { facts, ...loss }: ShareLoss): Statement[] {
  const { share, order } = facts
  const isAsSeen = order.releasedAtMs === null ? sql`${orderSummary.releasedAtMs} is null` : sql`${orderSummary.releasedAtMs} is not null`
  return [
    db
      .update(orderSummary)
      .set({ refundCount: order.refundCount + 1, vendorRefundedMinor: sql`${orderSummary.vendorRefundedMinor} + ${loss.unreleasedMinor}` })
      .where(and(eq(orderSummary.id, order.id), eq(orderSummary.refundCount, order.refundCount), isAsSeen)),
    guard(db),
    db
      .update(disputeShare)
      .set({ feeMinor: loss.feeMinor, vendorMinor: loss.vendorMinor, debtMinor: loss.debtMinor })
      .where(eq(disputeShare.id, share.id)),
    ...(loss.allocations.length === 0
      ? []
      : // What a dispute took of an order's parts stands beside what its refunds took, under the share's id.
        [
          db
            .insert(refundAllocation)
            .values(loss.allocations.map((each, position) => ({ ...each, refundId: share.id as never, position }))),
        ]),
    ...(loss.reversals.length === 0
      ? []
      : [
          db.run(sql`insert into precondition (holds) select count(*) = ${facts.commission.length} from ${commissionLine}
            where ${commissionLine.orderId} = ${order.id}`),
          ...commissionReversalStatements(db, loss.reversals),
        ]),
  ]
}

/** The transfers of the loss that stands: of the dispute itself and of its orders' parts, what the provider moved apart. */
export async function readTakenTransfers(db: PlatformDb, disputeId: Id<'dispute'>): Promise<Posting[]> {
  const rows = await db
    .select()
    .from(ledgerTransfer)
    .where(
      and(
        sql`${ledgerTransfer.causeId} in (select ${disputeId} union all select ${disputeShare.id} from ${disputeShare} where ${disputeShare.disputeId} = ${disputeId})`,
        sql`${ledgerTransfer.code} not in ('dispute_withdrawn', 'dispute_reinstated', 'dispute_fee', 'dispute_fee_returned')`,
      ),
    )
    .orderBy(ledgerTransfer.position)
  const all = rows.map(
    ({ debitAccountId, creditAccountId, ...row }) => ({ ...row, debit: debitAccountId, credit: creditAccountId }) as Posting,
  )
  return all.slice(all.findLastIndex(isReturn) + 1)
}

/** Money of a loss on its way back; not what the platform gave a vendor in its place. */
const isReturn = ({ code, debit }: Posting): boolean =>
  code === 'dispute_loss_returned' && readAccountId(debit).purpose !== 'dispute_losses'

/** One order's part of a loss that goes back. */
export type ShareReturn = Pick<LossFacts, 'share' | 'order'> & {
  postings: readonly Posting[]
  /** What goes back to the vendor's earning, which was not released yet. */
  pendingMinor: number
  /** The commission it had given back, which is charged again. */
  charges: readonly { id: Id<'commissionLine'>; reversalId: Id<'commissionLine'> }[]
  atMs: number
}

/** What a loss took, on its way back. */
export type LossReturn = { shares: readonly ShareReturn[]; transfers: readonly LedgerTransfer[] }

/**
 * The part took nothing of the vendor, but for the fee, and nothing of what the order is made of; its earning is whole again,
 * if it is as it was seen.
 */
export const shareReturnStatements = (db: PlatformDb, { share, order, pendingMinor, charges, atMs }: ShareReturn): Statement[] => [
  db
    .update(orderSummary)
    .set({ refundCount: order.refundCount + 1, vendorRefundedMinor: sql`${orderSummary.vendorRefundedMinor} - ${pendingMinor}` })
    .where(
      and(
        eq(orderSummary.id, order.id),
        eq(orderSummary.refundCount, order.refundCount),
        order.releasedAtMs === null ? sql`${orderSummary.releasedAtMs} is null` : sql`${orderSummary.releasedAtMs} is not null`,
      ),
    ),
  guard(db),
  db
    .update(disputeShare)
    .set({ vendorMinor: sql`min(${disputeShare.feeMinor}, ${disputeShare.vendorMinor})`, debtMinor: 0 })
    .where(eq(disputeShare.id, share.id)),
  db.delete(refundAllocation).where(eq(refundAllocation.refundId, share.id as never)),
  ...commissionRechargeStatements(db, charges, atMs),
]

/** The platform bears the dispute: it took nothing of vendors. */
export const writtenOffStatements = (db: PlatformDb, disputeId: Id<'dispute'>): Statement[] => [
  db.update(disputeShare).set({ feeMinor: 0, vendorMinor: 0, debtMinor: 0 }).where(eq(disputeShare.disputeId, disputeId)),
]

/** A hold gives back all it has; its transfer is among the effects. */
const liftStatements = (db: PlatformDb, hold: HoldRow, atMs: number): Statement[] => [
  db
    .update(payoutHold)
    .set({ status: 'lifted', releasedMinor: hold.amountMinor, liftedBy: 'system', liftedAtMs: atMs })
    .where(
      and(
        eq(payoutHold.id, hold.id),
        eq(payoutHold.status, 'active'),
        eq(payoutHold.amountMinor, hold.amountMinor),
        eq(payoutHold.releasedMinor, hold.releasedMinor),
      ),
    ),
  guard(db),
]

/** Notes what of each order's part could be taken aside. */
export const heldStatements = (db: PlatformDb, held: readonly { shareId: Id<'disputeShare'>; heldMinor: number }[]): Statement[] =>
  held.map(({ shareId, heldMinor }) => db.update(disputeShare).set({ heldMinor }).where(eq(disputeShare.id, shareId)))
