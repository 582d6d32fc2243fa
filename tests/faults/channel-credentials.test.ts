import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { channelAccount } from '#db/platform/schema/channels.ts'
import { channelAction, channelConnection } from '#db/vendor/schema/channels.ts'
import { KILL_MODES, type KillMode, killAt, type Life } from '#tests/support/kill-switch.ts'
import { liftChannelLimit } from '#tests/support/lift-channel-limit.ts'
import { openVendor, type TestVendor } from '#tests/support/people.ts'
import { sizeOf } from '#tests/support/sizes.ts'
import { type Stack, startStack } from '#tests/support/stack.ts'
import { connectStill } from '#tests/support/still-channels.ts'
import { disconnectChannel } from '#worker/domains/channels/disconnect-channel.ts'
import { openSession } from '#worker/domains/channels/open-session.ts'
import { replaceKeys } from '#worker/domains/channels/replace-keys.ts'
import { rotateCredentials } from '#worker/domains/channels/rotate-credentials.ts'
import { openCredentials } from '#worker/domains/channels/seal-credentials.ts'
import { settleConnections } from '#worker/domains/channels/settle-connection.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { newSecret } from '#worker/pure/hash.ts'
import { DAY_MS, MINUTE_MS } from '#worker/pure/time.ts'

/**
 * What opens an account: withdrawn, replaced, renewed by the channel and sealed anew, each killed at every awaited call and done
 * again. Afterwards the stored credentials are those the channel takes, or gone here and there.
 */
let stack: Stack
let kiln: TestVendor
beforeAll(async () => {
  stack = await startStack()
  await liftChannelLimit(stack)
  kiln = await openVendor(stack, 'kiln')
})
afterAll(() => stack.close())

type Key = Awaited<ReturnType<typeof connectStill>>
/** Where connecting takes long, every n-th awaited call is where a process dies; 1 by hand. */
const STRIDE = sizeOf('DISCONNECT_KILL_STRIDE', 3)
const LATER_MS = 11 * MINUTE_MS

const rowOf = async ({ vendorId, connectionId }: Key) => {
  const rows = await (await stack.ctx().vendorDb(vendorId)).select().from(channelConnection).where(eq(channelConnection.id, connectionId))
  if (!rows[0]) throw new Error('There is no such connection')
  return rows[0]
}
const accountOf = async ({ connectionId }: Key) =>
  (await stack.ctx().platform.select().from(channelAccount).where(eq(channelAccount.connectionId, connectionId)))[0]
const opened = async (key: Key, sealKeys = stack.ctx().sealKeys) =>
  openCredentials({ sealKeys }, key, (await rowOf(key)).credentialsSealed ?? '')

/** Kills something before, or after, each of its calls, until none is left. @param round what is killed, and what has to be so then */
async function killEach(
  mode: KillMode,
  round: (die: (work: (ctx: Ctx) => Promise<unknown>) => Promise<Life<unknown>>) => Promise<void>,
  stride = 1,
) {
  for (let k = 1, isOver = false; !isOver; k += stride) {
    let at = ''
    const die = async (work: (ctx: Ctx) => Promise<unknown>) => {
      const life = await killAt(stack, k, mode, (world) => work(world.ctx()))
      isOver = life.finished
      at = life.calls.at(-1) ?? ''
      if (isOver) expect(life.calls.length).toBeGreaterThan(3)
      return life
    }
    await round(die).catch((cause: unknown) => {
      throw new Error(`killed ${mode} call ${k}, ${at}`, { cause })
    })
  }
}

describe('an account is disconnected', () => {
  test.each([
    ['shopify', 'before', STRIDE],
    ['amazon', 'after', STRIDE],
    ['bestbuy', 'after', 1],
  ] as const)(
    'of %s, killed %s its calls: the clock leaves it whole or over, and asked again it is over, here and there',
    async (channel, mode, stride) => {
      let rounds = 0
      await killEach(
        mode,
        async (die) => {
          // Keys of one account may be tried a few times a day.
          const name = { amazon: 'A3SELLERKILN', shopify: 'over', bestbuy: `over-${++rounds}` }[channel]
          const key = await connectStill(stack, kiln, channel, name)
          const db = await stack.ctx().vendorDb(kiln.id)
          const id = stack.ctx().newId('channelAction')
          const due = { status: 'due', dueAtMs: 0, createdAtMs: 0, updatedAtMs: 0 } as const
          await db
            .insert(channelAction)
            .values({ id, ...due, connectionId: key.connectionId, channelOrderId: 'cho_x' as never, kind: 'ship', detail: {} })
          await stack.advance(MINUTE_MS)
          await die((ctx) => disconnectChannel(ctx, key))

          await stack.advance(LATER_MS)
          await settleConnections(stack.ctx())
          const { status } = await rowOf(key)
          expect((await accountOf(key))?.status).toBe(status === 'disconnected' ? undefined : 'active')

          await disconnectChannel(stack.ctx(), key)
          expect(await rowOf(key)).toMatchObject({ status: 'disconnected', credentialsSealed: null, errorCode: null })
          expect(await accountOf(key)).toBeUndefined()
          expect((await db.select().from(channelAction).where(eq(channelAction.id, id)))[0]).toMatchObject({
            status: 'failed',
            errorCode: 'disconnected',
          })
          if (channel === 'shopify') expect(stack.shopify.shop(name).state).toMatchObject({ tokens: [], subscriptions: {} })
          if (channel === 'amazon') expect(stack.amazon.seller(name).subscriptions()).toEqual([])
          await stack.shopify.deliveries.idle()
          await stack.idle()
          stack.queue.splice(0)
        },
        stride,
      )
    },
  )
})

describe('credentials', () => {
  test.each(KILL_MODES)('are sealed under a new key, killed %s each call: the next run ends it, and they open as before', async (mode) => {
    const key = await connectStill(stack, kiln, 'bestbuy', `seal-${mode}`)
    const known = await opened(key)
    const keys = [...stack.ctx().sealKeys]
    await killEach(mode, async (die) => {
      keys.unshift([`${mode}-${keys.length}`, newSecret()])
      const [first] = keys
      const sealKeys = new Map(keys)
      await stack.advance(LATER_MS)
      await die((ctx) => rotateCredentials({ ...ctx, sealKeys }))
      expect(await opened(key, sealKeys)).toEqual(known)
      await stack.advance(LATER_MS)
      await rotateCredentials({ ...stack.ctx(), sealKeys })
      expect(await opened(key, new Map(first ? [first] : []))).toEqual(known)
      expect([(await rowOf(key)).status, (await accountOf(key))?.credentialsKey]).toEqual(['active', first?.[0]])
    })
    // The others of this store go on with the key the worker has.
    await stack.advance(LATER_MS)
    await rotateCredentials({ ...stack.ctx(), sealKeys: new Map([...stack.ctx().sealKeys, ...keys]) })
    expect(await opened(key)).toEqual(known)
  })

  test.each(KILL_MODES)('are renewed by the channel, killed %s each call: the next call has a pair the shop takes', async (mode) => {
    const name = `renewed-${mode}`
    const key = await connectStill(stack, kiln, 'shopify', name)
    const shop = stack.shopify.shop(name)
    const verify = async (ctx: Ctx) => (await openSession(ctx, key.vendorId, key.connectionId)).session.verify()
    await killEach(mode, async (die) => {
      shop.expireAccess()
      await die(verify)
      await verify(stack.ctx())
      const { refreshToken } = await opened(key)
      expect([shop.state.tokens.some((pair) => pair.refreshToken === refreshToken && pair.isUsed), (await rowOf(key)).status]).toEqual([
        true,
        'active',
      ])
    })
  })

  test.each(['before'] as const)(
    'are replaced by the vendor, killed %s each call: asked again it works with the new ones',
    async (mode) => {
      const name = `keys-${mode}`
      const key = await connectStill(stack, kiln, 'bestbuy', name)
      let shop = stack.bestbuy.shop({ key: `key-of-${name}` })
      await killEach(mode, async (die) => {
        shop = stack.bestbuy.shop({ key: shop.rotateKey() })
        const keys = { apiKey: shop.key }
        // The account may be read a few times a day.
        await stack.advance(DAY_MS)
        await die((ctx) => replaceKeys(ctx, key, keys))
        await stack.advance(DAY_MS)
        await settleConnections(stack.ctx())
        expect((await accountOf(key))?.status).toBe('active')
        await stack.advance(DAY_MS)
        await replaceKeys(stack.ctx(), key, keys)
        expect([await opened(key), (await rowOf(key)).status, (await accountOf(key))?.status]).toEqual([keys, 'active', 'active'])
      })
    },
  )
})
