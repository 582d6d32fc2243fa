import { type ActionRow, UNCERTAIN } from '#db/vendor/queries/channels/actions.ts'
import { storeRefund } from '#db/vendor/queries/channels/orders.ts'
import { noteAction } from '#worker/domains/audit/note-action.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import type { ChannelOrder } from '#worker/pure/channel-order.ts'
import { refundLeft } from '#worker/pure/channel-refund.ts'
import type { Id } from '#worker/pure/ids.ts'
import { sumMinor } from '#worker/pure/money.ts'
import { NotFound, Unavailable } from '#worker/pure/problem.ts'
import { PreconditionFailed } from '#worker/pure/storage-refusal.ts'
import { ChannelOrderNotImported, MoreThanLeft, RefundsAtChannelOnly } from './orders/errors.ts'
import type { ChannelRefund } from './ports.ts'
import { type ChannelOrderView, findChannelOrder, requireConnected, viewChannelOrder } from './read-channel-orders.ts'
import { wakeActions } from './wake-actions.ts'

/** Others may refund between look and commit; somebody wins each time. */
const TRIES = 5

/**
 * Has the channel give money of an order back to its buyer; no money moves here. Decided in one commit against what is left,
 * so that two of them never give back more than there was; one whose answer nobody heard counts as given. Told to the channel by
 * the next run of its actions. Audited. The id follows from the request's idempotency key: asked twice, it is one refund.
 * @throws NotFound 404 for the order or a line; ConnectionNotReady 409 once the account is disconnected; ChannelOrderNotImported,
 * RefundsAtChannelOnly, MoreThanLeft 409
 */
export async function refundChannelOrder(
  ctx: Ctx,
  vendorId: Id<'vendor'>,
  id: Id<'channelOrder'>,
  refund: Omit<ChannelRefund, 'refundId'>,
): Promise<ChannelOrderView> {
  const actionId = ctx.newId('channelAction')
  for (let n = 0; n < TRIES; n++) {
    const found = await findChannelOrder(ctx, vendorId, id)
    const { row, channel, actions } = found
    if (actions.some((action) => action.id === actionId)) return viewChannelOrder(ctx, vendorId, found)
    requireConnected(found)
    if (row.status !== 'imported' || row.document === null) throw new ChannelOrderNotImported()
    if (!ctx.channels[channel].capabilities.canRefund) throw new RefundsAtChannelOnly(channel)
    const earlier = actions.filter(({ kind }) => kind === 'refund')
    requireLeft(
      row.document,
      earlier.filter(mayBeGiven).map(({ detail }) => detail as never),
      refund,
    )
    const amountMinor = sumMinor([...refund.lines.map((line) => line.amountMinor), refund.shippingMinor])
    await noteAction(ctx, {
      action: 'channel_order.refund',
      subjectId: row.orderId,
      vendorId,
      detail: { channel, externalNumber: row.externalNumber, amountMinor, reason: refund.reason, note: refund.note },
      before: { refunds: earlier.length },
      after: { refunds: earlier.length + 1 },
    })
    try {
      const action = { id: actionId, connectionId: row.connectionId, channelOrderId: id, kind: 'refund' as const, detail: { ...refund } }
      await storeRefund(await ctx.vendorDb(vendorId), action, earlier, ctx.now())
      await wakeActions(ctx, { vendorId, connectionId: row.connectionId })
      return viewChannelOrder(ctx, vendorId, await findChannelOrder(ctx, vendorId, id))
    } catch (error) {
      if (!(error instanceof PreconditionFailed)) throw error
    }
  }
  throw new Unavailable('This order')
}

/** Of one whose answer nobody heard the money may have gone. */
const mayBeGiven = ({ status, errorCode }: ActionRow): boolean => status !== 'failed' || errorCode === UNCERTAIN

function requireLeft(document: ChannelOrder, earlier: readonly ChannelRefund[], refund: Omit<ChannelRefund, 'refundId'>): void {
  const left = refundLeft(document, earlier)
  for (const { externalId, amountMinor, quantity } of refund.lines) {
    const line = left.lines.get(externalId)
    if (!line) throw new NotFound('line')
    if (amountMinor > line.amountMinor || quantity > line.quantity) throw new MoreThanLeft(line.amountMinor)
  }
  if (refund.shippingMinor > left.shippingMinor) throw new MoreThanLeft(left.shippingMinor)
}
