import { openDispute } from '#tests/emulators/stripe/open-dispute.ts'
import { PLATFORM } from '#tests/emulators/stripe/world.ts'
import { newCaller } from '#tests/support/caller.ts'
import type { TestVendor } from '#tests/support/people.ts'
import type { Stack } from '#tests/support/stack.ts'
import { present } from '#worker/pure/assert.ts'

const PDF = new TextEncoder().encode('%PDF-1.7\n%%EOF\n')

/** A bank takes back what was paid for a checkout, and the store adds a file with its secret for a name. */
export async function fillDispute(
  stack: Stack,
  { vendor, orderGroupId, secret }: { vendor: TestVendor; orderGroupId: string; secret: string },
) {
  const { world } = stack.stripe
  const intents = world.tables.paymentIntents.all().map(({ value }) => value)
  const intent = present(
    intents.find(({ metadata }) => metadata.order_group_id === orderGroupId),
    'the payment',
  )
  const charge = present(world.tables.charges.find(PLATFORM, intent.latest_charge ?? ''), 'its charge')
  openDispute(world, PLATFORM, charge, { reason: 'product_not_received', inquiry: false })
  await stack.settle()
  const owner = newCaller(stack.fetch, vendor.owner.token)
  const { items } = await owner.ok<{ items: { id: string }[] }>('GET', '/vendor/disputes')
  const disputeId = items[0]?.id ?? ''
  const response = await stack.fetch(`/api/v1/vendor/disputes/${disputeId}/files?field=shippingDocumentation&name=${secret}.pdf`, {
    method: 'POST',
    headers: { authorization: `Bearer ${vendor.owner.token}`, 'content-type': 'application/pdf' },
    body: PDF,
  })
  if (response.status !== 201) throw new Error(`Adding a file answered ${response.status}: ${await response.text()}`)
  const { id: fileId } = (await response.json()) as { id: string }
  return { disputeId, fileId }
}
