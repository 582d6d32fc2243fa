import * as v from 'valibot'
import { ChannelUnavailable } from '#worker/domains/channels/errors.ts'

/*
 * What we read of an answer, and nothing else. Amazon's own examples break Amazon's own schemas: nulls, words that are in no
 * list, parts that are left out. Only what we cannot do without is required.
 */

/** A text, or null for anything else. */
export const text = v.nullish(v.fallback(v.nullable(v.string()), null), null)
/** An id, also where it comes as a number. */
export const id = v.pipe(v.union([v.string(), v.number()]), v.transform(String), v.minLength(1))
export const idOrNull = v.nullish(v.fallback(v.nullable(id), null), null)
export const whole = v.pipe(v.union([v.number(), v.pipe(v.string(), v.regex(/^-?\d+$/), v.transform(Number))]), v.safeInteger())
export const wholeOrNull = v.nullish(v.fallback(v.nullable(whole), null), null)
/** UTC epoch ms, or null for no date. */
export const instant = v.nullish(
  v.fallback(
    v.nullable(
      v.pipe(
        v.string(),
        v.transform((written) => Date.parse(written)),
        v.number(),
        v.safeInteger(),
      ),
    ),
    null,
  ),
  null,
)
/** The part, or null if it is missing or of another shape. */
export const part = <T extends v.GenericSchema>(schema: T) => v.nullish(v.fallback(v.nullable(schema), null), null)
/** The items that can be read; a list that is none has none. */
export const listOf = <T extends v.GenericSchema>(item: T) =>
  v.nullish(
    v.fallback(
      v.pipe(
        v.array(v.unknown()),
        v.transform((items) =>
          items.flatMap((one) => {
            const read = v.safeParse(item, one)
            return read.success ? [read.output] : []
          }),
        ),
      ),
      [],
    ),
    [],
  )

/** What an answer must be for us to go on; a body of another shape is Amazon's fault, and may be better next time. */
export function expected<T extends v.GenericSchema>(schema: T, body: unknown): v.InferOutput<T> {
  const read = v.safeParse(schema, body)
  if (read.success) return read.output
  throw new ChannelUnavailable('amazon', new Error(`an answer of another shape at ${v.getDotPath(read.issues[0]) ?? 'its root'}`))
}
