import * as v from 'valibot'

/**
 * A text entry, trimmed; left empty it is an empty text. Forms turn what is empty into nothing before a schema sees it, and
 * an empty text as default would be turned as well, so the default is null. Pipe checks behind it.
 */
export const entry = () =>
  v.pipe(
    v.nullish(v.string(), null),
    v.transform((text) => (text ?? '').trim()),
  )
