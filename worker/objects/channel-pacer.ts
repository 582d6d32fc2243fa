import { DurableObject } from 'cloudflare:workers'
import type { ChannelPacerRpc, PacerStatus } from '#worker/domains/channels/ports.ts'
import { taskMessage } from '#worker/domains/channels/task-message.ts'
import { assert } from '#worker/pure/assert.ts'
import { CHANNEL_TASKS, type ChannelTask } from '#worker/pure/channel.ts'
import { isId } from '#worker/pure/ids.ts'
import { askedFor, beating, begun, IDLE, isDue, sent, stopped, type TaskClock, unsent } from '#worker/pure/task-clock.ts'
import { DAY_MS, SECOND_MS } from '#worker/pure/time.ts'
import { type Bucket, corrected, fullBucket, refilled, taken } from '#worker/pure/token-bucket.ts'

type Queues = { CHANNEL_ORDERS: Pick<Queue, 'send'>; CHANNEL_STOCK: Pick<Queue, 'send'>; CHANNEL_LISTINGS: Pick<Queue, 'send'> }
type Call<M extends keyof ChannelPacerRpc> = Parameters<ChannelPacerRpc[M]>[0]
/** `isLearnt`: its limit is the channel's own word, which the connector's documented one does not replace. */
type KeptBucket = { bucket: Bucket; isLearnt: boolean }

/** What a bucket begins with that is spoken of before anything was taken from it. */
const CAREFUL = { capacity: 1, perSecond: 1 }
/** A bucket nobody used for so long is full; it is forgotten with what was learnt of it. */
const BUCKET_KEPT_MS = DAY_MS
/** A queue that did not take a message is tried again after this. */
const RESEND_MS = 5 * SECOND_MS

const TABLES = `
CREATE TABLE IF NOT EXISTS bucket (
  operation TEXT PRIMARY KEY CHECK (length(operation) <= 100), capacity REAL NOT NULL CHECK (capacity > 0),
  per_second REAL NOT NULL CHECK (per_second > 0), level REAL NOT NULL, at_ms INTEGER NOT NULL,
  blocked_until_ms INTEGER NOT NULL, is_learnt INTEGER NOT NULL CHECK (is_learnt IN (0, 1))
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS task (
  task TEXT PRIMARY KEY,
  due_at_ms INTEGER, every_ms INTEGER CHECK (every_ms > 0), sending_at_ms INTEGER, sent_at_ms INTEGER
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS self (one INTEGER PRIMARY KEY CHECK (one = 1), name TEXT NOT NULL, is_stopped INTEGER NOT NULL) STRICT;
`

/**
 * The pace of one connected account, one object each, named `vendor/connection`: token buckets for its operations, shared by
 * every consumer, and a clock that has each task done when it is due, in one message however often it was asked for.
 * Alarms may come late or twice, the process may end anywhere, the queue may refuse: what is due stays due until the queue has
 * it. A message too many finds nothing to do.
 */
export class ChannelPacer extends DurableObject<Queues> implements ChannelPacerRpc {
  readonly #sql: SqlStorage
  #ringing: Promise<void> | null = null

  constructor(ctx: DurableObjectState, env: Queues) {
    super(ctx, env)
    this.#sql = ctx.storage.sql
    this.#sql.exec(TABLES)
    // Kept, because an object that its alarm wakes may not be told its own name.
    if (ctx.id.name !== undefined) this.#sql.exec('INSERT OR IGNORE INTO self VALUES (1, ?, 0)', ctx.id.name)
    // What was on its way when the process ended: nobody knows whether the queue has it.
    for (const { task, clock } of this.#tasks()) if (clock.sendingAtMs !== null) this.#keep(task, unsent(clock))
  }

  /** UTC epoch ms; a test moves it. */
  protected now(): number {
    return Date.now()
  }

  async take({ operation, cost, limit }: Call<'take'>): Promise<{ ok: true } | { ok: false; waitMs: number }> {
    const nowMs = this.now()
    const known = this.#bucket(operation)
    const start = known?.bucket ?? fullBucket(limit, nowMs)
    const { bucket, waitMs } = taken(known?.isLearnt ? start : corrected(start, { limit }, nowMs), cost, nowMs)
    // A refusal changes nothing but the time, which the next answer knows anyway.
    if (waitMs > 0) return { ok: false, waitMs }
    this.#store(operation, { bucket, isLearnt: known?.isLearnt ?? false })
    return { ok: true }
  }

  async learn({ operation, ...news }: Call<'learn'>): Promise<void> {
    const nowMs = this.now()
    const { bucket, isLearnt } = this.#bucket(operation) ?? { bucket: fullBucket(CAREFUL, nowMs), isLearnt: false }
    const after = corrected(bucket, news, nowMs)
    const isLimitNews = news.limit !== undefined && after.capacity === news.limit.capacity && after.perSecond === news.limit.perSecond
    this.#store(operation, { bucket: after, isLearnt: isLearnt || isLimitNews })
  }

  async due(tasks: Call<'due'>): Promise<void> {
    // Whoever was at work when the connection was paused may ask; what is due then is found after it is taken up again.
    if (this.#self().isStopped) return
    for (const { task, atMs } of tasks) this.#keep(task, askedFor(this.#clock(task), atMs))
    await this.#wake()
  }

  async beat(everyMs: Call<'beat'>): Promise<void> {
    const nowMs = this.now()
    this.#sql.exec('UPDATE self SET is_stopped = ?', everyMs === null ? 1 : 0)
    for (const task of CHANNEL_TASKS) {
      const clock = this.#clock(task)
      this.#keep(task, everyMs === null ? stopped(clock) : beating(clock, everyMs[task] ?? null, nowMs))
    }
    await this.#wake()
  }

  async status(): Promise<PacerStatus> {
    const nowMs = this.now()
    const buckets = this.#sql.exec('SELECT * FROM bucket ORDER BY operation').toArray()
    return {
      buckets: buckets.map((row) => {
        const { capacity, perSecond, level, blockedUntilMs } = refilled(bucketOf(row), nowMs)
        const blocked = blockedUntilMs > nowMs ? blockedUntilMs : null
        return { operation: String(row.operation), capacity, perSecond, available: level, blockedUntilMs: blocked }
      }),
      tasks: this.#tasks().map(({ task, clock: { dueAtMs, everyMs, sentAtMs } }) => ({ task, dueAtMs, everyMs, sentAtMs })),
    }
  }

  /** Sends what is due and sets the next time. Never throws for a queue: the platform would give the alarm up after some tries. */
  override async alarm(): Promise<void> {
    this.#ringing ??= this.#ring().finally(() => {
      this.#ringing = null
    })
    await this.#ringing
  }

  async #ring(): Promise<void> {
    const nowMs = this.now()
    const due = this.#tasks().filter(({ clock }) => isDue(clock, nowMs))
    for (const { task, clock } of due) this.#keep(task, begun(clock))
    const results = await Promise.allSettled(due.map(({ task, clock }) => this.#send(task, clock.dueAtMs ?? nowMs)))
    // Read again: anybody may have asked, or stopped everything, while the queue was written to.
    for (const [index, { task }] of due.entries()) {
      const isSent = results[index]?.status === 'fulfilled'
      this.#keep(task, isSent ? sent(this.#clock(task), nowMs) : unsent(this.#clock(task)))
    }
    for (const result of results) {
      if (result.status === 'rejected')
        console.warn(JSON.stringify({ level: 'warn', event: 'pacer_send_failed', error: String(result.reason) }))
    }
    this.#sql.exec('DELETE FROM bucket WHERE at_ms < ? AND blocked_until_ms < ?', nowMs - BUCKET_KEPT_MS, nowMs)
    await this.#wake(results.some(({ status }) => status === 'rejected') ? nowMs + RESEND_MS : 0)
  }

  /** The message carries the time it was due: sent twice it is the same message. */
  async #send(task: ChannelTask, dueAtMs: number): Promise<void> {
    const [vendorId = '', connectionId = ''] = this.#self().name.split('/')
    assert(isId('vendor', vendorId) && isId('channelConnection', connectionId), 'a pacer is named by its vendor and connection')
    const { lane, message } = await taskMessage(task, { vendorId, connectionId }, dueAtMs)
    await this.env[lane].send(message)
  }

  async #wake(notBeforeMs = 0): Promise<void> {
    const times = this.#tasks().flatMap(({ clock }) => clock.dueAtMs ?? [])
    if (times.length === 0) await this.ctx.storage.deleteAlarm()
    else await this.ctx.storage.setAlarm(Math.max(notBeforeMs, Math.min(...times)))
  }

  #self(): { name: string; isStopped: boolean } {
    const [row] = this.#sql.exec('SELECT name, is_stopped FROM self').toArray()
    return { name: String(row?.name), isStopped: row?.is_stopped === 1 }
  }

  #tasks(): { task: ChannelTask; clock: TaskClock }[] {
    const rows = this.#sql.exec('SELECT * FROM task ORDER BY task').toArray()
    return rows.flatMap((row) => {
      // A task that this code does not know (any more) must not hold up the others.
      const task = CHANNEL_TASKS.find((each) => each === row.task)
      return task ? [{ task, clock: clockOf(row) }] : []
    })
  }

  #clock(task: ChannelTask): TaskClock {
    const [row] = this.#sql.exec('SELECT * FROM task WHERE task = ?', task).toArray()
    return row ? clockOf(row) : IDLE
  }

  #keep(task: ChannelTask, { dueAtMs, everyMs, sendingAtMs, sentAtMs }: TaskClock): void {
    this.#sql.exec('INSERT OR REPLACE INTO task VALUES (?, ?, ?, ?, ?)', task, dueAtMs, everyMs, sendingAtMs, sentAtMs)
  }

  #bucket(operation: string): KeptBucket | null {
    const [row] = this.#sql.exec('SELECT * FROM bucket WHERE operation = ?', operation).toArray()
    return row ? { bucket: bucketOf(row), isLearnt: row.is_learnt === 1 } : null
  }

  #store(operation: string, { bucket: { capacity, perSecond, level, atMs, blockedUntilMs }, isLearnt }: KeptBucket): void {
    const values = [operation, capacity, perSecond, level, atMs, Math.ceil(blockedUntilMs), isLearnt ? 1 : 0]
    this.#sql.exec('INSERT OR REPLACE INTO bucket VALUES (?, ?, ?, ?, ?, ?, ?)', ...values)
  }
}

const numberOf = (value: unknown): number | null => (value === null || value === undefined ? null : Number(value))

const clockOf = (row: Record<string, SqlStorageValue>): TaskClock => ({
  dueAtMs: numberOf(row.due_at_ms),
  everyMs: numberOf(row.every_ms),
  sendingAtMs: numberOf(row.sending_at_ms),
  sentAtMs: numberOf(row.sent_at_ms),
})

const bucketOf = (row: Record<string, SqlStorageValue>): Bucket => ({
  capacity: Number(row.capacity),
  perSecond: Number(row.per_second),
  level: Number(row.level),
  atMs: Number(row.at_ms),
  blockedUntilMs: Number(row.blocked_until_ms),
})
