/** A statement with its arguments in order. */
export type HranaStatement = { sql: string; args?: readonly unknown[] }

/** A row as drizzle reads it: columns by name, and by position for columns that share a name. */
type Row = { readonly length: number; readonly [position: number]: unknown; readonly [name: string]: unknown }
export type HranaResult = { columns: string[]; rows: Row[]; rowsAffected: number; lastInsertRowid: bigint | undefined }

/** Sends one pipeline and reads its whole answer; throws what keeps the database from being reached. */
export type SendPipeline = (body: string) => Promise<{ status: number; text: string }>

type Value = { type: 'null' | 'integer' | 'float' | 'text' | 'blob'; value?: unknown; base64?: string }
type Failure = { message: string; code?: string }
type StatementResult = { cols: { name: string }[]; rows: Value[][]; affected_row_count: number; last_insert_rowid: string | null }
type BatchResult = { step_results: (StatementResult | null)[]; step_errors: (Failure | null)[] }
type Answer = { type: 'ok'; response: { result: unknown } } | { type: 'error'; error: Failure }

/** The database refused a statement. `code` is SQLite's or the server's. */
export class StatementFailed extends Error {
  readonly code: string

  constructor({ message, code = 'UNKNOWN' }: Failure) {
    super(`${code}: ${message}`)
    this.code = code
  }
}

const BEGIN = { read: 'BEGIN TRANSACTION READONLY', write: 'BEGIN IMMEDIATE' }

/**
 * Speaks Hrana 2 over HTTP, as far as we need it: every call opens a stream, runs, and closes it in one round trip. Nothing is
 * kept between calls, so one client serves every request of an isolate: making the provider's own anew for each, with its
 * queue and its streams, took more of a read's time than the read. The protocol:
 * https://github.com/tursodatabase/libsql/blob/main/docs/HRANA_3_SPEC.md
 */
export function createHranaClient(send: SendPipeline) {
  const run = async (request: object): Promise<unknown> => {
    const { status, text } = await send(JSON.stringify({ baton: null, requests: [request, { type: 'close' }] }))
    if (status !== 200) throw new StatementFailed({ message: text.slice(0, 300), code: `HTTP_${status}` })
    const [first] = (JSON.parse(text) as { results: Answer[] }).results
    if (first?.type !== 'ok') throw new StatementFailed(first?.error ?? { message: 'The answer is empty' })
    return first.response.result
  }
  return {
    /** Runs one statement. */
    async execute(statement: HranaStatement): Promise<HranaResult> {
      return readResult((await run({ type: 'execute', stmt: encode(statement) })) as StatementResult)
    },

    /** Runs statements in one transaction: all of them or none. */
    async batch(statements: readonly HranaStatement[], mode: 'read' | 'write'): Promise<HranaResult[]> {
      const last = statements.length + 1
      const steps = [BEGIN[mode], ...statements, 'COMMIT', 'ROLLBACK'].map((step, index) => ({
        stmt: typeof step === 'string' ? { sql: step } : encode(step),
        ...(index > 0
          ? { condition: index <= last ? { type: 'ok', step: index - 1 } : { type: 'not', cond: { type: 'ok', step: last } } }
          : {}),
      }))
      const { step_results: results, step_errors: errors } = (await run({ type: 'batch', batch: { steps } })) as BatchResult
      const failure = errors.find((error) => error !== null)
      if (failure) throw new StatementFailed(failure)
      if (!results[last]) throw new StatementFailed({ message: 'The batch was not committed' })
      return statements.map((_, index) => readResult(results[index + 1] as StatementResult))
    },
  }
}

const encode = ({ sql, args = [] }: HranaStatement) => ({ sql, args: args.map(encodeValue), want_rows: true })

function encodeValue(value: unknown): Value {
  if (value === null) return { type: 'null' }
  switch (typeof value) {
    case 'string':
      return { type: 'text', value }
    case 'number':
      if (!Number.isFinite(value)) throw new RangeError('Only finite numbers can be stored')
      // SQLite makes an integer of it where the column is one.
      return { type: 'float', value }
    case 'boolean':
      return { type: 'integer', value: value ? '1' : '0' }
    case 'bigint':
      return { type: 'integer', value: String(value) }
  }
  if (value instanceof Uint8Array) return { type: 'blob', base64: btoa(String.fromCharCode(...value)) }
  throw new TypeError(`A ${value === undefined ? 'missing value' : typeof value} cannot be stored`)
}

function decodeValue(value: Value): unknown {
  switch (value.type) {
    case 'null':
      return null
    case 'integer': {
      const integer = Number(value.value)
      if (!Number.isSafeInteger(integer)) throw new RangeError('An integer of the database is too large for a number')
      return integer
    }
    case 'blob':
      return Uint8Array.from(atob(value.base64 ?? ''), (char) => char.charCodeAt(0)).buffer
    default:
      return value.value
  }
}

function readResult({ cols, rows, affected_row_count, last_insert_rowid }: StatementResult): HranaResult {
  const columns = cols.map(({ name }) => name)
  // Of columns that share a name the first one has it; `select 1` gives its column a name that is a position.
  const named = columns.map((name, at) => (columns.indexOf(name) === at && !(name in NamedRow.prototype) ? name : null))
  return {
    columns,
    rows: rows.map((values) => new NamedRow(named, values.map(decodeValue)) as unknown as Row),
    rowsAffected: affected_row_count,
    lastInsertRowid: last_insert_rowid === null ? undefined : BigInt(last_insert_rowid),
  }
}

/** More columns than any of our queries selects. */
const POSITIONS_MAX = 200

/** Names are own properties, so that a row can be spread; positions come from the prototype, so that they are not. */
class NamedRow {
  readonly #values: readonly unknown[]

  constructor(named: readonly (string | null)[], values: readonly unknown[]) {
    this.#values = values
    for (const [at, name] of named.entries()) if (name !== null) (this as Record<string, unknown>)[name] = values[at]
  }

  static {
    Object.defineProperty(NamedRow.prototype, 'length', {
      get(this: NamedRow) {
        return this.#values.length
      },
    })
    for (let at = 0; at < POSITIONS_MAX; at++) {
      Object.defineProperty(NamedRow.prototype, at, {
        get(this: NamedRow) {
          return this.#values[at]
        },
      })
    }
  }
}
