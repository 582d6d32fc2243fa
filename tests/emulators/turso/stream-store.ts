import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Connection } from './connection.ts'
import type { DatabaseFile } from './database.ts'
import { ProtocolViolation, StreamExpired } from './hrana-errors.ts'

/** A stream: one connection and the SQL texts stored on it, addressed by a baton that changes with every use. */
export type Stream = {
  /** Random, drawn when the stream first outlives a request; 0 until then. */
  id: bigint
  readonly database: DatabaseFile
  /** Undefined once the stream was closed. */
  connection: Connection | undefined
  readonly sqls: Map<number, string>
  sequence: bigint
}

type Handle = { state: 'available'; stream: Stream; timer: NodeJS.Timeout } | { state: 'acquired' } | { state: 'expired' }

/** How long an expired stream is remembered, so that its client learns why. */
const EXPIRED_KEPT_MS = 300_000
const PAYLOAD_BYTES = 16
const SEQUENCE_MASK = (1n << 64n) - 1n

/** Every stream that outlives its HTTP request. Streams closed in the request that opened them never enter here. */
export class StreamStore {
  readonly #key = randomBytes(32)
  readonly #handles = new Map<bigint, Handle>()
  readonly #idleMs: number

  constructor(idleMs: number) {
    this.#idleMs = idleMs
  }

  open(database: DatabaseFile): Stream {
    return { id: 0n, database, connection: database.acquire(), sqls: new Map(), sequence: 0n }
  }

  /**
   * Takes the stream a baton names.
   * @throws ProtocolViolation (400) for a forged, unknown or already used baton; StreamExpired (400) after the idle time.
   */
  acquire(database: DatabaseFile, baton: string): Stream {
    const { id, sequence } = this.#decode(baton)
    const handle = this.#handles.get(id)
    if (handle?.state === 'expired') throw new StreamExpired()
    if (handle?.state === 'acquired') throw new ProtocolViolation('Received a baton that has already been used')
    if (handle === undefined || handle.stream.database !== database) throw new ProtocolViolation('Received an invalid baton')
    if (handle.stream.sequence !== sequence) throw new ProtocolViolation('Received a baton that has already been used')
    clearTimeout(handle.timer)
    this.#handles.set(id, { state: 'acquired' })
    handle.stream.sequence = (handle.stream.sequence + 1n) & SEQUENCE_MASK
    return handle.stream
  }

  /** Parks the stream until its next request; returns the baton for it, or null if the stream was closed. */
  release(stream: Stream): string | null {
    if (stream.connection === undefined) {
      this.#handles.delete(stream.id)
      return null
    }
    if (stream.id === 0n) {
      const random = randomBytes(PAYLOAD_BYTES)
      stream.id = random.readBigUInt64BE(0)
      stream.sequence = random.readBigUInt64BE(8)
    }
    const timer = setTimeout(() => this.#expire(stream), this.#idleMs)
    timer.unref()
    this.#handles.set(stream.id, { state: 'available', stream, timer })
    return this.#encode(stream)
  }

  /** Ends the stream and gives its connection back, rolling back what it had open. */
  close(stream: Stream): void {
    if (stream.connection) stream.database.release(stream.connection)
    stream.connection = undefined
  }

  /** Drops the stream after an error that ends it: its baton is then invalid. */
  drop(stream: Stream): void {
    this.close(stream)
    this.#handles.delete(stream.id)
  }

  #expire(stream: Stream): void {
    this.close(stream)
    this.#handles.set(stream.id, { state: 'expired' })
    setTimeout(() => this.#handles.delete(stream.id), EXPIRED_KEPT_MS).unref()
  }

  /** Forgets every stream of one database, or of all; their batons become invalid. */
  closeAll(database?: DatabaseFile): void {
    for (const [id, handle] of this.#handles) {
      if (handle.state !== 'available') continue
      if (database !== undefined && handle.stream.database !== database) continue
      clearTimeout(handle.timer)
      this.close(handle.stream)
      this.#handles.delete(id)
    }
  }

  #mac(payload: Buffer): Buffer {
    return createHmac('sha256', this.#key).update(payload).digest()
  }

  #encode(stream: Stream): string {
    const payload = Buffer.alloc(PAYLOAD_BYTES)
    payload.writeBigUInt64BE(stream.id, 0)
    payload.writeBigUInt64BE(stream.sequence, 8)
    return Buffer.concat([payload, this.#mac(payload)])
      .toString('base64')
      .replace(/=+$/, '')
  }

  #decode(baton: string): { id: bigint; sequence: bigint } {
    const bytes = Buffer.from(baton, 'base64')
    const payload = bytes.subarray(0, PAYLOAD_BYTES)
    const mac = bytes.subarray(PAYLOAD_BYTES)
    if (mac.length !== 32 || !timingSafeEqual(mac, this.#mac(payload))) throw new ProtocolViolation('Received an invalid baton')
    return { id: payload.readBigUInt64BE(0), sequence: payload.readBigUInt64BE(8) }
  }
}
