import { startMailEmulator } from './emulator.ts'

/** `node tests/emulators/mail/serve.ts`: MAIL_PORT (8790), SENDGRID_API_KEY (SG.local), MAIL_DIRECTORY (memory only). */
const directory = process.env.MAIL_DIRECTORY
const emulator = await startMailEmulator({
  port: Number(process.env.MAIL_PORT ?? 8790),
  apiKey: process.env.SENDGRID_API_KEY ?? 'SG.local',
  ...(directory === undefined ? {} : { directory }),
})
process.stdout.write(`mail: ${emulator.url}\n`)
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void emulator.close().then(() => process.exit(0)))
