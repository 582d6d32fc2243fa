import { DurableObject } from 'cloudflare:workers'
import type { StoreDashboardRpc } from '#worker/domains/operations/live/ports.ts'
import { CLOCKS_APART_MS, COME_BACK, GATHERED_MS, isLiveTopic, type LiveNews, type LiveTopic, PING, PONG } from '#worker/pure/live.ts'
import { MINUTE_MS } from '#worker/pure/time.ts'

/** Whoever watches is asked again after this long whether they still may. */
const LASTS_MS = 15 * MINUTE_MS
const SOCKETS_MAX = 200
const SOCKETS_PER_SESSION_MAX = 8

/** Kept with a socket while the object sleeps. `isOver`: its end was said, and is on its way. */
type Kept = { untilMs: number; isOver: boolean }

const TABLES = `
CREATE TABLE IF NOT EXISTS topic (
  topic TEXT PRIMARY KEY, at_ms INTEGER NOT NULL, is_waiting INTEGER NOT NULL CHECK (is_waiting IN (0, 1))
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS self (one INTEGER PRIMARY KEY CHECK (one = 1), told_at_ms INTEGER NOT NULL) STRICT;
INSERT OR IGNORE INTO self VALUES (1, 0);
`

/**
 * The open pages of one store (or of the marketplace's people), one object each. It tells them which of their data changed, and
 * nothing else: what it is now they read themselves, with their own rights. Sockets are the platform's while the object sleeps:
 * everything it knows is in its storage or with the socket. Losing any of it costs a page one look.
 */
export class StoreDashboard extends DurableObject implements StoreDashboardRpc {
  readonly #sql: SqlStorage

  constructor(ctx: DurableObjectState, env: unknown) {
    super(ctx, env as never)
    this.#sql = ctx.storage.sql
    this.#sql.exec(TABLES)
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair(PING, PONG))
  }

  /** UTC epoch ms; a test moves it. */
  protected now(): number {
    return Date.now()
  }

  /**
   * Opens a socket for a session that was found to be allowed: `?session=…&since=…`. The one call that is no RPC, because only an
   * answer can hand a socket over. 101; 429 once the store or the session has as many as it may.
   */
  override async fetch(request: Request): Promise<Response> {
    const params = new URL(request.url).searchParams
    const session = params.get('session') ?? ''
    const isFull = this.#open().length >= SOCKETS_MAX || this.#open(session).length >= SOCKETS_PER_SESSION_MAX
    if (session === '' || isFull) return new Response(null, { status: 429 })

    const nowMs = this.now()
    const { 0: theirs, 1: ours } = new WebSocketPair()
    this.ctx.acceptWebSocket(ours, [session])
    ours.serializeAttachment({ untilMs: nowMs + LASTS_MS, isOver: false } satisfies Kept)
    const missed = this.#since(Number(params.get('since') ?? nowMs) - CLOCKS_APART_MS)
    if (missed.length > 0) say(ours, { topics: missed, atMs: nowMs })
    await this.#wakeBy(nowMs + LASTS_MS)
    return new Response(null, { status: 101, webSocket: theirs })
  }

  async changed(topics: readonly LiveTopic[]): Promise<void> {
    const nowMs = this.now()
    const isWatched = this.#open().length > 0
    for (const topic of topics) if (isLiveTopic(topic)) this.#note(topic, nowMs, isWatched)
    if (!isWatched) return
    const nextAtMs = Math.min(this.#toldAtMs(), nowMs) + GATHERED_MS
    if (nextAtMs <= nowMs) this.#tell(nowMs)
    else await this.#wakeBy(nextAtMs)
  }

  /** Tells what was gathered and ends what has lasted long enough. Late or twice it does no harm. */
  override async alarm(): Promise<void> {
    const nowMs = this.now()
    this.#tell(nowMs)
    for (const socket of this.#open()) {
      if (keptWith(socket).untilMs > nowMs) continue
      socket.serializeAttachment({ untilMs: 0, isOver: true } satisfies Kept)
      socket.close(COME_BACK, 'come back')
    }
    const ends = this.#open().map((socket) => keptWith(socket).untilMs)
    if (ends.length > 0) await this.#wakeBy(Math.min(...ends))
  }

  /** A page has nothing to say but its ping, which never comes here. */
  override async webSocketMessage(socket: WebSocket): Promise<void> {
    socket.close(1008, 'nobody listens')
  }

  /** A page leaves: the other half of its goodbye. */
  override async webSocketClose(socket: WebSocket): Promise<void> {
    socket.close(1000)
  }

  #open(session?: string): WebSocket[] {
    return this.ctx.getWebSockets(session).filter((socket) => !keptWith(socket).isOver)
  }

  /** Written at most once a second per topic, however much changes: a page that asks later allows for that. */
  #note(topic: LiveTopic, nowMs: number, isWatched: boolean): void {
    this.#sql.exec(
      `INSERT INTO topic VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET at_ms = excluded.at_ms, is_waiting = excluded.is_waiting
       WHERE (excluded.is_waiting = 1 AND is_waiting = 0) OR at_ms < excluded.at_ms - ?`,
      topic,
      nowMs,
      isWatched ? 1 : 0,
      GATHERED_MS,
    )
  }

  #tell(nowMs: number): void {
    const topics = this.#topics('SELECT topic FROM topic WHERE is_waiting = 1 ORDER BY topic')
    if (topics.length === 0) return
    this.#sql.exec('UPDATE topic SET is_waiting = 0 WHERE is_waiting = 1')
    this.#sql.exec('UPDATE self SET told_at_ms = ?', nowMs)
    for (const socket of this.#open()) say(socket, { topics, atMs: nowMs })
  }

  #since(sinceMs: number): LiveTopic[] {
    return this.#topics('SELECT topic FROM topic WHERE at_ms >= ? ORDER BY topic', sinceMs)
  }

  #topics(query: string, ...values: number[]): LiveTopic[] {
    return this.#sql
      .exec(query, ...values)
      .toArray()
      .flatMap(({ topic }) => (isLiveTopic(topic) ? [topic] : []))
  }

  #toldAtMs(): number {
    return Number(this.#sql.exec('SELECT told_at_ms FROM self').one().told_at_ms)
  }

  async #wakeBy(atMs: number): Promise<void> {
    const set = await this.ctx.storage.getAlarm()
    if (set === null || set > atMs) await this.ctx.storage.setAlarm(atMs)
  }
}

const keptWith = (socket: WebSocket): Kept => socket.deserializeAttachment() ?? { untilMs: 0, isOver: true }

/** A page that is gone without a word is none of the others' business. */
function say(socket: WebSocket, news: LiveNews): void {
  try {
    socket.send(JSON.stringify(news))
  } catch {
    socket.serializeAttachment({ untilMs: 0, isOver: true } satisfies Kept)
  }
}
