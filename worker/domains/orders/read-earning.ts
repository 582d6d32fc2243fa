import { commissionRuleNames, findOrder } from '#db/platform/queries/orders.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { refuseChannelOrder } from '#worker/domains/payments/refuse-channel-order.ts'
import type { Id } from '#worker/pure/ids.ts'
import { netOf } from '#worker/pure/ledger-postings.ts'
import type { Money } from '#worker/pure/money.ts'
import { NotFound } from '#worker/pure/problem.ts'
import { toRfc3339 } from '#worker/pure/time.ts'

/**
 * What a store earns of an order, as frozen when it was bought, with every part of its commission and the rule it came from, and
 * where that money is. Delivery is as it was promised to the buyer.
 * @throws NotFound 404, also for an order of another store; OrderOfChannel 409 for one whose money a channel has
 */
export async function readEarning(ctx: Pick<Ctx, 'platform' | 'vendorDb'>, vendorId: Id<'vendor'>, orderId: Id<'order'>) {
  const found = await findOrder(ctx.platform, orderId)
  if (found === undefined) await refuseChannelOrder(ctx, vendorId, orderId)
  if (found?.order.vendorId !== vendorId || found.order.status === 'draft') throw new NotFound('order')
  const { order } = found
  const money = (amountMinor: number): Money => ({ amountMinor, currency: order.currency })
  const { lines, shipping } = order.snapshot
  const charges = [
    ...lines.flatMap(({ sku, title, commission }) => commission.map((each) => ({ ...each, sku, title }))),
    ...shipping.commission.map((each) => ({ ...each, sku: '', title: '' })),
  ]
  const names = await commissionRuleNames(
    ctx.platform,
    charges.map(({ ruleId }) => ruleId),
  )
  return {
    total: money(order.totalMinor),
    tax: money(order.taxMinor),
    commission: money(order.commissionMinor),
    commissionTax: money(order.commissionTaxMinor),
    promotion: money(order.platformDiscountMinor),
    charges: charges.map(({ sku, title, component, ruleId, rateBps, fixedMinor, baseMinor, amountMinor, taxMinor }) => ({
      sku,
      title,
      component,
      ruleId,
      ruleName: names.get(ruleId) ?? null,
      rateBps,
      fixed: money(fixedMinor),
      base: money(baseMinor),
      amount: money(amountMinor),
      tax: money(taxMinor),
    })),
    earning: money(order.status === 'cancelled' ? 0 : netOf(order)),
    state: stateOf(order),
    releasesAt: order.maturesAtMs === null ? null : toRfc3339(order.maturesAtMs),
    delivery: { name: shipping.name, daysMin: shipping.daysMin, daysMax: shipping.daysMax },
  }
}

function stateOf({ status, releasedAtMs, maturesAtMs }: NonNullable<Awaited<ReturnType<typeof findOrder>>>['order']) {
  if (status === 'cancelled') return 'cancelled' as const
  if (releasedAtMs !== null) return 'released' as const
  return maturesAtMs === null ? ('not_shipped' as const) : ('maturing' as const)
}
