import { Miniflare } from 'miniflare'
import type { Marketplace } from '#tests/stage/start.ts'
import { workerOptions } from '#tests/stage/start.ts'
import { childStartedBy, cpuOf, residentMb } from './processes.ts'

export type Start = { toFirst200Ms: number; cpuMs: number; restMb: number }

/**
 * Starts the bundle in a process of its own, on the databases that are there, and asks for the first page of the catalogue.
 * The time is that of a whole new server, process included; at the edge an isolate starts in one that runs already. The CPU time
 * is what starting took altogether, most of it to read and evaluate the bundle; it depends less on how busy the machine is.
 */
export async function startCold(market: Marketplace): Promise<Start> {
  const options = await workerOptions(0, market.config, {})
  let toFirst200Ms = Number.NaN
  const { value: worker, pid } = await childStartedBy('workerd', async () => {
    const startedMs = performance.now()
    const miniflare = new Miniflare(options)
    // By the marketplace's own name, at the new server's address: the host says which store is asked.
    const response = await miniflare.dispatchFetch(`${market.origin}/api/v1/listings?limit=20`)
    await response.text()
    if (response.status !== 200) throw new Error(`The first answer is ${response.status}`)
    toFirst200Ms = performance.now() - startedMs
    return miniflare
  })
  const [cpuMs, restMb] = [cpuOf(pid), residentMb(pid)]
  await worker.dispose()
  return { toFirst200Ms, cpuMs, restMb }
}
