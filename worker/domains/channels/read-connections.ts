import type { ConnectionKey } from '#db/platform/queries/channels.ts'
import { type ConnectionRow, findConnection, listConnections } from '#db/vendor/queries/channels/connections.ts'
import { type ConnectionCounts, countConnections, NOTHING } from '#db/vendor/queries/channels/manage.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { CHANNEL_NAMES, CHANNELS } from '#worker/pure/channel.ts'
import { fixOf, healthOf, lagOf, readErrorCode } from '#worker/pure/channel-health.ts'
import type { Id } from '#worker/pure/ids.ts'
import { NotFound } from '#worker/pure/problem.ts'
import { toRfc3339 } from '#worker/pure/time.ts'
import type { ChannelConnector, PacerStatus } from './ports.ts'

type ReadCtx = Pick<Ctx, 'vendorDb' | 'channels' | 'pacers' | 'now'>
/** A connection as the store's people see it: nothing of it is secret. */
export type ConnectionView = ReturnType<typeof viewOf>

/** Every channel there is, and the store's connections with how they do, those that are over last. */
export async function readConnections(ctx: ReadCtx, vendorId: Id<'vendor'>) {
  const db = await ctx.vendorDb(vendorId)
  const nowMs = ctx.now()
  const [rows, counts] = await Promise.all([listConnections(db, { withEnded: true }), countConnections(db, nowMs)])
  const isOver = ({ status }: ConnectionRow) => Number(status === 'disconnected')
  const connections = rows.sort((a, b) => isOver(a) - isOver(b)).map((row) => viewOf(ctx, row, countsOf(counts, row.id), nowMs))
  return { channels: CHANNELS.map((channel) => describeChannel(ctx, channel)), connections }
}

/** One connection. @throws NotFound 404 */
export async function readConnection(ctx: ReadCtx, { vendorId, connectionId }: ConnectionKey): Promise<ConnectionView> {
  const db = await ctx.vendorDb(vendorId)
  const nowMs = ctx.now()
  const [row, counts] = await Promise.all([findConnection(db, connectionId), countConnections(db, nowMs, connectionId)])
  if (!row) throw new NotFound('connection')
  return viewOf(ctx, row, countsOf(counts, connectionId), nowMs)
}

/** One connection with its pace: what may be asked of the channel right now, and what is due when. @throws NotFound 404 */
export async function readWholeConnection(ctx: ReadCtx, key: ConnectionKey) {
  const connection = await readConnection(ctx, key)
  return { ...connection, pacer: pacerView(await ctx.pacers.of(key.vendorId, key.connectionId).status()) }
}

const countsOf = (counts: ConnectionCounts[], id: ConnectionRow['id']) =>
  counts.find(({ connectionId }) => connectionId === id) ?? { connectionId: id, ...NOTHING }

function describeChannel({ channels }: Pick<Ctx, 'channels'>, channel: (typeof CHANNELS)[number]) {
  const { capabilities, keyFields, paramFields } = channels[channel]
  const { connectBy, hasWebhooks, canCreateListings, canRefund, acknowledges, showsReturns, showsMarket, listingFields } = capabilities
  return {
    channel,
    name: CHANNEL_NAMES[channel],
    connectBy,
    fields: (connectBy === 'keys' ? keyFields : paramFields)?.map(({ name, isSecret }) => ({ name, isSecret })) ?? [],
    hasWebhooks,
    canCreateListings,
    canRefund,
    acknowledges,
    showsReturns,
    showsMarket,
    listingFields: listingFields.map(({ name, isRequired }) => ({ name, isRequired })),
  }
}

const timeOf = (atMs: number | null) => (atMs === null ? null : toRfc3339(atMs))

function viewOf({ channels }: Pick<Ctx, 'channels'>, row: ConnectionRow, counted: ConnectionCounts, nowMs: number) {
  const { connectionId: _, stockDueAtMs, ...counts } = counted
  // What is not to be told does not wait.
  const signs = { ...row, stockDueAtMs: row.settings.isStockPushed ? stockDueAtMs : null }
  const lagMs = lagOf(signs, channels[row.channel].capabilities.beatsMs.orders, nowMs)
  return {
    id: row.id,
    channel: row.channel,
    name: row.name,
    accountRef: row.accountRef,
    status: row.status,
    health: healthOf(row, lagMs),
    fix: fixOf(row),
    lagMs,
    error:
      row.errorCode === null
        ? null
        : { ...readErrorCode(row.errorCode), detail: row.errorDetail, since: timeOf(row.errorAtMs ?? row.updatedAtMs) ?? '' },
    settings: row.settings,
    details: row.details,
    choices: choicesIn(channels[row.channel], row.details),
    webhooks: { isHealthy: row.webhooksHealthy, checkedAt: timeOf(row.webhooksCheckedAtMs) },
    counts,
    ordersPulledAt: timeOf(row.ordersPulledAtMs),
    stockPushedAt: timeOf(row.stockPushedAtMs),
    reconciledAt: timeOf(row.reconciledAtMs),
    importedAt: timeOf(row.importedAtMs),
    createdAt: toRfc3339(row.createdAtMs),
    version: row.version,
  }
}

/** One option is nothing to choose from. */
const choicesIn = ({ choicesOf }: ChannelConnector, details: Record<string, string>) =>
  (choicesOf?.(details) ?? []).flatMap(({ options, ...choice }) => (options.length > 1 ? [{ ...choice, options: [...options] }] : []))

const pacerView = ({ buckets, tasks }: PacerStatus) => ({
  buckets: buckets.map(({ blockedUntilMs, ...bucket }) => ({ ...bucket, blockedUntil: timeOf(blockedUntilMs) })),
  tasks: tasks.map(({ task, everyMs, dueAtMs, sentAtMs }) => ({ task, everyMs, dueAt: timeOf(dueAtMs), sentAt: timeOf(sentAtMs) })),
})
