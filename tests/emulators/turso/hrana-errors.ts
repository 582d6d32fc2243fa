import type { HranaError } from './protocol.ts'

/** A statement was refused; the stream lives on. Answered inside the pipeline (status 200) with a code. */
export class StatementRefused extends Error {
  readonly code: string
  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

/** The client broke the protocol: the stream is dropped and the whole request answers 400 in plain text. */
export class ProtocolViolation extends Error {}

/** The stream idled out: 400 with an `Error` structure, as the owner's recorded exchange shows. */
export class StreamExpired extends Error {
  constructor() {
    super('The stream has expired due to inactivity')
  }
}

/** Thrown out of the app in place of an answer where there is no socket to cut. */
export class ConnectionCut extends TypeError {
  constructor() {
    super('fetch failed: the connection was cut')
  }
}

/** The token may not do this; the whole request answers 401 and nothing of it was executed. */
export class NotAuthorized extends Error {}

/** The engine reports a primary code and, after the second underscore, an extended one; the server sends only the primary. */
const PRIMARY_CODE = /^SQLITE_[A-Z]+/
const PARSE_FAILURE = /syntax error|incomplete input|unrecognized token/
/** Failures for which the engine knows the offending name, which the server then reports with its byte offset. */
const NAME_FAILURE = /^no such (?:column|function): (.+)$/

type EngineError = Error & { code: string; rawCode?: number }

export function isEngineError(error: unknown): error is EngineError {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('SQLITE_')
}

export function isBusy(error: unknown): boolean {
  return isEngineError(error) && error.code.startsWith('SQLITE_BUSY')
}

/** True for a lock held by somebody else; false for a stale snapshot, which waiting cannot mend. */
export function isLockHeld(error: unknown): boolean {
  return isBusy(error) && isEngineError(error) && error.code !== 'SQLITE_BUSY_SNAPSHOT'
}

/** The organization blocked reads or writes of this database through the Platform API. */
export function blockedRefusal(isWrite: boolean): StatementRefused {
  return new StatementRefused('BLOCKED', `Operation was blocked: SQL ${isWrite ? 'write' : 'read'} operations are forbidden`)
}

export function busyRefusal(): StatementRefused {
  return new StatementRefused('SQLITE_BUSY', 'SQLite error: database is locked')
}

/**
 * Turns a failure of the engine into the refusal the server would send. The plain SQLITE_ERROR has no name in the
 * server's table and travels as SQLITE_UNKNOWN; constraint kinds (UNIQUE, CHECK, ...) are told apart by the message only.
 */
export function refusalOf(error: unknown, sql: string): StatementRefused {
  if (error instanceof StatementRefused) return error
  if (!isEngineError(error)) throw error
  if (error.code === 'SQLITE_ERROR' || error.code === 'SQLITE_UNKNOWN') return plainRefusal(error.message, sql)
  const code = PRIMARY_CODE.exec(error.code)?.[0] ?? 'SQLITE_UNKNOWN'
  return new StatementRefused(code, `SQLite error: ${error.message}`)
}

function plainRefusal(message: string, sql: string): StatementRefused {
  if (PARSE_FAILURE.test(message)) return parseRefusal(message, sql)
  const name = NAME_FAILURE.exec(message)?.[1]
  const bare = name?.split('.').at(-1)
  const at = name === undefined ? -1 : Math.max(sql.indexOf(name), name === bare ? -1 : sql.indexOf(bare ?? name))
  if (at < 0) return new StatementRefused('SQLITE_UNKNOWN', `SQLite error: ${message}`)
  const offset = Buffer.byteLength(sql.slice(0, at))
  return new StatementRefused('SQL_INPUT_ERROR', `SQL input error: ${message} (at offset ${offset})`)
}

function parseRefusal(message: string, sql: string): StatementRefused {
  const found = /near "([\s\S]*)": syntax error/.exec(message)?.[1]
  if (found === undefined) return new StatementRefused('SQL_PARSE_ERROR', `SQL string could not be parsed: ${message}`)
  const before = sql.slice(0, Math.max(0, sql.indexOf(found)) + found.length).split('\n')
  const place = `L${before.length}:${(before.at(-1) ?? '').length}`
  return new StatementRefused('SQL_PARSE_ERROR', `SQL string could not be parsed: syntax error around ${place}: \`${found}\``)
}

export function wireError(error: StatementRefused): HranaError {
  return { message: error.message, code: error.code }
}
