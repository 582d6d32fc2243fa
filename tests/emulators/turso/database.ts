import { rmSync } from 'node:fs'
import { Connection, type Prepared } from './connection.ts'
import { busyRefusal, isLockHeld, StatementRefused } from './hrana-errors.ts'
import type { Col, Stmt, StmtResult } from './protocol.ts'

export type LockTiming = {
  /** How long a statement waits for another stream's write lock before SQLITE_BUSY. Default 5000. */
  readonly busyTimeoutMs: number
  /** After this long a transaction that keeps a writer waiting is rolled back. Default 5000. */
  readonly transactionTimeoutMs: number
}

/** Connections kept open for the next stream. */
const IDLE_MAX = 8
/** Another process may hold the lock, and nobody tells us when it lets go. */
const POLL_MS = 20

/** One database file, its connections, and the queue of those who wait for its write lock. */
export class DatabaseFile {
  readonly path: string
  readonly #timing: LockTiming
  readonly #idle: Connection[] = []
  readonly #inUse = new Set<Connection>()
  #waiting: (() => void)[] = []
  #schemaVersion = 1
  #commits = 0
  #isClosed = false

  constructor(path: string, timing: LockTiming) {
    this.path = path
    this.#timing = timing
  }

  /** Number of committed writes, as the server counts them for its replicas. */
  get replicationIndex(): string {
    return String(this.#commits)
  }

  acquire(): Connection {
    const connection = this.#idle.pop() ?? new Connection(this.path)
    this.#inUse.add(connection)
    return connection
  }

  /** Takes a connection back: an open transaction is rolled back, and whoever waits for its lock is woken. */
  release(connection: Connection): void {
    if (!this.#inUse.delete(connection)) return
    connection.rollBack()
    if (connection.hasChangedSchema) this.#schemaVersion += 1
    const isReusable = !connection.isTainted && !this.#isClosed && this.#idle.length < IDLE_MAX
    if (isReusable) {
      connection.hasTimedOut = false
      connection.hasChangedSchema = false
      this.#idle.push(connection)
    } else connection.close()
    this.#wake()
  }

  /**
   * Runs one statement, waiting for another stream's write lock if need be.
   * @throws StatementRefused SQLITE_BUSY after `busyTimeoutMs`, TRANSACTION_TIMEOUT when this transaction was timed out.
   */
  async run(connection: Connection, prepared: Prepared, stmt: Stmt): Promise<StmtResult> {
    if (connection.hasTimedOut) {
      connection.hasTimedOut = false
      throw new StatementRefused('TRANSACTION_TIMEOUT', 'Transaction timed out')
    }
    const result = await this.#patiently(() => {
      connection.observeSchema(this.#schemaVersion)
      return connection.run(prepared, stmt)
    })
    this.#afterRun(connection, prepared)
    result.replication_index = this.replicationIndex
    return result
  }

  /** Compiles a statement against the current schema, to learn its columns. */
  async compile(connection: Connection, prepared: Prepared): Promise<{ cols: readonly Col[] }> {
    return this.#patiently(() => {
      connection.observeSchema(this.#schemaVersion)
      return connection.compile(prepared)
    })
  }

  #afterRun(connection: Connection, prepared: Prepared): void {
    const { kind, taints } = prepared.class
    if (taints) connection.isTainted = true
    if (kind === 'read' || kind === 'explain') return
    if (kind === 'schema') connection.hasChangedSchema = true
    // Counted when made and again when committed or undone: other streams see the change only then.
    if (connection.hasChangedSchema) this.#schemaVersion += 1
    if (connection.isInTransaction) return
    connection.hasChangedSchema = false
    if (kind !== 'begin') this.#commits += 1
    this.#wake()
  }

  /** Calls `attempt` until it does not meet a held lock, for at most the busy timeout. */
  async #patiently<T>(attempt: () => T): Promise<T> {
    const started = Date.now()
    for (;;) {
      if (this.#isClosed) throw busyRefusal()
      try {
        return attempt()
      } catch (error) {
        if (!isLockHeld(error)) throw error
        const waited = Date.now() - started
        if (waited >= this.#timing.busyTimeoutMs) throw busyRefusal()
      }
      await this.#nextRelease()
      this.#timeOutStaleWriters()
    }
  }

  #timeOutStaleWriters(): void {
    const before = Date.now() - this.#timing.transactionTimeoutMs
    for (const connection of this.#inUse)
      if (connection.writingSince !== undefined && connection.writingSince <= before) connection.timeOut()
  }

  #nextRelease(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, POLL_MS)
      this.#waiting.push(() => {
        clearTimeout(timer)
        resolve()
      })
    })
  }

  #wake(): void {
    if (this.#waiting.length === 0) return
    const waiting = this.#waiting
    this.#waiting = []
    for (const resume of waiting) resume()
  }

  /** Makes the file exist, as a new database does before its first statement. */
  touch(): void {
    this.release(this.acquire())
  }

  /** Moves the write-ahead log into the file, so that a copy of the file is complete. */
  flush(): void {
    const connection = this.acquire()
    connection.checkpoint()
    this.release(connection)
  }

  /** Closes every connection; open transactions are lost, as when a server goes away. */
  close(): void {
    this.#isClosed = true
    for (const connection of [...this.#idle, ...this.#inUse]) connection.close()
    this.#idle.length = 0
    this.#inUse.clear()
    this.#wake()
  }

  /** Closes and deletes the file with its write-ahead log. */
  remove(): void {
    this.close()
    for (const suffix of ['', '-wal', '-shm']) rmSync(this.path + suffix, { force: true })
  }
}
