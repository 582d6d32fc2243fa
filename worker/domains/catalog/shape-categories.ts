import {
  type AttributeRow,
  findAttributes,
  findCategories,
  mergeCategories,
  readCategoryTerms,
  storeAttributes,
} from '#db/platform/queries/catalog.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import type { Id } from '#worker/pure/ids.ts'
import { ChangedMeanwhile, type FieldError, InvalidInput, NotFound } from '#worker/pure/problem.ts'
import { PreconditionFailed } from '#worker/pure/storage-refusal.ts'
import { auditRow, type CategoryAttribute, CategoryInUse } from './category-tree.ts'

/**
 * Merges a category into another: its listings are in the other at once, its address leads there, and products that vendors
 * put into it are shown in the other. Audited. Safe to repeat.
 * @throws NotFound 404; InvalidInput 422 for itself or a retired one; CategoryInUse 409 while others are below it
 */
export async function mergeCategory(ctx: Ctx, fromId: Id<'category'>, intoId: Id<'category'>) {
  const rows = await findCategories(ctx.platform, [fromId, intoId])
  const from = rows.find(({ id }) => id === fromId)
  const into = rows.find(({ id }) => id === intoId)
  if (!from) throw new NotFound('category')
  if (from.mergedIntoId === intoId && into) return into
  if (!into || fromId === intoId || into.retiredAtMs !== null || into.path.startsWith(from.path))
    throw new InvalidInput([{ pointer: '/intoId', detail: 'Choose another category that is in use.' }])
  if (from.mergedIntoId !== null) throw new NotFound('category')
  try {
    await mergeCategories(
      ctx.platform,
      from,
      into,
      ctx.now(),
      auditRow(ctx, 'category.merge', fromId, { mergedIntoId: null }, { mergedIntoId: intoId }),
    )
  } catch (error) {
    throw error instanceof PreconditionFailed ? new CategoryInUse() : error
  }
  return into
}

/** Says what products of a category, and of everything below it, should state. Audited. Safe to repeat. @throws NotFound 404, InvalidInput 422 */
export async function setAttributes(ctx: Ctx, categoryId: Id<'category'>, attributes: readonly CategoryAttribute[]) {
  const errors = attributes.flatMap(({ name, type, choices }, index): FieldError[] => [
    ...(attributes.findIndex((other) => other.name.toLowerCase() === name.toLowerCase()) < index
      ? [{ pointer: `/attributes/${index}/name`, detail: 'Two have this name.' }]
      : []),
    ...(type === 'choice' && choices.length < 2 ? [{ pointer: `/attributes/${index}/choices`, detail: 'Give at least two choices.' }] : []),
  ])
  if (errors.length > 0) throw new InvalidInput(errors)
  const [[category], before] = await Promise.all([findCategories(ctx.platform, [categoryId]), findAttributes(ctx.platform, categoryId)])
  if (!category || category.mergedIntoId !== null) throw new NotFound('category')
  const rows = attributes.map((attribute, position): AttributeRow => {
    const known = before.find(({ name }) => name.toLowerCase() === attribute.name.toLowerCase())
    const choices = attribute.type === 'choice' ? [...new Set(attribute.choices)] : []
    return {
      ...attribute,
      choices,
      unit: attribute.type === 'number' ? attribute.unit : '',
      id: known?.id ?? ctx.newId('categoryAttribute'),
      categoryId,
      position,
    }
  })
  const audit = auditRow(ctx, 'category.attributes', categoryId, { attributes: before }, { attributes: rows })
  try {
    await storeAttributes(ctx.platform, categoryId, rows, audit)
  } catch (error) {
    throw error instanceof PreconditionFailed ? new ChangedMeanwhile('category') : error
  }
  return {
    attributes: rows.map(({ name, type, unit, choices, isRequired, isFilterable }) => ({
      name,
      type,
      unit,
      choices,
      isRequired,
      isFilterable,
    })),
  }
}

type Term = Pick<CategoryAttribute, 'name' | 'type' | 'unit' | 'choices' | 'isRequired'>
/** What some categories ask of the products in them. */
export type Terms = {
  /** Whether something may be put into it: it exists, and is not retired; one that was merged leads on. */
  isOpen(categoryId: Id<'category'>): boolean
  /** What a product should state and does not, or states in a way its category does not know. */
  missingIn(product: { categoryId: Id<'category'>; attributes: Record<string, string>; options: readonly { name: string }[] }): FieldError[]
}

/** What some categories ask of the products in them. One round trip. */
export async function readTerms(ctx: Pick<Ctx, 'platform'>, ids: readonly Id<'category'>[]): Promise<Terms> {
  const { categories, attributes } = await readCategoryTerms(ctx.platform, [...new Set(ids)])
  const open = new Set(
    categories.filter(({ retiredAtMs, mergedIntoId }) => retiredAtMs === null || mergedIntoId !== null).map(({ id }) => id),
  )
  const terms = Map.groupBy(attributes, ({ productIn }) => productIn)
  return {
    isOpen: (id) => open.has(id),
    missingIn: (product) =>
      (terms.get(product.categoryId) ?? []).flatMap(({ choices, isRequired, ...term }) =>
        wrongIn(product, { ...term, isRequired: isRequired === 1, choices: JSON.parse(choices) as string[] }),
      ),
  }
}

const NUMBER = /^-?\d+(?:[.,]\d+)?/

function wrongIn(
  { attributes, options }: Parameters<Terms['missingIn']>[0],
  { name, type, unit, choices, isRequired }: Term,
): FieldError[] {
  const same = (other: string) => other.toLowerCase() === name.toLowerCase()
  const pointer = `/attributes/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`
  const value = Object.entries(attributes)
    .find(([key]) => same(key))?.[1]
    .trim()
  if (value === undefined || value === '') {
    // What a product comes in several of is stated by its variants.
    return isRequired && !options.some((option) => same(option.name)) ? [{ pointer, detail: `State "${name}".` }] : []
  }
  if (type === 'choice' && !choices.includes(value)) return [{ pointer, detail: `"${name}" is one of: ${choices.join(', ')}.` }]
  const rest = value.replace(NUMBER, '').trim()
  if (type === 'number' && (!NUMBER.test(value) || (rest !== '' && rest !== unit)))
    return [{ pointer, detail: `"${name}" is a number${unit === '' ? '' : ` of ${unit}`}.` }]
  return []
}
