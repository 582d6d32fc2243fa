import type { Stack } from '#tests/support/stack.ts'
import { inWatchedWorld, type Watch, type World } from '#tests/support/watched-world.ts'

/** `before`: the k-th call is never sent. `after`: it has its effect, and its answer never comes. */
export const KILL_MODES = ['before', 'after'] as const
export type KillMode = (typeof KILL_MODES)[number]

/** What became of a process: every call it made, in order, and whether it lived to the end. */
export type Life<T> = { calls: string[] } & ({ finished: true; value: T } | { finished: false })

/**
 * Runs something in a process that dies at its k-th awaited I/O: that call never settles, and nothing after it happens,
 * not even a `catch` or a `finally`. What the process had sent before takes effect before this returns. Work it deferred
 * is part of its life. See docs/decisions/001.
 * @param k counts from 1; a k that is never reached lets it live, and `calls.length` says how many there are
 */
export async function killAt<T>(stack: Stack, k: number, mode: KillMode, run: (world: World) => Promise<T>): Promise<Life<T>> {
  const calls: string[] = []
  const underWay = new Set<Promise<unknown>>()
  const { promise: death, resolve: die } = Promise.withResolvers<{ finished: false }>()
  let isDead = false
  const kill = (): Promise<never> => {
    isDead = true
    die({ finished: false })
    return new Promise<never>(() => {})
  }
  const watch: Watch = async ({ label }, effect) => {
    if (isDead) return kill()
    calls.push(label)
    const isLast = calls.length === k
    if (isLast && mode === 'before') return kill()
    const effecting = effect()
    underWay.add(effecting)
    try {
      const value = await effecting
      return isLast || isDead ? await kill() : value
    } catch (error) {
      if (isLast || isDead) return await kill()
      throw error
    } finally {
      underWay.delete(effecting)
    }
  }
  return inWatchedWorld(stack, watch, async (world) => {
    const life = (async () => {
      const value = await run(world)
      await world.settleDeferred()
      return { finished: true as const, value }
    })()
    const end = await Promise.race([life, death])
    await Promise.allSettled([...underWay])
    return { ...end, calls }
  })
}
