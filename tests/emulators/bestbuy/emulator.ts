import { Hono } from 'hono'
import { type Listening, listen } from '#tests/emulators/listen.ts'

// UNDER WORK: its owner replaces this file.
export type BestBuyEmulatorOptions = {
  port?: number
  now?: () => number
  directory?: string
  productsKey?: string
}
export type BestBuyEmulator = Listening & { reset(): void }
export async function startBestBuyEmulator({ port = 0 }: BestBuyEmulatorOptions = {}): Promise<BestBuyEmulator> {
  return { ...(await listen(new Hono(), port)), reset() {} }
}
