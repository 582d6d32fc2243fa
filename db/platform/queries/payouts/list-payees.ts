import { type SQL, sql } from 'drizzle-orm'
import { orderSummary, refund } from '#db/platform/schema/checkout.ts'
import { ledgerAccount, payout } from '#db/platform/schema/money.ts'
import { type MinorByCurrency, payoutHold, payoutRunItem, payoutTerms } from '#db/platform/schema/payouts.ts'
import { vendor } from '#db/platform/schema/tenancy.ts'
import type { PlatformDb } from '#db/types.ts'
import type { Id } from '#worker/pure/ids.ts'
import type { Currency } from '#worker/pure/money.ts'

/** A vendor's money in one currency, and what a payout of it depends on. Amounts in minor units. */
export type Payee = {
  vendorId: Id<'vendor'>
  name: string
  currency: Currency
  /** May be paid out. */
  availableMinor: number
  /** Becomes available with the next release: its hold is over. */
  maturedMinor: number
  /** Earned and not released. */
  pendingMinor: number
  /** Taken aside of what was available. */
  heldMinor: number
  debtMinor: number
  destination: string | null
  canReceiveTransfers: boolean
  /** All its payouts are stopped. */
  isStopped: boolean
  /** The part of releases that is kept, and what is too little to pay out, where the vendor has terms of its own. */
  reserveBps: number | null
  minimums: MinorByCurrency | null
  /** The period's payout, if it was decided. */
  payoutId: Id<'payout'> | null
  payoutMinor: number | null
}
type Stored = Omit<Payee, 'canReceiveTransfers' | 'isStopped' | 'minimums'> & {
  canReceiveTransfers: 0 | 1
  isStopped: 0 | 1
  minimums: string | null
}

export type PayeeFilter = { period: string; currency?: Currency | undefined; nowMs: number; after: string; limit: number }

/**
 * Every vendor and currency with money that a payout could be about, whether or not it can be paid now; a page of so many
 * vendors.
 * @returns `next`: the vendor after whom the next page begins; null after the last
 */
export async function listPayees(
  db: PlatformDb,
  { period, currency, nowMs, after, limit }: PayeeFilter,
): Promise<{ payees: Payee[]; next: string | null }> {
  const page = sql`(select distinct owner from ${ledgerAccount} where owner > ${after} and owner like 'ven_%' order by owner limit ${limit})`
  const rows = await db.all<Stored & { last: string }>(sql`
    select * , (select max(owner) from ${page}) as last from (${payeesOf(page, { period, nowMs })})
    where currency = coalesce(${currency ?? null}, currency)
      and (availableMinor <> 0 or maturedMinor <> 0 or pendingMinor <> 0 or heldMinor <> 0 or debtMinor <> 0 or payoutId is not null)
    order by vendorId, currency`)
  const next = rows[0]?.last ?? (await lastOf(db, page))
  return { payees: rows.map(shown), next }
}

/** Where a page ends of which nobody has any money. */
async function lastOf(db: PlatformDb, page: SQL): Promise<string | null> {
  const rows = await db.all<{ last: string | null }>(sql`select max(owner) as last from ${page}`)
  return rows[0]?.last ?? null
}

export type OpenItem = { payee: Payee; previewedMinor: number; previewedSkip: string | null }

/** What a run has not come to yet, each with how things stand now; at most so many. */
export async function listOpenItems(
  db: PlatformDb,
  { runId, period, nowMs, limit }: { runId: Id<'payoutRun'>; period: string; nowMs: number; limit: number },
): Promise<OpenItem[]> {
  const open = sql`(select vendor_id, currency, amount_minor, skip from ${payoutRunItem}
    where run_id = ${runId} and outcome is null order by vendor_id, currency limit ${limit})`
  const vendors = sql`(select vendor_id from ${open})`
  const rows = await db.all<Stored & { previewedMinor: number; previewedSkip: string | null }>(sql`
    select p.*, i.amount_minor as previewedMinor, i.skip as previewedSkip
    from ${open} i join (${payeesOf(vendors, { period, nowMs, withoutMatured: true })}) p on p.vendorId = i.vendor_id and p.currency = i.currency
    order by p.vendorId, p.currency`)
  return rows.map(({ previewedMinor, previewedSkip, ...row }) => ({ payee: shown(row), previewedMinor, previewedSkip }))
}

/** The query of payees for some vendors. */
function payeesOf(
  vendors: SQL,
  { period, nowMs, withoutMatured = false }: { period: string; nowMs: number; withoutMatured?: boolean },
): SQL {
  const matured = withoutMatured
    ? sql`select null as vendor_id, null as currency, 0 as amount where false`
    : sql`select vendor_id, currency, sum(total_minor + platform_discount_minor - commission_minor - commission_tax_minor - tax_minor - vendor_refunded_minor) as amount
        from ${orderSummary} o
        where released_at_ms is null and matures_at_ms <= ${nowMs} and release_blocked_by is null and status in ('shipped', 'delivered')
          and vendor_id in ${vendors} and not exists (select 1 from ${refund} r where r.order_id = o.id and r.status = 'pending')
        group by vendor_id, currency`
  return sql`
    select v.id as vendorId, v.name, a.currency, a.available as availableMinor, coalesce(m.amount, 0) as maturedMinor, a.pending as pendingMinor,
      a.held as heldMinor, a.debt as debtMinor, v.stripe_account_id as destination, v.can_receive_transfers as canReceiveTransfers,
      exists (select 1 from ${payoutHold} h where h.vendor_id = v.id and h.status = 'active' and h.kind = 'risk'
        and coalesce(h.releases_at_ms > ${nowMs}, true)) as isStopped,
      t.reserve_bps as reserveBps, t.minimums, p.id as payoutId, p.amount_minor as payoutMinor
    from (
      select owner, currency,
        sum(iif(purpose = 'available', credits_minor - debits_minor - debits_pending_minor, 0)) as available,
        sum(iif(purpose = 'pending', credits_minor - debits_minor, 0)) as pending,
        sum(iif(purpose = 'held', credits_minor - debits_minor, 0)) as held,
        sum(iif(purpose = 'debt', debits_minor - credits_minor, 0)) as debt
      from ${ledgerAccount} where owner in ${vendors} group by owner, currency
    ) a
    join ${vendor} v on v.id = a.owner
    left join (${matured}) m on m.vendor_id = a.owner and m.currency = a.currency
    left join ${payoutTerms} t on t.owner = a.owner
    left join ${payout} p on p.vendor_id = a.owner and p.currency = a.currency and p.period = ${period}`
}

const shown = ({ canReceiveTransfers, isStopped, minimums, ...row }: Stored): Payee => ({
  ...row,
  canReceiveTransfers: canReceiveTransfers === 1,
  isStopped: isStopped === 1,
  minimums: minimums === null ? null : (JSON.parse(minimums) as MinorByCurrency),
})
