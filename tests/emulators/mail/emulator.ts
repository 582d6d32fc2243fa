import { randomBytes } from 'node:crypto'
import type { HttpBindings } from '@hono/node-server'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import { type Context, Hono } from 'hono'
import { type Listening, listen } from '#tests/emulators/listen.ts'
import { createFaultPlan, type FaultPlan, type MailFault, readFault } from './faults.ts'
import { type MessageStore, messagesOf, openMessageStore, type SentMessage } from './message.ts'
import { loadSchemaCheck, type MailError, readMail, refusal } from './read-mail.ts'
import { renderHtmlPart, renderInbox, renderMessage } from './render-inbox.ts'

export type MailEmulatorOptions = {
  /** The only bearer key that may send. */
  readonly apiKey: string
  /** Keeps mails on disk across restarts; memory only when absent. */
  readonly directory?: string
  readonly now?: () => number
}

export type MailEmulator = {
  readonly app: Hono
  messages(to?: string): SentMessage[]
  addFault(fault: MailFault): void
  /** Number of `POST /v3/mail/send` calls seen, refused and faulty ones included. */
  sends(): number
  /** Forgets mails, faults and counts. */
  reset(): void
}

type State = MailEmulatorOptions & { store: MessageStore; faults: FaultPlan; sends: number }

/** The provider refuses requests above 30 MB. */
const MAX_BODY_BYTES = 30 * 1024 * 1024
/** A hanging request is let go at last, so that a forgotten client cannot pin the process. */
const HANG_MS_MAX = 120_000
const RATE_LIMIT = 600

/** Builds the stand-in for SendGrid's v3 Mail Send, without a port: `app.request()` works in tests. */
export function createMailEmulator(options: MailEmulatorOptions): MailEmulator {
  const state: State = { ...options, store: openMessageStore(options.directory), faults: createFaultPlan(), sends: 0 }
  const checkSchema = loadSchemaCheck()
  const app = new Hono()
  app.post('/v3/mail/send', async (c) => {
    state.sends += 1
    if (c.req.header('authorization') !== `Bearer ${state.apiKey}`) {
      return refuse(c, 401, [refusal('The provided authorization grant is invalid, expired, or revoked', null)])
    }
    const fault = state.faults.take()
    if (fault !== undefined && fault.kind !== 'lost_reply') return answerFault(c, fault, state)
    const answer = await send(c, state, checkSchema)
    return fault === undefined ? answer : cutConnection(c)
  })
  app.all('/v3/mail/send', (c) => refuse(c, 405, [refusal('method not allowed', null)]))
  mountControls(app, state)
  mountInbox(app, state)
  app.notFound((c) => refuse(c, 404, [refusal('not found', null)]))
  return {
    app,
    messages: (to) => state.store.list(to),
    addFault: (fault) => state.faults.add(fault),
    sends: () => state.sends,
    reset: () => reset(state),
  }
}

/**
 * Serves the stand-in on the loopback interface.
 * @param options.port TCP port; 0 (the default) takes a free one.
 */
export async function startMailEmulator(options: MailEmulatorOptions & { readonly port?: number }): Promise<MailEmulator & Listening> {
  const emulator = createMailEmulator(options)
  return { ...emulator, ...(await listen(emulator.app, options.port ?? 0)) }
}

async function send(c: Context, state: State, checkSchema: ReturnType<typeof loadSchemaCheck>): Promise<Response> {
  const raw = await c.req.text()
  if (raw.length > MAX_BODY_BYTES) return refuse(c, 413, [refusal('content too large', null)])
  const read = readMail(parseJson(raw), checkSchema)
  if (!read.ok) return refuse(c, 400, read.errors)
  if (read.mail.mail_settings?.sandbox_mode?.enable === true) return c.body(null, 200)
  const messageId = randomBytes(16).toString('base64url')
  for (const message of messagesOf(read.mail, messageId, (state.now ?? Date.now)())) state.store.add(message)
  return c.body(null, 202, { 'X-Message-Id': messageId })
}

async function answerFault(c: Context, fault: Exclude<MailFault, { kind: 'lost_reply' }>, state: State): Promise<Response> {
  if (fault.kind === 'hang') {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, HANG_MS_MAX)
      c.req.raw.signal.addEventListener('abort', () => {
        clearTimeout(timer)
        resolve()
      })
    })
    return cutConnection(c)
  }
  if (fault.kind === 'server_error') return refuse(c, fault.status ?? 500, [refusal('internal server error', null)])
  const resetAtS = Math.floor((state.now ?? Date.now)() / 1000) + (fault.resetAfterS ?? 1)
  c.header('X-RateLimit-Limit', String(RATE_LIMIT))
  c.header('X-RateLimit-Remaining', '0')
  c.header('X-RateLimit-Reset', String(resetAtS))
  return refuse(c, 429, [refusal('too many requests', null)])
}

/** Drops the socket without an answer; in-process callers see a thrown error, as a client would. */
function cutConnection(c: Context): Response {
  const socket = (c.env as Partial<HttpBindings> | undefined)?.incoming?.socket
  if (socket === undefined) throw new Error('connection lost before the answer')
  socket.destroy()
  return RESPONSE_ALREADY_SENT
}

function mountControls(app: MailEmulator['app'], state: State): void {
  app.get('/_emulator/messages', (c) => c.json({ messages: state.store.list(c.req.query('to')) }))
  app.delete('/_emulator/messages', (c) => {
    state.store.clear()
    return c.body(null, 204)
  })
  app.post('/_emulator/faults', async (c) => {
    const fault = readFault(parseJson(await c.req.text()))
    if (fault === undefined) return refuse(c, 400, [refusal('unknown fault', 'kind')])
    state.faults.add(fault)
    return c.json({ pending: state.faults.pending() }, 201)
  })
  app.delete('/_emulator/faults', (c) => {
    state.faults.clear()
    return c.body(null, 204)
  })
  app.post('/_emulator/reset', (c) => {
    reset(state)
    return c.body(null, 204)
  })
}

function mountInbox(app: MailEmulator['app'], state: State): void {
  app.get('/', (c) => c.html(renderInbox(state.store.list(c.req.query('to')), c.req.query('to'))))
  app.get('/messages/:id', (c) => {
    const message = state.store.find(c.req.param('id'))
    return message === undefined ? c.notFound() : c.html(renderMessage(message, state.store.list()))
  })
  app.get('/messages/:id/html', (c) => {
    const message = state.store.find(c.req.param('id'))
    if (message?.html == null) return c.notFound()
    c.header(
      'Content-Security-Policy',
      "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; img-src * data:; style-src 'unsafe-inline'",
    )
    return c.html(renderHtmlPart(message.html))
  })
}

function refuse(c: Context, status: 400 | 401 | 404 | 405 | 413 | 429 | 500 | 502 | 503 | 504, errors: MailError[]): Response {
  return c.json({ errors }, status)
}

function reset(state: State): void {
  state.store.clear()
  state.faults.clear()
  state.sends = 0
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
