import { Hono } from 'hono'
import { startAmazonEmulator } from '#tests/emulators/amazon/emulator.ts'
import { createLimiter } from '#tests/emulators/channel-kit.ts'
import { listen } from '#tests/emulators/listen.ts'
import { Throttled } from '#worker/domains/channels/errors.ts'
import type { ChannelSession, Grant, Limit, Pace } from '#worker/domains/channels/ports.ts'
import type { AmazonConfig } from '#worker/providers/channels/amazon/config.ts'
import { createAmazonConnector } from '#worker/providers/channels/amazon/connector.ts'

export const START_MS = Date.UTC(2026, 10, 21, 9)
export const SELLER = 'A3KILNANDCLAY'
export const CALLBACK = 'https://stoa.example/vendor/platforms/callback'
const KEY = 'the key of the event bus'

/** A call of the connector and its answer; `json` is the text of a body that is none. */
export type Exchange = { method: string; url: URL; json: unknown; status: number; body: unknown }

/** The connector in front of the stand-in, on one clock that the test moves. */
export async function startAmazon() {
  let skewMs = 0
  const now = () => START_MS + skewMs
  const application = {
    applicationId: 'amzn1.sp.solution.test',
    clientId: 'amzn1.application-oa2-client.test',
    clientSecret: 'test secret',
  }
  const posted: { headers: Headers; rawBody: string }[] = []
  const bus = await listen(
    new Hono().post('/', async (c) => {
      posted.push({ headers: c.req.raw.headers, rawBody: await c.req.text() })
      return c.body(null, 204)
    }),
  )
  const emulator = await startAmazonEmulator({ now, ...application, notifications: { url: bus.url, key: KEY } })
  const config: AmazonConfig = {
    AMAZON_API_URL: emulator.url,
    AMAZON_CONSENT_URL: emulator.url,
    AMAZON_LWA_URL: emulator.url,
    AMAZON_APPLICATION_ID: application.applicationId,
    AMAZON_CLIENT_ID: application.clientId,
    AMAZON_CLIENT_SECRET: application.clientSecret,
    AMAZON_NOTIFICATION_KEY: KEY,
  }
  const sent: Exchange[] = []
  const send: typeof fetch = async (input, init) => {
    const written = typeof init?.body === 'string' ? init.body : null
    const json: unknown = written?.startsWith('{') || written?.startsWith('[') ? JSON.parse(written) : written
    const exchange: Exchange = { method: init?.method ?? 'GET', url: new URL(String(input)), json, status: 0, body: null }
    sent.push(exchange)
    const response = await fetch(input, init)
    exchange.status = response.status
    if (response.headers.get('content-type')?.includes('json')) exchange.body = await response.clone().json()
    return response
  }
  const connector = createAmazonConnector(config, send)
  const news: Parameters<Pace['learn']>[] = []
  const kept: Record<string, string>[] = []

  return {
    emulator,
    connector,
    config,
    sent,
    /** What its event bus posted. */
    posted,
    /** What the connector told the pace. */
    news,
    /** Credentials it had kept. */
    kept,
    now,
    advance(ms: number) {
      skewMs += ms
      emulator.sweep()
    },
    reset() {
      emulator.reset()
      for (const list of [sent, posted, news, kept]) list.length = 0
    },
    /** Connects as a vendor would: consent page, redirect, exchange. */
    async connect(params: Record<string, string> = {}, sellerId = SELLER): Promise<Grant> {
      emulator.seller(sellerId, { storeName: 'Kiln & Clay' })
      emulator.consentAs(sellerId)
      const authorizationUrl = connector.authorizationUrl?.({ state: 'state-1', redirectUri: CALLBACK, params }) ?? ''
      const back = await fetch(authorizationUrl, { redirect: 'manual' })
      const query = Object.fromEntries(new URL(back.headers.get('location') ?? '').searchParams)
      const grant = await connector.completeAuthorization?.({
        query,
        redirectUri: CALLBACK,
        params,
        nowMs: now(),
        refuseTaken: async () => {},
      })
      if (!grant) throw new Error('nothing was granted')
      return grant
    },
    /** A session at a pace of its own; every session of a test may have its own connection. */
    open(grant: Grant, { connectionId = 'con_1', pace = paceOf(now) }: { connectionId?: string; pace?: Pace } = {}): ChannelSession {
      return connector.open({
        vendorId: 'vnd_1' as never,
        connectionId: connectionId as never,
        ...grant,
        pace: {
          take: pace.take,
          async learn(...told) {
            news.push(told)
            await pace.learn(...told)
          },
        },
        now,
        keepCredentials: async (credentials) => void kept.push(credentials),
      })
    },
    async close() {
      await Promise.all([emulator.close(), bus.close()])
    },
  }

  /** The pacer's rules without its object: token buckets of the documented limits. */
  function paceOf(clock: () => number): Pace {
    const limiter = createLimiter(clock)
    return {
      async take(operation, cost = 1) {
        const limit = (connector.limits as Record<string, Limit>)[operation]
        if (!limit) throw new Error(`${operation} has no limit`)
        const taken = limiter.take(operation, limit, cost)
        if (!taken.ok) throw new Throttled('amazon', taken.waitMs)
      },
      learn: async () => {},
    }
  }
}
