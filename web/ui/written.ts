import * as v from 'valibot'

/**
 * What was written into a field that may be left empty, as text. A form hands an empty field on as nothing at all, and a
 * plain default of the empty text would be taken for nothing again: so nothing is what the text itself may be.
 */
export const written = v.optional(
  v.pipe(
    v.undefinedable(v.string()),
    v.transform((text) => text ?? ''),
  ),
  '',
)
