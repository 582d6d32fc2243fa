import { OpenAPIHono } from '@hono/zod-openapi'
import { type SQL, sql } from 'drizzle-orm'
import { exportJWK, generateKeyPair } from 'jose'
import { databaseProblem } from '#db/errors.ts'
import { migrate } from '#db/migrate.ts'
import { platformMigrations } from '#db/platform/migrations.gen.ts'
import { openPlatformDb } from '#db/platform/open.ts'
import { account, auditEvent, session } from '#db/platform/schema/identity.ts'
import { outbox } from '#db/platform/schema/messaging.ts'
import { vendor, vendorMember } from '#db/platform/schema/tenancy.ts'
import type { MailContent, Message } from '#queues/messages.ts'
import { startTursoEmulator } from '#tests/emulators/turso/emulator.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { createSessionDirectory } from '#worker/domains/identity/find-principal.ts'
import { identityRoutes, jwksRoutes } from '#worker/domains/identity/routes.ts'
import { onError, onInvalid, onNotFound } from '#worker/edge/answer-error.ts'
import { apiHeaders, sameSiteChanges } from '#worker/edge/headers.ts'
import { createTokenIssuer, type PrivateKeys } from '#worker/providers/tokens/issuer.ts'
import { type Id, makeId } from '#worker/pure/ids.ts'
import { hashPassword } from '#worker/pure/password-hash.ts'
import { ANONYMOUS } from '#worker/pure/principal.ts'
import type { EdgeEnv } from '#worker/pure/request-context.ts'

export const ORIGIN = 'https://stoa.example'
export const PASSWORD = 'thunder violin mosaic'
/** Cheap hashes, so that flows take no time; what the real ones cost is tested with `SCRYPT_COST` itself. */
export const CHEAP = { n: 2 ** 8, r: 8, p: 1 }
const PEPPER = 'a pepper for tests only'

export async function newKeys(...kids: string[]): Promise<PrivateKeys> {
  const keys = kids.map(async (kid) => {
    const { privateKey } = await generateKeyPair('ES256', { extractable: true })
    return { ...(await exportJWK(privateKey)), kid } as PrivateKeys['keys'][number]
  })
  return { keys: await Promise.all(keys) }
}

/** Identity on a real libSQL database, with its routes mounted as the API mounts them and a clock that the test holds. */
export type IdentityStage = Awaited<ReturnType<typeof startIdentity>>

export async function startIdentity() {
  const turso = await startTursoEmulator({ databases: [{ name: 'platform', token: 'token-for-tests' }] })
  const clock = { nowMs: Date.UTC(2026, 10, 21, 12, 0, 30) }
  const trips = { count: 0 }
  const counting: typeof fetch = (input, init) => {
    trips.count++
    return fetch(input, init)
  }
  const platform = openPlatformDb({ url: `${turso.url}/platform`, authToken: 'token-for-tests', fetch: counting, timeoutMs: 30_000 })
  await migrate(platform, platformMigrations, clock.nowMs)

  const now = () => clock.nowMs
  const newId: Ctx['newId'] = (kind) => makeId(kind, now())
  const tokens = createTokenIssuer(await newKeys('key-1'), ORIGIN)
  const deferred: Promise<unknown>[] = []
  // Only what identity reaches is here; anything else would be undefined and fail the test that touches it.
  const ctx = (over: Partial<Ctx> = {}): Ctx =>
    ({
      requestId: newId('request'),
      now,
      newId,
      principal: ANONYMOUS,
      hostVendor: null,
      clientIp: '192.0.2.1',
      sessions: createSessionDirectory({ platform, tokens, now }),
      settings: { apex: 'stoa.example', origin: ORIGIN },
      platform,
      linkKey: 'a link key for tests only',
      passwordPepper: { value: PEPPER, cost: CHEAP },
      tokens,
      relay: () => {},
      defer: (work: Promise<unknown>) => void deferred.push(work),
      ...over,
    }) as unknown as Ctx

  const api = new OpenAPIHono<EdgeEnv<Ctx> & { Bindings: { ctx: Ctx } }>({ defaultHook: onInvalid })
  api.use(async (c, next) => {
    c.set('ctx', c.env.ctx)
    await next()
  })
  api.use(apiHeaders as never, sameSiteChanges as never)
  api.onError(onError(databaseProblem) as never)
  api.notFound(onNotFound as never)
  const app = api.route('/api/v1', identityRoutes).route('/', jwksRoutes)

  const stage = {
    turso,
    platform,
    tokens,
    clock,
    trips,
    ctx,
    /** Waits for what goes on after the answers. */
    settle: async () => void (await Promise.all(deferred.splice(0))),
    fetch: async (path: string, init: RequestInit = {}, over: Partial<Ctx> = {}) =>
      app.fetch(new Request(new URL(path, ORIGIN), init), { ctx: ctx(over) }),
    post: (path: string, body: unknown, headers: Record<string, string> = {}, over: Partial<Ctx> = {}) =>
      stage.fetch(
        `/api/v1${path}`,
        { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) },
        over,
      ),
    /** A confirmed account, straight into the database. */
    addAccount: async (email: string, change: Partial<typeof account.$inferInsert> = {}) => {
      const id = change.id ?? makeId('account', clock.nowMs)
      const passwordHash = await hashPassword(PASSWORD, PEPPER, CHEAP)
      const row = { id, email, name: 'Ada Byron', passwordHash, emailVerifiedAtMs: clock.nowMs, createdAtMs: clock.nowMs, ...change }
      await platform.insert(account).values(row)
      return id
    },
    addVendor: async (slug: string, ownerId: Id<'account'>) => {
      const id = makeId('vendor', clock.nowMs)
      await platform.insert(vendor).values({
        id,
        slug,
        name: slug,
        ownerAccountId: ownerId,
        status: 'active',
        reviewedAtMs: clock.nowMs,
        country: 'US',
        currency: 'USD',
        supportEmail: `help@${slug}.example`,
        databaseName: slug,
        createdAtMs: clock.nowMs,
      })
      await stage.addMember(id, ownerId, 'vendor_owner')
      return id
    },
    addMember: async (vendorId: Id<'vendor'>, accountId: Id<'account'>, role: typeof vendorMember.$inferInsert.role) =>
      void (await platform.insert(vendorMember).values({ vendorId, accountId, role, createdAtMs: clock.nowMs })),
    /** Every mail that was decided for an address, oldest first. */
    mailsTo: async (to: string): Promise<MailContent[]> => {
      const messages = (await platform.select({ body: outbox.body }).from(outbox).orderBy(outbox.createdAtMs)).map(
        ({ body }) => body as Message,
      )
      return messages.flatMap((message) => (message.type === 'mail.requested' && message.to === to ? [message.content] : []))
    },
    /** The token of the newest link mailed to an address. */
    tokenFor: async (to: string): Promise<string> => {
      const last = (await stage.mailsTo(to)).findLast((mail) => 'url' in mail && mail.url.includes('token='))
      if (!last || !('url' in last)) throw new Error(`No link was mailed to ${to}`)
      return new URL(last.url).searchParams.get('token') ?? ''
    },
    /** Rows of plain SQL, for what no query of ours reads. */
    rows: (query: SQL) => platform.all<Record<string, unknown>>(query),
    accountRow: async (email: string) => (await platform.select().from(account).where(sql`email = ${email}`))[0],
    sessionRows: () => platform.select().from(session).orderBy(session.createdAtMs, session.id),
    auditActions: async () => (await platform.select({ action: auditEvent.action }).from(auditEvent)).map(({ action }) => action),
    /** Logs in as a program does: both tokens in the body. */
    logIn: async (email: string, password = PASSWORD) => {
      const answer = await stage.post('/auth/login', { email, password, delivery: 'body' })
      if (answer.status !== 200) throw new Error(`Log-in answered ${answer.status}: ${await answer.text()}`)
      return (await answer.json()) as { accessToken: string; refreshToken: string; expiresAt: string; account: { id: Id<'account'> } }
    },
    /** What `/me` says to an access token. */
    me: async (accessToken: string) => (await stage.fetch('/api/v1/me', { headers: { authorization: `Bearer ${accessToken}` } })).status,
    close: () => turso.close(),
  }
  return stage
}

/** Cookies of an answer: name -> [value, attributes]. */
export function cookiesOf(answer: Response): Map<string, { value: string; attributes: string }> {
  return new Map(
    answer.headers.getSetCookie().map((cookie) => {
      const [, name = '', value = '', attributes = ''] = /^([^=]+)=([^;]*);?\s*(.*)$/.exec(cookie) ?? []
      return [name, { value, attributes }]
    }),
  )
}
