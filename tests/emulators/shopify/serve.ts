import { startShopifyEmulator } from './emulator.ts'

/** `node tests/emulators/shopify/serve.ts`: SHOPIFY_PORT (8794), SHOPIFY_CLIENT_ID (local), SHOPIFY_CLIENT_SECRET (shpss_local), SHOPIFY_DIRECTORY (memory only). */
const { SHOPIFY_PORT, SHOPIFY_CLIENT_ID, SHOPIFY_CLIENT_SECRET, SHOPIFY_DIRECTORY } = process.env
const emulator = await startShopifyEmulator({
  port: Number(SHOPIFY_PORT ?? 8794),
  ...(SHOPIFY_CLIENT_ID && { clientId: SHOPIFY_CLIENT_ID }),
  ...(SHOPIFY_CLIENT_SECRET && { clientSecret: SHOPIFY_CLIENT_SECRET }),
  ...(SHOPIFY_DIRECTORY && { directory: SHOPIFY_DIRECTORY }),
})
process.stdout.write(`shopify: ${emulator.url}\n`)
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void emulator.close().then(() => process.exit(0)))
