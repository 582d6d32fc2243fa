import { type SQL, type SQLWrapper, sql } from 'drizzle-orm'
import { refundAllocation } from '#db/platform/schema/checkout.ts'
import { dispute, disputeShare } from '#db/platform/schema/disputes.ts'
import { ledgerTransfer } from '#db/platform/schema/money.ts'

/** Whether a loss of dispute `d` is booked: what it took is known, and is not to change. */
const IS_BOOKED = sql`d.is_settled = 1 and d.lost_minor > 0`

/** What the loss of share `s` took: of its order's parts, or of the buyers' funds where the order was never placed. */
const TAKEN = sql`(select coalesce(sum(a.amount_minor), 0) from ${refundAllocation} a where a.refund_id = s.id)
  + (select coalesce(sum(iif(t.debit_account_id like 'platform/buyer_funds/%', t.amount_minor, -t.amount_minor)), 0) from ${ledgerTransfer} t
     where t.cause_id = s.id and 'platform/buyer_funds/' || t.currency in (t.debit_account_id, t.credit_account_id))`

/**
 * What card networks hold of an order's share of its payment: all a dispute is about, as long as its money is gone; once it is
 * booked as lost, what the loss took.
 * @param which of the disputes `d` are counted; all by default
 */
export const heldOf = (orderId: string | SQLWrapper, which: SQL = sql`true`): SQL<number> =>
  sql<number>`(select coalesce(sum(iif(${IS_BOOKED}, ${TAKEN}, s.amount_minor)), 0)
    from ${disputeShare} s join ${dispute} d on d.id = s.dispute_id
    where s.order_id = ${orderId} and d.withdrawn_minor > d.reinstated_minor and ${which})`

/** What of it is held by disputes that nobody knows the end of yet. */
export const contestedOf = (orderId: string | SQLWrapper): SQL<number> => heldOf(orderId, sql`not (${IS_BOOKED})`)
