/** The emulator's own time: the wall clock plus whatever tests have advanced it by. Everything but webhook signatures uses it. */
export type VirtualClock = {
  /** Epoch ms. */
  nowMs(): number
  /** Epoch seconds, as the provider's `created` fields. */
  nowS(): number
  /** Moves time forward and runs everything that falls due. */
  advance(ms: number): void
  /** How far ahead of the wall clock it is, ms. */
  offsetMs(): number
  /** Runs something as if it were another, earlier time: how a demo tells of its past. Nothing falls due by it. */
  at<T>(atMs: number, run: () => T): T
  /** Back to the wall clock; only together with forgetting everything. */
  reset(): void
}

export function createClock(wallMs: () => number, onAdvance: () => void, startOffsetMs = 0): VirtualClock {
  let offset = startOffsetMs
  let told: number | undefined
  const nowMs = () => told ?? wallMs() + offset
  return {
    nowMs,
    nowS: () => Math.floor(nowMs() / 1000),
    advance(ms) {
      if (!Number.isFinite(ms) || ms < 0) throw new Error(`the clock only moves forward, not by ${ms}`)
      offset += ms
      onAdvance()
    },
    offsetMs: () => offset,
    at(atMs, run) {
      told = atMs
      try {
        return run()
      } finally {
        told = undefined
      }
    },
    reset() {
      offset = 0
    },
  }
}
