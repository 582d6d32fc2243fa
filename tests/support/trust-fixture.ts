import { sql } from 'drizzle-orm'
import { newCaller } from '#tests/support/caller.ts'
import { type Person, signIn, type TestVendor } from '#tests/support/people.ts'
import type { Stack } from '#tests/support/stack.ts'

type Store = { vendor: TestVendor; buyer: Person; orderId: string; hiddenId: string; productId: string }

/** A review, a report, a hidden listing with its appeal, a note and a rule of a store; values for the path parameters that name them. */
export async function fillTrust(stack: Stack, { vendor, buyer, orderId, hiddenId, productId }: Store): Promise<Record<string, string>> {
  const moderator = newCaller(stack.fetch, (await signIn(stack, 'platform_moderator')).token)
  const owner = newCaller(stack.fetch, vendor.owner.token)
  const shopper = newCaller(stack.fetch, buyer.token)
  await owner.ok('POST', `/vendor/orders/${orderId}/deliver`)
  await stack.settle()
  const [line] = await stack
    .ctx()
    .platform.all<{ id: string }>(sql`select json_extract(snapshot, '$.lines[0].id') as id from order_summary where id = ${orderId}`)
  const review = await shopper.ok<{ id: string }>('POST', '/me/reviews', { orderLineId: line?.id, stars: 4, text: 'Holds what it says' })
  const open = (subjectId: string) =>
    moderator.ok<{ id: string }>('POST', '/admin/moderation/items', { kind: 'listing', subjectId, reason: 'To be looked at' })
  const decided = await open(hiddenId)
  const verdict = { action: 'hide', rule: 'No guessing', fix: 'Say what it is.' }
  await moderator.ok('POST', `/admin/moderation/items/${decided.id}/decision`, verdict, { 'if-match': '"1"' })
  const appeal = await owner.ok<{ id: string }>('POST', `/vendor/products/${hiddenId}/appeal`, { text: 'It says what it is.' })
  const item = await open(productId)
  const rule = await moderator.ok<{ id: string }>('POST', '/admin/moderation/rules', {
    kind: 'word',
    value: `ban ${vendor.slug}`,
    effect: 'hold',
  })
  const note = await moderator.ok<{ id: string }>('POST', `/admin/vendors/${vendor.id}/notes`, { text: 'Opened for a test' })
  return { reviewId: review.id, itemId: item.id, appealId: appeal.id, moderationRuleId: rule.id, noteId: note.id }
}
