import { Hono } from 'hono'
import { type Listening, listen } from '#tests/emulators/listen.ts'

// UNDER WORK: its owner replaces this file.
export type ShopifyEmulatorOptions = {
  port?: number
  now?: () => number
  directory?: string
  clientId?: string
  clientSecret?: string
}
export type ShopifyEmulator = Listening & { reset(): void }
export async function startShopifyEmulator({ port = 0 }: ShopifyEmulatorOptions = {}): Promise<ShopifyEmulator> {
  return { ...(await listen(new Hono(), port)), reset() {} }
}
