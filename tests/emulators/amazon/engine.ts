import type { Context } from 'hono'
import type { Deliveries } from '#tests/emulators/channel-deliveries.ts'
import type { ChannelKit } from '#tests/emulators/channel-kit.ts'
import type { Limit } from '#worker/domains/channels/ports.ts'
import type { Operation } from '#worker/providers/channels/amazon/limits.ts'
import type { Seller, World } from './world.ts'

export type Settings = {
  /** How long feeds and reports take, ms of the emulator's clock. */
  feedMs: number
  reportMs: number
  tokenMs: number
}
export type Engine = {
  world: World
  kit: ChannelKit
  deliveries: Deliveries
  settings: Settings
  application: { id: string; clientId: string; clientSecret: string }
  notifications: { url: string; key: string } | null
  /** Rates that differ from the documented ones. */
  rates: Map<Operation, Limit>
  /** Where the emulator itself answers. */
  origin: string
  /** Who signs in at the consent page next; the first seller there is, unless told. */
  consentingSeller: string | null
  /** The next refresh gets another refresh token. */
  isRotating: boolean
  changed(): void
}

/** A call that passed the door: who asks, and what for. */
export type Call = { engine: Engine; seller: Seller; param: Record<string, string>; query: URLSearchParams; json: unknown }
export type Answer = { status: number; body: unknown }
export type Route = {
  operation: Operation
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  path: string
  isGrantless?: boolean
  answer: (call: Call) => Answer
}

export const ok = (body: unknown, status = 200): Answer => ({ status, body })
/** SP-API's shape of a refusal. */
export const refusal = (status: number, code: string, message: string, details = ''): Answer => ({
  status,
  body: { errors: [{ code, message, details }] },
})
export const render = (c: Context, { status, body }: Answer): Response =>
  body === null ? c.body(null, status as 204) : c.json(body as object, status as 200)

/** A list in a query: comma-separated; a comma of an entry is written `%2C`. */
export const listIn = (query: URLSearchParams, name: string): string[] | null => {
  const raw = query.get(name)
  return raw === null || raw === '' ? null : raw.split(',').map((entry) => entry.replaceAll('%2C', ','))
}
export const iso = (ms: number): string => new Date(ms).toISOString()
