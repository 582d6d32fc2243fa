import type { StripeEvent } from './objects.ts'
import { paginate } from './paginate.ts'
import { flag, listOf, text } from './params.ts'
import { invalidRequest } from './refusal.ts'
import { LISTING, need, type Route, route } from './route.ts'

/** `*` and `charge.*` as well as exact names. */
export function matchesType(pattern: string, type: string): boolean {
  if (pattern === '*') return true
  return pattern.endsWith('.*') ? type.startsWith(pattern.slice(0, -1)) : pattern === type
}

/** The platform sees only its own events in the list; those of an account are read with `Stripe-Account`. */
export const eventRoutes: readonly Route[] = [
  route(
    'GET',
    '/v1/events',
    { ...LISTING, delivery_success: flag(), type: text(), types: listOf(text()) },
    ({ world, account, params }) => {
      if (params.type !== undefined && params.types !== undefined)
        throw invalidRequest('You may only specify one of these parameters: type, types.')
      const wanted = params.types ?? (params.type === undefined ? ['*'] : [params.type])
      const delivered = (event: StripeEvent) =>
        params.delivery_success === undefined || (event.pending_webhooks === 0) === params.delivery_success
      const matching = world.tables.events
        .newestFirst(account)
        .filter((event) => wanted.some((pattern) => matchesType(pattern, event.type)) && delivered(event))
      return paginate(matching, params, '/v1/events', 'event')
    },
  ),
  route('GET', '/v1/events/:id', {}, ({ world, account, id }) => need(world.tables.events, account, id('id'), 'event', 'id')),
]
