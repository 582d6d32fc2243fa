import type { Connection, Prepared } from './connection.ts'
import { describeStatement } from './describe-statement.ts'
import { NotAuthorized, ProtocolViolation, refusalOf, StatementRefused, wireError } from './hrana-errors.ts'
import type { Stmt, StmtResult, StreamRequest, StreamResponse, StreamResult } from './protocol.ts'
import { runBatch } from './run-batch.ts'
import { runSequence } from './run-sequence.ts'
import type { Stream, StreamStore } from './stream-store.ts'
import { unreadable } from './value-codec.ts'

/** What one HTTP request may do, and what a fault makes of its statements. */
export type Session = {
  readonly stream: Stream
  readonly streams: StreamStore
  /** False for a read-only token. */
  readonly mayWrite: boolean
  /** Called once per statement before it reaches the engine; throws the refusal that a fault injects. */
  readonly onStatement: (sql: string, isWrite: boolean) => void
}

/** A client that stores more than this, or larger, is told so and sends the text with each statement instead. */
const STORED_SQL_MAX = 50
const STORED_SQL_BYTES_MAX = 5_000

/** Runs every request in order, also after one was refused. A protocol violation ends the whole pipeline. */
export async function runPipeline(session: Session, requests: readonly StreamRequest[]): Promise<StreamResult[]> {
  const results: StreamResult[] = []
  for (const request of requests) results.push(await runRequest(session, request))
  return results
}

async function runRequest(session: Session, request: StreamRequest): Promise<StreamResult> {
  try {
    return { type: 'ok', response: await respond(session, request) }
  } catch (error) {
    if (!(error instanceof StatementRefused)) throw error
    return { type: 'error', error: wireError(error) }
  }
}

async function respond(session: Session, request: StreamRequest): Promise<StreamResponse> {
  switch (request?.type) {
    case 'execute':
      return { type: 'execute', result: await runStatement(session, request.stmt) }
    case 'batch':
      return { type: 'batch', result: await runBatch(session, request.batch) }
    case 'sequence':
      await runSequence(session, sqlText(session.stream, request))
      return { type: 'sequence' }
    case 'describe':
      return { type: 'describe', result: await describeStatement(session, sqlText(session.stream, request)) }
    case 'store_sql':
      storeSql(session.stream, request.sql_id, request.sql)
      return { type: 'store_sql' }
    case 'close_sql':
      session.stream.sqls.delete(request.sql_id)
      return { type: 'close_sql' }
    case 'get_autocommit':
      return { type: 'get_autocommit', is_autocommit: !connectionOf(session.stream).isInTransaction }
    case 'close':
      session.streams.close(session.stream)
      return { type: 'close' }
    default:
      throw new ProtocolViolation('StreamRequest type not recognized')
  }
}

function storeSql(stream: Stream, id: number, sql: string): void {
  if (!Number.isInteger(id) || typeof sql !== 'string') throw unreadable('`store_sql` needs a `sql_id` and a `sql`')
  if (stream.sqls.has(id)) throw new ProtocolViolation(`SQL text ${id} already exists`)
  if (stream.sqls.size >= STORED_SQL_MAX) {
    throw new StatementRefused('SQL_STORE_TOO_MANY', `The server already stores ${stream.sqls.size} SQL texts, it cannot store more`)
  }
  const bytes = Buffer.byteLength(sql)
  if (bytes > STORED_SQL_BYTES_MAX) {
    throw new StatementRefused(
      'SQL_STORE_TOO_LARGE',
      `The statement is too large to be stored: ${bytes} B/${STORED_SQL_BYTES_MAX / 1000}.0 KB`,
    )
  }
  stream.sqls.set(id, sql)
}

export function connectionOf(stream: Stream): Connection {
  if (stream.connection === undefined) throw new ProtocolViolation('Stream for this baton was closed')
  return stream.connection
}

/** @throws ProtocolViolation (400) unless exactly one of `sql` and a known `sql_id` is given. */
export function sqlText(stream: Stream, given: { sql?: string | null; sql_id?: number | null }): string {
  if (typeof given !== 'object' || given === null) throw unreadable('missing field `stmt`')
  const { sql, sql_id: id } = given
  if (typeof sql === 'string') {
    if (typeof id === 'number') throw new ProtocolViolation('Either `sql` or `sql_id` are required, but not both')
    return sql
  }
  if (typeof id !== 'number') throw new ProtocolViolation('Either `sql` or `sql_id` are required')
  const stored = stream.sqls.get(id)
  if (stored === undefined) throw new ProtocolViolation(`SQL text ${id} not found`)
  return stored
}

/** Runs one statement on the session's stream. @throws StatementRefused with the code the server would send. */
export async function runStatement(session: Session, stmt: Stmt): Promise<StmtResult> {
  const connection = connectionOf(session.stream)
  const sql = sqlText(session.stream, stmt)
  const prepared = connection.prepare(sql)
  authorize(session, prepared)
  session.onStatement(sql, isWrite(prepared))
  try {
    return await session.stream.database.run(connection, prepared, stmt)
  } catch (error) {
    throw refusalOf(error, sql)
  }
}

export function isWrite(prepared: Prepared): boolean {
  return prepared.class.kind === 'write' || prepared.class.kind === 'schema'
}

/** @throws NotAuthorized (401, the whole request) for a write with a read-only token. */
export function authorize(session: Session, prepared: Prepared): void {
  if (session.mayWrite || !isWrite(prepared)) return
  throw new NotAuthorized(`Current session is not authorized to run: ${prepared.scanned.text}`)
}
