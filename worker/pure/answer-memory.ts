/** An answer as it is kept: its body and the headers that belong to it. */
export type KeptAnswer = { body: Uint8Array<ArrayBuffer>; type: string; etag: string }

/**
 * What an answer was made of: the catalogue's version, read in the same transaction; the scopes a change of which makes it
 * old; and the time before that read was sent, UTC epoch ms.
 */
export type Origin = { version: number; scopes: readonly string[]; readAtMs: number }

type Entry = KeptAnswer & Origin

/** Scopes remembered before it is cheaper to begin anew. */
const SCOPES_MAX = 20_000
/** What an entry and its strings take besides the body, roughly. */
const OVERHEAD_BYTES = 300

const sizeOf = (key: string, { body }: KeptAnswer): number => body.byteLength + key.length * 2 + OVERHEAD_BYTES

/**
 * Answers of one isolate, the most recently used last, up to a number of bytes.
 * INV-MEM-1: an answer is handed out only if none of its scopes changed after the version it was read at, as far as was known
 * at `knownAtMs`; whoever asks decides how old that knowledge may be.
 */
export class AnswerMemory {
  readonly #bytesMax: number
  readonly #entries = new Map<string, Entry>()
  /** Per scope the newest version that is known to have changed it. */
  readonly #changedAt = new Map<string, number>()
  /** Every change after `#base` and up to `#version` is in `#changedAt`. */
  #base = 0
  #version = 0
  #knownAtMs = Number.NEGATIVE_INFINITY
  #bytes = 0

  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax
  }

  /** What changed after this version has still to be asked for. */
  get version(): number {
    return this.#version
  }

  get bytes(): number {
    return this.#bytes
  }

  /** The answer under this key unless something is known to have made it old, and when that was known (UTC epoch ms). */
  find(key: string): { answer: KeptAnswer; knownAtMs: number } | undefined {
    const entry = this.#drop(key)
    if (!entry || entry.scopes.some((scope) => (this.#changedAt.get(scope) ?? 0) > entry.version)) return undefined
    this.#put(key, entry)
    return { answer: entry, knownAtMs: Math.max(this.#knownAtMs, entry.readAtMs) }
  }

  /**
   * Keeps an answer; those nobody asked for longest make room. Not kept: one larger than a sixteenth of the room, and one read
   * before this isolate's knowledge of changes begins.
   */
  keep(key: string, answer: KeptAnswer, origin: Origin): void {
    if (this.#version === 0) this.#base = this.#version = origin.version
    const entry = { ...answer, ...origin }
    if (origin.version < this.#base || sizeOf(key, entry) > this.#bytesMax / 16) return
    // The version nothing is known to come after, read once more: nothing did come after it.
    if (origin.version === this.#version) this.#knownAtMs = Math.max(this.#knownAtMs, origin.readAtMs)
    this.#drop(key)
    this.#put(key, entry)
    for (const oldest of this.#entries.keys()) {
      if (this.#bytes <= this.#bytesMax) break
      this.#drop(oldest)
    }
  }

  /**
   * Takes note of all that changed after `version`.
   * @param askedAtMs UTC epoch ms, taken before the question was sent
   * @param isAll false if there is more: then what is kept is forgotten, and the rest has to be asked for
   */
  learn(changes: readonly { scope: string; version: number }[], askedAtMs: number, isAll: boolean): void {
    for (const { scope, version } of changes) {
      this.#changedAt.set(scope, Math.max(this.#changedAt.get(scope) ?? 0, version))
      this.#version = Math.max(this.#version, version)
    }
    if (isAll) this.#knownAtMs = Math.max(this.#knownAtMs, askedAtMs)
    if (!isAll || this.#changedAt.size > SCOPES_MAX) this.#forget()
  }

  #forget(): void {
    this.#entries.clear()
    this.#changedAt.clear()
    this.#bytes = 0
    this.#base = this.#version
  }

  #put(key: string, entry: Entry): void {
    this.#entries.set(key, entry)
    this.#bytes += sizeOf(key, entry)
  }

  #drop(key: string): Entry | undefined {
    const entry = this.#entries.get(key)
    if (!entry) return undefined
    this.#entries.delete(key)
    this.#bytes -= sizeOf(key, entry)
    return entry
  }
}
