import { type CategoryMapping, listCategories, storeCategories, usedCategories } from '#db/vendor/queries/channels/categories.ts'
import { findConnection } from '#db/vendor/queries/channels/connections.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import type { Id } from '#worker/pure/ids.ts'
import { NotFound } from '#worker/pure/problem.ts'

type Key = { vendorId: Id<'vendor'>; connectionId: Id<'channelConnection'> }
type Ask = Pick<Ctx, 'vendorDb' | 'channels'>

/** Which of a channel's categories stand for ours, which of ours still lack one, and what the channel asks of a listing. @throws NotFound 404 */
export async function readCategories(ctx: Ask, { vendorId, connectionId }: Key) {
  const db = await ctx.vendorDb(vendorId)
  const [connection, rows, used] = await Promise.all([
    findConnection(db, connectionId),
    listCategories(db, connectionId),
    usedCategories(db),
  ])
  if (!connection) throw new NotFound('connection')
  const mapped = new Set(rows.map(({ categoryId }) => categoryId))
  return {
    mappings: rows.map(({ categoryId, externalCategory, attributes }) => ({ categoryId, externalCategory, attributes })),
    unmapped: used.filter((id) => !mapped.has(id)),
    fields: ctx.channels[connection.channel].capabilities.listingFields.map(({ name, isRequired }) => ({ name, isRequired })),
  }
}

/** Replaces a connection's mapping of categories as a whole. Safe to repeat. @throws NotFound 404 */
export async function mapCategories(ctx: Ask & Pick<Ctx, 'now'>, key: Key, mappings: readonly CategoryMapping[]) {
  const db = await ctx.vendorDb(key.vendorId)
  if (!(await findConnection(db, key.connectionId))) throw new NotFound('connection')
  await storeCategories(db, key.connectionId, mappings, ctx.now())
  return readCategories(ctx, key)
}
