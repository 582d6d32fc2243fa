import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { isRated, writeReviews } from '#db/seed/reviews.ts'
import { newCaller } from '#tests/support/caller.ts'
import { openVendor, signIn } from '#tests/support/people.ts'
import { type Stack, startStack } from '#tests/support/stack.ts'
import { buy, connectStore, publishProduct } from '#tests/support/store-fixture.ts'
import { DAY_MS } from '#worker/pure/time.ts'

let stack: Stack
beforeAll(async () => {
  stack = await startStack()
})
afterAll(() => stack.close())

test('the seed’s reviews are of what was delivered, by accounts; written twice they are the same, and the stars are theirs', async () => {
  const shop = await openVendor(stack, 'seed-house')
  await connectStore(stack, shop)
  await signIn(stack, 'platform_moderator')
  const { platform } = stack.ctx()
  await platform.run(sql`update account set email = 'moderator@stoa.example' where platform_role = 'platform_moderator'`)
  await platform.run(
    sql`update account set email = 'leo@buyer.example' where id = (select min(id) from account where platform_role is null)`,
  )
  const buyer = await signIn(stack, 'buyer')
  const mug = await publishProduct(stack, shop, 'Seeded mug')
  for (let count = 0; count < 6; count++) {
    const { orderId } = await buy(stack, buyer, mug.variantId)
    const owner = newCaller(stack.fetch, shop.owner.token)
    await owner.ok('POST', `/vendor/orders/${orderId}/ship`, { carrier: 'UPS', trackingNumber: '1Z999AA1' })
    if (count < 5) await owner.ok('POST', `/vendor/orders/${orderId}/deliver`)
    await stack.settle()
  }
  await platform.run(sql`update order_group set account_id = null`)
  const laterMs = stack.ctx().now() + 3 * DAY_MS
  const market = { origin: stack.origin, config: {}, platformDb: platform }
  const lines = await platform.all<{ id: string }>(sql`select line.value ->> 'id' as id
    from order_summary o join json_each(o.snapshot, '$.lines') line where o.status = 'delivered'`)
  // Lines have ids by chance, and who rates follows from them: a seed by which three of the five are rated.
  const ratedBy = (seed: number) => lines.filter(({ id }) => isRated(seed, id)).length
  let chosen = 1
  while (ratedBy(chosen) !== 3) chosen++
  expect(await writeReviews(market, chosen, new Map(), laterMs)).toBe(3)
  expect(await writeReviews(market, chosen, new Map(), laterMs)).toBe(3)
  const [sums] = await platform.all<Record<string, number>>(sql`select count(*) as rows, sum(status = 'published') as shown,
      (select count(*) from account where email = 'buyer@example.com') as writers,
      (select rating_count from listing where id = ${mug.productId}) as listed,
      (select count(*) from order_summary o where o.status <> 'delivered' and o.id in (select order_id from review)) as undelivered
    from review`)
  expect(sums).toEqual({ rows: 3, shown: sums?.shown, writers: 1, listed: sums?.shown, undelivered: 0 })
  const moderator = await signIn(stack, 'platform_moderator')
  const queue = await newCaller(stack.fetch, moderator.token).ok<{ counts: { reports: number } }>('GET', '/admin/moderation/items')
  expect(queue.counts.reports).toBe(1)
})
