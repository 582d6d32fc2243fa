import { seededRandom } from './channel-kit.ts'

/** A message a channel posts to whoever subscribed. */
export type Delivery = { url: string; headers: Record<string, string>; body: string }
/** What the network does to them: the same for the same seed and order. Rates are 0..1. */
export type DeliveryChaos = { seed: number; rateTwice?: number; rateLate?: number; rateLost?: number }

export type Deliveries = {
  /** Sends it soon, behind whatever is on its way. */
  offer(delivery: Delivery): void
  /** Some twice, some after later ones, some never; null ends it. */
  chaos(chaos: DeliveryChaos | null): void
  /** Waits until nothing is on its way. */
  idle(): Promise<void>
  /** What was answered, oldest first; 0 where nobody did. */
  attempts(): readonly { url: string; status: number }[]
  reset(): void
}

/** Posts webhooks one after the other. An endpoint that does not answer 2xx is asked again after each delay, then given up. */
export function createDeliveries(retryDelaysMs: readonly number[] = [20, 40, 80]): Deliveries {
  let attempts: { url: string; status: number }[] = []
  let late: Delivery[] = []
  let drawn: { chaos: DeliveryChaos; next: () => number } | null = null
  let tail: Promise<void> = Promise.resolve()
  let generation = 0
  const post = async (delivery: Delivery, born: number): Promise<void> => {
    for (const delayMs of [0, ...retryDelaysMs]) {
      if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs))
      if (born !== generation) return
      const status = await answerOf(delivery)
      attempts.push({ url: delivery.url, status })
      if (status >= 200 && status < 300) return
    }
  }
  const send = (delivery: Delivery): void => {
    const born = generation
    tail = tail.then(() => post(delivery, born))
  }
  const release = (): void => {
    for (const delivery of late.splice(0)) send(delivery)
  }
  return {
    offer(delivery) {
      const chance = drawn?.next() ?? 1
      const { rateTwice = 0, rateLate = 0, rateLost = 0 } = drawn?.chaos ?? {}
      if (chance < rateLost) return
      if (chance < rateLost + rateLate) return void late.push(delivery)
      send(delivery)
      if (chance < rateLost + rateLate + rateTwice) send(delivery)
      release()
    },
    chaos(chaos) {
      drawn = chaos && { chaos, next: seededRandom(chaos.seed) }
    },
    async idle() {
      release()
      let seen: Promise<void> | undefined
      while (seen !== tail) {
        seen = tail
        await seen
      }
    },
    attempts: () => attempts,
    reset() {
      generation += 1
      attempts = []
      late = []
      drawn = null
    },
  }
}

async function answerOf({ url, headers, body }: Delivery): Promise<number> {
  try {
    const response = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(20_000) })
    await response.arrayBuffer()
    return response.status
  } catch {
    return 0
  }
}
