/** A value of an option. The key stays when its text changes, so that renaming is not replacing. */
export type OptionValue = { key: string; text: string }
export type Option = { key: string; name: string; values: OptionValue[] }
/** What is written in a row of the grid, as typed. `id` is that of the stored variant; absent for a new one. */
export type Entry = { id?: string; sku: string; price: string; stock: string; weight: string; gtin: string; isSold: boolean }
/** Options, and what is written for each combination of their values. INV-GRID-1: a stored variant is in at most one row. */
export type Matrix = { options: Option[]; entries: Record<string, Entry> }
export type MatrixRow = { key: string; valueKeys: string[]; labels: string[]; entry: Entry }

export const VARIANTS_MAX = 100
const NEW_ENTRY: Entry = { sku: '', price: '', stock: '', weight: '', gtin: '', isSold: true }

/** Options that count: those with a value that is written. */
export const usedOptions = (options: readonly Option[]): Option[] =>
  options
    .map((option) => ({ ...option, values: option.values.filter(({ text }) => text.trim() !== '') }))
    .filter(({ values }) => values.length > 0)

/** One row for each combination of values; one row without options. At most a row more than a product may have. */
export function rowsOf({ options, entries }: Matrix): MatrixRow[] {
  return combinations(usedOptions(options)).map((values) => {
    const valueKeys = values.map(({ key }) => key)
    const key = valueKeys.join('/')
    return { key, valueKeys, labels: values.map(({ text }) => text.trim()), entry: entries[key] ?? NEW_ENTRY }
  })
}

function combinations(options: readonly Option[]): OptionValue[][] {
  let rows: OptionValue[][] = [[]]
  for (const { values } of options) rows = rows.flatMap((row) => values.map((value) => [...row, value])).slice(0, VARIANTS_MAX + 1)
  return rows
}

/**
 * Puts other options in place and carries over what was written. A combination that was there keeps its row. A new one takes
 * over the row it came from, once: the first colour of a mug that had none is still that mug. Every other new row starts with
 * the price and weight of the row it is closest to, and as a variant of its own.
 */
export function withOptions(matrix: Matrix, options: Option[]): Matrix {
  const before = rowsOf(matrix)
  const after = rowsOf({ options, entries: {} })
  const kept = new Set(after.map(({ key }) => key))
  const free = before.filter(({ key }) => !kept.has(key))
  const entries: Record<string, Entry> = {}
  for (const { key, valueKeys } of after) {
    const own = before.find((row) => row.key === key)
    const origin = own ?? free.find((row) => isAkin(row.valueKeys, valueKeys))
    if (origin === undefined) {
      const { price = '', weight = '' } = closest(before, valueKeys)?.entry ?? {}
      entries[key] = { ...NEW_ENTRY, price, weight }
      continue
    }
    entries[key] = origin.entry
    if (own === undefined) free.splice(free.indexOf(origin), 1)
  }
  return { options, entries }
}

/** True if one combination is the other with an option more. */
function isAkin(a: readonly string[], b: readonly string[]): boolean {
  const [few, many] = a.length < b.length ? [a, b] : [b, a]
  return few.length < many.length && few.every((key) => many.includes(key))
}

function closest(rows: readonly MatrixRow[], valueKeys: readonly string[]): MatrixRow | undefined {
  const shared = (row: MatrixRow) => row.valueKeys.filter((key) => valueKeys.includes(key)).length
  return rows.toSorted((a, b) => shared(b) - shared(a))[0]
}

export const withEntry = (matrix: Matrix, key: string, change: Partial<Entry>): Matrix => ({
  ...matrix,
  entries: { ...matrix.entries, [key]: { ...(matrix.entries[key] ?? NEW_ENTRY), ...change } },
})

type Column = 'sku' | 'price' | 'stock' | 'weight' | 'gtin'

/** Writes lines into a column, from a row downwards; what does not fit is left out. */
export function withLines(matrix: Matrix, column: Column, fromKey: string, lines: readonly string[]): Matrix {
  const rows = rowsOf(matrix)
  const start = rows.findIndex(({ key }) => key === fromKey)
  return rows
    .slice(start, start + lines.length)
    .reduce((now, { key }, index) => withEntry(now, key, { [column]: lines[index] ?? '' }), matrix)
}

/** Copies the first row's entry of a column to all rows below it. */
export function filledDown(matrix: Matrix, column: Column): Matrix {
  const [first, ...rest] = rowsOf(matrix)
  return rest.reduce((now, { key }) => withEntry(now, key, { [column]: first?.entry[column] ?? '' }), matrix)
}

/** A SKU for a variant that was given none: the title's and the values' first letters and digits, as `STONEWARE-MUG-MOSS`. */
export function suggestSku(title: string, labels: readonly string[]): string {
  const part = (text: string, max: number) =>
    text
      .normalize('NFKD')
      .replaceAll(/[\u0300-\u036f]/g, '')
      .replaceAll(/[^A-Za-z0-9]+/g, '-')
      .replaceAll(/^-+|-+$/g, '')
      .toUpperCase()
      .slice(0, max)
      .replace(/-+$/, '')
  return [part(title, 28) || 'ITEM', ...labels.map((label) => part(label, 11))].filter((text) => text !== '').join('-')
}
