import type { Stack } from '#tests/support/stack.ts'
import { inWatchedWorld, type Watch, type World, watchedWorld } from '#tests/support/watched-world.ts'

/** `before`: the k-th call is never sent. `after`: it has its effect, and its answer never comes. */
export const KILL_MODES = ['before', 'after'] as const
export type KillMode = (typeof KILL_MODES)[number]
/** `reply lost`: the k-th call has its effect and then throws, as a cut connection does; the process goes on. */
export const DEATHS = [...KILL_MODES, 'reply lost'] as const
export type Death = (typeof DEATHS)[number]

/** What became of a process: every call it made, in order, and whether it lived to the end. */
export type Life<T> = { calls: string[] } & ({ finished: true; value: T } | { finished: false })

/**
 * The one switch all kills are made with. Once the k-th call is made nothing settles any more and nothing is sent, not
 * even by a `catch` or a `finally`: see docs/decisions/001.
 * @param k counts from 1; a k that is never reached lets the process live
 */
export function createKillSwitch(k: number, death: Death) {
  const calls: string[] = []
  const underWay = new Set<Promise<unknown>>()
  const { promise: died, resolve: die } = Promise.withResolvers<{ finished: false }>()
  const never = () => new Promise<never>(() => {})
  let isDead = false

  async function through<T>(label: string, effect: () => Promise<T>): Promise<T> {
    if (isDead) return never()
    calls.push(label)
    const isLast = calls.length === k
    if (isLast && death !== 'reply lost') isDead = true
    if (isLast && death === 'before') {
      die({ finished: false })
      return never()
    }
    const effecting = effect()
    underWay.add(effecting)
    const outcome = await Promise.allSettled([effecting])
    underWay.delete(effecting)
    if (isLast && death === 'after') die({ finished: false })
    if (isDead) return never()
    if (isLast) throw new TypeError('fetch failed: the connection was cut before the reply')
    if (outcome[0].status === 'rejected') throw outcome[0].reason
    return outcome[0].value
  }

  return {
    calls,
    get isDead() {
      return isDead
    },
    through,
    /** Runs the work until it ends or its process is killed; what was sent before takes effect before this returns. */
    async whileAlive<T>(work: () => Promise<T>): Promise<Life<T>> {
      const life = work().then((value) => ({ finished: true as const, value }))
      life.catch(() => undefined)
      const end = await Promise.race([life, died])
      await Promise.allSettled([...underWay])
      return { ...end, calls }
    },
  }
}

/** Runs something in a process that dies at its k-th awaited I/O. Work it deferred is part of its life. */
export async function killAt<T>(stack: Stack, k: number, mode: KillMode, run: (world: World) => Promise<T>): Promise<Life<T>> {
  const fuse = createKillSwitch(k, mode)
  const watch: Watch = ({ label }, effect) => fuse.through(label, effect)
  return inWatchedWorld(stack, watch, (world) =>
    fuse.whileAlive(async () => {
      const value = await run(world)
      await world.settleDeferred()
      return value
    }),
  )
}

/** A process that can be killed and given several things to do, one after the other. It does not watch the Turso API. */
export function mortal({ stack }: { stack: Stack }, k = Number.POSITIVE_INFINITY, mode: KillMode = 'before') {
  const fuse = createKillSwitch(k, mode)
  const world = watchedWorld(stack, ({ label }, effect) => fuse.through(label, effect))
  return {
    env: world.env,
    runtime: world.runtime,
    ctx: world.ctx,
    get count() {
      return fuse.calls.length
    },
    get isDead() {
      return fuse.isDead
    },
    /** Runs something in this process, with what it leaves for after the answer; undefined if it died on the way. */
    async run<T>(work: () => Promise<T>): Promise<T | undefined> {
      const life = await fuse.whileAlive(async () => {
        const value = await work()
        await world.settleDeferred()
        return value
      })
      return life.finished ? life.value : undefined
    },
  }
}

/** A `fetch` whose k-th call dies, for a context that was put together by hand. */
export function dyingFetch(send: typeof fetch, k: number, death: Death) {
  const fuse = createKillSwitch(k, death)
  const dying: typeof fetch = (input, init) =>
    fuse.through('fetch', async () => {
      const answer = await send(input, init)
      // The whole effect has happened once the body is there.
      await answer.clone().arrayBuffer()
      return answer
    })
  return {
    fetch: dying,
    calls: () => fuse.calls.length,
    /** Runs the work until it ends or its process is killed; an error of the work is its own matter. */
    whileAlive: (work: () => Promise<unknown>) =>
      fuse.whileAlive(work).then(
        ({ finished }) => (finished ? ('done' as const) : ('killed' as const)),
        () => 'failed' as const,
      ),
  }
}
