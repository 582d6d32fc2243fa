import { type SQL, sql } from 'drizzle-orm'
import { orderSummary, refund, refundAllocation } from '#db/platform/schema/checkout.ts'
import { account } from '#db/platform/schema/identity.ts'
import { vendor } from '#db/platform/schema/tenancy.ts'
import type { PlatformDb } from '#db/types.ts'
import type { Id } from '#worker/pure/ids.ts'
import type { Currency } from '#worker/pure/money.ts'
import type { Bearer } from '#worker/pure/refund-plan.ts'
import type { RefundRow } from './refunds.ts'

/** Which refunds: instants are UTC epoch ms, `toMs` the first one that is out. */
export type RefundSearch = {
  status?: RefundRow['status'] | undefined
  bearer?: Bearer | undefined
  reason?: RefundRow['reason'] | undefined
  vendorId?: Id<'vendor'> | undefined
  currency?: Currency | undefined
  fromMs?: number | undefined
  toMs?: number | undefined
}

export type ListedRefund = Pick<
  RefundRow,
  | 'id'
  | 'orderId'
  | 'amountMinor'
  | 'currency'
  | 'reason'
  | 'bearer'
  | 'note'
  | 'status'
  | 'failure'
  | 'requestedBy'
  | 'createdAtMs'
  | 'settledAtMs'
> & {
  orderNumber: number | null
  vendorId: Id<'vendor'>
  vendorName: string
  /** Of whoever asked for it, at a store or the marketplace. */
  requestedByName: string | null
  vendorMinor: number
  platformMinor: number
  commissionMinor: number
  commissionTaxMinor: number
  taxMinor: number
  promotionMinor: number
}

/** Refunds of all orders with who bore what of each, the last decided first. One round trip. @param before the last of the page before */
export async function listRefunds(
  db: PlatformDb,
  { status, bearer, reason, vendorId, currency, fromMs, toMs }: RefundSearch,
  { before, limit }: { before?: Id<'refund'> | undefined; limit: number },
): Promise<ListedRefund[]> {
  const conditions: SQL[] = [
    ...(status === undefined ? [] : [sql`r.status = ${status}`]),
    ...(bearer === undefined ? [] : [sql`r.bearer = ${bearer}`]),
    ...(reason === undefined ? [] : [sql`r.reason = ${reason}`]),
    ...(vendorId === undefined ? [] : [sql`o.vendor_id = ${vendorId}`]),
    ...(currency === undefined ? [] : [sql`r.currency = ${currency}`]),
    ...(fromMs === undefined ? [] : [sql`r.created_at_ms >= ${fromMs}`]),
    ...(toMs === undefined ? [] : [sql`r.created_at_ms < ${toMs}`]),
    ...(before === undefined ? [] : [sql`(r.created_at_ms, r.id) < (select b.created_at_ms, b.id from ${refund} b where b.id = ${before})`]),
  ]
  const sum = (column: string) => sql`coalesce(sum(a.${sql.raw(column)}), 0)`
  return db.all<ListedRefund>(sql`
    with page as (
      select r.id, r.order_id, o.number, o.vendor_id, v.name as vendor_name, r.amount_minor, r.currency, r.reason, r.bearer, r.note, r.status, r.failure,
        r.requested_by, p.name as requested_by_name, r.created_at_ms, r.settled_at_ms
      from ${refund} r join ${orderSummary} o on o.id = r.order_id join ${vendor} v on v.id = o.vendor_id
      left join ${account} p on p.id = replace(r.requested_by, 'vendor:', '')
      where ${sql.join([sql`true`, ...conditions], sql` and `)} order by r.created_at_ms desc, r.id desc limit ${limit}
    )
    select page.id, order_id as orderId, number as orderNumber, vendor_id as vendorId, vendor_name as vendorName, page.amount_minor as amountMinor, currency,
      reason, bearer, note, status, failure, requested_by as requestedBy, requested_by_name as requestedByName, created_at_ms as createdAtMs,
      settled_at_ms as settledAtMs, ${sum('vendor_minor')} as vendorMinor, ${sum('platform_minor')} as platformMinor,
      ${sum('commission_minor')} as commissionMinor, ${sum('commission_tax_minor')} as commissionTaxMinor, ${sum('tax_minor')} as taxMinor,
      ${sum('promotion_minor')} as promotionMinor
    from page left join ${refundAllocation} a on a.refund_id = page.id
    group by page.id order by created_at_ms desc, page.id desc`)
} // biome-ignore format: a query

/** How many refunds are under way, failed, or were sent back by the buyer's bank and not sent again. */
export async function countRefunds(db: PlatformDb): Promise<{ pending: number; failed: number; returned: number }> {
  const [counts] = await db.all<{ pending: number; failed: number; returned: number }>(sql`
    select (select count(*) from ${refund} where status = 'pending') as pending, (select count(*) from ${refund} where status = 'failed') as failed,
      (select count(*) from ${refund} where status = 'returned') as returned`)
  return counts ?? { pending: 0, failed: 0, returned: 0 }
}
