import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { channelAccount } from '#db/platform/schema/channels.ts'
import { channelConnection } from '#db/vendor/schema/channels.ts'
import { KILL_MODES, killAt } from '#tests/support/kill-switch.ts'
import { openVendor, type TestVendor } from '#tests/support/people.ts'
import { type Stack, startStack } from '#tests/support/stack.ts'
import { connectChannel } from '#worker/domains/channels/connect-channel.ts'
import { openCredentials } from '#worker/domains/channels/seal-credentials.ts'
import { settleConnections } from '#worker/domains/channels/settle-connection.ts'
import type { Ctx } from '#worker/domains/ctx.ts'

let stack: Stack
let kiln: TestVendor
beforeAll(async () => {
  stack = await startStack()
  kiln = await openVendor(stack, 'kiln')
})
afterAll(() => stack.close())

let counter = 0
const who = () => ({ vendorId: kiln.id, sessionId: kiln.owner.sessionId })

/** One way to connect an account of its own: what is killed, and what whoever asked does then. */
type Round = { accountRef: string; connect: (ctx: Ctx) => Promise<unknown>; again: () => Promise<unknown>; credentials: object }

function byKeys(): Round {
  const shop = stack.bestbuy.shop({ key: `key-number-${++counter}` })
  const connect = (ctx: Ctx) => connectChannel(ctx, who(), { channel: 'bestbuy', keys: { apiKey: shop.key } })
  return { accountRef: String(shop.id), connect, again: () => connect(stack.ctx()), credentials: { apiKey: shop.key } }
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
  expect(await openCredentials(stack.ctx(), key, connection?.credentialsSealed ?? '')).toMatchObject(credentials)
  const { tasks } = await stack.objects.pacers.of(key.vendorId, key.connectionId).status()
  const beats = stack.ctx().channels[connection?.channel ?? 'bestbuy'].capabilities.beatsMs
  expect(Object.fromEntries(tasks.map(({ task, everyMs }) => [task, everyMs]))).toEqual(beats)
}

describe.each([['by keys', byKeys, 14]] as const)('an account that is connected %s, killed at every awaited call', (_, begin, callsMin) => {
  test.each(KILL_MODES)(
    '%s it: the clock leaves a whole connection or none, and whoever asks again has one, with keys that open',
    async (mode) => {
      for (let k = 1; ; k++) {
        const round = await begin()
        const life = await killAt(stack, k, mode, (world) => round.connect(world.ctx()))
        if (life.finished) {
          await expectConnected(round)
          expect(k).toBeGreaterThan(callsMin)
          break
        }
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
