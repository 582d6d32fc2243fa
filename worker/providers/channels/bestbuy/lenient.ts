import * as v from 'valibot'
import { exponentOf, isCurrency } from '#worker/pure/money.ts'

/*
 * What we read of an answer, and nothing else. Mirakl adds fields and words at any time, leaves out or nulls what its document
 * requires, and writes some numbers as text: only what we cannot do without is required.
 */

/** A text, or null for anything else. */
export const text = v.fallback(v.nullable(v.string()), null)
export const flag = v.fallback(v.nullable(v.boolean()), null)
/** An id or code that may come as a number. */
export const code = v.pipe(v.union([v.string(), v.number()]), v.transform(String), v.minLength(1))
export const codeOrNull = v.fallback(v.nullable(code), null)
/** A decimal number, also as text. */
export const decimal = v.union([
  v.number(),
  v.pipe(
    v.string(),
    v.regex(/^-?\d+(\.\d+)?$/),
    v.transform((written) => Number(written)),
  ),
])
export const decimalOrNull = v.fallback(v.nullable(decimal), null)
export const whole = v.pipe(decimal, v.safeInteger())
export const wholeOrNull = v.fallback(v.nullable(whole), null)
/** UTC epoch ms, or null for no date. */
export const instant = v.fallback(
  v.nullable(
    v.pipe(
      v.string(),
      v.transform((written) => Date.parse(written)),
      v.number(),
      v.safeInteger(),
    ),
  ),
  null,
)
/** The items that can be read; a list that is none has none. */
export const listOf = <T extends v.GenericSchema>(item: T) =>
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
  )

/** A decimal amount in minor units. A currency we do not sell in is taken to have two decimals: nothing is done with it. */
export function toMinor(amount: number | null, currency: string): number {
  const exponent = isCurrency(currency) ? exponentOf(currency) : 2
  // Moving the point in the text keeps 21.3 from becoming 2129.9999999999998.
  const moved = Number(`${amount ?? 0}e${exponent}`)
  return Math.round(Number.isNaN(moved) ? (amount ?? 0) * 10 ** exponent : moved)
}
