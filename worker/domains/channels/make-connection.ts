import { type ConnectionKey, claimAccount } from '#db/platform/queries/channels.ts'
import { connectionOfAccount, keepConnection } from '#db/vendor/queries/channels/manage.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { addWithinPlan } from '#worker/domains/plans/check-limit.ts'
import { auditOf } from '#worker/pure/audit.ts'
import type { ChannelKey } from '#worker/pure/channel.ts'
import type { Id } from '#worker/pure/ids.ts'
import { ChannelAccountTaken } from './errors.ts'
import type { ChannelConnector, Grant } from './ports.ts'
import { sealCredentials } from './seal-credentials.ts'
import { settleConnection } from './settle-connection.ts'
import { subscribeConnection } from './subscribe-connection.ts'

/**
 * Stores what connecting gave, in two databases: first the platform's, where an account is one vendor's at a time (INV-CHN-4),
 * together with who did it; then the vendor's, with the credentials sealed. An account the vendor had before is taken up again by
 * the connection it had. Killed in between, the account is `unsettled` until a repeat or the clock settles it. Safe to repeat.
 * @throws ChannelAccountTaken 409, PlanLimitReached 409, with nothing stored
 */
export async function makeConnection(
  ctx: Ctx,
  { vendorId, channel, grant }: { vendorId: Id<'vendor'>; channel: ChannelKey; grant: Grant },
): Promise<ConnectionKey> {
  const nowMs = ctx.now()
  const db = await ctx.vendorDb(vendorId)
  const { accountRef, accountName } = grant
  const known = await connectionOfAccount(db, channel, accountRef)
  const details = { ...grant.details, ...(known && stillChosen(ctx.channels[channel], known.details, grant.details)) }
  const wanted = known?.id ?? ctx.newId('channelConnection')
  const audit = auditOf(ctx, {
    action: known ? 'channel.connect_again' : 'channel.connect',
    subjectId: wanted,
    vendorId,
    detail: { channel, accountRef },
    before: known ? { status: known.status } : null,
    after: { status: 'active' },
  })
  const account = { channel, accountRef, vendorId, connectionId: wanted }
  const connectionId = await addWithinPlan(ctx, vendorId, 'channels', () => claimAccount(ctx.platform, account, audit, nowMs))
  if (connectionId === null) throw new ChannelAccountTaken(channel)
  const key = { vendorId, connectionId }
  const credentialsSealed = await sealCredentials(ctx, key, grant.credentials)
  await keepConnection(
    db,
    { id: connectionId, channel, name: accountName, accountRef, details, status: 'active', credentialsSealed },
    nowMs,
  )
  return key
}

/** What was chosen of the account before and can be chosen still. */
function stillChosen({ choicesOf }: ChannelConnector, before: Record<string, string>, details: Record<string, string>) {
  const kept = (choicesOf?.(details) ?? []).filter(({ name, options }) => options.some(({ value }) => value === before[name]))
  return Object.fromEntries(kept.map(({ name }) => [name, before[name] ?? '']))
}

/** Has a connection that was stored go to work. Safe to repeat. */
export async function startConnection(ctx: Ctx, key: ConnectionKey): Promise<void> {
  await settleConnection(ctx, key)
  await subscribeConnection(ctx, key)
  ctx.tellPages(key.vendorId, 'channels')
}
