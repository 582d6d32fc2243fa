import type { ConnectionKey } from '#db/platform/queries/channels.ts'
import { type ConnectionRow, findConnection } from '#db/vendor/queries/channels/connections.ts'
import { changeSettings } from '#db/vendor/queries/channels/manage.ts'
import { noteAction } from '#worker/domains/audit/note-action.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import type { ChannelSettings } from '#worker/pure/channel.ts'
import { ChangedMeanwhile, InvalidInput, NotFound } from '#worker/pure/problem.ts'
import { ConnectionNotReady } from './errors.ts'
import { type ConnectionView, readConnection } from './read-connections.ts'

/** What of a connection a vendor may change; what is left out stays. */
export type ConnectionChange = Partial<ChannelSettings> & { name?: string; choices?: Record<string, string> }

/**
 * Changes a connection's name, settings and what is chosen of its account. Where that changes what the channel is to show, everything
 * there is told anew, at once. Safe to repeat.
 * @param version the one the change was made against
 * @throws NotFound 404; ChangedMeanwhile 412; ConnectionNotReady 409 for one that is over; InvalidInput 422 for a choice there is not
 */
export async function changeConnection(
  ctx: Ctx,
  key: ConnectionKey,
  version: number,
  { name, choices = {}, ...given }: ConnectionChange,
): Promise<ConnectionView> {
  const { vendorId, connectionId } = key
  const db = await ctx.vendorDb(vendorId)
  const connection = await findConnection(db, connectionId)
  if (!connection) throw new NotFound('connection')
  if (connection.status === 'disconnected') throw new ConnectionNotReady(connection.status)
  if (connection.version !== version) throw new ChangedMeanwhile('connection')
  const before = connection.settings
  const settings = { ...before, ...given }
  const details = chosen(ctx, connection, choices)
  await noteAction(ctx, {
    action: 'channel.change',
    subjectId: connectionId,
    vendorId,
    before: { name: connection.name, ...before, ...pick(connection.details, choices) },
    after: { name: name ?? connection.name, ...settings, ...choices },
  })
  const change = { name: name ?? connection.name, settings, ...(details && { details }) }
  if (!(await changeSettings(db, { id: connectionId, version }, change, ctx.now()))) throw new ChangedMeanwhile('connection')
  if (connection.status === 'active' && (details || JSON.stringify(settings) !== JSON.stringify(before))) {
    await ctx.pacers.of(vendorId, connectionId).due([{ task: 'stock', atMs: ctx.now() }])
  }
  return readConnection(ctx, key)
}

const pick = (details: Record<string, string>, choices: Record<string, string>) =>
  Object.fromEntries(Object.keys(choices).map((name) => [name, details[name] ?? '']))

/** The account's details as they are chosen, or null where that changes nothing. */
function chosen(
  { channels }: Pick<Ctx, 'channels'>,
  { channel, details }: ConnectionRow,
  choices: Record<string, string>,
): Record<string, string> | null {
  const offered = channels[channel].choicesOf?.(details) ?? []
  const wrong = Object.entries(choices).filter(([name, value]) => {
    const choice = offered.find((one) => one.name === name)
    return !choice?.options.some((option) => option.value === value)
  })
  if (wrong.length > 0)
    throw new InvalidInput(wrong.map(([name]) => ({ pointer: `/choices/${name}`, detail: 'This is not to be chosen.' })))
  return Object.entries(choices).some(([name, value]) => details[name] !== value) ? { ...details, ...choices } : null
}
