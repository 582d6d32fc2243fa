import { afterAll, beforeAll, expect, test } from 'vitest'
import { findVendor } from '#db/platform/queries/tenancy.ts'
import { runSchedule } from '#queues/schedule.ts'
import { signIn } from '#tests/support/people.ts'
import { type Stack, startStack } from '#tests/support/stack.ts'
import { registerVendor } from '#worker/domains/tenancy/register-vendor.ts'
import { databaseNameOf } from '#worker/domains/tenancy/vendor.ts'
import { MINUTE_MS } from '#worker/pure/time.ts'

let stack: Stack
beforeAll(async () => {
  stack = await startStack()
})
afterAll(() => stack.close())

async function register(slug: string) {
  const { accountId } = await signIn(stack, 'buyer')
  const ctx = stack.ctx()
  const { id } = await registerVendor(ctx, accountId, {
    slug,
    name: slug,
    country: 'US',
    currency: 'USD',
    supportEmail: `${slug}@example.com`,
  })
  return id
}
const provisioned = async (id: Awaited<ReturnType<typeof register>>) => (await findVendor(stack.ctx().platform, id))?.provisioned

test('a store whose database is down does not keep the next one from opening, and opens once it is back', async () => {
  const broken = await register('broken')
  const sound = await register('sound')
  stack.turso.emulator.faults.add({ database: databaseNameOf(broken), mode: 'unavailable' })
  await stack.advance(2 * MINUTE_MS)

  await runSchedule(stack.ctx())
  expect([await provisioned(broken), await provisioned(sound)]).toEqual(['database', 'ready'])

  stack.turso.emulator.faults.clear()
  // The circuit of the broken database closes after a second.
  await new Promise((resolve) => setTimeout(resolve, 1_100))
  await runSchedule(stack.ctx())
  expect(await provisioned(broken)).toBe('ready')
})
