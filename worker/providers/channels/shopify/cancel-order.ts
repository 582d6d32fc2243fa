import * as v from 'valibot'
import { ChannelRefused, Throttled } from '#worker/domains/channels/errors.ts'
import type { CancelReason, ChannelOrder } from '#worker/domains/channels/ports.ts'
import { SECOND_MS } from '#worker/pure/time.ts'
import { CANCEL_ORDER, CANCEL_STATE, JOB } from './documents.ts'
import { type Ask, refuseOn, UserErrors } from './graphql.ts'
import type { CancelOrderMutationVariables, CancelStateQueryVariables, JobQueryVariables, OrderCancelReason } from './types.gen.ts'

const State = v.looseObject({ order: v.nullish(v.looseObject({ cancelledAt: v.nullish(v.string()) })) })
const Job = v.looseObject({ id: v.string(), done: v.boolean() })
const Cancelled = v.looseObject({ orderCancel: v.looseObject({ job: v.nullish(Job), orderCancelUserErrors: UserErrors }) })
const JobState = v.looseObject({ job: v.nullish(Job) })

const REASONS: Readonly<Record<CancelReason, OrderCancelReason>> = {
  out_of_stock: 'INVENTORY',
  customer_request: 'CUSTOMER',
  cannot_ship: 'OTHER',
  pricing_error: 'STAFF',
}
const JOB_MS = 2 * SECOND_MS

/**
 * Cancels an order, pays the buyer back and has Shopify tell them. Nothing is restocked there: the pool is ours. Cancelling is a
 * job there: until it is done it is to be asked again, and what is cancelled already is fine.
 * @throws Throttled until the job is done, ChannelRefused
 */
export async function cancelOrder(ask: Ask, { externalId }: Pick<ChannelOrder, 'externalId'>, reason: CancelReason): Promise<void> {
  if (await isCancelled(ask, externalId)) return
  const variables: CancelOrderMutationVariables = {
    orderId: externalId,
    reason: REASONS[reason],
    refundMethod: { originalPaymentMethodsRefund: true },
    staffNote: reason === 'out_of_stock' ? 'Sold elsewhere at the same time' : `Cancelled by the store: ${reason}`,
  }
  const { orderCancel } = await ask({ document: CANCEL_ORDER, variables, cost: 10, reads: Cancelled })
  refuseOn(orderCancel.orderCancelUserErrors)
  const { job } = orderCancel
  if (!job || job.done) return
  const asked: JobQueryVariables = { id: job.id }
  const now = await ask({ document: JOB, variables: asked, cost: 1, reads: JobState })
  if (now.job?.done === false) throw new Throttled('shopify', JOB_MS)
  if (!(await isCancelled(ask, externalId))) throw new ChannelRefused('shopify', 'not_cancelled', 'the order could not be cancelled there')
}

async function isCancelled(ask: Ask, externalId: string): Promise<boolean> {
  const variables: CancelStateQueryVariables = { id: externalId }
  const { order } = await ask({ document: CANCEL_STATE, variables, cost: 1, reads: State })
  if (!order) throw new ChannelRefused('shopify', 'not_found', 'the order is not there any more')
  return Boolean(order.cancelledAt)
}
