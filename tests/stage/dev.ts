import { watch } from 'node:fs'
import { DEMO_PASSWORD, seed, seededLogIns } from '#db/seed.ts'
import { connectChannels, trickleOrders } from './connect-channels.ts'
import { forget, type Marketplace, startMarketplace } from './start.ts'

/** `npm run dev`: the whole marketplace on this machine, seeded, rebuilt when a file changes. `-- --fresh` starts over. */
const DIRECTORY = '.stoa/dev'
const PORT = Number(process.env.PORT ?? 8787)

if (process.argv.includes('--fresh')) forget(DIRECTORY)
console.info('Building and starting the marketplace …')
const marketplace = await startMarketplace({
  port: PORT,
  servicePorts: { turso: 8801, stripe: 8802, mail: 8803, dns: 8804, amazon: 8805, shopify: 8806, bestbuy: 8807 },
  directory: DIRECTORY,
})
const tell = (text: string) => console.info(`  ${text}`)
await seed(marketplace, { pictures: 'all', channels: false, onProgress: tell })
const stopOrders = trickleOrders(await connectChannels(marketplace, tell))
announce(marketplace)
const stopWatching = rebuildOnChange(marketplace)

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  // Miniflare ends the process at once, before the stand-ins have written down what they know.
  process.removeAllListeners(signal)
  process.once(signal, () => {
    console.info('\nStopping …')
    stopWatching()
    stopOrders()
    void marketplace.close().finally(() => process.exit(0))
  })
}

function announce({ origin, stripe, mail, turso, amazon, shopify, bestbuy }: Marketplace): void {
  const port = new URL(origin).port
  console.info(`
  Marketplace     ${origin}
  A storefront    http://kiln-and-clay.localhost:${port}   (also ${origin}/s/kiln-and-clay)
  API document    ${origin}/api/v1/openapi.json
  Mail inbox      ${mail.url}
  Stripe          ${stripe.url}   Turso ${turso.url}
  Channels        ${amazon.url} (Amazon)   ${shopify.url} (Shopify)   ${bestbuy.url} (Best Buy)

  Log-ins (password for all: ${DEMO_PASSWORD})
${seededLogIns()
  .map(({ role, email }) => `    ${role.padEnd(34)}${email}`)
  .join('\n')}

  Cards: 4242 4242 4242 4242 pays, 4000 0000 0000 0002 is declined, 4000 0025 0000 3155 asks for 3-D Secure.
  Files are watched; Ctrl-C stops everything. State is kept in ${DIRECTORY}; npm run dev -- --fresh forgets it.
`)
}

/** Rebuilds half a second after the last change; a build that fails is shown, and the running one goes on. */
function rebuildOnChange(running: Marketplace): () => void {
  let waiting: NodeJS.Timeout | undefined
  let isBusy = false
  const rebuildSoon = () => {
    clearTimeout(waiting)
    waiting = setTimeout(() => void rebuild(), 500)
  }
  const rebuild = async () => {
    if (isBusy) return rebuildSoon()
    isBusy = true
    const startedMs = performance.now()
    try {
      await running.reload()
      console.info(`reloaded in ${Math.round(performance.now() - startedMs)} ms`)
    } catch (error) {
      console.error(error instanceof Error ? error.message : error)
    } finally {
      isBusy = false
    }
  }
  const watchers = ['worker', 'db', 'queues', 'web'].map((folder) =>
    watch(folder, { recursive: true }, (_event, file) => {
      if (/^(build|paraglide)/.test(file ?? '')) return
      rebuildSoon()
    }),
  )
  return () => {
    clearTimeout(waiting)
    for (const watcher of watchers) watcher.close()
  }
}
