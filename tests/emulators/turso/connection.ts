import Engine from 'libsql'
import { bindArguments } from './bind-arguments.ts'
import { classifySql, type StatementClass } from './classify-sql.ts'
import { isBusy, StatementRefused } from './hrana-errors.ts'
import type { Col, Stmt, StmtResult } from './protocol.ts'
import { type ScannedStatement, scanSql } from './scan-sql.ts'
import { type EngineValue, encodeValue } from './value-codec.ts'

export type Prepared = {
  readonly scanned: ScannedStatement
  readonly class: StatementClass
  /** Compiles on first use: a step of a batch may name a table that an earlier step creates. */
  compiled: Compiled | undefined
}

type Compiled = { readonly statement: Engine.Statement; readonly reader: boolean; cols: Col[] }

type Stepped = { readonly rows: EngineValue[][]; readonly info: Engine.RunResult | undefined }

function step({ statement, reader }: Compiled, args: readonly EngineValue[]): Stepped {
  if (reader) return { rows: statement.all(args) as EngineValue[][], info: undefined }
  return { rows: [], info: statement.run(args) }
}

/** Statements kept compiled per connection; the least recently used is dropped beyond this. */
const STATEMENTS_MAX = 256
const CHANGES_SQL = 'SELECT changes(), last_insert_rowid()'

/** One engine connection and its compiled statements. Never waits for a lock: waiting is the database's business. */
export class Connection {
  readonly #engine: Engine.Database
  readonly #statements = new Map<string, Prepared>()
  #schemaSeen = 0
  /** Set when a statement changed the connection itself (a pragma): it is then closed instead of pooled. */
  isTainted = false
  /** UTC epoch ms at which the open transaction took the write lock; undefined while it holds none. */
  writingSince: number | undefined
  /** Set while its open transaction holds a change of the schema. */
  hasChangedSchema = false
  /** Set when its transaction was rolled back because it kept others waiting too long. */
  hasTimedOut = false

  constructor(path: string) {
    this.#engine = new Engine(path, { timeout: 0 })
    this.#engine.defaultSafeIntegers(true)
    this.#engine.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON')
  }

  get isInTransaction(): boolean {
    return this.#engine.inTransaction
  }

  /** Forgets compiled statements when the schema changed since they were compiled, so that column lists stay true. */
  observeSchema(version: number): void {
    if (version === this.#schemaSeen) return
    this.#schemaSeen = version
    for (const prepared of this.#statements.values()) prepared.compiled = undefined
  }

  /**
   * Finds or makes the entry of one SQL text, without compiling it.
   * @throws StatementRefused SQL_NO_STATEMENT, SQL_MANY_STATEMENTS, or SQL_PARSE_ERROR for what the hosted server does not support.
   */
  prepare(sql: string): Prepared {
    const known = this.#statements.get(sql)
    if (known) {
      this.#statements.delete(sql)
      this.#statements.set(sql, known)
      return known
    }
    const [scanned, another] = scanSql(sql)
    if (!scanned) throw new StatementRefused('SQL_NO_STATEMENT', 'SQL string does not contain any statement')
    if (another) throw new StatementRefused('SQL_MANY_STATEMENTS', 'SQL string contains more than one statement')
    const prepared: Prepared = { scanned, class: classifySql(scanned), compiled: undefined }
    if (prepared.class.kind === 'unsupported') {
      throw new StatementRefused('SQL_PARSE_ERROR', `SQL string could not be parsed: unsupported statement: ${sql}`)
    }
    this.#statements.set(sql, prepared)
    this.#dropOldest()
    return prepared
  }

  #dropOldest(): void {
    if (this.#statements.size <= STATEMENTS_MAX) return
    for (const oldest of this.#statements.keys()) {
      this.#statements.delete(oldest)
      return
    }
  }

  compile(prepared: Prepared): Compiled {
    if (prepared.compiled) return prepared.compiled
    const statement = this.#engine.prepare(prepared.scanned.text)
    const reader = statement.reader
    if (reader) statement.raw(true)
    const cols = reader ? statement.columns().map((col) => ({ name: col.name, decltype: col.type })) : []
    prepared.compiled = { statement, reader, cols }
    return prepared.compiled
  }

  /** Runs one statement to its end. Throws the engine's own error; a held lock is reported at once. */
  run(prepared: Prepared, stmt: Stmt): StmtResult {
    const started = performance.now()
    const args = bindArguments(stmt, prepared.scanned.params)
    const compiled = this.compile(prepared)
    const { rows, info } = this.#step(prepared, compiled, args)
    const { cols } = compiled
    const changed = prepared.class.changesRows ? this.#changes(info) : undefined
    const affected = changed?.affected ?? 0
    this.#noteWriteLock(prepared)
    return {
      cols: rows[0] && rows[0].length !== cols.length ? this.#recompile(prepared) : cols,
      rows: stmt.want_rows === false ? [] : rows.map((row) => row.map(encodeValue)),
      affected_row_count: affected,
      last_insert_rowid: prepared.class.inserts ? String(changed?.rowid ?? 0n) : null,
      replication_index: null,
      // The engine's scan counters are not reachable from here; these are the counts a query without a full scan has.
      rows_read: prepared.class.kind === 'schema' ? 1 : rows.length - (prepared.class.changesRows ? rows.length : 0),
      rows_written: prepared.class.kind === 'schema' ? 2 : affected,
      query_duration_ms: performance.now() - started,
    }
  }

  #step(prepared: Prepared, compiled: Compiled, args: readonly EngineValue[]): Stepped {
    try {
      return step(compiled, args)
    } catch (error) {
      if (isBusy(error) && prepared.class.kind !== 'end') this.#resetBusy(compiled, args)
      throw error
    }
  }

  /**
   * A statement refused for a lock stays open inside the engine and keeps its snapshot and locks, and the engine's interface
   * cannot reset it. Running it again resets it first; `query_only` makes that run end before it does anything.
   */
  #resetBusy(compiled: Compiled, args: readonly EngineValue[]): void {
    this.#engine.exec('PRAGMA query_only = 1')
    try {
      step(compiled, args)
    } catch {
      // Refused as read-only, which is what ends it.
    } finally {
      this.#engine.exec('PRAGMA query_only = 0')
    }
  }

  #recompile(prepared: Prepared): Col[] {
    prepared.compiled = undefined
    return this.compile(prepared).cols
  }

  /** The engine's own report rounds a rowid above 2^53 and lacks the count when rows are returned; SQL has both exactly. */
  #changes(info: Engine.RunResult | undefined): { affected: number; rowid: bigint } {
    if (info && Number.isSafeInteger(info.lastInsertRowid)) return { affected: info.changes, rowid: BigInt(info.lastInsertRowid) }
    const [row] = this.compile(this.prepare(CHANGES_SQL)).statement.all() as [bigint, bigint][]
    return { affected: Number(row?.[0] ?? 0n), rowid: row?.[1] ?? 0n }
  }

  #noteWriteLock(prepared: Prepared): void {
    if (!this.#engine.inTransaction) {
      this.writingSince = undefined
      return
    }
    const { kind } = prepared.class
    const locks = kind === 'write' || kind === 'schema' || (kind === 'begin' && /immediate|exclusive/i.test(prepared.scanned.text))
    if (locks) this.writingSince ??= Date.now()
  }

  /** Ends an open transaction without keeping anything of it. Safe to call at any time. */
  rollBack(): void {
    if (this.#engine.inTransaction) this.#engine.exec('ROLLBACK')
    this.writingSince = undefined
  }

  /** Takes the write lock away from a transaction that kept it too long; its owner learns it at the next statement. */
  timeOut(): void {
    this.rollBack()
    this.hasTimedOut = true
  }

  checkpoint(): void {
    this.#engine.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  }

  close(): void {
    this.rollBack()
    this.#statements.clear()
    this.#engine.close()
  }
}
