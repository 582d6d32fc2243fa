import { knownVariants } from '#db/vendor/queries/inventory.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import type { StockLevel, StockLine } from '#worker/domains/inventory/ports.ts'
import type { Id } from '#worker/pure/ids.ts'
import { actorOf } from '#worker/pure/principal.ts'
import { InvalidInput, NotFound } from '#worker/pure/problem.ts'
import { problemOf } from './errors.ts'
import { InventoryManager } from './inventory-manager.ts'

type Parts = Pick<Ctx, 'stockLocks' | 'vendorDb' | 'newId' | 'principal'>

/** A vendor's correction: by a difference, or to what was counted; and how many to keep back. */
export type Correction = { change?: number | undefined; counted?: number | undefined; safetyStock?: number | undefined; reason: string }

/**
 * Corrects the stock of one variant and answers with its level. The operation id is made before the call, so a request
 * repeated under the same idempotency key corrects once.
 * @throws NotFound 404 for a variant that is not the store's; BelowZero 409; Unavailable 503
 */
export async function adjustStock(
  ctx: Parts,
  vendorId: Id<'vendor'>,
  variantId: Id<'variant'>,
  { change = 0, counted, safetyStock, reason }: Correction,
): Promise<StockLevel> {
  const operationId = ctx.newId('operation')
  await requireVariants(ctx, vendorId, [variantId])
  const answer = await new InventoryManager(ctx).adjust({
    vendorId,
    operationId,
    variantId,
    change: counted === undefined ? { by: change } : { set: counted },
    safetyStock,
    reason,
    actorId: actorOf(ctx.principal),
  })
  if (!answer.ok) throw problemOf(answer)
  return answer.level
}

/**
 * Takes in a delivery: all lines or none. Answers with the receipt's id, which names its movements, and the levels after it.
 * @throws InvalidInput 422 naming the lines whose variant is not the store's; Unavailable 503
 */
export async function receiveStock(
  ctx: Parts,
  vendorId: Id<'vendor'>,
  { lines, reference }: { lines: StockLine[]; reference: string },
): Promise<{ receiptId: Id<'operation'>; levels: StockLevel[] }> {
  const operationId = ctx.newId('operation')
  const variantIds = [...new Set(lines.map(({ variantId }) => variantId))]
  const known = await knownVariants(await ctx.vendorDb(vendorId), variantIds)
  const unknown = lines.flatMap(({ variantId }, index) => (known.has(variantId) ? [] : [index]))
  if (unknown.length > 0) {
    throw new InvalidInput(unknown.map((index) => ({ pointer: `/lines/${index}/variantId`, detail: 'There is no such variant.' })))
  }
  const inventory = new InventoryManager(ctx)
  const actorId = actorOf(ctx.principal)
  const answer = await inventory.restock({ vendorId, operationId, lines, causeId: operationId, reason: reference, actorId })
  if (!answer.ok) throw problemOf(answer)
  return { receiptId: operationId, levels: await inventory.levels(vendorId, variantIds) }
}

async function requireVariants(ctx: Parts, vendorId: Id<'vendor'>, variantIds: Id<'variant'>[]): Promise<void> {
  const known = await knownVariants(await ctx.vendorDb(vendorId), variantIds)
  if (known.size < variantIds.length) throw new NotFound('variant')
}
