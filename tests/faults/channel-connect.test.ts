import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { channelAccount } from '#db/platform/schema/channels.ts'
import { channelConnection } from '#db/vendor/schema/channels.ts'
import { consent } from '#tests/support/consent.ts'
import { KILL_MODES, killAt } from '#tests/support/kill-switch.ts'
import { liftChannelLimit } from '#tests/support/lift-channel-limit.ts'
import { openVendor, type TestVendor } from '#tests/support/people.ts'
import { type Stack, startStack } from '#tests/support/stack.ts'
import { completeConnection } from '#worker/domains/channels/complete-connection.ts'
import { connectChannel } from '#worker/domains/channels/connect-channel.ts'
import { ChannelRefused } from '#worker/domains/channels/errors.ts'
import { openCredentials } from '#worker/domains/channels/seal-credentials.ts'
import { settleConnections } from '#worker/domains/channels/settle-connection.ts'
import type { Ctx } from '#worker/domains/ctx.ts'

let stack: Stack
let kiln: TestVendor
beforeAll(async () => {
  stack = await startStack()
  await liftChannelLimit(stack)
  kiln = await openVendor(stack, 'kiln')
})
afterAll(() => stack.close())

let counter = 0
const who = () => ({ vendorId: kiln.id, sessionId: kiln.owner.sessionId })

/** One way to connect an account of its own: what is killed, and what whoever asked does then. */
type Round = { accountRef: string; connect: (ctx: Ctx) => Promise<unknown>; again: () => Promise<unknown>; credentials: () => object }

function byKeys(): Round {
  const shop = stack.bestbuy.shop({ key: `key-number-${++counter}` })
  const connect = (ctx: Ctx) => connectChannel(ctx, who(), { channel: 'bestbuy', keys: { apiKey: shop.key } })
  return { accountRef: String(shop.id), connect, again: () => connect(stack.ctx()), credentials: () => ({ apiKey: shop.key }) }
}

async function byConsent(): Promise<Round> {
  const shop = stack.shopify.shop(`shop-number-${++counter}`)
  const begin = async () => {
    const begun = await connectChannel(stack.ctx(), who(), { channel: 'shopify', params: { shop: shop.state.domain } })
    return 'authorizationUrl' in begun ? consent(begun.authorizationUrl) : {}
  }
  const query = await begin()
  const connect = (ctx: Ctx) => completeConnection(ctx, who(), { channel: 'shopify', query })
  return {
    accountRef: shop.state.domain,
    connect,
    // The same answer goes on where it can; a code the channel has taken already is asked for anew, as the vendor would.
    again: async () => {
      try {
        await connect(stack.ctx())
      } catch (error) {
        expect(error).toBeInstanceOf(ChannelRefused)
        await completeConnection(stack.ctx(), who(), { channel: 'shopify', query: await begin() })
      }
    },
    // The one pair of tokens the shop takes.
    credentials: () => ({ refreshToken: shop.state.tokens.at(-1)?.refreshToken }),
  }
}

const rowsOf = async (accountRef: string) =>
  (await stack.ctx().vendorDb(kiln.id)).select().from(channelConnection).where(eq(channelConnection.accountRef, accountRef))
const accountsOf = (accountRef: string) =>
  stack.ctx().platform.select().from(channelAccount).where(eq(channelAccount.accountRef, accountRef))

/** The clock, ten minutes later: an account stands with its connection, or is free. */
async function expectSettled(accountRef: string): Promise<void> {
  const isUnsettled = and(eq(channelAccount.accountRef, accountRef), eq(channelAccount.status, 'unsettled'))
  await stack.ctx().platform.update(channelAccount).set({ sweptAtMs: 0 }).where(isUnsettled)
  await settleConnections(stack.ctx())
  const [connection] = await rowsOf(accountRef)
  const accounts = await accountsOf(accountRef)
  expect(accounts.map(({ connectionId, status }) => [connectionId, status])).toEqual(connection ? [[connection.id, 'active']] : [])
}

async function expectConnected({ accountRef, credentials }: Round): Promise<void> {
  const [connection, ...more] = await rowsOf(accountRef)
  expect([connection?.status, more]).toEqual(['active', []])
  const key = { vendorId: kiln.id, connectionId: connection?.id ?? ('' as never) }
  expect((await accountsOf(accountRef)).map(({ status, ...row }) => [row.vendorId, row.connectionId, status])).toEqual([
    [key.vendorId, key.connectionId, 'active'],
  ])
  expect(await openCredentials(stack.ctx(), key, connection?.credentialsSealed ?? '')).toMatchObject(credentials())
  const { tasks } = await stack.objects.pacers.of(key.vendorId, key.connectionId).status()
  const beats = stack.ctx().channels[connection?.channel ?? 'bestbuy'].capabilities.beatsMs
  expect(Object.fromEntries(tasks.map(({ task, everyMs }) => [task, everyMs]))).toEqual(beats)
}

/** Numbers of the calls that differ from the three before them: what is done for one topic after the other is killed at the first. */
const unlike = (calls: string[]): number[] =>
  calls.flatMap((call, at) =>
    call === calls[at - 3] && calls[at - 1] === calls[at - 4] && calls[at - 2] === calls[at - 5] ? [] : [at + 1],
  )

// After one call is before the next, for everybody but the process that is dead: the longer way is killed before each of its calls.
describe.each([
  ['by keys', byKeys, 14, KILL_MODES],
  ['by consent', byConsent, 20, ['before']],
] as const)('an account that is connected %s, killed at every awaited call', (_, begin, killsMin, modes) => {
  test.each(modes)(
    '%s it: the clock leaves a whole connection or none, and whoever asks again has one, with keys that open',
    async (mode) => {
      const whole = await begin()
      const { calls } = await killAt(stack, Number.POSITIVE_INFINITY, mode, (world) => whole.connect(world.ctx()))
      await expectConnected(whole)
      const kills = unlike(calls)
      expect(kills.length, calls.join('\n')).toBeGreaterThan(killsMin)
      for (const k of kills) {
        const round = await begin()
        const life = await killAt(stack, k, mode, (world) => round.connect(world.ctx()))
        expect([life.finished, life.calls.length]).toEqual([false, k])
        await expectSettled(round.accountRef)
          .then(round.again)
          .then(() => expectConnected(round))
          .catch((error: unknown) => {
            throw new Error(`killed ${mode} call ${k}, ${life.calls.at(-1)}`, { cause: error })
          })
      }
    },
  )
})
