/** What the Products API says of a question it cannot take. */
export class BadQuery extends Error {}

type Row = Record<string, unknown>
type Test = (row: Row) => boolean

/**
 * Reads the question in the parentheses: terms joined by `&` and `|` (which binds less), grouped by parentheses; a term is an
 * attribute, a comparison or `in(…)`, and a value that may hold `*`. Answers also how the API repeats it.
 */
export function readQuestion(question: string): { test: Test; canonical: string } {
  let at = 0
  const peek = (): string => question[at] ?? ''
  const any = (): { test: Test; canonical: string } => {
    const first = all()
    if (peek() !== '|') return first
    at++
    const rest = any()
    return { test: (row) => first.test(row) || rest.test(row), canonical: `${first.canonical}|${rest.canonical}` }
  }
  const all = (): { test: Test; canonical: string } => {
    const first = one()
    if (peek() !== '&') return first
    at++
    const rest = all()
    return { test: (row) => first.test(row) && rest.test(row), canonical: `${first.canonical}&${rest.canonical}` }
  }
  const one = (): { test: Test; canonical: string } => {
    if (peek() === '(') {
      at++
      const inner = any()
      at++
      return { test: inner.test, canonical: `(${inner.canonical})` }
    }
    const term = /^([A-Za-z][\w.]*)\s*(?:in\s*\(([^)]*)\)|(!=|<=|>=|=|<|>)((?:"[^"]*"|[^&|)])*))/.exec(question.slice(at))
    if (!term) throw new BadQuery("Couldn't understand the request")
    at += term[0].length
    const [, attribute = '', list, comparison = '=', value = ''] = term
    if (list !== undefined)
      return {
        test: (row) => list.split(',').some((wanted) => isEqual(row, attribute, unquoted(wanted))),
        canonical: `${attribute} in(${list})`,
      }
    return { test: compare(attribute, comparison, unquoted(value)), canonical: `${attribute}${comparison}${repeated(unquoted(value))}` }
  }
  if (question.trim() === '') return { test: () => true, canonical: '' }
  const read = any()
  if (at < question.length) throw new BadQuery("Couldn't understand the request")
  return read
}

const unquoted = (value: string): string => value.trim().replace(/^"(.*)"$/, '$1')
const repeated = (value: string): string => (/^(-?\d+(\.\d+)?|true|false|\*)$/.test(value) ? value : `"${value}"`)

function compare(attribute: string, comparison: string, value: string): Test {
  if (value.startsWith('*') && value.length > 1)
    throw new BadQuery("Multi-character strings that begin with the wildcard character aren't currently supported")
  if (comparison === '=') return (row) => isEqual(row, attribute, value)
  if (comparison === '!=') return (row) => !isEqual(row, attribute, value)
  const wanted = Number.isNaN(Number(value)) ? value : Number(value)
  const signs = { '<': [-1], '<=': [-1, 0], '>': [1], '>=': [1, 0] }[comparison] ?? []
  return (row) => valuesOf(row, attribute).some((found) => signs.includes(order(found, wanted)))
}

const order = (a: unknown, b: string | number): number =>
  typeof b === 'number' ? Math.sign(Number(a) - b) : String(a) < b ? -1 : String(a) > b ? 1 : 0

function isEqual(row: Row, attribute: string, value: string): boolean {
  const pattern = value
    .split('*')
    .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*')
  const matches = new RegExp(attribute === 'search' ? pattern : `^${pattern}$`, 'i')
  const found = attribute === 'search' ? [row.name, row.shortDescription] : valuesOf(row, attribute)
  return found.some((one) => one !== null && one !== undefined && matches.test(String(one)))
}

/** The values at a dotted path; lists on the way are looked through. */
export function valuesOf(row: unknown, path: string): unknown[] {
  return path
    .split('.')
    .reduce<unknown[]>(
      (found, name) => found.flatMap((one) => (Array.isArray(one) ? one : [one])).map((one) => (one as Row | null)?.[name]),
      [row],
    )
}
