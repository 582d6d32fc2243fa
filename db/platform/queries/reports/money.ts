import { type SQL, sql } from 'drizzle-orm'
import { orderGroup, orderSummary, refund, refundAllocation } from '#db/platform/schema/checkout.ts'
import { disputeShare } from '#db/platform/schema/disputes.ts'
import { ledgerAccount, ledgerTransfer } from '#db/platform/schema/money.ts'
import { vendor } from '#db/platform/schema/tenancy.ts'
import type { PlatformDb } from '#db/types.ts'
import type { Id } from '#worker/pure/ids.ts'
import type { Currency } from '#worker/pure/money.ts'

export type Bucket = 'day' | 'week' | 'month'
export type ReportFilter = {
  bucket: Bucket
  fromMs: number
  toMs: number
  vendorId?: Id<'vendor'> | undefined
  currency?: Currency | undefined
  /** One row for all vendors, or one each. */
  byVendor: boolean
  after: string
  limit: number
}

/** What moved in a stretch of time for a vendor (or all) in a currency. Minor units; `key` is the cursor. */
export type MoneyRow = {
  key: string
  period: string
  vendorId: Id<'vendor'> | ''
  vendorName: string
  currency: Currency
  orders: number
  grossMinor: number
  refundedMinor: number
  commissionMinor: number
  commissionTaxMinor: number
  taxMinor: number
  paidOutMinor: number
}

const PERIODS: Record<Bucket, SQL> = {
  day: sql`date(at_ms / 1000, 'unixepoch')`,
  // The Monday of the week.
  week: sql`date(at_ms / 1000, 'unixepoch', '-6 days', 'weekday 1')`,
  month: sql`strftime('%Y-%m', at_ms / 1000, 'unixepoch')`,
}

/**
 * Sales, refunds, commission, taxes and payouts by period, vendor and currency, out of the ledger: each figure is a range of
 * the index on one of the platform's accounts and time.
 */
export async function readMoneyReport(db: PlatformDb, filter: ReportFilter): Promise<MoneyRow[]> {
  const { bucket, fromMs, toMs, vendorId, currency, byVendor, after, limit } = filter
  const account = (purpose: string) => sql`(select id from ${ledgerAccount} where owner = 'platform' and purpose = ${purpose}
    and currency = coalesce(${currency ?? null}, currency))`
  const range = sql`at_ms >= ${fromMs} and at_ms < ${toMs} and phase in ('posted', 'post')`
  const part = (kind: string, side: 'debit' | 'credit', purpose: string, sign: 1 | -1, codes: SQL) => sql`
    select ${kind} as kind, at_ms, currency, cause_id, ${sign} * amount_minor as amount,
      iif(substr(debit_account_id, 1, 4) = 'ven_', substr(debit_account_id, 1, 30), iif(substr(credit_account_id, 1, 4) = 'ven_', substr(credit_account_id, 1, 30), null)) as vendor_id
    from ${ledgerTransfer} where ${sql.raw(`${side}_account_id`)} in ${account(purpose)} and ${range} and ${codes}`
  const any = sql`true`
  return db.all<MoneyRow>(sql`
    with moves as (
      ${part('gross', 'debit', 'buyer_funds', 1, sql`code = 'sale'`)}
      union all ${part('refunded', 'credit', 'buyer_funds', 1, sql`code not in ('capture', 'refund_failed')`)}
      union all ${part('refunded', 'credit', 'disputes', 1, sql`code in ('dispute_lost', 'commission_reversed', 'commission_tax_reversed', 'tax_reversed')`)}
      union all ${part('refunded', 'debit', 'disputes', -1, sql`code = 'dispute_loss_returned' and credit_account_id not like 'platform/dispute_losses/%' and credit_account_id not like 'platform/buyer_funds/%'`)}
      union all ${part('commission', 'credit', 'commission', 1, any)} union all ${part('commission', 'debit', 'commission', -1, any)}
      union all ${part('commission_tax', 'credit', 'commission_tax', 1, any)} union all ${part('commission_tax', 'debit', 'commission_tax', -1, any)}
      union all ${part('tax', 'credit', 'tax_payable', 1, any)} union all ${part('tax', 'debit', 'tax_payable', -1, any)}
      union all ${part('paid', 'credit', 'stripe_clearing', 1, sql`code = 'payout'`)} union all ${part('paid', 'debit', 'stripe_clearing', -1, sql`code = 'payout_reversed'`)}
    ), placed as (
      select m.kind, m.currency, m.amount, ${PERIODS[bucket]} as period,
        coalesce(m.vendor_id, o.vendor_id, ro.vendor_id, so.vendor_id, '') as vendor_id
      from moves m
      left join ${orderSummary} o on m.vendor_id is null and o.id = m.cause_id
      left join ${refund} r on m.vendor_id is null and r.id = m.cause_id left join ${orderSummary} ro on ro.id = r.order_id
      left join ${disputeShare} s on m.vendor_id is null and s.id = m.cause_id left join ${orderSummary} so on so.id = s.order_id
    ), sums as (
      select period, ${byVendor ? sql`vendor_id` : sql`''`} as vendor_id, currency,
        sum(kind = 'gross') as orders, sum(iif(kind = 'gross', amount, 0)) as gross, sum(iif(kind = 'refunded', amount, 0)) as refunded,
        sum(iif(kind = 'commission', amount, 0)) as commission, sum(iif(kind = 'commission_tax', amount, 0)) as commission_tax,
        sum(iif(kind = 'tax', amount, 0)) as tax, sum(iif(kind = 'paid', amount, 0)) as paid
      from placed where vendor_id = coalesce(${vendorId ?? null}, vendor_id) group by period, 2, currency
    )
    select s.period || '/' || s.vendor_id || '/' || s.currency as key, s.period, s.vendor_id as vendorId, coalesce(v.name, '') as vendorName, s.currency, s.orders,
      s.gross as grossMinor, s.refunded as refundedMinor, s.commission as commissionMinor, s.commission_tax as commissionTaxMinor, s.tax as taxMinor, s.paid as paidOutMinor
    from sums s left join ${vendor} v on v.id = s.vendor_id
    where key > ${after} order by key limit ${limit}`)
} // biome-ignore format: one figure a line

/** Sales tax of orders by where they went and at which rate. Minor units. */
export type TaxRow = {
  key: string
  period: string
  country: string
  region: string
  rateBps: number
  currency: Currency
  orders: number
  /** What was taxed, as buyers saw the prices. */
  baseMinor: number
  taxMinor: number
  returnedMinor: number
}

/** Tax of the lines of orders placed in a time, with what refunds gave back of it since; cancelled orders are left out. */
export async function readTaxReport(db: PlatformDb, { bucket, fromMs, toMs, vendorId, currency, after, limit }: ReportFilter): Promise<TaxRow[]> {
  return db.all<TaxRow>(sql`
    with lines as (
      select o.id, o.placed_at_ms as at_ms, o.currency, json_extract(g.shipping_address, '$.country') as country,
        coalesce(json_extract(g.shipping_address, '$.region'), '') as region, json_extract(l.value, '$.id') as line_id,
        json_extract(l.value, '$.taxRateBps') as rate, json_extract(l.value, '$.totalMinor') as base, json_extract(l.value, '$.taxMinor') as tax
      from ${orderSummary} o join ${orderGroup} g on g.id = o.order_group_id, json_each(o.snapshot, '$.lines') l
      where o.placed_at_ms >= ${fromMs} and o.placed_at_ms < ${toMs} and o.status not in ('draft', 'cancelled')
        and o.currency = coalesce(${currency ?? null}, o.currency) and o.vendor_id = coalesce(${vendorId ?? null}, o.vendor_id)
      union all
      select o.id, o.placed_at_ms, o.currency, json_extract(g.shipping_address, '$.country'), coalesce(json_extract(g.shipping_address, '$.region'), ''), null,
        (select max(json_extract(value, '$.taxRateBps')) from json_each(o.snapshot, '$.lines')), o.shipping_minor, json_extract(o.snapshot, '$.shipping.taxMinor')
      from ${orderSummary} o join ${orderGroup} g on g.id = o.order_group_id
      where o.placed_at_ms >= ${fromMs} and o.placed_at_ms < ${toMs} and o.status not in ('draft', 'cancelled')
        and o.currency = coalesce(${currency ?? null}, o.currency) and o.vendor_id = coalesce(${vendorId ?? null}, o.vendor_id)
    ), sums as (
      select ${PERIODS[bucket]} as period, country, region, rate, currency, count(distinct id) as orders, sum(base) as base, sum(tax) as tax,
        sum(coalesce((select sum(a.tax_minor) from ${refund} r join ${refundAllocation} a on a.refund_id = r.id
          where r.order_id = lines.id and r.status = 'succeeded' and a.order_line_id is lines.line_id), 0)) as returned
      from lines group by period, country, region, rate, currency
    )
    select period || '/' || country || '/' || region || '/' || printf('%05d', rate) || '/' || currency as key, period, country, region, rate as rateBps, currency, orders,
      base as baseMinor, tax as taxMinor, returned as returnedMinor
    from sums where key > ${after} order by key limit ${limit}`)
} // biome-ignore format: one figure a line
