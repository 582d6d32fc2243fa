import { DurableObject } from 'cloudflare:workers'
import type { ChannelPacerRpc, PacerStatus } from '#worker/domains/channels/ports.ts'
import { taskMessage } from '#worker/domains/channels/task-message.ts'
import { assert } from '#worker/pure/assert.ts'
import type { ChannelTask } from '#worker/pure/channel.ts'
import { type Id, isId } from '#worker/pure/ids.ts'
import { type Bucket, corrected, fullBucket, refilled, taken } from '#worker/pure/token-bucket.ts'

type Queues = { CHANNEL_ORDERS: Pick<Queue, 'send'>; CHANNEL_STOCK: Pick<Queue, 'send'>; CHANNEL_LISTINGS: Pick<Queue, 'send'> }
type Call<M extends keyof ChannelPacerRpc> = Parameters<ChannelPacerRpc[M]>[0]

const TABLES = `
CREATE TABLE IF NOT EXISTS bucket (
  operation TEXT PRIMARY KEY, capacity REAL NOT NULL, per_second REAL NOT NULL CHECK (per_second > 0), level REAL NOT NULL,
  at_ms INTEGER NOT NULL, blocked_until_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS task (task TEXT PRIMARY KEY, due_at_ms INTEGER, every_ms INTEGER, sent_at_ms INTEGER) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS self (one INTEGER PRIMARY KEY CHECK (one = 1), name TEXT NOT NULL) STRICT;
`

/**
 * The pace of one connected account, one object each, named `vendor/connection`: token buckets for its operations, shared by
 * every consumer, and a clock that has each task done when it is due, in one message however often it was asked for.
 * Alarms may come late or twice: a message too many finds nothing to do.
 */
export class ChannelPacer extends DurableObject<Queues> implements ChannelPacerRpc {
  readonly #sql: SqlStorage

  constructor(ctx: DurableObjectState, env: Queues) {
    super(ctx, env)
    this.#sql = ctx.storage.sql
    this.#sql.exec(TABLES)
    // Kept, because an object that its alarm wakes may not be told its own name.
    if (ctx.id.name !== undefined) this.#sql.exec('INSERT OR IGNORE INTO self VALUES (1, ?)', ctx.id.name)
  }

  /** UTC epoch ms; a test moves it. */
  protected now(): number {
    return Date.now()
  }

  async take({ operation, cost, limit }: Call<'take'>): Promise<{ ok: true } | { ok: false; waitMs: number }> {
    const nowMs = this.now()
    const { bucket, waitMs } = taken(this.#bucket(operation) ?? fullBucket(limit, nowMs), cost, nowMs)
    this.#store(operation, bucket)
    return waitMs === 0 ? { ok: true } : { ok: false, waitMs }
  }

  async learn({ operation, ...news }: Call<'learn'>): Promise<void> {
    const nowMs = this.now()
    const known = this.#bucket(operation) ?? (news.limit ? fullBucket(news.limit, nowMs) : null)
    if (known) this.#store(operation, corrected(known, news, nowMs))
  }

  async due(tasks: Call<'due'>): Promise<void> {
    for (const { task, atMs } of tasks) {
      this.#sql.exec(
        `INSERT INTO task (task, due_at_ms) VALUES (?, ?) ON CONFLICT DO UPDATE SET due_at_ms = min(coalesce(due_at_ms, excluded.due_at_ms), excluded.due_at_ms)`,
        ...[task, Math.round(atMs)],
      )
    }
    await this.#wake()
  }

  async beat(everyMs: Call<'beat'>): Promise<void> {
    const nowMs = this.now()
    if (everyMs === null) {
      this.#sql.exec('UPDATE task SET every_ms = NULL, due_at_ms = NULL')
      return this.ctx.storage.deleteAlarm()
    }
    for (const [task, every] of Object.entries(everyMs)) {
      this.#sql.exec(
        `INSERT INTO task (task, due_at_ms, every_ms) VALUES (?, ?, ?) ON CONFLICT DO UPDATE
           SET every_ms = excluded.every_ms, due_at_ms = min(coalesce(due_at_ms, excluded.due_at_ms), excluded.due_at_ms)`,
        ...[task, nowMs + every, every],
      )
    }
    await this.#wake()
  }

  async status(): Promise<PacerStatus> {
    const nowMs = this.now()
    const buckets = this.#sql.exec('SELECT * FROM bucket ORDER BY operation').toArray()
    const tasks = this.#sql.exec('SELECT * FROM task ORDER BY task').toArray()
    return {
      buckets: buckets.map((row) => {
        const { capacity, perSecond, level, blockedUntilMs } = refilled(bucketOf(row), nowMs)
        return {
          operation: String(row.operation),
          capacity,
          perSecond,
          available: level,
          blockedUntilMs: blockedUntilMs > nowMs ? blockedUntilMs : null,
        }
      }),
      tasks: tasks.map((row) => ({
        task: String(row.task) as ChannelTask,
        dueAtMs: numberOf(row.due_at_ms),
        everyMs: numberOf(row.every_ms),
        sentAtMs: numberOf(row.sent_at_ms),
      })),
    }
  }

  /** Sends what is due and sets the next time. What the queue does not take stays due. */
  override async alarm(): Promise<void> {
    const nowMs = this.now()
    const due = this.#sql.exec('SELECT task FROM task WHERE due_at_ms <= ? ORDER BY due_at_ms', nowMs).toArray()
    for (const row of due) {
      const task = String(row.task) as ChannelTask
      const { lane, message } = await taskMessage(task, this.#whose(), nowMs)
      await this.env[lane].send(message)
      this.#sql.exec(
        'UPDATE task SET sent_at_ms = ?, due_at_ms = ? + every_ms WHERE task = ? AND due_at_ms <= ?',
        nowMs,
        nowMs,
        task,
        nowMs,
      )
    }
    await this.#wake()
  }

  #whose(): { vendorId: Id<'vendor'>; connectionId: Id<'channelConnection'> } {
    const [row] = this.#sql.exec('SELECT name FROM self').toArray()
    const [vendorId = '', connectionId = ''] = String(row?.name).split('/')
    assert(isId('vendor', vendorId) && isId('channelConnection', connectionId), 'a pacer is named by its vendor and connection')
    return { vendorId, connectionId }
  }

  #bucket(operation: string): Bucket | null {
    const [row] = this.#sql.exec('SELECT * FROM bucket WHERE operation = ?', operation).toArray()
    return row ? bucketOf(row) : null
  }

  #store(operation: string, { capacity, perSecond, level, atMs, blockedUntilMs }: Bucket): void {
    this.#sql.exec('INSERT OR REPLACE INTO bucket VALUES (?, ?, ?, ?, ?, ?)', operation, capacity, perSecond, level, atMs, blockedUntilMs)
  }

  async #wake(): Promise<void> {
    const [row] = this.#sql.exec('SELECT min(due_at_ms) AS at FROM task').toArray()
    const atMs = numberOf(row?.at)
    if (atMs !== null) await this.ctx.storage.setAlarm(atMs)
  }
}

const numberOf = (value: unknown): number | null => (value === null || value === undefined ? null : Number(value))

const bucketOf = (row: Record<string, SqlStorageValue>): Bucket => ({
  capacity: Number(row.capacity),
  perSecond: Number(row.per_second),
  level: Number(row.level),
  atMs: Number(row.at_ms),
  blockedUntilMs: Number(row.blocked_until_ms),
})
