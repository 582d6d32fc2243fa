import { type Answer, type Call, ok, type Route, refusal } from './engine.ts'
import { textOf } from './world.ts'

const SUBSCRIPTION = '/notifications/v1/subscriptions/:notificationType'

/** Notifications v1. Destinations are made by whoever runs the application; there is one. */
export const notificationRoutes: readonly Route[] = [
  { operation: 'getDestinations', method: 'GET', path: '/notifications/v1/destinations', isGrantless: true, answer: destinations },
  { operation: 'getSubscription', method: 'GET', path: SUBSCRIPTION, answer: getSubscription },
  { operation: 'createSubscription', method: 'POST', path: SUBSCRIPTION, answer: createSubscription },
  {
    operation: 'deleteSubscriptionById',
    method: 'DELETE',
    path: `${SUBSCRIPTION}/:subscriptionId`,
    isGrantless: true,
    answer: deleteSubscription,
  },
]

function destinations({ engine }: Call): Answer {
  const resource = { eventBridge: { name: 'stoa', region: 'us-east-1', accountId: '000000000000' } }
  return ok({ payload: engine.world.destinations.map((one) => ({ ...one, resource })) })
}

function getSubscription({ seller, param }: Call): Answer {
  const known = seller.subscriptions[param.notificationType ?? '']
  return known ? ok({ payload: known }) : refusal(404, 'NotFound', 'There is no subscription of this type.')
}

function createSubscription({ engine, seller, param, json }: Call): Answer {
  const type = param.notificationType ?? ''
  const { payloadVersion, destinationId } = (json ?? {}) as { payloadVersion?: string; destinationId?: string }
  if (!payloadVersion || !engine.world.destinations.some((one) => one.destinationId === destinationId))
    return refusal(400, 'InvalidInput', 'Invalid Input')
  if (seller.subscriptions[type]) return refusal(409, 'Conflict', 'A subscription of this type exists.')
  const subscription = { subscriptionId: textOf(engine.world, 'subscription', 22), payloadVersion, destinationId: destinationId ?? '' }
  seller.subscriptions[type] = subscription
  engine.changed()
  return ok({ payload: subscription })
}

function deleteSubscription({ engine, param }: Call): Answer {
  const type = param.notificationType ?? ''
  const owner = Object.values(engine.world.sellers).find((one) => one.subscriptions[type]?.subscriptionId === param.subscriptionId)
  if (!owner) return refusal(404, 'NotFound', 'There is no such subscription.')
  delete owner.subscriptions[type]
  engine.changed()
  return ok({})
}
