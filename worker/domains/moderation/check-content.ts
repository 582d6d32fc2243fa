import { readRulesFor } from '#db/platform/queries/moderation/rules.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import type { Id } from '#worker/pure/ids.ts'
import { type Fields, type Finding, findBanned } from '#worker/pure/moderation.ts'
import { ContentRefused } from './errors.ts'

/** What of a product the rules look at. */
export type Content = {
  title: string
  description: string
  brand: string | null
  categoryId: Id<'category'>
  options: { name: string; values: string[] }[]
  attributes: Record<string, string>
  images?: readonly { alt: string }[]
}

/** Looks through several products by the rules of this moment. One round trip. @returns what was found in each, in their order */
export async function checkContents(ctx: Pick<Ctx, 'platform'>, contents: readonly Content[]): Promise<Finding[][]> {
  if (contents.length === 0) return []
  const { rules, above } = await readRulesFor(
    ctx.platform,
    contents.map(({ categoryId }) => categoryId),
  )
  return contents.map((content) =>
    findBanned(
      rules,
      fieldsOf(content),
      (above.get(content.categoryId) ?? []).map(({ aboveId }) => aboveId),
    ),
  )
}

/** What may not be there at all; null if nothing. Something that only has to be looked at is let through, and held later. */
export function refusalOf(findings: readonly Finding[]): ContentRefused | null {
  const refused = findings.filter(({ effect }) => effect === 'refuse')
  return refused.length === 0 ? null : new ContentRefused(refused)
}

function fieldsOf({ title, description, brand, options, attributes, images = [] }: Content): Fields {
  return [
    { field: '/title', text: title },
    { field: '/description', text: description },
    ...(brand === null ? [] : [{ field: '/brand', text: brand }]),
    ...options.flatMap(({ name, values }, place) => [
      { field: `/options/${place}/name`, text: name },
      ...values.map((text, index) => ({ field: `/options/${place}/values/${index}`, text })),
    ]),
    ...Object.entries(attributes).map(([name, value]) => ({ field: `/attributes/${pointerOf(name)}`, text: `${name} ${value}` })),
    ...images.map(({ alt }, index) => ({ field: `/images/${index}/alt`, text: alt })),
  ]
}

/** A name as a JSON pointer has it (RFC 6901). */
const pointerOf = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1')

/** Looks through texts of people by the rules of this moment; every finding is to be looked at, nothing is refused. */
export async function checkTexts(ctx: Pick<Ctx, 'platform'>, fields: Fields): Promise<Finding[]> {
  const { rules } = await readRulesFor(ctx.platform, [])
  return findBanned(
    rules.filter(({ kind }) => kind === 'word'),
    fields,
    [],
  )
}
