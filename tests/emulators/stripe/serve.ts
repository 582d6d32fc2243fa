import { startStripeEmulator } from './emulator.ts'

/**
 * `node tests/emulators/stripe/serve.ts`: STRIPE_PORT (8791), STRIPE_SECRET_KEY (sk_test_local), STRIPE_PUBLISHABLE_KEY (pk_test_local),
 * STRIPE_WEBHOOK_URL with STRIPE_WEBHOOK_SECRET (whsec_local), STRIPE_CONNECT_WEBHOOK_URL with STRIPE_CONNECT_WEBHOOK_SECRET
 * (whsec_connect_local), STRIPE_DIRECTORY (memory only).
 */
const env = process.env
const directory = env.STRIPE_DIRECTORY
const webhooks = [
  ...(env.STRIPE_WEBHOOK_URL === undefined ? [] : [{ url: env.STRIPE_WEBHOOK_URL, secret: env.STRIPE_WEBHOOK_SECRET ?? 'whsec_local' }]),
  ...(env.STRIPE_CONNECT_WEBHOOK_URL === undefined
    ? []
    : [{ url: env.STRIPE_CONNECT_WEBHOOK_URL, secret: env.STRIPE_CONNECT_WEBHOOK_SECRET ?? 'whsec_connect_local', connect: true }]),
]
const emulator = await startStripeEmulator({
  port: Number(env.STRIPE_PORT ?? 8791),
  secretKey: env.STRIPE_SECRET_KEY ?? 'sk_test_local',
  publishableKey: env.STRIPE_PUBLISHABLE_KEY ?? 'pk_test_local',
  webhooks,
  ...(directory === undefined ? {} : { directory }),
})
process.stdout.write(`stripe: ${emulator.url}\n`)
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void emulator.close().then(() => process.exit(0)))
