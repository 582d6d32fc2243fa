import { sql } from 'drizzle-orm'
import { orderSummary } from '#db/platform/schema/checkout.ts'
import { ledgerAccount, payout } from '#db/platform/schema/money.ts'
import { vendor } from '#db/platform/schema/tenancy.ts'
import type { PlatformDb } from '#db/types.ts'
import type { Id } from '#worker/pure/ids.ts'
import type { Currency } from '#worker/pure/money.ts'

/** A vendor's money in one currency, and what a payout of it depends on. Amounts in minor units. */
export type Payee = {
  /** Where the next page begins. */
  position: string
  vendorId: Id<'vendor'>
  name: string
  currency: Currency
  /** May be paid out. */
  availableMinor: number
  /** Becomes available with the next release: its hold is over. */
  maturedMinor: number
  /** Earned and still held. */
  heldMinor: number
  destination: string | null
  canReceiveTransfers: boolean
  /** The period's payout, if it was decided. */
  payoutId: Id<'payout'> | null
  payoutMinor: number | null
}
export type PayeeFilter = { period: string; currency?: Currency | undefined; nowMs: number; after: string; limit: number }

/** Every vendor and currency with money that a payout could be about, whether or not it can be paid now; for paging, after one. */
export async function listPayees(db: PlatformDb, { period, currency, nowMs, after, limit }: PayeeFilter): Promise<Payee[]> {
  const rows = await db.all<Omit<Payee, 'canReceiveTransfers'> & { canReceiveTransfers: number }>(sql`
    with purse (vendor_id, currency, available, matured, held) as (
      select owner, currency, credits_minor - debits_minor - debits_pending_minor, 0, 0 from ${ledgerAccount} where purpose = 'available'
      union all
      select vendor_id, currency, 0,
        iif(status in ('shipped', 'delivered') and matures_at_ms <= ${nowMs} and release_blocked_by is null, earning, 0),
        iif(status in ('shipped', 'delivered') and matures_at_ms <= ${nowMs} and release_blocked_by is null, 0, earning)
      from (
        select *, total_minor + platform_discount_minor - commission_minor - commission_tax_minor - tax_minor - vendor_refunded_minor as earning
        from ${orderSummary}
      ) where released_at_ms is null and status in ('placed', 'packed', 'shipped', 'delivered')
    ), sums as (
      select vendor_id, currency, sum(available) as available, sum(matured) as matured, sum(held) as held, vendor_id || '/' || currency as position
      from purse group by vendor_id, currency
    )
    select s.position, s.vendor_id as vendorId, v.name, s.currency, s.available as availableMinor, s.matured as maturedMinor, s.held as heldMinor,
      v.stripe_account_id as destination, v.can_receive_transfers as canReceiveTransfers, p.id as payoutId, p.amount_minor as payoutMinor
    from sums s
    join ${vendor} v on v.id = s.vendor_id
    left join ${payout} p on p.vendor_id = s.vendor_id and p.currency = s.currency and p.period = ${period}
    where s.position > ${after} and (s.available <> 0 or s.matured <> 0 or s.held <> 0 or p.id is not null)
      and s.currency = coalesce(${currency ?? null}, s.currency)
    order by s.position limit ${limit}`)
  return rows.map((row) => ({ ...row, canReceiveTransfers: row.canReceiveTransfers === 1 }))
}
