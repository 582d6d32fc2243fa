import type { WebhookEndpoint } from './objects.ts'
import { paginate } from './paginate.ts'
import { applyMetadata, flag, listOf, metadata, required, text, unsettable } from './params.ts'
import { invalidRequest } from './refusal.ts'
import { LISTING, need, type Route, route } from './route.ts'
import { PLATFORM, randomText, type World } from './world.ts'

export type EndpointInit = {
  url: string
  secret: string
  /** Receives events of connected accounts instead of the platform's own. */
  connect?: boolean
  enabledEvents?: readonly string[]
}

const CREATE = {
  url: required(text()),
  enabled_events: required(listOf(text())),
  api_version: text(),
  connect: flag(),
  description: unsettable(),
  metadata: metadata(),
}
const CHANGES = { url: text(), enabled_events: listOf(text()), description: unsettable(), disabled: flag(), metadata: metadata() }

export function addEndpoint(world: World, init: EndpointInit): WebhookEndpoint {
  if (!/^https?:\/\/\S+$/.test(init.url))
    throw invalidRequest('Invalid URL: An explicit scheme (such as https) must be provided.', { code: 'url_invalid', param: 'url' })
  const events = [...(init.enabledEvents ?? ['*'])]
  if (events.length === 0) throw invalidRequest('You must enable at least one event.', { param: 'enabled_events' })
  return world.tables.webhookEndpoints.insert(PLATFORM, {
    id: world.newId('we'),
    object: 'webhook_endpoint',
    api_version: null,
    application: init.connect === true ? 'ca_1PLATFORM' : null,
    created: world.clock.nowS(),
    description: null,
    enabled_events: events,
    livemode: false,
    metadata: {},
    secret: init.secret,
    status: 'enabled',
    url: init.url,
  })
}

/** The secret is shown once, in the answer that creates the endpoint. */
function withoutSecret({ secret: _secret, ...shown }: WebhookEndpoint): Omit<WebhookEndpoint, 'secret'> {
  return shown
}

export const webhookEndpointRoutes: readonly Route[] = [
  route('POST', '/v1/webhook_endpoints', CREATE, ({ world, params }) => {
    const endpoint = addEndpoint(world, {
      url: params.url,
      secret: `whsec_${randomText(32)}`,
      connect: params.connect ?? false,
      enabledEvents: params.enabled_events,
    })
    endpoint.description = params.description ?? null
    endpoint.api_version = params.api_version ?? null
    endpoint.metadata = applyMetadata({}, params.metadata)
    return endpoint
  }),
  route('GET', '/v1/webhook_endpoints', LISTING, ({ world, params }) => {
    const page = paginate(world.tables.webhookEndpoints.newestFirst(PLATFORM), params, '/v1/webhook_endpoints', 'webhook_endpoint')
    return { ...page, data: page.data.map(withoutSecret) }
  }),
  route('GET', '/v1/webhook_endpoints/:id', {}, ({ world, id }) =>
    withoutSecret(need(world.tables.webhookEndpoints, PLATFORM, id('id'), 'webhook endpoint', 'webhook_endpoint')),
  ),
  route('POST', '/v1/webhook_endpoints/:id', CHANGES, ({ world, id, params }) => {
    const endpoint = need(world.tables.webhookEndpoints, PLATFORM, id('id'), 'webhook endpoint', 'webhook_endpoint')
    endpoint.url = params.url ?? endpoint.url
    endpoint.enabled_events = params.enabled_events ?? endpoint.enabled_events
    if (params.description !== undefined) endpoint.description = params.description
    if (params.disabled !== undefined) endpoint.status = params.disabled ? 'disabled' : 'enabled'
    endpoint.metadata = applyMetadata(endpoint.metadata, params.metadata)
    return withoutSecret(endpoint)
  }),
  route('DELETE', '/v1/webhook_endpoints/:id', {}, ({ world, id }) => {
    const endpoint = need(world.tables.webhookEndpoints, PLATFORM, id('id'), 'webhook endpoint', 'webhook_endpoint')
    world.tables.webhookEndpoints.remove(endpoint.id)
    return { id: endpoint.id, object: 'webhook_endpoint', deleted: true }
  }),
]
