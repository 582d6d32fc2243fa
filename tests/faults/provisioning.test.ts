import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { vendor } from '#db/platform/schema/tenancy.ts'
import { vendorMigrations } from '#db/vendor/migrations.gen.ts'
import { KILL_MODES, killAt } from '#tests/support/kill-switch.ts'
import { loseReply } from '#tests/support/lost-reply.ts'
import { signIn } from '#tests/support/people.ts'
import { type Stack, startStack } from '#tests/support/stack.ts'
import { provisionVendor } from '#worker/domains/tenancy/provision-vendor.ts'
import { registerVendor } from '#worker/domains/tenancy/register-vendor.ts'
import type { Id } from '#worker/pure/ids.ts'
import { CLAIM_LIVES_MS } from '#worker/pure/message.ts'

let stack: Stack
beforeAll(async () => {
  stack = await startStack()
})
afterAll(() => stack.close())

let counter = 0

/** A store that is registered and waits for its database; the message that would make it is thrown away. */
async function register(): Promise<{ id: Id<'vendor'>; mail: string }> {
  const slug = `store-${++counter}`
  const founder = await signIn(stack, 'buyer')
  const mail = `${slug}@example.com`
  const { id } = await registerVendor(stack.ctx({ defer: () => {} }), founder.accountId, {
    slug,
    name: `Store ${slug}`,
    country: 'US',
    currency: 'USD',
    supportEmail: mail,
  })
  return { id, mail }
}

/** The databases Turso has for a store, by the Platform API's own word. */
async function databasesOf(id: Id<'vendor'>): Promise<string[]> {
  const response = await fetch(`${stack.turso.url}/v1/organizations/${stack.env.TURSO_ORGANIZATION}/databases`, {
    headers: { authorization: `Bearer ${stack.env.TURSO_API_TOKEN}` },
  })
  const { databases } = (await response.json()) as { databases: { Name: string }[] }
  return databases.map(({ Name }) => Name).filter((name) => name.includes(id.slice(4).toLowerCase()))
}

/** What a dead process had claimed to send is sent once its claim is over. */
async function settleClaimed(): Promise<void> {
  await stack.advance(CLAIM_LIVES_MS + 1)
  stack.ctx().relay('platform')
  await stack.settle()
}

async function expectOneStore({ id, mail }: Awaited<ReturnType<typeof register>>): Promise<void> {
  expect(await databasesOf(id)).toEqual([`ven-${id.slice(4).toLowerCase()}`])
  const [row] = await stack.ctx().platform.select().from(vendor).where(eq(vendor.id, id))
  expect([row?.status, row?.provisioned, row?.schemaVersion]).toEqual(['in_review', 'ready', vendorMigrations.length])
  const db = await stack.ctx().vendorDb(id)
  const applied = await db.all<{ version: number }>('select version from schema_migration order by version')
  expect(applied.map(({ version }) => version)).toEqual(vendorMigrations.map(({ version }) => version))
  expect(await db.all('select key from setting order by key')).toEqual(
    ['inventory.low_stock_at', 'orders.first_number', 'store'].map((key) => ({ key })),
  )
  const mails = stack.mail.messages(mail)
  expect(mails.map(({ text }) => text?.includes(`${stack.origin}/vendor\n`))).toEqual([true])
}

describe('8b: provisioning killed at every awaited call', () => {
  test.each(KILL_MODES)('%s it: after a redelivery there is one database, one store and one mail', async (mode) => {
    const { calls } = await killAt(stack, Number.POSITIVE_INFINITY, mode, async (world) =>
      provisionVendor(world.ctx(), (await register()).id),
    )
    expect(calls.length, calls.join('\n')).toBeGreaterThan(12)
    for (let k = 1; ; k++) {
      const store = await register()
      const life = await killAt(stack, k, mode, (world) => provisionVendor(world.ctx(), store.id))
      if (life.finished) {
        expect(k).toBe(calls.length + 1)
        break
      }
      expect(life.calls.length).toBe(k)
      await provisionVendor(stack.ctx(), store.id)
      await settleClaimed()
      await expectOneStore(store).catch((error: unknown) => {
        throw new Error(`killed ${mode} call ${k}, ${life.calls.at(-1)}`, { cause: error })
      })
    }
  })

  test('the reply of each of its writes lost in turn: the same', async () => {
    for (let n = 1; ; n++) {
      const store = await register()
      const { wasLost, writes } = await loseReply(stack, n, (world) => provisionVendor(world.ctx(), store.id).catch(() => undefined))
      await provisionVendor(stack.ctx(), store.id)
      await settleClaimed()
      await expectOneStore(store).catch((error: unknown) => {
        throw new Error(`the reply of write ${n} lost, ${writes[n - 1]}`, { cause: error })
      })
      if (!wasLost) {
        expect(n).toBeGreaterThan(6)
        break
      }
    }
  })

  test('delivered twice at once: the two get in nobody’s way', async () => {
    const store = await register()
    await Promise.all([provisionVendor(stack.ctx(), store.id), provisionVendor(stack.ctx(), store.id)])
    await stack.settle()
    await expectOneStore(store)
  })
})
