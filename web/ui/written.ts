import * as v from 'valibot'

/**
 * What was written into a field that may be left empty, as text. A form hands an empty field on as nothing at all, and
 * refuses a schema whose default is the empty text: it would be taken for nothing again.
 */
export const written = v.pipe(
  v.optional(v.string()),
  v.transform((text) => text ?? ''),
)
