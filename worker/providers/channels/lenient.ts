import * as v from 'valibot'
import { ChannelUnavailable } from '#worker/domains/channels/errors.ts'
import type { ChannelKey } from '#worker/pure/channel.ts'

/*
 * What we read of an answer, and nothing else. Channels break their own schemas: nulls, words that are in no list, parts that are left
 * out, numbers as text. Only what we cannot do without is required.
 */

/** The part, or null if it is missing or of another shape. */
export const part = <T extends v.GenericSchema>(schema: T) => v.nullish(v.fallback(v.nullable(schema), null), null)
/** A text, or null for anything else. */
export const text = part(v.string())
export const flag = part(v.boolean())
/** An id or code, also where it comes as a number. */
export const id = v.pipe(v.union([v.string(), v.number()]), v.transform(String), v.minLength(1))
export const idOrNull = part(id)
/** A decimal number, also as text. */
export const decimal = v.union([
  v.number(),
  v.pipe(
    v.string(),
    v.regex(/^-?\d+(\.\d+)?$/),
    v.transform((written) => Number(written)),
  ),
])
export const decimalOrNull = part(decimal)
export const whole = v.pipe(decimal, v.safeInteger())
export const wholeOrNull = part(whole)
/** UTC epoch ms, or null for no date. */
export const instant = part(
  v.pipe(
    v.string(),
    v.transform((written) => Date.parse(written)),
    v.number(),
    v.safeInteger(),
  ),
)
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

/** What a channel's answer must be for us to go on; a body of another shape is its fault, and may be better next time. */
export function expectedOf(channel: ChannelKey) {
  return <T extends v.GenericSchema>(schema: T, body: unknown): v.InferOutput<T> => {
    const read = v.safeParse(schema, body)
    if (read.success) return read.output
    throw new ChannelUnavailable(channel, new Error(`an answer of another shape at ${v.getDotPath(read.issues[0]) ?? 'its root'}`))
  }
}
