import { type FoundOrder, type OrderSearch, readOrderForSupport, searchOrders } from '#db/platform/queries/support.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { auditOf as auditRow } from '#worker/pure/audit.ts'
import type { Id } from '#worker/pure/ids.ts'
import { netOf } from '#worker/pure/ledger-postings.ts'
import type { Money } from '#worker/pure/money.ts'
import { NotFound } from '#worker/pure/problem.ts'
import { toRfc3339 } from '#worker/pure/time.ts'

type SupportCtx = Pick<Ctx, 'platform' | 'principal' | 'newId' | 'now' | 'requestId' | 'clientIp'>
/** A search never answers more than this. */
const FOUND_MAX = 100

const auditOf = (ctx: SupportCtx, action: string, subjectId: string) => auditRow(ctx, { action, subjectId })

const viewFound = ({ order, group, vendorName }: Pick<FoundOrder, 'order' | 'group' | 'vendorName'>) => ({
  id: order.id,
  orderGroupId: group.id,
  number: order.number,
  status: order.status,
  vendor: { id: order.vendorId, name: vendorName },
  email: group.email,
  total: { amountMinor: order.totalMinor, currency: order.currency } satisfies Money,
  placedAt: order.placedAtMs === null ? null : toRfc3339(order.placedAtMs),
})

/** Orders of a buyer's address, or the one a store gave a number to. Each look is audited. */
export async function findOrders(ctx: SupportCtx, by: { email: string } | { vendorId: Id<'vendor'>; number: number }) {
  const subject = 'email' in by ? by.email.toLowerCase() : `${by.vendorId}/${by.number}`
  const rows = await searchOrders(
    ctx.platform,
    'email' in by ? { email: by.email.toLowerCase() } : by,
    FOUND_MAX,
    auditOf(ctx, 'orders.searched', subject),
  )
  return { items: rows.map(viewFound) }
}

/** A page of orders by whatever is known of them, newest first; without anything, of all. Each look is audited. */
export async function listOrders(ctx: SupportCtx, { limit, ...by }: OrderSearch & { limit: number }) {
  const known = Object.entries({ ...by, before: undefined }).flatMap(([key, value]) => (value === undefined ? [] : [`${key}=${value}`]))
  const rows = await searchOrders(
    ctx.platform,
    { ...by, email: by.email?.toLowerCase() },
    limit + 1,
    auditOf(ctx, 'orders.searched', known.join(' ') || 'all'),
  )
  const items = rows.slice(0, limit).map(viewFound)
  return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null }
}

/** One order with its payment's history and refunds, for whoever helps its buyer. Each look is audited. @throws NotFound 404 */
export async function readOrderCase(ctx: SupportCtx, orderId: Id<'order'>) {
  const found = await readOrderForSupport(ctx.platform, orderId, auditOf(ctx, 'order.viewed', orderId))
  if (!found) throw new NotFound('order')
  const { order, group, payment, events, refunds, splits, commissions } = found
  const money = (amountMinor: number): Money => ({ amountMinor, currency: order.currency })
  return {
    ...viewFound(found),
    checkoutStatus: group.status,
    shippingAddress: group.shippingAddress,
    isLatePaymentRefund: order.isLatePaymentRefund,
    lines: order.snapshot.lines.map(({ sku, title, quantity, totalMinor }) => ({ sku, title, quantity, total: money(totalMinor) })),
    payment: {
      id: payment.id,
      providerRef: payment.providerRef,
      status: payment.status,
      captured: money(payment.capturedMinor),
      refunded: money(payment.refundedMinor),
      events: events.map(({ kind, amountMinor, detail, atMs }) => ({ kind, amount: money(amountMinor), detail, at: toRfc3339(atMs) })),
    },
    refunds: refunds.map(({ id, amountMinor, reason, status }) => ({ id, amount: money(amountMinor), reason, status })),
    amounts: {
      items: money(order.itemsMinor),
      shipping: money(order.shippingMinor),
      tax: money(order.taxMinor),
      commission: money(order.commissionMinor),
      commissionTax: money(order.commissionTaxMinor),
      discount: money(order.snapshot.discountMinor),
      promotion: money(order.platformDiscountMinor),
      vendorShare: money(netOf(order)),
    },
    maturesAt: order.maturesAtMs === null ? null : toRfc3339(order.maturesAtMs),
    releasedAt: order.releasedAtMs === null ? null : toRfc3339(order.releasedAtMs),
    splits: splits.map(({ orderId: id, vendorName, number, capturedMinor, refundedMinor }) => ({
      orderId: id,
      vendorName,
      number,
      captured: money(capturedMinor),
      refunded: money(refundedMinor),
    })),
    commissions: commissions.map(({ line, ruleName }) => ({
      sku: order.snapshot.lines.find(({ id }) => id === line.orderLineId)?.sku ?? '',
      kind: line.kind === 'charge' && line.refundId !== null ? ('recharge' as const) : line.kind,
      component: line.component,
      ruleId: line.ruleId,
      ruleName,
      rateBps: line.rateBps,
      fixed: money(line.fixedMinor),
      base: money(line.baseMinor),
      amount: money(line.amountMinor),
      tax: money(line.taxMinor),
    })),
  }
}
