import { sql } from 'drizzle-orm'
import { check, index, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { atMs, bps, count, currency, id, json, minor, notNegative, oneOf } from '#db/columns.ts'
import type { CommissionComponent } from '#worker/pure/commission-rule.ts'
import type { SimulatedChange, SimulationReport } from '#worker/pure/commission-simulation.ts'
import type { Currency } from '#worker/pure/money.ts'

/**
 * What the platform keeps of sales, for whom and of what. A rule never changes (triggers of the migrations): it is ended,
 * and another starts. Only its end can be set, once.
 */
export const commissionRule = sqliteTable(
  'commission_rule',
  {
    id: id('id', 'commissionRule').primaryKey(),
    name: text('name').notNull(),
    vendorId: id('vendor_id', 'vendor'),
    planId: text('plan_id'),
    categoryId: id('category_id', 'category'),
    productId: id('product_id', 'product'),
    /** Where goods go, ISO 3166-1 alpha-2. */
    country: text('country'),
    currency: text('currency').$type<Currency>(),
    priority: count('priority').notNull().default(0),
    startsAtMs: atMs('starts_at_ms').notNull(),
    endsAtMs: atMs('ends_at_ms'),
    components: json<CommissionComponent[]>('components').notNull(),
    /** The rule this one took over from. */
    replacesId: id('replaces_id', 'commissionRule'),
    reason: text('reason').notNull().default(''),
    createdBy: text('created_by').notNull(),
    createdAtMs: atMs('created_at_ms').notNull(),
  },
  (t) => [
    index('commission_rule_vendor').on(t.vendorId, t.startsAtMs),
    notNegative('commission_rule', t.priority, t.startsAtMs),
    check('commission_rule_ends', sql`${t.endsAtMs} is null or ${t.endsAtMs} >= ${t.startsAtMs}`),
    check('commission_rule_components', sql`json_valid(${t.components}) and json_array_length(${t.components}) > 0`),
  ],
)

/**
 * The commission of one order line (or, without one, of the order's delivery) and component, frozen at placement. A
 * reversal is a row of its own, never a change; those of a charge never exceed it (triggers of the migrations).
 */
export const commissionLine = sqliteTable(
  'commission_line',
  {
    id: id('id', 'commissionLine').primaryKey(),
    orderId: id('order_id', 'order').notNull(),
    /** NULL: the delivery. */
    orderLineId: id('order_line_id', 'orderLine'),
    vendorId: id('vendor_id', 'vendor').notNull(),
    kind: text('kind').$type<'charge' | 'reversal'>().notNull(),
    /** Of a reversal: what it gives back, and because of which refund, or part of a dispute. */
    chargeId: id('charge_id', 'commissionLine'),
    /** Of a charge: the part of a dispute that had given it back, and whose money is here again. */
    refundId: id('refund_id', 'refund'),
    component: text('component').notNull().default('sales'),
    ruleId: id('rule_id', 'commissionRule').notNull(),
    rateBps: bps('rate_bps').notNull(),
    fixedMinor: minor('fixed_minor').notNull().default(0),
    baseMinor: minor('base_minor').notNull(),
    amountMinor: minor('amount_minor').notNull(),
    taxRateBps: bps('tax_rate_bps').notNull().default(0),
    taxMinor: minor('tax_minor').notNull().default(0),
    currency: currency().notNull(),
    atMs: atMs('at_ms').notNull(),
  },
  (t) => [
    uniqueIndex('commission_line_once').on(t.orderLineId, t.component).where(sql`kind = 'charge' and refund_id is null`),
    uniqueIndex('commission_line_once_delivery')
      .on(t.orderId, t.component)
      .where(sql`kind = 'charge' and order_line_id is null and refund_id is null`),
    // A dispute may be lost, and its money come back, more than once.
    uniqueIndex('commission_line_once_back').on(t.chargeId, t.refundId).where(sql`kind = 'reversal' and substr(refund_id, 1, 4) <> 'dss_'`),
    index('commission_line_order').on(t.orderId),
    index('commission_line_charge').on(t.chargeId),
    index('commission_line_vendor').on(t.vendorId, t.atMs),
    oneOf('commission_line', t.kind, ['charge', 'reversal']),
    check('commission_line_reverses', sql`(${t.kind} = 'reversal') = (${t.chargeId} is not null)`),
    notNegative('commission_line', t.fixedMinor, t.baseMinor, t.amountMinor, t.taxMinor),
  ],
)

/** The tax we owe on our commission where a vendor is, and the number we are registered under; no row: none. */
export const commissionTax = sqliteTable(
  'commission_tax',
  {
    /** The vendor's country, ISO 3166-1 alpha-2. */
    country: text('country').primaryKey(),
    rateBps: bps('rate_bps').notNull(),
    registration: text('registration').notNull().default(''),
    updatedBy: text('updated_by').notNull(),
    updatedAtMs: atMs('updated_at_ms').notNull(),
  },
  (t) => [check('commission_tax_range', sql`${t.rateBps} between 0 and 10000`)],
)

/**
 * What a vendor sold in a calendar month (UTC) and currency: what tiers are reached by. Orders called off and units given back
 * are taken out of the month they were sold in (INV-COM-6); a reduced price is no return. Kept by triggers on `order_summary`,
 * `refund` and `refund_allocation` of the migrations, never by code.
 */
export const vendorVolume = sqliteTable(
  'vendor_volume',
  {
    vendorId: id('vendor_id', 'vendor').notNull(),
    currency: currency().notNull(),
    /** `2026-11`. */
    month: text('month').notNull(),
    goodsMinor: minor('goods_minor').notNull(),
    orders: count('orders').notNull(),
  },
  (t) => [primaryKey({ columns: [t.vendorId, t.currency, t.month] }), notNegative('vendor_volume', t.goodsMinor, t.orders)],
)

/** A change of rules replayed on orders of the past before it is made: how far it is, and what it has found. */
export const commissionSimulation = sqliteTable(
  'commission_simulation',
  {
    id: id('id', 'commissionSimulation').primaryKey(),
    change: json<SimulatedChange>('change').notNull(),
    fromMs: atMs('from_ms').notNull(),
    toMs: atMs('to_ms').notNull(),
    /** Orders to replay, orders replayed, and the last of these. */
    total: count('total').notNull(),
    done: count('done').notNull().default(0),
    cursor: text('cursor').notNull().default(''),
    isDone: count('is_done').notNull().default(0),
    report: json<SimulationReport>('report').notNull(),
    /** Fingerprint of the rules it was made with; a change is only saved while they are the same. */
    rulesHash: text('rules_hash').notNull(),
    savedAtMs: atMs('saved_at_ms'),
    createdBy: text('created_by').notNull(),
    createdAtMs: atMs('created_at_ms').notNull(),
  },
  (t) => [index('commission_simulation_newest').on(t.createdAtMs), notNegative('commission_simulation', t.total, t.done)],
)
