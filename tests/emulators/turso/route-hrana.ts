import type { HttpBindings } from '@hono/node-server'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import type { Context, Hono } from 'hono'
import { AuthFailed } from './check-access.ts'
import type { TursoState } from './emulator.ts'
import { type Fault, sqlTextsOf } from './faults.ts'
import { blockedRefusal, busyRefusal, ConnectionCut, NotAuthorized, ProtocolViolation, StreamExpired } from './hrana-errors.ts'
import type { Batch, PipelineBody, StreamRequest } from './protocol.ts'
import type { DatabaseRecord } from './registry.ts'
import { renderCursor } from './render-cursor.ts'
import { runPipeline, type Session } from './run-pipeline.ts'
import type { Stream } from './stream-store.ts'
import { unreadable } from './value-codec.ts'

const GREETING = 'Hello, this is HTTP API v2 (Hrana over HTTP)'
const VERSION = 'sqld 0.24.33 (emulator)'

type Endpoint = 'pipeline' | 'cursor'
type Served = { readonly state: TursoState; readonly record: DatabaseRecord; readonly mayWrite: boolean; readonly endpoint: Endpoint }

/** Mounts the database side: addressed by path (`/<database>/v2/pipeline`) or, as hosted, by the Host header. */
export function mountHrana(app: Hono, state: TursoState): void {
  for (const prefix of ['', '/:database']) {
    for (const version of ['v2', 'v3']) {
      app.get(`${prefix}/${version}`, (c) => c.text(GREETING))
      app.post(`${prefix}/${version}/pipeline`, (c) => serve(c, state, 'pipeline'))
    }
    app.post(`${prefix}/v3/cursor`, (c) => serve(c, state, 'cursor'))
    app.get(`${prefix}/v3-protobuf`, (c) => c.text('', 404))
    app.get(`${prefix}/version`, (c) => c.text(VERSION))
    app.get(`${prefix}/health`, (c) => c.body(null, 200))
  }
}

/** Answers one request: finds the database, checks the token, runs it under the fault that is set, and renders refusals. */
async function serve(c: Context, state: TursoState, endpoint: Endpoint): Promise<Response> {
  const name = c.req.param('database')
  const record = name === undefined ? state.registry.byHost(c.req.header('host') ?? '') : state.registry.databases.get(name)
  if (!record) return c.json({ error: `Namespace \`${name ?? hostHint(c)}\` doesn't exist` }, 404)
  try {
    const { mayWrite } = state.access.check(c.req.header('authorization'), record)
    return await servePipeline(c, { state, record, mayWrite, endpoint })
  } catch (error) {
    return renderRefusal(c, error)
  }
}

/** The client resolves `v2/pipeline` against its URL, which drops a last path segment without a slash: say so. */
function hostHint(c: Context): string {
  return `${c.req.header('host')} (a database URL by path must end with a slash)`
}

function renderRefusal(c: Context, error: unknown): Response {
  if (error instanceof ConnectionCut) throw error
  if (error instanceof AuthFailed) return c.json({ error: `Unauthorized: \`${error.message}\`` }, 401)
  if (error instanceof NotAuthorized) return c.json({ error: `Not authorized to execute query: ${error.message}` }, 401)
  if (error instanceof StreamExpired) return c.json({ message: error.message, code: 'STREAM_EXPIRED' }, 400)
  if (error instanceof ProtocolViolation) return c.text(error.message, 400)
  const message = error instanceof Error ? error.message : String(error)
  return c.json({ error: `Internal Error: \`${message}\`` }, 500)
}

async function servePipeline(c: Context, served: Served): Promise<Response> {
  const { state, record } = served
  const body = readBody(await c.req.text(), served.endpoint)
  state.stats.of(record.name).pipelines += 1
  state.onPipeline?.(record.name, body.requests)
  const database = state.databaseOf(record)
  const stream = body.baton === null ? state.streams.open(database) : state.streams.acquire(database, body.baton)
  const fault = state.faults.take(record.name, () => sqlTextsOf(body.requests, stream.sqls))
  if (fault && fault.mode !== 'busy' && !fault.mode.startsWith('lost_reply')) {
    if (fault.mode !== 'slow') return refuseByFault(c, served, stream, fault)
    await new Promise((resolve) => setTimeout(resolve, fault.ms ?? 0))
  }
  const answer = await answerPipeline(served, stream, body.requests, fault)
  if (fault?.mode.startsWith('lost_reply')) return cutConnection(c)
  return c.body(answer, 200, { 'content-type': served.endpoint === 'cursor' ? 'text/plain' : 'application/json' })
}

/** An HTTP error ends the stream, as the protocol says; so does an answer that never comes. */
function refuseByFault(c: Context, { state }: Served, stream: Stream, fault: Fault): Response | Promise<Response> {
  state.streams.drop(stream)
  if (fault.mode === 'unavailable') return c.json({ error: 'Service unavailable' }, 503)
  if (fault.mode === 'lost_request') return cutConnection(c)
  return new Promise(() => {})
}

async function answerPipeline(served: Served, stream: Stream, requests: StreamRequest[], fault: Fault | undefined): Promise<string> {
  const { streams } = served.state
  try {
    const results = await runPipeline(sessionOf(served, stream, fault), requests)
    const baton = streams.release(stream)
    return served.endpoint === 'cursor' ? renderCursor(baton, results) : JSON.stringify({ baton, base_url: null, results })
  } catch (error) {
    streams.drop(stream)
    throw error
  }
}

function sessionOf({ state, record, mayWrite }: Served, stream: Stream, fault: Fault | undefined): Session {
  const stats = state.stats.of(record.name)
  const onStatement = (sql: string, isWrite: boolean) => {
    if (isWrite ? record.blockWrites : record.blockReads) throw blockedRefusal(isWrite)
    stats.statements += 1
    if (fault?.mode === 'busy' && sql.includes(fault.matching ?? '')) throw busyRefusal()
  }
  return { stream, streams: state.streams, mayWrite, onStatement }
}

/** Ends the TCP connection without an answer. Without a socket (in-process use) the fetch itself fails. */
function cutConnection(c: Context): Response {
  const { outgoing } = (c.env ?? {}) as Partial<HttpBindings>
  if (!outgoing) throw new ConnectionCut()
  outgoing.destroy()
  return RESPONSE_ALREADY_SENT
}

/** A cursor's body is a pipeline of one batch that only its answer tells apart. */
function readBody(text: string, endpoint: Endpoint): PipelineBody {
  const body = parseJson(text) as (Partial<PipelineBody> & { batch?: Batch }) | null
  if (body === null || typeof body !== 'object') throw unreadable('expected an object')
  if (body.baton != null && typeof body.baton !== 'string') throw unreadable('invalid type for `baton`, expected a string')
  const baton = body.baton ?? null
  if (endpoint === 'cursor') return { baton, requests: [{ type: 'batch', batch: body.batch ?? { steps: [] } }] }
  if (!Array.isArray(body.requests)) throw unreadable('missing field `requests`')
  return { baton, requests: body.requests }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw unreadable(error instanceof Error ? error.message : 'not JSON')
  }
}
