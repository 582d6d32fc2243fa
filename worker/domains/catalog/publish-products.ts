import { updateStatuses } from '#db/vendor/queries/catalog.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { checkContents, refusalOf as contentRefusalOf } from '#worker/domains/moderation/check-content.ts'
import { limitReached, mostProducts, readUse } from '#worker/domains/plans/check-limit.ts'
import type { Id } from '#worker/pure/ids.ts'
import { ChangedMeanwhile, NotFound, Problem } from '#worker/pure/problem.ts'
import { missingForSale, NotPublishable, type Product, productChanged } from './product.ts'
import { readProductsById } from './read-product.ts'
import { readTerms, type Terms } from './shape-categories.ts'

/** What became of one product of a bulk change. */
export type StatusOutcome = { productId: Id<'product'>; product: Product } | { productId: Id<'product'>; refusal: Problem }

/** Puts one product on sale. Safe to repeat. @throws NotFound 404, NotPublishable, ContentRefused and PlanLimitReached 409, ChangedMeanwhile 412 */
export const publishProduct = (ctx: Ctx, vendorId: Id<'vendor'>, productId: Id<'product'>): Promise<Product> =>
  changeOne(ctx, vendorId, productId, 'active')

/** Takes one product off sale. Safe to repeat. @throws NotFound 404, NotPublished 409, ChangedMeanwhile 412 */
export const archiveProduct = (ctx: Ctx, vendorId: Id<'vendor'>, productId: Id<'product'>): Promise<Product> =>
  changeOne(ctx, vendorId, productId, 'archived')

/** 409: a draft has no buyers to be taken from. */
export class NotPublished extends Problem {
  constructor() {
    super('not_published', 409, 'This product was never published; delete it instead.')
  }
}

/**
 * Publishes or archives up to 100 products, each by itself: what cannot be changed is reported and holds nothing up, also what
 * comes back from the archive when the plan allows no more. What already has the status stays as it is. Three reads, one commit.
 * Safe to repeat.
 */
export async function changeStatuses(
  ctx: Ctx,
  vendorId: Id<'vendor'>,
  ids: readonly Id<'product'>[],
  status: 'active' | 'archived',
): Promise<StatusOutcome[]> {
  const found = await readProductsById(ctx, vendorId, ids)
  const byId = new Map(found.map((product) => [product.id, product]))
  const terms =
    status === 'active'
      ? await readTerms(
          ctx,
          found.map(({ categoryId }) => categoryId),
        )
      : null
  const findings = status === 'active' ? await checkContents(ctx, found) : []
  const banned = new Map(found.flatMap(({ id }, index) => [[id, contentRefusalOf(findings[index] ?? [])] as const]))
  const outcomes = [...new Set(ids)].map((productId): StatusOutcome => {
    const product = byId.get(productId)
    const refusal = product ? (refusalOf(product, status, terms) ?? banned.get(productId) ?? null) : new NotFound('product')
    return refusal || !product ? { productId, refusal: refusal ?? new NotFound('product') } : { productId, product }
  })

  const due = outcomes.flatMap((outcome) => ('product' in outcome && outcome.product.status !== status ? [outcome.product] : []))
  if (due.length === 0) return outcomes
  const changes = due.map(({ id, version }) => ({ id, version, status, message: productChanged(ctx, vendorId, id) }))
  // Only what was archived is not counted yet.
  const most = due.some((product) => product.status === 'archived') ? await mostProducts(ctx, vendorId) : null
  const changed = new Set(await updateStatuses(await ctx.vendorDb(vendorId), changes, ctx.now(), most))
  ctx.relay(vendorId)
  const isFull = most !== null && due.some(({ id }) => !changed.has(id)) && (await readUse(ctx, vendorId)).products >= most
  const full = isFull ? await limitReached(ctx, vendorId, 'products') : null
  return outcomes.map((outcome) => {
    if ('refusal' in outcome || outcome.product.status === status) return outcome
    const { productId, product } = outcome
    if (changed.has(productId)) return { productId, product: withStatus(product, status, ctx.now()) }
    return { productId, refusal: product.status === 'archived' && full !== null ? full : new ChangedMeanwhile('product') }
  })
}

function refusalOf(product: Product, status: 'active' | 'archived', terms: Terms | null): Problem | null {
  if (status === 'archived') return product.publishedAtMs === null ? new NotPublished() : null
  const missing = [...missingForSale(product, terms?.isOpen(product.categoryId) ?? false), ...(terms?.missingIn(product) ?? [])]
  return missing.length > 0 ? new NotPublishable(missing) : null
}

const withStatus = (product: Product, status: 'active' | 'archived', nowMs: number): Product => ({
  ...product,
  status,
  version: product.version + 1,
  updatedAtMs: nowMs,
  publishedAtMs: product.publishedAtMs ?? nowMs,
})

async function changeOne(ctx: Ctx, vendorId: Id<'vendor'>, productId: Id<'product'>, status: 'active' | 'archived'): Promise<Product> {
  const [outcome] = await changeStatuses(ctx, vendorId, [productId], status)
  if (!outcome) throw new NotFound('product')
  if ('refusal' in outcome) throw outcome.refusal
  return outcome.product
}
