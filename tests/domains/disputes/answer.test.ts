import { afterAll, beforeAll, expect, test } from 'vitest'
import { PLATFORM } from '#tests/emulators/stripe/world.ts'
import { newCaller } from '#tests/support/caller.ts'
import { fillDispute } from '#tests/support/dispute-fixture.ts'
import { openVendor, signIn, type TestVendor } from '#tests/support/people.ts'
import { type Stack, startStack } from '#tests/support/stack.ts'
import { buy, connectStore, publishProduct } from '#tests/support/store-fixture.ts'
import { remindDisputes } from '#worker/domains/disputes/remind-disputes.ts'
import { DAY_MS } from '#worker/pure/time.ts'

let stack: Stack
let vendor: TestVendor
let variantId: string
beforeAll(async () => {
  stack = await startStack()
  vendor = await openVendor(stack, 'kiln')
  variantId = (await publishProduct(stack, vendor, 'Speckled mug')).variantId
  await connectStore(stack, vendor)
})
afterAll(() => stack.close())

type Case = {
  status: string
  version: number
  answer: string | null
  isAnswerable: boolean
  checklist: { field: string; isNeeded: boolean; isThere: boolean }[]
  evidence: { texts: Record<string, string> }
  timeline: { kind: string }[]
  files: { id: string }[]
}

async function disputed(secret: string) {
  const owner = newCaller(stack.fetch, vendor.owner.token)
  const { orderId, orderGroupId } = await buy(stack, await signIn(stack, 'buyer'), variantId)
  await owner.ok('POST', `/vendor/orders/${orderId}/ship`, { carrier: 'UPS', trackingNumber: '1Z999' })
  await stack.settle()
  const { disputeId, fileId } = await fillDispute(stack, { vendor, orderGroupId, secret })
  const finance = newCaller(stack.fetch, (await signIn(stack, 'platform_finance')).token)
  const read = () => finance.ok<Case>('GET', `/admin/disputes/${disputeId}`)
  const atStripe = () => stack.stripe.world.tables.disputes.newestFirst(PLATFORM)[0]
  return { owner, finance, disputeId, fileId, read, atStripe, orderId }
}
/** A picture of one pixel. */
const PIXEL = Uint8Array.from(
  atob('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=='),
  (letter) => letter.charCodeAt(0),
)
const withVersion = (finance: { token?: string }, version: number) => ({
  'if-match': `"${version}"`,
  authorization: `Bearer ${finance.token}`,
})

test('evidence is gathered, edited, completed by the store, shown as a PDF, and sent to the bank once', async () => {
  const { owner, disputeId, read, atStripe } = await disputed('delivery-note')
  const staff = await signIn(stack, 'platform_finance')
  await owner.ok('PUT', `/vendor/disputes/${disputeId}/statement`, {
    text: 'The buyer wrote that the mug had arrived.',
    carrier: 'UPS',
    trackingNumber: '1Z111',
  })
  const found = await read()
  expect(found).toMatchObject({ status: 'needs_response', isAnswerable: true })
  expect(found.evidence.texts).toMatchObject({
    customerEmailAddress: 'buyer@example.com',
    shippingCarrier: 'UPS',
    shippingTrackingNumber: '1Z111',
    productDescription: expect.stringContaining('1 x Speckled mug'),
    uncategorizedText: expect.stringContaining('The buyer wrote that the mug had arrived.'),
  })
  expect(found.checklist.filter(({ isNeeded }) => isNeeded).every(({ isThere }) => isThere)).toBe(true)

  // One field takes one file: what the store adds to its delivery note goes with it, as far as it can be read.
  const page = await stack.ctx().documents.pdf({ title: 'Signed for', issuer: ['UPS'], facts: [], blocks: [], footer: '', atMs: 0 })
  for (const [name, body] of [
    ['proof.pdf', page],
    ['photo.png', PIXEL],
  ] as const) {
    const added = await stack.fetch(`/api/v1/vendor/disputes/${disputeId}/files?field=shippingDocumentation&name=${name}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${vendor.owner.token}` },
      body,
    })
    expect(added.status).toBe(201)
  }
  const tooLarge = new Uint8Array(4 * 1024 * 1024)
  tooLarge.set(page)
  const refused = await stack.fetch(`/api/v1/vendor/disputes/${disputeId}/files?field=shippingDocumentation&name=large.pdf`, {
    method: 'POST',
    headers: { authorization: `Bearer ${vendor.owner.token}` },
    body: tooLarge,
  })
  expect([refused.status, await refused.json()]).toMatchObject([409, { code: 'files_too_large' }])

  const put = await stack.fetch(`/api/v1/admin/disputes/${disputeId}/evidence`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json', ...withVersion(staff, found.version) },
    body: JSON.stringify({ texts: { productDescription: 'One mug, thrown by hand.' } }),
  })
  expect(put.status).toBe(204)
  const stale = await stack.fetch(`/api/v1/admin/disputes/${disputeId}/evidence`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json', ...withVersion(staff, found.version) },
    body: JSON.stringify({ texts: { productDescription: 'Another word.' } }),
  })
  expect(stale.status).toBe(412)

  const pdf = await stack.fetch(`/api/v1/admin/disputes/${disputeId}/pack.pdf`, { headers: { authorization: `Bearer ${staff.token}` } })
  expect([pdf.status, pdf.headers.get('content-type')]).toEqual([200, 'application/pdf'])
  expect(new TextDecoder().decode((await pdf.arrayBuffer()).slice(0, 5))).toBe('%PDF-')

  const { version } = await read()
  const submit = () => stack.fetch(`/api/v1/admin/disputes/${disputeId}/submit`, { method: 'POST', headers: withVersion(staff, version) })
  expect((await submit()).status).toBe(202)
  await stack.settle()
  expect(atStripe()).toMatchObject({
    status: 'under_review',
    evidence: {
      product_description: 'One mug, thrown by hand.',
      shipping_tracking_number: '1Z111',
      shipping_documentation: expect.stringMatching(/^file_/),
      uncategorized_file: expect.stringMatching(/^file_/),
    },
    evidence_details: { submission_count: 1 },
  })
  const note = stack.stripe.world.tables.files.find(PLATFORM, String(atStripe()?.evidence.shipping_documentation))
  expect(note).toMatchObject({ filename: `shippingDocumentation-${disputeId}.pdf`, type: 'pdf' })
  const told = await owner.ok<{ timeline: { kind: string; detail: { name?: string } }[] }>('GET', `/vendor/disputes/${disputeId}`)
  expect(told.timeline.filter(({ kind }) => kind === 'file_left_out').map(({ detail }) => detail.name)).toEqual(['delivery-note.pdf'])
  const after = await read()
  expect(after).toMatchObject({ status: 'under_review', answer: 'submit', isAnswerable: false })
  // Decided is decided: the same again is the same, and nothing can be added.
  expect((await submit()).status).toBe(202)
  await stack.settle()
  expect(atStripe()?.evidence_details.submission_count).toBe(1)
  const late = await owner.call('PUT', `/vendor/disputes/${disputeId}/statement`, { text: 'One more thing.' })
  expect(late.status).toBe(409)
})

test('a loss that is accepted is closed at the provider, and the store sees what it cost', async () => {
  const { owner, finance, disputeId, read, atStripe } = await disputed('signature')
  await finance.ok('POST', `/admin/disputes/${disputeId}/accept`, { reason: 'The parcel was lost.' })
  await stack.settle()
  expect(atStripe()?.status).toBe('lost')
  expect(await read()).toMatchObject({ status: 'accepted', answer: 'accept' })
  const mine = await owner.ok<{ status: string; order: { vendorMinor: number } }>('GET', `/vendor/disputes/${disputeId}`)
  expect(mine.status).toBe('accepted')
  expect(mine.order.vendorMinor).toBeGreaterThan(0)
  expect(stack.mail.messages().filter(({ subject }) => subject?.includes('is lost')).length).toBeGreaterThan(0)
})

test('people are reminded seven, three and one day before the deadline, once each', async () => {
  const { disputeId } = await disputed('photo')
  expect(await remindDisputes(stack.ctx())).toBe(0)
  for (const days of [2.5, 4, 2]) {
    await stack.advance(days * DAY_MS)
    expect(await remindDisputes(stack.ctx())).toBe(1)
    expect(await remindDisputes(stack.ctx())).toBe(0)
  }
  const today = newCaller(stack.fetch, (await signIn(stack, 'platform_finance')).token)
  const { timeline } = await today.ok<Case>('GET', `/admin/disputes/${disputeId}`)
  expect(timeline.filter(({ kind }) => kind === 'reminded')).toHaveLength(3)
})
