type Call = { name: string; method: string; argument: unknown }
type Waiting = Call & { resolve: (answer: unknown) => void; reject: (error: unknown) => void }

/**
 * Shares a few connections among many clients: a lane sends whatever its clients have asked for since its last request, so that
 * the time goes into the objects and not into HTTP.
 */
export function createLanes(count: number, callAll: (calls: Call[]) => Promise<PromiseSettledResult<unknown>[]>) {
  const lanes = Array.from({ length: count }, () => ({ waiting: [] as Waiting[], isBusy: false }))
  let next = 0

  async function drive(lane: (typeof lanes)[number]): Promise<void> {
    lane.isBusy = true
    while (lane.waiting.length > 0) {
      const batch = lane.waiting.splice(0)
      try {
        const outcomes = await callAll(batch.map(({ name, method, argument }) => ({ name, method, argument })))
        batch.forEach((asked, index) => {
          const outcome = outcomes[index]
          if (outcome?.status === 'fulfilled') asked.resolve(outcome.value)
          else asked.reject(outcome?.reason)
        })
      } catch (error) {
        for (const { reject } of batch) reject(error)
      }
      await new Promise((resolve) => setImmediate(resolve))
    }
    lane.isBusy = false
  }

  return {
    call: (name: string, method: string, argument: unknown) =>
      new Promise<unknown>((resolve, reject) => {
        const lane = lanes[next++ % count]
        lane?.waiting.push({ name, method, argument, resolve, reject })
        if (lane && !lane.isBusy) setImmediate(() => (lane.isBusy ? undefined : void drive(lane)))
      }),
  }
}
