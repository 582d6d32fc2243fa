import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** What a stand-in remembers: one plain object that survives JSON. */
export type KeptState<T extends object> = {
  /** Never replaced: `reset` fills it anew. */
  readonly value: T
  /** Say so after a change: it is written soon, if there is a directory. */
  changed(): void
  flush(): void
  reset(): void
}
const WRITE_AFTER_MS = 300

/** State on disk across restarts of `npm run dev`; in memory only without a directory. */
export function openKeptState<T extends object>(directory: string | undefined, empty: () => T): KeptState<T> {
  const file = directory && join(directory, 'state.json')
  if (directory) mkdirSync(directory, { recursive: true })
  const value = { ...empty(), ...(file ? readState(file) : {}) } as T
  let timer: NodeJS.Timeout | undefined
  const flush = (): void => {
    clearTimeout(timer)
    timer = undefined
    if (!file) return
    writeFileSync(`${file}.new`, JSON.stringify(value))
    renameSync(`${file}.new`, file)
  }
  const changed = (): void => {
    if (!file || timer) return
    timer = setTimeout(flush, WRITE_AFTER_MS)
    timer.unref()
  }
  return {
    value,
    changed,
    flush,
    reset() {
      for (const key of Object.keys(value)) delete (value as Record<string, unknown>)[key]
      Object.assign(value, empty())
      changed()
    },
  }
}

function readState(file: string): object {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as object
  } catch {
    return {}
  }
}
