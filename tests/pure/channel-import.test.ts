import { expect, test } from 'vitest'
import {
  cancelReasonOf,
  changesOf,
  figuresOf,
  type ImportStep,
  type Known,
  type KnownListing,
  type KnownVariant,
  mapLines,
  planImport,
  restatedLines,
  taxRateOf,
  unitsAfter,
} from '#worker/pure/channel-import.ts'
import type { ChannelOrder, ChannelOrderLine } from '#worker/pure/channel-order.ts'
import { refundLeft } from '#worker/pure/channel-refund.ts'

const LINE: ChannelOrderLine = {
  externalId: 'L-1',
  listingExternalId: 'off-1',
  sku: 'MUG',
  title: 'Mug',
  quantity: 2,
  unitPriceMinor: 1_000,
  totalMinor: 2_000,
  taxMinor: 150,
  discountMinor: 200,
  feeMinor: null,
  refs: {},
}
const ORDER: ChannelOrder = {
  externalId: 'A-1',
  externalNumber: 'A-1',
  externalStatus: 'SHIPPING',
  status: 'open',
  fulfilledBy: 'vendor',
  needsAcknowledgement: false,
  placedAtMs: 1_000,
  updatedAtMs: 2_000,
  currency: 'USD',
  lines: [LINE],
  itemsMinor: 2_000,
  shippingMinor: 500,
  taxMinor: 190,
  taxAddedMinor: 190,
  discountMinor: 200,
  totalMinor: 2_490,
  feesMinor: 300,
  isTaxRemittedByChannel: true,
  email: null,
  shipTo: { name: 'Ada', line1: '1 Way', city: 'Portland', postalCode: '97201', country: 'US' },
  shippingName: 'Standard',
  shipByMs: null,
  parcel: null,
  refs: {},
}
const NEW: Known = { row: 'received', order: null, isCancelledByChannel: false, isSinceConnected: true, unmapped: [] }
const gone = { ...ORDER, lines: [{ ...LINE, quantity: 0 }] }

const TABLE: [name: string, order: Partial<ChannelOrder>, known: Partial<Known>, step: ImportStep][] = [
  ['open', {}, {}, { kind: 'take', to: 'order', moves: [] }],
  ['open, held before', {}, { row: 'held' }, { kind: 'take', to: 'order', moves: [] }],
  ['open, parked before', {}, { row: 'parked' }, { kind: 'take', to: 'order', moves: [] }],
  ['open, sold before the store connected', {}, { isSinceConnected: false }, { kind: 'take', to: 'order', moves: [] }],
  ['pending', { status: 'pending' }, {}, { kind: 'take', to: 'held' }],
  ['pending without an address', { status: 'pending', shipTo: null }, {}, { kind: 'take', to: 'held' }],
  ['open without an address', { shipTo: null }, {}, { kind: 'take', to: 'no_address' }],
  ['SKU unknown', {}, { unmapped: ['MUG'] }, { kind: 'park', reason: 'unmapped_sku' }],
  ['currency unknown', { currency: 'XTS' }, {}, { kind: 'park', reason: 'unsupported_currency' }],
  ['status unknown', { status: 'unknown' }, {}, { kind: 'park', reason: 'unknown_status' }],
  ['status unknown, ours stands', { status: 'unknown' }, { row: 'imported', order: 'placed' }, { kind: 'keep' }],
  ['the channel ships it', { fulfilledBy: 'channel' }, {}, { kind: 'ignore', why: 'channel_ships' }],
  ['somebody tries the shop out', { isTest: true }, {}, { kind: 'ignore', why: 'test_order' }],
  ['shipped before the store connected', { status: 'shipped' }, { isSinceConnected: false }, { kind: 'ignore', why: 'over_before' }],
  ['shipped since, never seen', { status: 'shipped' }, {}, { kind: 'take', to: 'order', moves: ['ship'] }],
  ['shipped and forgotten there', { status: 'shipped', shipTo: null }, {}, { kind: 'take', to: 'order', moves: ['ship'] }],
  [
    'delivered, held before',
    { status: 'delivered' },
    { row: 'held', isSinceConnected: false },
    { kind: 'take', to: 'order', moves: ['ship', 'deliver'] },
  ],
  ['cancelled, never seen', { status: 'cancelled' }, {}, { kind: 'release' }],
  ['cancelled, held', { status: 'cancelled' }, { row: 'held' }, { kind: 'release' }],
  ['cancelled, parked', { status: 'cancelled' }, { row: 'parked', unmapped: ['MUG'] }, { kind: 'release' }],
  ['every line cancelled', { lines: gone.lines }, { row: 'held' }, { kind: 'release' }],
  ['refused, still open there', {}, { row: 'refused' }, { kind: 'keep' }],
  ['refused, shipped there all the same', { status: 'shipped' }, { row: 'refused' }, { kind: 'take', to: 'order', moves: ['ship'] }],
  ['refused, cancelled there', { status: 'cancelled' }, { row: 'refused' }, { kind: 'keep' }],
  ['ours placed, same', {}, { row: 'imported', order: 'placed' }, { kind: 'keep' }],
  ['ours placed, shipped there', { status: 'shipped' }, { row: 'imported', order: 'placed' }, { kind: 'follow', moves: ['ship'] }],
  [
    'ours packed, delivered there',
    { status: 'delivered' },
    { row: 'imported', order: 'packed' },
    { kind: 'follow', moves: ['ship', 'deliver'] },
  ],
  ['ours shipped, delivered there', { status: 'delivered' }, { row: 'imported', order: 'shipped' }, { kind: 'follow', moves: ['deliver'] }],
  ['ours shipped, open there still', {}, { row: 'imported', order: 'shipped' }, { kind: 'keep' }],
  ['ours cancelled, shipped there', { status: 'shipped' }, { row: 'imported', order: 'cancelled' }, { kind: 'goes_on' }],
  ['ours cancelled by the store, open there until it is told', {}, { row: 'imported', order: 'cancelled' }, { kind: 'keep' }],
  [
    'ours cancelled by the channel, open there again',
    {},
    { row: 'imported', order: 'cancelled', isCancelledByChannel: true },
    { kind: 'goes_on' },
  ],
  ['ours packed, cancelled there', { status: 'cancelled' }, { row: 'imported', order: 'packed' }, { kind: 'follow', moves: ['cancel'] }],
  [
    'ours placed, every line cancelled there',
    { lines: gone.lines },
    { row: 'imported', order: 'placed' },
    { kind: 'follow', moves: ['cancel'] },
  ],
  ['ours cancelled, cancelled there', { status: 'cancelled' }, { row: 'imported', order: 'cancelled' }, { kind: 'keep' }],
  ['ours shipped, cancelled there', { status: 'cancelled' }, { row: 'imported', order: 'shipped' }, { kind: 'late_cancel' }],
  ['ours delivered, cancelled there', { status: 'cancelled' }, { row: 'imported', order: 'delivered' }, { kind: 'late_cancel' }],
]

test.each(TABLE)('%s', (_, order, known, step) => {
  expect(planImport({ ...ORDER, ...order }, { ...NEW, ...known })).toEqual(step)
})

test('INV-CHN-2: news of an order that is over moves nothing, in whatever order it comes', () => {
  const statuses = ['pending', 'open', 'shipped', 'unknown'] as const
  const over = statuses.map((status) => planImport({ ...ORDER, status }, { ...NEW, row: 'imported', order: 'delivered' }))
  expect(over).toEqual([{ kind: 'keep' }, { kind: 'keep' }, { kind: 'keep' }, { kind: 'keep' }])
})

const variant = (n: number, sku: string): KnownVariant => ({ id: `var_${n}`, productId: 'prd_1', sku, title: `Ours ${n}` })
const listing = (n: number, more: Partial<KnownListing>): KnownListing => ({
  id: `chl_${n}`,
  externalId: `off-${n}`,
  externalSku: null,
  variantId: null,
  ...more,
})

test('a line stands for what its listing says, else one of its SKU, else our own SKU; and the listing remembers that', () => {
  const variants = [variant(1, 'MUG'), variant(2, 'BOWL')]
  const of = (listings: KnownListing[], line: Partial<ChannelOrderLine> = {}) => {
    const { mapped, unmapped, found } = mapLines([{ ...LINE, ...line }], listings, variants)
    return { variant: mapped[0]?.variant.id, unmapped, found }
  }
  expect(of([listing(1, { variantId: 'var_2' }), listing(9, { externalSku: 'MUG', variantId: 'var_1' })])).toEqual({
    variant: 'var_2',
    unmapped: [],
    found: [],
  })
  expect(of([listing(1, {}), listing(9, { externalSku: 'MUG', variantId: 'var_2' })])).toEqual({
    variant: 'var_2',
    unmapped: [],
    found: [],
  })
  expect(of([listing(1, {})])).toEqual({ variant: 'var_1', unmapped: [], found: [{ listingId: 'chl_1', variantId: 'var_1' }] })
  expect(of([])).toEqual({ variant: 'var_1', unmapped: [], found: [] })
  // Mapped to what was removed: people decide.
  expect(of([listing(1, { variantId: 'var_7' })])).toEqual({ variant: undefined, unmapped: ['MUG'], found: [] })
  expect(of([], { sku: 'XX' })).toEqual({ variant: undefined, unmapped: ['XX'], found: [] })
  expect(of([], { sku: null })).toEqual({ variant: undefined, unmapped: ['off-1'], found: [] })
  expect(of([], { sku: null, listingExternalId: null })).toEqual({ variant: undefined, unmapped: ['Mug'], found: [] })
})

test('INV-ORD-1: the total is made of its parts, whatever the channel says it is', () => {
  expect(figuresOf({ ...ORDER, totalMinor: 1 })).toEqual({
    itemsMinor: 2_000,
    shippingMinor: 500,
    taxMinor: 190,
    taxAddedMinor: 190,
    totalMinor: 2_490,
  })
  expect(figuresOf({ ...ORDER, discountMinor: 9_000 }).totalMinor).toBe(690)
})

test('a line’s tax rate is of what is paid for it', () => {
  expect(taxRateOf(LINE)).toBe(833)
  expect(taxRateOf({ ...LINE, discountMinor: 2_000 })).toBe(0)
})

test('an order that was changed there: fewer, more, another of something known and of something unknown', () => {
  const ours = [line(1, 'MUG', 3), line(2, 'MUG', 1), line(3, 'BOWL', 1)]
  const [fewer, more, same] = [1, 4, 1].map((quantity) => ({ ...LINE, quantity }))
  const [added, strange, gone] = [2, 1, 0].map((quantity) => ({ ...LINE, sku: `X-${quantity}`, quantity }))
  const theirs = new Map([fewer, more, same, added, strange, gone].map((to, n) => [`orl_${n + 1}` as const, to as ChannelOrderLine]))
  const changes = changesOf(ours, theirs, [{ line: added as ChannelOrderLine, variant: variant(9, 'JUG') }])
  expect(changes.fewer.map(({ id, from, to }) => [id, from, to.quantity])).toEqual([['orl_1', 3, 1]])
  expect(changes.more.map(({ id, sku, from, to }) => [id, sku, from, to.quantity])).toEqual([
    ['orl_2', 'MUG', 1, 4],
    [null, 'JUG', 0, 2],
  ])
  expect(changes.unknown).toEqual(['X-1'])
  expect(unitsAfter(ours, [...changes.fewer, ...changes.more])).toEqual([
    { variantId: 'var_MUG', quantity: 5 },
    { variantId: 'var_BOWL', quantity: 1 },
    { variantId: 'var_9', quantity: 2 },
  ])
  // More first, and the rest after: what is not wanted any more is held until then.
  expect(unitsAfter(ours, changes.more)[0]).toEqual({ variantId: 'var_MUG', quantity: 7 })
  expect(unitsAfter([{ variantId: 'var_MUG', quantity: 0 }])).toEqual([])
})

test('lines are stated anew where quantity, price or amounts are others: all of them, or those that follow', () => {
  const agreed = { unitPriceMinor: 1_000, totalMinor: 2_000, taxMinor: 150, taxRateBps: 833 }
  const ours = [line(1, 'MUG', 2), line(2, 'BOWL', 2)].map((each) => ({ ...each, ...agreed }))
  const dearer = { ...LINE, unitPriceMinor: 1_100, totalMinor: 2_200 }
  const theirs = new Map([...theirsOf({ ...LINE, quantity: 0, totalMinor: 0, taxMinor: 0, discountMinor: 0 }), ['orl_2', dearer] as const])
  const all = [
    { id: 'orl_1', quantity: 0, unitPriceMinor: 1_000, totalMinor: 0, taxMinor: 0, taxRateBps: 0 },
    { id: 'orl_2', quantity: 2, unitPriceMinor: 1_100, totalMinor: 2_200, taxMinor: 150, taxRateBps: 750 },
  ]
  expect(restatedLines(ours, theirs, null)).toEqual(all)
  expect(restatedLines(ours, theirs, changesOf(ours, theirs, []).fewer)).toEqual(all.slice(0, 1))
  expect(restatedLines(ours, theirsOf(LINE), null)).toEqual([])
})
const theirsOf = (to: ChannelOrderLine) => new Map([['orl_1', to] as const])
const line = (n: number, sku: string, quantity: number) => ({ id: `orl_${n}` as const, variantId: `var_${sku}` as const, sku, quantity })

test.each([
  ['Damaged in the workshop', 'out_of_stock'],
  ['We are out of stock', 'out_of_stock'],
  ['The buyer asked for it', 'customer_request'],
  ['Wrong price', 'pricing_error'],
  ['Fire', 'cannot_ship'],
])('"%s" is told as %s', (words, reason) => {
  expect(cancelReasonOf(words)).toBe(reason)
})

test('what is left to give back is what was paid, less what was given', () => {
  expect(refundLeft(ORDER, []).lines.get('L-1')).toEqual({ quantity: 2, amountMinor: 1_950 })
  expect(refundLeft(ORDER, []).shippingMinor).toBe(540)
  const given = { lines: [{ externalId: 'L-1', quantity: 1, amountMinor: 1_000 }], shippingMinor: 540 }
  expect(refundLeft(ORDER, [given]).lines.get('L-1')).toEqual({ quantity: 1, amountMinor: 950 })
  expect(refundLeft(ORDER, [given]).shippingMinor).toBe(0)
})
