import { Hono } from 'hono'
import { type Listening, listen } from '#tests/emulators/listen.ts'

// UNDER WORK: its owner replaces this file.
export type AmazonEmulatorOptions = {
  port?: number
  now?: () => number
  directory?: string
  applicationId?: string
  clientId?: string
  clientSecret?: string
  notifications?: { url: string; key: string }
}
export type AmazonEmulator = Listening & { reset(): void }
export async function startAmazonEmulator({ port = 0 }: AmazonEmulatorOptions = {}): Promise<AmazonEmulator> {
  return { ...(await listen(new Hono(), port)), reset() {} }
}
