import * as v from 'valibot'
import { m } from '#messages'
import { entry } from '#web/ui/entry.ts'

/** The carrier and the tracking number of a parcel; `after` says whether the packing slip is wanted next. */
export const ShipForm = v.object({
  intent: v.literal('ship'),
  carrier: v.pipe(entry(), v.minLength(2, m.goods_carrier_error), v.maxLength(40, m.goods_carrier_error)),
  trackingNumber: v.pipe(entry(), v.minLength(4, m.goods_tracking_error), v.maxLength(60, m.goods_tracking_error)),
  after: v.optional(v.picklist(['slip', 'order']), 'order'),
})

export const CancelForm = v.object({
  intent: v.literal('cancel'),
  reason: v.pipe(entry(), v.minLength(3, m.goods_cancel_reason_error), v.maxLength(300, m.goods_cancel_reason_error)),
})

const MoveForm = v.object({ intent: v.picklist(['pack', 'deliver']) })

/** Everything that can be done on an order's page. */
export const OrderForm = v.variant('intent', [ShipForm, CancelForm, MoveForm])
