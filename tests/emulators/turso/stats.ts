/** `pipelines` counts HTTP round trips that were let in, `statements` what reached the engine. */
export type DatabaseStats = { pipelines: number; statements: number }

/** Counters per database, since the start or the last reset. */
export class Stats {
  readonly #databases = new Map<string, DatabaseStats>()

  of(database: string): DatabaseStats {
    let stats = this.#databases.get(database)
    if (!stats) {
      stats = { pipelines: 0, statements: 0 }
      this.#databases.set(database, stats)
    }
    return stats
  }

  all(): Record<string, DatabaseStats> {
    return Object.fromEntries([...this.#databases].map(([name, stats]) => [name, { ...stats }]))
  }

  reset(): void {
    this.#databases.clear()
  }
}
