import { z } from '@hono/zod-openapi'
import { CHANNELS, CONNECTION_STATUSES } from '#worker/pure/channel.ts'
import { CONNECTION_FIXES, CONNECTION_HEALTHS } from '#worker/pure/channel-health.ts'
import { type Id, isId } from '#worker/pure/ids.ts'

/* The shapes of connections on the wire; listings, orders and syncs have their own beside their routes. */

export const channelKey = z.enum(CHANNELS)
export const connectionId = z
  .custom<Id<'channelConnection'>>((text) => typeof text === 'string' && isId('channelConnection', text), 'The id of a connection.')
  .openapi({ type: 'string', example: 'chc_01JD0000000000000000000000' })
export const ConnectionParam = z.strictObject({ connectionId })
const time = z.iso.datetime()
const units = z.number().int().min(0)

export const PriceRuleSchema = z
  .strictObject({
    marginBps: z.number().int().min(-9_000).max(100_000),
    plusMinor: z.number().int().min(-100_000_000).max(100_000_000),
    floorMinor: z.number().int().min(0).max(1_000_000_000).nullable(),
    rounding: z.enum(['none', 'up_99', 'up_whole']),
  })
  .openapi('ChannelPriceRule', { example: { marginBps: 1200, plusMinor: 0, floorMinor: 900, rounding: 'up_99' } })

const settings = {
  buffer: z.number().int().min(0).max(10_000),
  quantityMax: z.number().int().min(0).max(1_000_000).nullable(),
  isStockPushed: z.boolean(),
  isPricePushed: z.boolean(),
  priceRule: PriceRuleSchema,
  onShortage: z.enum(['cancel', 'park']),
}
const SETTINGS = {
  buffer: 2,
  quantityMax: 50,
  isStockPushed: true,
  isPricePushed: true,
  priceRule: { marginBps: 1200, plusMinor: 0, floorMinor: 900, rounding: 'up_99' as const },
  onShortage: 'cancel' as const,
}

/** Names and values a vendor or a channel gives; what they mean only the channel's connector knows. */
const texts = (valueMax: number, countMax: number) =>
  z
    .record(z.string().regex(/^[A-Za-z][\w.[\]-]{0,63}$/), z.string().max(valueMax))
    .refine((record) => Object.keys(record).length <= countMax, `At most ${countMax} of them.`)

export const ConnectionChangeSchema = z
  .strictObject({
    name: z.string().trim().min(1).max(120),
    ...settings,
    choices: texts(200, 10).describe('By name: one of the options the connection says there are.'),
  })
  .partial()
  .openapi('ChannelConnectionChange', { example: { name: 'Our shop at Best Buy', ...SETTINGS } })

const keys = texts(500, 10)
export const ConnectSchema = z
  .strictObject({
    channel: channelKey,
    params: texts(200, 10).optional().describe('By the channel’s own page: what it has to know first.'),
    keys: keys.optional().describe('By keys: the fields the channel names.'),
  })
  .openapi('ConnectChannel', { example: { channel: 'bestbuy', keys: { apiKey: '5f0c2b7e-91d4-4a51-a7a3-3c8f0d2b6e17' } } })
export const CompleteSchema = z
  .strictObject({ channel: channelKey, query: texts(4000, 30).describe('What the channel put into the URL, as it is.') })
  .openapi('CompleteConnection', {
    example: {
      channel: 'shopify',
      query: { code: '0907a61c', hmac: '4c68', shop: 'kiln-and-clay.myshopify.com', state: 'kX3v', timestamp: '1795253400' },
    },
  })
export const KeysSchema = z
  .strictObject({ keys })
  .openapi('ChannelKeys', { example: { keys: { apiKey: '9a1d40c3-0b7f-4b7d-8f67-64a9f1f2c0d8' } } })

const field = z.object({ name: z.string(), isSecret: z.boolean() })
const ChannelSchema = z
  .object({
    channel: channelKey,
    name: z.string(),
    connectBy: z.enum(['oauth', 'keys']),
    fields: z.array(field),
    hasWebhooks: z.boolean(),
    canCreateListings: z.boolean(),
    canRefund: z.boolean(),
    acknowledges: z.boolean(),
    showsReturns: z.boolean().describe('Whether its orders tell what their buyers send back.'),
    showsMarket: z.boolean().describe('Whether it says what others ask for a product, or what it would keep of a sale.'),
    listingFields: z.array(z.object({ name: z.string(), isRequired: z.boolean() })),
  })
  .openapi('Channel', {
    example: {
      channel: 'bestbuy',
      name: 'Best Buy',
      connectBy: 'keys',
      fields: [{ name: 'apiKey', isSecret: true }],
      hasWebhooks: false,
      canCreateListings: true,
      canRefund: true,
      acknowledges: true,
      showsReturns: false,
      showsMarket: true,
      listingFields: [{ name: 'state', isRequired: true }],
    },
  })

const connection = {
  id: connectionId,
  channel: channelKey,
  name: z.string(),
  accountRef: z.string(),
  status: z.enum(CONNECTION_STATUSES),
  health: z.enum(CONNECTION_HEALTHS),
  fix: z.enum(CONNECTION_FIXES).nullable(),
  lagMs: units.nullable(),
  error: z.object({ task: z.string().nullable(), code: z.string(), detail: z.string().nullable(), since: time }).nullable(),
  settings: z.object(settings),
  details: z.record(z.string(), z.string()),
  choices: z
    .array(z.object({ name: z.string(), value: z.string(), options: z.array(z.object({ value: z.string(), label: z.string() })) }))
    .describe('What can be chosen of the account, such as the place where its stock is counted.'),
  webhooks: z.object({ isHealthy: z.boolean().nullable(), checkedAt: time.nullable() }),
  counts: z.object({
    listings: units,
    unmatched: units,
    issues: units,
    due: units,
    parked: units,
    ordersToday: units,
    failing: units,
  }),
  ordersPulledAt: time.nullable(),
  stockPushedAt: time.nullable(),
  reconciledAt: time.nullable(),
  importedAt: time.nullable(),
  createdAt: time,
  version: units,
}
const THEN = '2026-11-21T09:30:00.000Z'
const CONNECTION = {
  id: 'chc_01JD0000000000000000000000' as const,
  channel: 'bestbuy' as const,
  name: 'Kiln & Clay',
  accountRef: '2042',
  status: 'active' as const,
  health: 'ok' as const,
  fix: null,
  lagMs: 0,
  error: null,
  settings: SETTINGS,
  details: { currency: 'USD' },
  choices: [],
  webhooks: { isHealthy: null, checkedAt: null },
  counts: { listings: 48, unmatched: 2, issues: 1, due: 0, parked: 0, ordersToday: 4, failing: 0 },
  ordersPulledAt: THEN,
  stockPushedAt: THEN,
  reconciledAt: THEN,
  importedAt: THEN,
  createdAt: THEN,
  version: 3,
}
export const ConnectionSchema = z.object(connection).openapi('ChannelConnection', { example: CONNECTION })
export const ConnectionsSchema = z
  .object({ channels: z.array(ChannelSchema), connections: z.array(ConnectionSchema) })
  .openapi('ChannelConnections')
export const WholeConnectionSchema = z
  .object({
    ...connection,
    pacer: z.object({
      buckets: z.array(
        z.object({
          operation: z.string(),
          capacity: z.number(),
          perSecond: z.number(),
          available: z.number(),
          blockedUntil: time.nullable(),
        }),
      ),
      tasks: z.array(z.object({ task: z.string(), everyMs: units.nullable(), dueAt: time.nullable(), sentAt: time.nullable() })),
    }),
  })
  .openapi('WholeChannelConnection', {
    example: {
      ...CONNECTION,
      pacer: {
        buckets: [{ operation: 'OR11', capacity: 1, perSecond: 0.016, available: 0.4, blockedUntil: null }],
        tasks: [{ task: 'orders', everyMs: 60_000, dueAt: THEN, sentAt: THEN }],
      },
    },
  })
export const ConnectedSchema = z
  .object({ authorizationUrl: z.string().nullable(), expiresAt: time.nullable(), connection: ConnectionSchema.nullable() })
  .openapi('ChannelConnecting', {
    example: {
      authorizationUrl: 'https://kiln-and-clay.myshopify.com/admin/oauth/authorize?client_id=…&state=…',
      expiresAt: '2026-11-21T09:40:00.000Z',
      connection: null,
    },
  })
