import { type InventoryQuery, knownVariants, pageOfLevels, pageOfMovements } from '#db/vendor/queries/inventory.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import type { Id } from '#worker/pure/ids.ts'
import { NotFound } from '#worker/pure/problem.ts'
import { toRfc3339 } from '#worker/pure/time.ts'

/** One page of a store's stock, as of the last movement the store's database has heard of: usually under a second ago. */
export async function readInventory(ctx: Pick<Ctx, 'vendorDb'>, vendorId: Id<'vendor'>, query: InventoryQuery) {
  const { rows, counts } = await pageOfLevels(await ctx.vendorDb(vendorId), { ...query, limit: query.limit + 1 })
  const items = rows.slice(0, query.limit).map(({ updatedAtMs, ...row }) => ({
    ...row,
    updatedAt: updatedAtMs === null ? null : toRfc3339(updatedAtMs),
  }))
  return { items, counts, nextCursor: rows.length > query.limit ? (items.at(-1)?.variantId ?? null) : null }
}

/**
 * One page of what happened to a variant's stock, newest first.
 * @throws NotFound 404 for a variant that is not the store's
 */
export async function readMovements(
  ctx: Pick<Ctx, 'vendorDb'>,
  vendorId: Id<'vendor'>,
  variantId: Id<'variant'>,
  { cursor, limit }: { cursor?: number | undefined; limit: number },
) {
  const db = await ctx.vendorDb(vendorId)
  const rows = await pageOfMovements(db, variantId, cursor, limit + 1)
  if (rows.length === 0 && !(await knownVariants(db, [variantId])).has(variantId)) throw new NotFound('variant')
  const items = rows.slice(0, limit).map(({ atMs, ...row }) => ({ ...row, at: toRfc3339(atMs) }))
  return { items, nextCursor: rows.length > limit ? String(items.at(-1)?.seq) : null }
}
