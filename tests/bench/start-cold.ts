import { Miniflare } from 'miniflare'
import type { Marketplace } from '#tests/stage/start.ts'
import { workerOptions } from '#tests/stage/start.ts'
import { childStartedBy, cpuOf, residentMb } from './processes.ts'

export type Start = { toFirst200Ms: number; startCpuMs: number; cpuMs: number; restMb: number }

/**
 * Starts the bundle in a process of its own, on the databases that are there, and asks for the first page of the catalogue.
 * The time is that of a whole new server, process included; at the edge an isolate starts in one that runs already. CPU time depends
 * less on how busy the machine is. `startCpuMs` is what it takes until the server listens: to read the bundle and evaluate its global
 * scope, and some 170 ms for the server itself; `cpuMs` with the routes, which the first request evaluates.
 */
export async function startCold(market: Marketplace): Promise<Start> {
  const options = await workerOptions(0, market.config, {})
  const startedMs = performance.now()
  const { value: worker, pid } = await childStartedBy('workerd', async () => {
    const miniflare = new Miniflare(options)
    await miniflare.ready
    return miniflare
  })
  const startCpuMs = cpuOf(pid)
  // By the marketplace's own name, at the new server's address: the host says which store is asked.
  const response = await worker.dispatchFetch(`${market.origin}/api/v1/listings?limit=20`)
  await response.text()
  if (response.status !== 200) throw new Error(`The first answer is ${response.status}`)
  const toFirst200Ms = performance.now() - startedMs
  const [cpuMs, restMb] = [cpuOf(pid), residentMb(pid)]
  await worker.dispose()
  return { toFirst200Ms, startCpuMs, cpuMs, restMb }
}
