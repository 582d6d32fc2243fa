import { parseWithValibot } from '@conform-to/valibot'
import { expect, test } from 'vitest'
import { amountsEntry, readAmounts, readPercent, readTiers, tiersEntry } from '#web/features/commission/amounts.ts'
import { draftOf, EMPTY_COMPONENT, RuleForm, rangeOf, SaveForm, typedRule } from '#web/features/commission/rule-form.ts'
import { storePage } from '#web/features/commission/store-page.ts'

const NOW = Date.parse('2026-11-21T10:00:00Z')

test.each([
  ['0', 0], ['12', 1200], ['12.5', 1250], ['12,5', 1250], [' 7.05 ', 705], ['100', 10_000],
  ['100.01', null], ['101', null], ['-1', null], ['1.005', null], ['', null], ['1e2', null], ['twelve', null], ['.5', null],
] as const)('%j per cent is %s basis points', (text, bps) => expect(readPercent(text)).toBe(bps)) // biome-ignore format: a table

test.each([
  ['', {}], ['USD 0.30', { USD: 30 }], ['usd 0,30, EUR 1', { USD: 30, EUR: 100 }], ['JPY 40; KWD 1.234', { JPY: 40, KWD: 1234 }],
  ['JPY 0.5', null], ['0.30', null], ['XXX 1', null], ['USD -1', null], ['USD 1.001', null],
] as const)('%j is the amounts %o, and back', (text, amounts) => {
  expect(readAmounts(text)).toEqual(amounts)
  if (amounts !== null) expect(readAmounts(amountsEntry(amounts))).toEqual(amounts)
}) // biome-ignore format: a table

test('tiers are read a line each, and written back as they are read', () => {
  const tiers = [{ from: { USD: 1_000_000, EUR: 900_000 }, rateBps: 800 }, { from: { JPY: 500 }, rateBps: 650 }]
  expect(readTiers('8% from USD 10000, EUR 9000\n\n6.5 from JPY 500')).toEqual(tiers)
  expect(readTiers(tiersEntry(tiers))).toEqual(tiers)
  for (const text of ['8%', '8% from', 'x from USD 1', '8% from 100']) expect(readTiers(text), text).toBe(null)
}) // biome-ignore format: a case a line

const entered = (change: Record<string, string>) => {
  const form = new FormData()
  const { components, ...typed } = typedRule(null, '')
  for (const [name, value] of Object.entries({ ...typed, name: 'Books', ...change })) form.set(name, value)
  for (const [name, value] of Object.entries({ ...components[0], percent: '12.5', floor: 'USD 0.50' }))
    form.set(`components[0].${name}`, value)
  return parseWithValibot(form, { schema: RuleForm })
}

test('what is typed is the draft it means; a day that has begun means from now on', () => {
  const form = entered({ startsOn: '2026-11-21', endsOn: '2027-01-01', country: 'DE', priority: '3' })
  if (form.status !== 'success') throw new Error(JSON.stringify(form.error))
  expect(draftOf(form.value, '', NOW)).toEqual({
    name: 'Books',
    scope: { vendorId: null, planId: null, categoryId: null, productId: null, country: 'DE', currency: null },
    priority: 3,
    endsAt: '2027-01-01T00:00:00.000Z',
    components: [{ name: 'sales', base: 'items', rateBps: 1250, fixed: {}, fixedPer: 'line', floor: { USD: 50 }, cap: {}, tiers: [] }],
  })
  const vendorId = `ven_01JD${'0'.repeat(22)}`
  expect(draftOf({ ...form.value, vendor: 'Fern', startsOn: '2026-12-01' }, vendorId, NOW)).toMatchObject({
    scope: { vendorId },
    startsAt: '2026-12-01T00:00:00.000Z',
  })
  expect(EMPTY_COMPONENT.percent).toBe('')
})

test.each([
  ['name', { name: 'x' }], ['productId', { productId: 'mug' }], ['priority', { priority: '1001' }], ['startsOn', { startsOn: 'soon' }],
  ['endsOn', { startsOn: '2026-12-02', endsOn: '2026-12-02' }],
] as const)('a wrong %s is told beside it', (field, change) => {
  const form = entered(change)
  expect([form.status, Object.keys(form.status === 'error' ? (form.error ?? {}) : {})]).toEqual(['error', [field]])
}) // biome-ignore format: a table

test('orders are replayed over whole days, or the last whole month, also across a year', () => {
  expect(rangeOf('30', NOW)).toEqual({})
  expect(rangeOf('90', NOW)).toEqual({ from: '2026-08-23T00:00:00.000Z' })
  expect(rangeOf('month', Date.parse('2027-01-15T00:00:00Z'))).toEqual({ from: '2026-12-01T00:00:00.000Z', to: '2027-01-01T00:00:00.000Z' })
})

test('a change is not saved by a box that was left alone', () => {
  const save = (entries: Record<string, string>) => {
    const form = new FormData()
    for (const [name, value] of Object.entries({ reason: 'Agreed', ...entries })) form.set(name, value)
    return parseWithValibot(form, { schema: SaveForm })
  }
  expect(save({})).toMatchObject({ status: 'error', error: { confirmed: ['Look at the figures and tick this.'] } })
  expect(save({ confirmed: 'on', reason: 'x' })).toMatchObject({ status: 'error', error: { reason: ['Say why in 3 to 500 letters.'] } })
  expect(save({ confirmed: 'on' })).toMatchObject({ status: 'success', value: { reason: 'Agreed', confirmed: true } })
})

test('the stores of a simulation come fifty at a time, in its order, those that pay the same apart', () => {
  const stores = Array.from({ length: 123 }, (_, at) => ({
    vendorId: `ven_${at}` as const,
    currency: 'USD' as const,
    orders: 1,
    changedOrders: Number(at < 120),
    thenMinor: 100,
    nowMinor: at < 120 ? 200 - at : 100,
  }))
  const shown = (search: string) => {
    const { show, counts, rows, from, to, nextCursor } = storePage(stores, new URLSearchParams(search))
    return [show, counts.changed, counts.same, rows.length, rows[0]?.vendorId, from, to, nextCursor]
  }
  expect(shown('')).toEqual(['changed', 120, 3, 50, 'ven_0', 1, 50, '50'])
  expect(shown('after=50')).toEqual(['changed', 120, 3, 50, 'ven_50', 51, 100, '100'])
  expect(shown('after=100')).toEqual(['changed', 120, 3, 20, 'ven_100', 101, 120, null])
  expect(shown('stores=same')).toEqual(['same', 120, 3, 3, 'ven_120', 1, 3, null])
  for (const wrong of ['after=120', 'after=-1', 'after=x']) expect(shown(wrong), wrong).toEqual(shown(''))
})
