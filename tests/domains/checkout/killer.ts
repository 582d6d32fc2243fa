import type { Market } from './market.ts'

/**
 * A process that can be killed at its k-th I/O: its databases, the payment provider, the stores' stock and the queue all
 * count, and the k-th call never comes back, before or after it had its effect. A dead process does nothing more.
 */
export type Mode = 'before' | 'after'
export class Killed extends Error {}

export function mortal({ stack }: Pick<Market, 'stack'>, killAt = Number.POSITIVE_INFINITY, mode: Mode = 'before') {
  const never = new Promise<never>(() => {})
  const inFlight = new Set<Promise<unknown>>()
  const deferred: Promise<unknown>[] = []
  let count = 0
  let isDead = false
  let tellDeath = () => {}
  const death = new Promise<void>((resolve) => {
    tellDeath = resolve
  })

  async function io<T>(run: () => Promise<T>): Promise<T> {
    if (isDead) return never
    count += 1
    const isLast = count === killAt
    if (isLast) isDead = true
    if (isLast && mode === 'before') {
      tellDeath()
      return never
    }
    const running = run()
    inFlight.add(running)
    try {
      const result = await running
      if (isDead) {
        tellDeath()
        return never
      }
      return result
    } finally {
      inFlight.delete(running)
      if (isDead) tellDeath()
    }
  }

  const send: typeof fetch = (input, init) =>
    io(async () => {
      // The signal stays out: a timeout would be the dead process doing something.
      const { signal: _, ...rest } = init ?? {}
      const request = input instanceof Request ? new Request(input, { signal: null }) : input
      const response = await fetch(request, rest)
      const body = await response.arrayBuffer()
      return new Response(response.status === 204 ? null : body, response)
    })
  const locks = (name: string) =>
    new Proxy(
      {},
      {
        get: (_, method) => {
          if (method === 'then') return undefined
          const lock = stack.objects.stockLocks.of(name as never) as unknown as Record<string, (call: unknown) => Promise<unknown>>
          return (call: unknown) => io(async () => lock[String(method)]?.(call))
        },
      },
    )
  const queue = { sendBatch: (batch: Iterable<{ body: unknown }>) => io(() => stack.env.EVENTS.sendBatch(batch as never)) }
  const env = { ...stack.env, STOCK_LOCK: { getByName: locks }, EVENTS: queue, JOBS: queue } as unknown as typeof stack.env
  const runtime = { fetch: send, defer: (work: Promise<unknown>) => void deferred.push(work) }

  return {
    env,
    runtime,
    ctx: () => stack.ctx(runtime, env),
    get count() {
      return count
    },
    get isDead() {
      return isDead
    },
    /** Runs something in this process, with what it leaves for after the answer; undefined if it died on the way. */
    async run<T>(work: () => Promise<T>): Promise<T | undefined> {
      const all = async () => {
        const result = await work()
        while (deferred.length > 0) await Promise.all(deferred.splice(0))
        return result
      }
      const outcome = await Promise.race([all(), death.then(() => undefined)])
      // What was under way when it died arrives all the same.
      await Promise.allSettled([...inFlight])
      return outcome
    },
  }
}
