/** A fault to answer the next matching calls with. */
export type StripeFault = {
  /** `rate_limit` 429; `error` 500; `hang` never answers; `lost_reply` executes, then drops the connection; `slow` waits, then answers. */
  mode: 'rate_limit' | 'error' | 'hang' | 'lost_reply' | 'slow'
  /** Only calls with this HTTP method. */
  method?: string
  /** Only calls to this path: exact, or a pattern with `*` for one segment, e.g. `/v1/payment_intents/:id/confirm`. */
  path?: string
  /** How many calls to hit, 1 unless told. */
  times?: number
  /** For `slow` the wait, for `hang` the longest wait, ms. */
  ms?: number
  /** For `error`: the status, 500 unless told. A 500 is kept for the idempotency key, as the provider's are; others are not. */
  status?: 500 | 502 | 503
  /** For `error`: whether the call is executed before the error is answered. */
  executes?: boolean
}

const MODES: readonly StripeFault['mode'][] = ['rate_limit', 'error', 'hang', 'lost_reply', 'slow']

export type FaultPlan = {
  add(fault: StripeFault): void
  /** The first planned fault that matches, used up by one. */
  take(method: string, path: string): StripeFault | undefined
  pending(): StripeFault[]
  clear(): void
}

export function createFaultPlan(): FaultPlan {
  let planned: (StripeFault & { left: number })[] = []
  return {
    add(fault) {
      planned.push({ ...fault, left: fault.times ?? 1 })
    },
    take(method, path) {
      const found = planned.find(
        (fault) => (fault.method ?? method).toUpperCase() === method && (fault.path === undefined || matches(fault.path, path)),
      )
      if (found === undefined) return undefined
      found.left -= 1
      planned = planned.filter((fault) => fault.left > 0)
      return found
    },
    pending: () => planned.map(({ left, ...fault }) => ({ ...fault, times: left })),
    clear() {
      planned = []
    },
  }
}

/** Reads the body of `POST /_emulator/faults`; undefined when it is not a fault. */
export function readFault(body: unknown): StripeFault | undefined {
  if (typeof body !== 'object' || body === null) return undefined
  const given = body as Record<string, unknown>
  const mode = MODES.find((candidate) => candidate === given.mode)
  if (mode === undefined) return undefined
  const status = ([500, 502, 503] as const).find((candidate) => candidate === given.status)
  return {
    mode,
    ...(typeof given.method === 'string' ? { method: given.method } : {}),
    ...(typeof given.path === 'string' ? { path: given.path } : {}),
    ...(typeof given.times === 'number' ? { times: given.times } : {}),
    ...(typeof given.ms === 'number' ? { ms: given.ms } : {}),
    ...(status === undefined ? {} : { status }),
    ...(typeof given.executes === 'boolean' ? { executes: given.executes } : {}),
  }
}

function matches(pattern: string, path: string): boolean {
  const wanted = pattern.split('/')
  const parts = path.split('/')
  return wanted.length === parts.length && wanted.every((part, index) => part === '*' || part === parts[index])
}
