import type { Stack } from '#tests/support/stack.ts'
import { inWatchedWorld, type World } from '#tests/support/watched-world.ts'

/**
 * Runs something in a process whose n-th write to a database takes effect while its reply is lost: the call throws, as a
 * cut connection does, and the process goes on.
 * @param n counts from 1, over all databases
 * @returns what it answered, the writes it made, and whether the n-th was among them
 */
export async function loseReply<T>(
  stack: Stack,
  n: number,
  run: (world: World) => Promise<T>,
): Promise<{ value: T; writes: string[]; wasLost: boolean }> {
  const writes: string[] = []
  let wasLost = false
  const value = await inWatchedWorld(
    stack,
    async ({ label, isWrite }, effect) => {
      const answer = await effect()
      if (!isWrite) return answer
      writes.push(label)
      if (writes.length !== n) return answer
      wasLost = true
      throw new TypeError('fetch failed: the connection was cut before the reply')
    },
    async (world) => {
      const answer = await run(world)
      await world.settleDeferred()
      return answer
    },
  )
  return { value, writes, wasLost }
}
