import { type SQL, sql } from 'drizzle-orm'
import { type AnySQLiteColumn, check, integer, text } from 'drizzle-orm/sqlite-core'
import type { Id, IdKind } from '#worker/pure/ids.ts'
import type { Currency } from '#worker/pure/money.ts'

/** Text that holds the id of one kind of record. */
export const id = <K extends IdKind>(name: string, _kind: K) => text(name).$type<Id<K>>()
/** An amount of money in minor units. SQLite would store 10.5 in an INTEGER column: pair it with `wholeNumbers` below. */
export const minor = (name: string) => integer(name)
/** A rate in basis points. */
export const bps = (name: string) => integer(name)
/** An instant in UTC epoch ms. */
export const atMs = (name: string) => integer(name)
/** ISO 4217 code. */
export const currency = (name = 'currency') => text(name).$type<Currency>()
/** A count of things. */
export const count = (name: string) => integer(name)
/** A JSON document. */
export const json = <T>(name: string) => text(name, { mode: 'json' }).$type<T>()
/** The version that optimistic concurrency compares (`ETag`/`If-Match`). */
export const version = () => integer('version').notNull().default(1)

/** CHECK that each column holds an integer (or NULL), because SQLite's column types are hints only. */
export const wholeNumbers = (table: string, ...columns: AnySQLiteColumn[]) =>
  check(
    `${table}_whole_numbers`,
    sql.join(
      columns.map((c): SQL => sql`typeof(${c}) in ('integer', 'null')`),
      sql` and `,
    ),
  )
/** CHECK that each column holds an integer >= 0 (or NULL). */
export const notNegative = (table: string, ...columns: AnySQLiteColumn[]) =>
  check(
    `${table}_not_negative`,
    sql.join(
      columns.map((c): SQL => sql`(${c} is null or (typeof(${c}) = 'integer' and ${c} >= 0))`),
      sql` and `,
    ),
  )
/** CHECK that a column holds one of a fixed set of words. */
export const oneOf = (table: string, column: AnySQLiteColumn, words: readonly string[]) =>
  check(`${table}_${column.name}_known`, sql`${column} in (${sql.raw(words.map((w) => `'${w}'`).join(', '))})`)
