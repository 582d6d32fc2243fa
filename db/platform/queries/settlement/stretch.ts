import { type SQL, sql } from 'drizzle-orm'
import { orderSummary, refundAllocation } from '#db/platform/schema/checkout.ts'
import { commissionLine } from '#db/platform/schema/commissions.ts'
import { ledgerDay, ledgerTransfer } from '#db/platform/schema/money.ts'
import type { PlatformDb } from '#db/types.ts'
import { ID_PREFIXES, type Id } from '#worker/pure/ids.ts'
import { accountId, type Purpose } from '#worker/pure/ledger.ts'
import type { Currency } from '#worker/pure/money.ts'
import { type CodeSum, DISPUTE_KINDS, type Stretch } from '#worker/pure/statement.ts'
import { DAY_MS } from '#worker/pure/time.ts'

/** Whose money, and which. */
export type Purse = { vendorId: Id<'vendor'>; currency: Currency }

const PURPOSES: readonly Purpose[] = ['pending', 'available', 'held', 'debt']
const accountsOf = ({ vendorId, currency }: Purse): SQL =>
  sql.join(
    PURPOSES.map((purpose) => sql`${accountId(vendorId, purpose, currency)}`),
    sql`, `,
  )

/**
 * What moved on a vendor's accounts within a stretch of the ledger: a row for each side that is the vendor's. The two
 * halves of a stretch are asked for apart, so that each is a range of the index on account and time; `+` keeps the planner
 * from walking over everybody's positions instead.
 */
export function movesWithin(purse: Purse, { afterMs, afterPosition, toMs, throughPosition }: Stretch): SQL {
  const accounts = accountsOf(purse)
  const half = (range: SQL) => sql`
    select position, id, code, cause_id, at_ms, amount_minor as into_minor, 0 as out_minor from ${ledgerTransfer}
    where credit_account_id in (${accounts}) and phase in ('posted', 'post') and +position <= ${throughPosition} and ${range}
    union all
    select position, id, code, cause_id, at_ms, 0, amount_minor from ${ledgerTransfer}
    where debit_account_id in (${accounts}) and phase in ('posted', 'post') and +position <= ${throughPosition} and ${range}`
  return sql`${half(sql`at_ms >= ${afterMs} and at_ms < ${toMs}`)} union all ${half(sql`at_ms < ${Math.min(afterMs, toMs)} and +position > ${afterPosition}`)}`
}

/** Sums of a stretch by transfer code. Minor units. */
export function sumsStatement(db: PlatformDb, purse: Purse, stretch: Stretch) {
  return db.all<CodeSum>(sql`
    select code, substr(cause_id, 1, 3) as causeKind, sum(into_minor) as inMinor, sum(out_minor) as outMinor, count(distinct position) as transfers,
      min(position) as firstPosition, max(position) as lastPosition
    from (${movesWithin(purse, stretch)}) group by code, causeKind order by code, causeKind`)
}

export type SalesParts = { itemsMinor: number; shippingMinor: number; orders: number }

/** What the sales of a stretch were made of: goods and delivery; the rest of them is tax on top. */
export function salesPartsStatement(db: PlatformDb, purse: Purse, stretch: Stretch) {
  return db.all<SalesParts>(sql`
    select coalesce(sum(o.items_minor), 0) as itemsMinor, coalesce(sum(o.shipping_minor), 0) as shippingMinor, count(o.id) as orders
    from (${movesWithin(purse, stretch)}) m join ${orderSummary} o on o.id = m.cause_id where m.code = 'sale'`)
}

export type RefundParts = { amountMinor: number; platformMinor: number; commissionMinor: number; taxMinor: number; promotionMinor: number }

/** What buyers were given back by the refunds of a stretch, and what of it others than the vendor bore. */
export function refundPartsStatement(db: PlatformDb, purse: Purse, stretch: Stretch) {
  return db.all<RefundParts>(sql`
    select coalesce(sum(a.amount_minor), 0) as amountMinor, coalesce(sum(a.platform_minor), 0) as platformMinor,
      coalesce(sum(a.commission_minor + a.commission_tax_minor), 0) as commissionMinor, coalesce(sum(a.tax_minor), 0) as taxMinor,
      coalesce(sum(a.promotion_minor), 0) as promotionMinor
    from (select distinct cause_id from (${movesWithin(purse, stretch)}) where code = 'sale_reversed') m
    join ${refundAllocation} a on a.refund_id = m.cause_id`)
}

/** Components of lost disputes whose money came back: what they had given back of the commission is charged again. */
const RECHARGED = 'dispute_returned'
export type CommissionPart = {
  kind: 'charge' | 'recharge' | 'reversal'
  component: string
  taxRateBps: number
  netMinor: number
  taxMinor: number
}
/** What the ledger moved of commission: to us, and back to the vendor or its buyers. */
export type CommissionSum = { code: string; amountMinor: number }

const within = ({ afterMs, afterPosition, toMs, throughPosition }: Stretch): SQL => sql`t.phase in ('posted', 'post')
  and t.at_ms < ${toMs} and t.position <= ${throughPosition} and (t.at_ms >= ${afterMs} or t.position > ${afterPosition})`

/** Our side of what was given back of a vendor's commission within a stretch, whether to the vendor or straight to its buyers. */
function givenBack({ vendorId, currency }: Purse, stretch: Stretch): SQL {
  return sql`
    select t.code, t.cause_id, t.at_ms, t.amount_minor from (
      select distinct coalesce(refund_id, order_id) as cause_id from ${commissionLine}
      where vendor_id = ${vendorId} and currency = ${currency} and kind = 'reversal'
    ) l join ${ledgerTransfer} t on t.cause_id = l.cause_id
    where t.code in ('commission_reversed', 'commission_tax_reversed') and ${within(stretch)}`
}

/** Our side of what was given back and is ours again within a stretch: the money of a dispute that was lost came back. */
function chargedAgain({ vendorId, currency }: Purse, stretch: Stretch): SQL {
  const account = (purpose: Purpose) => accountId('platform', purpose, currency)
  return sql`
    select iif(t.credit_account_id = ${account('commission')}, 'commission', 'commission_tax') as code, t.cause_id, t.at_ms, t.amount_minor from (
      select distinct refund_id as cause_id from ${commissionLine}
      where vendor_id = ${vendorId} and currency = ${currency} and kind = 'charge' and refund_id is not null
    ) l join ${ledgerTransfer} t on t.cause_id = l.cause_id
    where t.code = 'dispute_loss_returned' and t.credit_account_id in (${account('commission')}, ${account('commission_tax')})
      and ${within(stretch)}`
}

/** What a stretch charged and gave back of commission and its tax, by code. Minor units. */
export function commissionSumsStatement(db: PlatformDb, purse: Purse, stretch: Stretch) {
  return db.all<CommissionSum>(sql`
    select code, sum(amount_minor) as amountMinor from (
      select code, out_minor as amount_minor from (${movesWithin(purse, stretch)}) where code in ('commission', 'commission_tax')
      union all
      select code, amount_minor from (${chargedAgain(purse, stretch)})
      union all
      select code, amount_minor from (${givenBack(purse, stretch)})
    ) group by code order by code`)
}

/** The frozen commission lines behind what a stretch charged and gave back, by component and rate of tax. */
export function commissionPartsStatement(db: PlatformDb, purse: Purse, stretch: Stretch) {
  return db.all<CommissionPart>(sql`
    select kind, component, tax_rate_bps as taxRateBps, sum(amount_minor) as netMinor, sum(tax_minor) as taxMinor from (
      select l.kind, l.component, l.tax_rate_bps, l.amount_minor, l.tax_minor
      from (select distinct cause_id from (${movesWithin(purse, stretch)}) where code = 'commission') c
      join ${commissionLine} l on l.order_id = c.cause_id and l.kind = 'charge' and l.refund_id is null
      union all
      select 'recharge', ${RECHARGED}, l.tax_rate_bps, l.amount_minor, l.tax_minor
      from (select distinct cause_id, at_ms from (${chargedAgain(purse, stretch)})) c
      join ${commissionLine} l on l.vendor_id = ${purse.vendorId} and l.kind = 'charge' and l.refund_id = c.cause_id and l.at_ms = c.at_ms
      union all
      select l.kind, l.component, l.tax_rate_bps, l.amount_minor, l.tax_minor
      from (select distinct cause_id, at_ms from (${givenBack(purse, stretch)})) c
      join ${commissionLine} l on l.vendor_id = ${purse.vendorId} and l.kind = 'reversal' and coalesce(l.refund_id, l.order_id) = c.cause_id
        and (l.at_ms = c.at_ms or substr(c.cause_id, 1, 3) <> ${ID_PREFIXES.disputeShare})
    ) group by kind, component, tax_rate_bps order by kind, component, tax_rate_bps`)
}

export type DisputePart = { purpose: string; amountMinor: number }

/**
 * Where the money of a stretch's disputes of a vendor went and came from, by the platform's account; together it is what they
 * moved on the vendor's. Minor units, what came from it plus.
 */
export function disputePartsStatement(db: PlatformDb, purse: Purse, stretch: Stretch) {
  const side = (account: SQL, sign: 1 | -1) => sql`
    select ${account} as account_id, ${sql.raw(String(sign))} * t.amount_minor as minor from own join ${ledgerTransfer} t on t.cause_id = own.cause_id
    where ${within(stretch)}`
  return db.all<DisputePart>(sql`
    with own as (select distinct cause_id from (${movesWithin(purse, stretch)}) where substr(cause_id, 1, 3) = ${ID_PREFIXES.disputeShare})
    select substr(account_id, 10, length(account_id) - 13) as purpose, sum(minor) as amountMinor
    from (${side(sql`t.debit_account_id`, 1)} union all ${side(sql`t.credit_account_id`, -1)})
    where substr(account_id, 1, 9) = 'platform/' group by purpose having sum(minor) <> 0 order by purpose`)
}

/** What the vendor had at the beginning of a day (UTC), out of the totals of the days before: pending, available and held, less debt. */
export function balanceAtDayStatement(db: PlatformDb, purse: Purse, dayMs: number) {
  return db.all<{ balanceMinor: number }>(sql`
    select coalesce(sum(credits_minor - debits_minor), 0) as balanceMinor from ${ledgerDay}
    where account_id in (${accountsOf(purse)}) and day < ${Math.floor(dayMs / DAY_MS)}`)
}

/** What the vendor's transfers up to a position leave it with. Reads all of them. */
export function balanceAtPositionStatement(db: PlatformDb, purse: Purse, position: number) {
  const all: Stretch = { afterMs: 0, afterPosition: 0, toMs: Number.MAX_SAFE_INTEGER, throughPosition: position }
  return db.all<{ balanceMinor: number }>(sql`
    select coalesce(sum(into_minor - out_minor), 0) as balanceMinor from (${movesWithin(purse, all)})`)
}

/** The position of the last transfer there is. */
export function lastPositionStatement(db: PlatformDb) {
  return db.all<{ position: number }>(sql`select coalesce(max(position), 0) as position from ${ledgerTransfer}`)
}

export type Move = { position: number; id: Id<'transfer'>; code: string; causeId: string; atMs: number; amountMinor: number }

/** A page of the transfers behind a statement, the first stored first; in counts plus, out minus. */
export async function listMoves(
  db: PlatformDb,
  purse: Purse,
  stretch: Stretch,
  { codes, after, limit, disputes }: { codes: readonly string[]; after: number; limit: number; disputes: 'only' | 'none' | 'any' },
): Promise<Move[]> {
  const ofDispute = sql.raw(`substr(cause_id, 1, 3) in (${DISPUTE_KINDS.map((kind) => `'${kind}'`).join(', ')})`)
  const kinds = disputes === 'any' ? sql`true` : disputes === 'only' ? ofDispute : sql`not (${ofDispute})`
  const named = sql.join(
    codes.map((code) => sql`${code}`),
    sql`, `,
  )
  return db.all<Move>(sql`
    select position, id, code, cause_id as causeId, at_ms as atMs, sum(into_minor - out_minor) as amountMinor
    from (${movesWithin(purse, stretch)}) where position > ${after} and code in (${named}) and ${kinds}
    group by position order by position limit ${limit}`)
}
