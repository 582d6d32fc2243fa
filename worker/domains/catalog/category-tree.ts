import {
  type AttributeRow,
  deleteCategory,
  findCategoryAndParent,
  readCategories,
  storeCategory,
  updateCategory,
} from '#db/platform/queries/catalog.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { auditOf } from '#worker/pure/audit.ts'
import type { Id } from '#worker/pure/ids.ts'
import { ChangedMeanwhile, InvalidInput, NotFound, Problem } from '#worker/pure/problem.ts'
import { PreconditionFailed, UniqueViolation } from '#worker/pure/storage-refusal.ts'

/**
 * INV-CAT-4: a category's path is its parent's path, its own slug and a slash, so a subtree is one prefix; no category is
 * below itself, and nothing is put below a category of the last level.
 */
const DEPTH_MAX = 6

export type CategoryNode = {
  id: Id<'category'>
  slug: string
  name: string
  parentId: Id<'category'> | null
  parentSlug: string | null
  position: number
  /** 0 at the top. */
  depth: number
  /** Visible listings in it and in everything below. */
  listingCount: number
  /** Nothing new may be put into it. */
  isRetired: boolean
  /** Categories that were merged into it, by which products of vendors may still name it. */
  formerIds: Id<'category'>[]
  formerSlugs: string[]
  /** What products in it, and below it, should state. */
  attributes: CategoryAttribute[]
}
export type CategoryAttribute = {
  name: string
  type: 'text' | 'number' | 'choice'
  /** What a number is counted in; empty for none. */
  unit: string
  choices: string[]
  isRequired: boolean
  isFilterable: boolean
}
export type CategoryInput = { slug: string; name: string; parentId: Id<'category'> | null; position: number }
/** What may be changed of a category. */
export type CategoryChange = Partial<CategoryInput & { isRetired: boolean }>

/** 409: another category has this slug. */
export class CategorySlugTaken extends Problem {
  constructor(slug: string) {
    super('category_slug_taken', 409, `Another category has the slug "${slug}".`, { errors: [{ pointer: '/slug', detail: 'Taken.' }] })
  }
}

/** 409: something is still in it. */
export class CategoryInUse extends Problem {
  constructor() {
    super('category_in_use', 409, 'The category has listings or categories in it; move them first.')
  }
}

/**
 * The tree as buyers and vendors see it: without what is retired and has nothing in it. On a vendor's own host counts are of
 * that vendor's listings only. One round trip.
 */
export async function readCategoryTree(ctx: Ctx): Promise<CategoryNode[]> {
  const nodes = await readWholeTree(ctx)
  const kept = new Set(nodes.filter(({ isRetired, listingCount }) => !isRetired || listingCount > 0).map(({ id }) => id))
  return nodes.filter(({ id, parentId }) => kept.has(id) && (parentId === null || kept.has(parentId)))
}

/** The whole tree, parents before their children, with counts. One round trip. */
export async function readWholeTree(ctx: Ctx): Promise<CategoryNode[]> {
  const { categories: all, attributes, counts, version } = await readCategories(ctx.platform, ctx.hostVendor?.id ?? null)
  ctx.showsCatalogue(version)
  const categories = all.filter(({ mergedIntoId }) => mergedIntoId === null)
  const former = Map.groupBy(
    all.filter(({ mergedIntoId }) => mergedIntoId !== null),
    ({ mergedIntoId }) => mergedIntoId,
  )
  const asked = Map.groupBy(attributes, ({ categoryId }) => categoryId)
  const own = new Map(counts.map(({ categoryId, listings }) => [categoryId, listings]))
  const children = Map.groupBy(categories, ({ parentId }) => parentId)
  const nodes: CategoryNode[] = []
  const visit = (parent: CategoryNode | null): number => {
    let total = 0
    for (const { id, slug, name, parentId, position, retiredAtMs } of children.get(parent?.id ?? null) ?? []) {
      const depth = parent ? parent.depth + 1 : 0
      const node: CategoryNode = {
        id,
        slug,
        name,
        parentId,
        parentSlug: parent?.slug ?? null,
        position,
        depth,
        listingCount: 0,
        isRetired: retiredAtMs !== null,
        formerIds: (former.get(id) ?? []).map((one) => one.id),
        formerSlugs: (former.get(id) ?? []).map((one) => one.slug),
        attributes: (asked.get(id) ?? []).map(showAttribute),
      }
      nodes.push(node)
      node.listingCount = (own.get(id) ?? 0) + visit(node)
      total += node.listingCount
    }
    return total
  }
  visit(null)
  return nodes
}

const showAttribute = ({ name, type, unit, choices, isRequired, isFilterable }: AttributeRow): CategoryAttribute => ({
  name,
  type,
  unit,
  choices,
  isRequired,
  isFilterable,
})

/** Adds a category. A repeat with the same id finds the first one. @throws CategorySlugTaken 409, InvalidInput 422 */
export async function addCategory(ctx: Ctx, input: CategoryInput) {
  const id = ctx.newId('category')
  const { parent } = await findCategoryAndParent(ctx.platform, id, input.parentId)
  const row = { ...input, id, path: pathOf(input, parent), retiredAtMs: null, mergedIntoId: null }
  await orTaken(storeCategory(ctx.platform, row, auditRow(ctx, 'category.add', id, null, input)), input.slug)
  return row
}

/**
 * Renames, moves or retires a category, or takes it into use again; everything below it moves along. One read, one commit.
 * @throws NotFound 404, CategorySlugTaken 409, InvalidInput 422 for a parent that is unknown, below it, or too deep
 */
export async function changeCategory(ctx: Ctx, id: Id<'category'>, { isRetired, ...change }: CategoryChange) {
  const { category, parent: newParent } = await findCategoryAndParent(ctx.platform, id, change.parentId ?? null)
  if (!category || category.mergedIntoId !== null) throw new NotFound('category')
  const retiredAtMs = isRetired === undefined ? category.retiredAtMs : isRetired ? (category.retiredAtMs ?? ctx.now()) : null
  const input = { ...category, ...change, retiredAtMs }
  const stays = change.parentId === undefined || change.parentId === category.parentId
  if (!stays && newParent?.path.startsWith(category.path)) throw wrongParent('A category cannot be below itself.')
  const path = stays ? `${category.path.slice(0, -category.slug.length - 1)}${input.slug}/` : pathOf(input, newParent)
  const after = { ...input, path }
  const audit = auditRow(ctx, 'category.change', id, category, after)
  try {
    await orTaken(updateCategory(ctx.platform, category, after, audit), input.slug)
  } catch (error) {
    throw error instanceof PreconditionFailed ? new ChangedMeanwhile('category') : error
  }
  return after
}

/** Deletes an empty category. @throws NotFound 404, CategoryInUse 409 */
export async function removeCategory(ctx: Ctx, id: Id<'category'>): Promise<void> {
  const { category } = await findCategoryAndParent(ctx.platform, id, null)
  if (!category) throw new NotFound('category')
  try {
    await deleteCategory(ctx.platform, category, auditRow(ctx, 'category.remove', id, category, null))
  } catch (error) {
    throw error instanceof PreconditionFailed ? new CategoryInUse() : error
  }
}

function pathOf({ slug, parentId }: CategoryInput, parent: { path: string; mergedIntoId: Id<'category'> | null } | undefined): string {
  if (parentId === null) return `/${slug}/`
  if (!parent || parent.mergedIntoId !== null) throw wrongParent('There is no such category.')
  if (parent.path.split('/').length - 2 >= DEPTH_MAX) throw wrongParent(`Categories are at most ${DEPTH_MAX} deep.`)
  return `${parent.path}${slug}/`
}

const wrongParent = (detail: string) => new InvalidInput([{ pointer: '/parentId', detail }])

async function orTaken(write: Promise<void>, slug: string): Promise<void> {
  try {
    await write
  } catch (error) {
    throw error instanceof UniqueViolation ? new CategorySlugTaken(slug) : error
  }
}

/** @param before null: it is new. @param after null: it is gone */
export const auditRow = (ctx: Ctx, action: string, subjectId: Id<'category'>, before: object | null, after: object | null) =>
  auditOf(ctx, { action, subjectId, before: before && { ...before }, after: after && { ...after } })
