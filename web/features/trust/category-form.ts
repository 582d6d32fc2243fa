import * as v from 'valibot'
import { m } from '#messages'
import { written } from '#web/ui/written.ts'
import { isId } from '#worker/pure/ids.ts'
import { SLUG_SHAPE } from '#worker/pure/slug.ts'

const categoryId = v.custom<`cat_${string}`>((id) => typeof id === 'string' && isId('category', id))
const parentId = v.pipe(
  written,
  v.transform((id) => (isId('category', id) ? id : null)),
)
const name = v.pipe(v.string(m.trust_error_words), v.trim(), v.minLength(1, m.trust_error_words), v.maxLength(80, m.trust_error_long))
const slug = v.pipe(
  v.string(m.trust_error_slug),
  v.trim(),
  v.check((text) => SLUG_SHAPE.test(text), m.trust_error_slug),
)
const text = (max: number) => v.pipe(written, v.trim(), v.maxLength(max, m.trust_error_long))

/** Everything that can be done to a category. */
export const CategoryForm = v.variant('intent', [
  v.object({ intent: v.literal('add'), name, slug: v.optional(slug), parentId }),
  v.object({
    intent: v.picklist(['change', 'retire', 'reuse', 'remove']),
    categoryId,
    name,
    slug,
    parentId,
    position: v.pipe(v.optional(v.string(), '0'), v.regex(/^\d{1,5}$/, m.trust_error_number), v.transform(Number)),
  }),
  v.object({ intent: v.literal('merge'), categoryId, intoId: categoryId }),
  v.object({
    intent: v.literal('facts'),
    categoryId,
    attributes: v.optional(
      v.array(
        v.object({
          name: text(40),
          type: v.picklist(['text', 'number', 'choice']),
          unit: text(12),
          choices: text(2000),
          isRequired: v.optional(v.boolean(), false),
          isFilterable: v.optional(v.boolean(), false),
        }),
      ),
      [],
    ),
  }),
])
export type CategoryEntries = v.InferOutput<typeof CategoryForm>
