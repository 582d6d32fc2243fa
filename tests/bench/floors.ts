import type { Readable } from 'node:stream'
import * as esbuild from 'esbuild'
import { Log, LogLevel, Miniflare } from 'miniflare'
import type { Marketplace } from '#tests/stage/start.ts'
import type { Row } from './measure.ts'
import { childStartedBy } from './processes.ts'

export const FLOORS: readonly Row[] = [
  { name: 'bare', floor: null, call: () => ({ path: '/' }) },
  { name: 'lock', floor: null, call: () => ({ path: '/lock' }) },
  { name: 'read', floor: null, call: () => ({ path: '/database' }) },
]

/** A Worker that does one thing, in a process of its own, on the databases of the marketplace. */
export async function startFloors({ config, secrets }: Marketplace) {
  const { outputFiles } = await esbuild.build({
    entryPoints: ['tests/bench/floor-worker.ts'],
    bundle: true,
    format: 'esm',
    target: 'es2022',
    write: false,
    external: ['cloudflare:workers'],
    logLevel: 'silent',
  })
  const { value: miniflare, pid } = await childStartedBy('workerd', async () => {
    const started = new Miniflare({
      modules: true,
      script: outputFiles[0]?.text ?? '',
      log: new Log(LogLevel.NONE),
      handleRuntimeStdio: (stdout: Readable, stderr: Readable) => {
        stdout.resume()
        stderr.resume()
      },
      compatibilityDate: '2026-07-01',
      compatibilityFlags: ['nodejs_compat'],
      bindings: { DATABASE_URL: config.PLATFORM_DATABASE_URL ?? '', DATABASE_TOKEN: secrets.PLATFORM_DATABASE_TOKEN },
      durableObjects: { STOCK_LOCK: { className: 'StockLock', useSQLite: true } },
      queueProducers: { EVENTS: 'floor-events' },
    })
    await started.ready
    return started
  })
  const origin = (await miniflare.ready).origin
  await fetch(`${origin}/fill`)
  return { origin, pid, close: () => miniflare.dispose() }
}
