import type { Refundable } from '#db/platform/queries/payments/refunds.ts'
import { requestApproval } from '#worker/domains/approvals/request-approval.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { readSetting } from '#worker/domains/settings/read-setting.ts'
import { auditOf } from '#worker/pure/audit.ts'
import { deriveId, type Id } from '#worker/pure/ids.ts'
import { sumMinor } from '#worker/pure/money.ts'
import { actorOf } from '#worker/pure/principal.ts'
import type { Bearer, RefundAsk, RefundPlan, RefundReason } from '#worker/pure/refund-plan.ts'
import { amountOf, REFUNDING_ROLES } from '#worker/pure/settings.ts'
import { purseOf } from '../refund.ts'
import { planOf, type RefundWish, requestRefund } from '../request-refund.ts'
import { findRefundable, viewAllocation } from './view-refunds.ts'

/** What somebody asks for: parts of the order, or (none) all that is left. */
export type RefundOrder = { asks: readonly RefundAsk[] | 'everything'; bearer: Bearer; reason: RefundReason; note: string }
export type Asked =
  | { kind: 'decided'; refund: { id: Id<'refund'>; amountMinor: number; status: string } }
  | { kind: 'waiting'; approvalId: Id<'approval'>; refundId: Id<'refund'>; amountMinor: number }

/** An order that was called off keeps nothing for its vendor, whoever gives the rest back. */
const asksOf = ({ order }: Refundable, asks: RefundOrder['asks']): RefundWish['asks'] =>
  asks === 'everything' && order.status === 'cancelled' ? 'undo' : asks

/**
 * What a refund would be: who gives what back, what of it the vendor would owe, and whether it takes a second person.
 * Changes nothing. @param vendorId the store that asks; null: the marketplace
 * @throws NotFound 404; what `requestRefund` throws
 */
export async function previewRefund(
  ctx: Ctx,
  orderId: Id<'order'>,
  vendorId: Id<'vendor'> | null,
  wish: Pick<RefundOrder, 'asks' | 'bearer'>,
) {
  const found = await findRefundable(ctx, orderId, vendorId)
  const plan = planOf(found, { ...wish, asks: asksOf(found, wish.asks) })
  const { allocations, ...sums } = plan
  const purse = purseOf(found)
  const debtMinor = purse.pendingMinor === null ? Math.max(0, plan.vendorMinor - Math.max(purse.availableMinor, 0)) : 0
  const needsApproval = vendorId === null && (await takesTwo(ctx, found, plan))
  return { ...sums, debtMinor, needsApproval, allocations: allocations.map(viewAllocation) }
}

/**
 * Refunds, as a store: it bears the refund itself. The id follows from the request's idempotency key: asked twice, it is
 * one refund. @throws like `previewRefund`
 */
export async function askStoreRefund(ctx: Ctx, vendorId: Id<'vendor'>, orderId: Id<'order'>, wanted: Omit<RefundOrder, 'bearer'>) {
  const id = ctx.newId('refund')
  const found = await findRefundable(ctx, orderId, vendorId)
  const wish = { ...wanted, id, orderId, asks: asksOf(found, wanted.asks), bearer: 'vendor' as const }
  return requestRefund(ctx, { ...wish, requestedBy: `vendor:${actorOf(ctx.principal)}`, audit: auditRefund(ctx, wish) })
}

/**
 * Refunds, as the marketplace: at once up to the limit of the caller's role (`refundLimitMinor`, by order), else once a
 * second person agrees. Asked twice with one idempotency key, it is one refund. Audited.
 * @throws like `previewRefund`; AlreadyWaiting 409 while another refund of the order waits for a second person
 */
export async function askRefund(ctx: Ctx, orderId: Id<'order'>, wanted: RefundOrder): Promise<Asked> {
  const id = ctx.newId('refund')
  const found = await findRefundable(ctx, orderId, null)
  const requestedBy = actorOf(ctx.principal)
  const wish = { ...wanted, id, orderId, asks: asksOf(found, wanted.asks), requestedBy }
  const known = found.refunds.find((refund) => refund.id === id)
  if (known) return { kind: 'decided', refund: known }
  const plan = planOf(found, wish)
  if (!(await takesTwo(ctx, found, plan)))
    return { kind: 'decided', refund: await requestRefund(ctx, { ...wish, audit: auditRefund(ctx, wish) }) }
  const { id: approvalId } = await requestApproval(ctx, {
    id: await deriveId('approval', id),
    action: 'refund.create',
    subjectId: orderId,
    payload: { ...wish, amountMinor: plan.amountMinor },
    facts: factsOf(found, plan, wanted),
    reason: wanted.note || wanted.reason,
  })
  return { kind: 'waiting', approvalId, refundId: id, amountMinor: plan.amountMinor }
}

/** Whether the caller alone may not: what people of the marketplace gave back of the order is more than their role's limit. */
async function takesTwo(ctx: Ctx, found: Refundable, plan: Pick<RefundPlan, 'amountMinor' | 'bearer'>): Promise<boolean> {
  const limits = await readSetting(ctx, 'refundLimitMinor')
  const { currency } = found.order
  const role = REFUNDING_ROLES.find((each) => each === ctx.principal.role)
  const own = role ? amountOf(limits[role], currency) : 0
  // What the marketplace pays itself nobody decides alone without a limit.
  const limitMinor = own === null && plan.bearer === 'platform' ? amountOf(limits.platform_finance, currency) : own
  if (limitMinor === null) return false
  const before = found.refunds.filter(({ status, requestedBy }) => status !== 'failed' && requestedBy.startsWith('acc_'))
  return sumMinor(before.map(({ amountMinor }) => amountMinor)) + plan.amountMinor > limitMinor
}

const factsOf = ({ order, vendorName }: Refundable, plan: RefundPlan, { reason, bearer }: RefundOrder) => [
  { label: 'amount', kind: 'money' as const, amountMinor: plan.amountMinor, currency: order.currency },
  { label: 'order', kind: 'text' as const, text: order.number === null ? order.id : String(order.number) },
  { label: 'vendor', kind: 'text' as const, text: vendorName },
  { label: 'bearer', kind: 'text' as const, text: bearer },
  { label: 'refund_reason', kind: 'text' as const, text: reason },
]

export const auditRefund =
  (ctx: Ctx, { id, reason, note }: Pick<RefundWish, 'id' | 'reason' | 'note'>): NonNullable<RefundWish['audit']> =>
  ({ amountMinor, bearer }, { order, split }) =>
    auditOf(ctx, {
      action: 'refund.create',
      subjectId: order.id,
      vendorId: order.vendorId,
      detail: { refundId: id, amountMinor, currency: order.currency, bearer, reason, note },
      before: { refundedMinor: split.refundedMinor, refunds: order.refundCount },
      after: { refundedMinor: split.refundedMinor + amountMinor, refunds: order.refundCount + 1 },
    })
