import type { StreamRequest } from './protocol.ts'

/**
 * `unavailable` answers 503; `hang` never answers; `slow` answers after `ms`; `lost_request` cuts the connection before
 * anything ran; `lost_reply` runs everything, then cuts the connection; `lost_reply_every` does so to every n-th pipeline
 * that matches; `busy` refuses statements with SQLITE_BUSY.
 */
export const FAULT_MODES = ['unavailable', 'hang', 'slow', 'lost_request', 'lost_reply', 'lost_reply_every', 'busy'] as const
export type FaultMode = (typeof FAULT_MODES)[number]

export type Fault = {
  /** Name of the database, or `*` for every one. */
  readonly database: string
  readonly mode: FaultMode
  /** How often it fires; without it, until cleared. */
  readonly times?: number
  /** Delay in milliseconds of `slow`. */
  readonly ms?: number
  /** Which pipeline `lost_reply_every` hits: every n-th. */
  readonly n?: number
  /** Fires only for a pipeline with a statement that contains this text. */
  readonly matching?: string
}

type Armed = { readonly fault: Fault; left: number; seen: number }

/** The faults that are set, in the order they were set; the first that fits a pipeline fires. */
export class FaultPlan {
  #armed: Armed[] = []

  add(fault: Fault): void {
    this.#armed.push({ fault, left: fault.times ?? Number.POSITIVE_INFINITY, seen: 0 })
  }

  /** Forgets the faults of one database, or all. */
  clear(database?: string): void {
    this.#armed = database === undefined ? [] : this.#armed.filter((armed) => armed.fault.database !== database)
  }

  list(): Fault[] {
    return this.#armed.map((armed) => armed.fault)
  }

  /** Picks the fault for a pipeline and uses it up. @param texts reads the SQL texts of the pipeline, only if a fault asks for them. */
  take(database: string, texts: () => readonly string[]): Fault | undefined {
    if (this.#armed.length === 0) return undefined
    for (const armed of this.#armed) {
      if (!fits(armed, database, texts)) continue
      armed.seen += 1
      if (armed.fault.mode === 'lost_reply_every' && armed.seen % (armed.fault.n ?? 1) !== 0) continue
      armed.left -= 1
      if (armed.left <= 0) this.#armed = this.#armed.filter((other) => other !== armed)
      return armed.fault
    }
    return undefined
  }
}

function fits({ fault }: Armed, database: string, texts: () => readonly string[]): boolean {
  if (fault.database !== '*' && fault.database !== database) return false
  const { matching } = fault
  return matching === undefined || texts().some((text) => text.includes(matching))
}

/** Every SQL text a pipeline will run, those it names by id included. */
export function sqlTextsOf(requests: readonly StreamRequest[], stored: ReadonlyMap<number, string>): string[] {
  const known = new Map(stored)
  const texts: string[] = []
  const add = (given: { sql?: string | null; sql_id?: number | null } | undefined) => {
    const text = given?.sql ?? (given?.sql_id == null ? undefined : known.get(given.sql_id))
    if (text !== undefined) texts.push(text)
  }
  for (const request of requests) {
    if (request.type === 'store_sql') known.set(request.sql_id, request.sql)
    else if (request.type === 'execute') add(request.stmt)
    else if (request.type === 'batch') for (const step of request.batch?.steps ?? []) add(step.stmt)
    else if (request.type === 'sequence' || request.type === 'describe') add(request)
  }
  return texts
}

/** @throws TypeError naming what is wrong with a fault sent over HTTP. */
export function readFault(body: unknown): Fault {
  const given = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>
  const mode = FAULT_MODES.find((known) => known === given.mode)
  if (mode === undefined) throw new TypeError(`mode must be one of ${FAULT_MODES.join(', ')}`)
  if (typeof given.database !== 'string') throw new TypeError('database must be a name, or *')
  return {
    database: given.database,
    mode,
    ...countOf(given, 'times'),
    ...countOf(given, 'ms'),
    ...countOf(given, 'n'),
    ...(typeof given.matching === 'string' ? { matching: given.matching } : {}),
  }
}

function countOf(given: Record<string, unknown>, name: 'times' | 'ms' | 'n'): Partial<Record<'times' | 'ms' | 'n', number>> {
  const value = given[name]
  if (value === undefined) return {}
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0) throw new TypeError(`${name} must be a whole number`)
  return { [name]: value }
}
