import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type CommissionSubject, chargesOf, commissionBase, rateAt } from '#worker/pure/commission.ts'
import { draftErrors } from '#worker/pure/commission-draft.ts'
import {
  type CommissionComponent,
  type CommissionRule,
  compareRules,
  explainRule,
  FIRST_RULE,
  type PerCurrency,
  percentOfGoods,
  type RuleSubject,
  ruleFor,
} from '#worker/pure/commission-rule.ts'
import { type Currency, shareOf } from '#worker/pure/money.ts'

const rule = (n: number, change: Partial<CommissionRule> = {}): CommissionRule => ({
  ...FIRST_RULE,
  id: `cmr_0000000000000000000000000${n}`,
  name: `rule ${n}`,
  ...change,
})
const SUBJECT: RuleSubject = {
  vendorId: 'ven_A',
  planId: 'pro',
  categoryPath: '/home/kitchen/mugs/',
  productId: 'prd_A',
  country: 'US',
  currency: 'USD',
  atMs: 1000,
}
const component = (change: Partial<CommissionComponent> = {}): CommissionComponent => ({ ...percentOfGoods(1000), ...change })
const goods = (baseMinor: number, currency: Currency = 'USD', quantity = 1): CommissionSubject => ({
  kind: 'goods',
  baseMinor,
  quantity,
  currency,
})
const charge = (subject: CommissionSubject, components: CommissionComponent[], taxRateBps = 0, volumeMinor = 0) =>
  chargesOf(subject, { id: FIRST_RULE.id, components }, { taxRateBps, volumeMinor }).map(({ amountMinor, taxMinor, heldBy }) => [
    amountMinor,
    taxMinor,
    heldBy,
  ])

test('INV-COM-3: the narrowest rule wins, in this order, whatever the priority of wider ones', () => {
  const inOrder = [
    rule(1, { productId: 'prd_A' }),
    rule(2, { vendorId: 'ven_A', categoryId: 'cat_A', categoryPath: '/home/' }),
    rule(3, { vendorId: 'ven_A' }),
    rule(4, { categoryId: 'cat_A', categoryPath: '/home/kitchen/mugs/' }),
    rule(5, { categoryId: 'cat_A', categoryPath: '/home/', planId: 'pro' }),
    rule(6, { categoryId: 'cat_A', categoryPath: '/home/' }),
    rule(7, { planId: 'pro' }),
    rule(8, { country: 'US', currency: 'USD' }),
    rule(9, { country: 'US' }),
    rule(0, { currency: 'USD', priority: 9 }),
  ].map((each, index, all) => ({ ...each, priority: each.priority + index, startsAtMs: all.length - index }))
  const campaign = { ...rule(1, { endsAtMs: 2000 }), id: 'cmr_campaign' as const }
  const all = [rule(2, { id: 'cmr_default', priority: 1000 }), campaign, ...[...inOrder].reverse()]
  const wins: string[] = []
  for (let left = all; left.length > 0; ) {
    const winner = ruleFor(left, SUBJECT)
    wins.push(winner.id)
    left = left.filter(({ id }) => id !== winner.id)
  }
  expect(wins).toEqual([...inOrder.map(({ id }) => id), 'cmr_campaign', 'cmr_default'])
  expect([...all].sort(compareRules).map(({ id }) => id)).toEqual(wins)
})

test('ties go to the higher priority, then to the one that starts last, then to the one made last', () => {
  const [low, high, late, made] = [rule(9), rule(1, { priority: 5 }), rule(2, { priority: 5, startsAtMs: 7 }), rule(3, { priority: 5, startsAtMs: 7 })]
  expect(explainRule([low, high, late, made], SUBJECT)).toMatchObject({
    winner: { id: made.id },
    considered: [
      { rule: { id: made.id }, verdict: 'wins' },
      { rule: { id: late.id }, verdict: 'older' },
      { rule: { id: high.id }, verdict: 'older' },
      { rule: { id: low.id }, verdict: 'lower_priority' },
      { rule: { id: FIRST_RULE.id }, verdict: 'lower_priority' },
    ],
  })
}) // biome-ignore format: a rule each

test.each([
  ['other_product', { productId: 'prd_B' }],
  ['other_vendor', { vendorId: 'ven_B' }],
  ['other_category', { categoryId: 'cat_B', categoryPath: '/home/garden/' }],
  ['other_category', { categoryId: 'cat_gone', categoryPath: null }],
  ['other_plan', { planId: 'free' }],
  ['other_country', { country: 'DE' }],
  ['other_currency', { currency: 'EUR' }],
  ['not_started', { startsAtMs: 1001 }],
  ['ended', { endsAtMs: 1000 }],
] as const)('a rule that is %s says so and decides nothing', (verdict, change) => {
  const { winner, considered } = explainRule([rule(1, change)], SUBJECT)
  expect(winner).toBe(FIRST_RULE)
  expect(considered.find(({ rule: { id } }) => id === rule(1).id)?.verdict).toBe(verdict)
})

test('a category that only begins like another is another', () => {
  expect(ruleFor([rule(1, { categoryId: 'cat_A', categoryPath: '/home/kit/' })], SUBJECT)).toBe(FIRST_RULE)
})

const COMPONENTS = [
  component({ rateBps: 1250, floor: { USD: 50, JPY: 40, KWD: 500 }, cap: { USD: 2000, JPY: 3000, KWD: 9000 } }),
  component({ name: 'payment_processing', base: 'both', rateBps: 290, fixed: { USD: 30, JPY: 40, KWD: 100 } }),
  component({ name: 'per_item', rateBps: 0, fixed: { USD: 15, JPY: 20, KWD: 50 }, fixedPer: 'item' }),
  component({ name: 'delivery', base: 'shipping', rateBps: 500, floor: { USD: 10 } }),
]

test.each<[Currency, number, number, unknown]>([
  // 12.5 % of 100.00, 2.9 % + 0.30, 3 x 0.15
  ['USD', 10_000, 3, [[1250, 238, null], [320, 61, null], [45, 9, null]]],
  // Below the floor, and above the cap.
  ['USD', 200, 1, [[50, 10, 'floor'], [36, 7, null], [15, 3, null]]],
  ['USD', 20_000, 1, [[2000, 380, 'cap'], [610, 116, null], [15, 3, null]]],
  // Half to even: 12.5 % of 1004 yen is 125.5, of 1012 is 126.5.
  ['JPY', 1004, 1, [[126, 24, null], [69, 13, null], [20, 4, null]]],
  ['JPY', 1012, 2, [[126, 24, null], [69, 13, null], [40, 8, null]]],
  // Three decimals: 12.5 % of 1.234 dinars is under the floor of 0.500.
  ['KWD', 1234, 1, [[500, 95, 'floor'], [136, 26, null], [50, 10, null]]],
  ['KWD', 80_010, 1, [[9000, 1710, 'cap'], [2420, 460, null], [50, 10, null]]],
  // No amounts in this currency: shares only.
  ['EUR', 10_000, 9, [[1250, 238, null], [290, 55, null], [0, 0, null]]],
  ['USD', 0, 4, [[0, 0, 'earning'], [0, 0, 'earning'], [0, 0, 'earning']]],
])('goods of %s %i, %i items, with 19 %% tax on the commission', (currency, baseMinor, quantity, expected) => {
  expect(charge(goods(baseMinor, currency, quantity), COMPONENTS, 1900)).toEqual(expected)
}) // biome-ignore format: a table

test('a delivery is charged its share; fixed amounts, floors and goods’ components are not its', () => {
  const delivery = (baseMinor: number) => charge({ kind: 'delivery', baseMinor, quantity: 1, currency: 'USD' }, COMPONENTS, 0)
  expect(delivery(1000)).toEqual([[29, 0, null], [50, 0, null]])
  expect(delivery(100)).toEqual([[3, 0, null], [10, 0, 'floor']])
  expect(delivery(0)).toEqual([[0, 0, null], [0, 0, null]])
}) // biome-ignore format: a table

test('INV-COM-4: what is more than the vendor gets is cut, from the last component on', () => {
  const greedy = [component({ rateBps: 9000 }), component({ name: 'per_item', rateBps: 0, fixed: { USD: 500 } })]
  expect(charge(goods(1000), greedy)).toEqual([[900, 0, null], [100, 0, 'earning']])
  // 19 % on top: 840 + 160 = 1000, nothing is left for the second.
  expect(charge(goods(1000), greedy, 1900)).toEqual([[840, 160, 'earning'], [0, 0, 'earning']])
}) // biome-ignore format: a table

test('a tier’s rate counts from its amount on, in its currency, for what was sold before', () => {
  const tiered = component({ tiers: [{ from: { USD: 5000, JPY: 900 }, rateBps: 800 }, { from: { USD: 9000 }, rateBps: 600 }, { from: { USD: 0 }, rateBps: 990 }] })
  expect([0, 4999, 5000, 8999, 9000].map((volume) => rateAt(tiered, 'USD', volume))).toEqual([990, 990, 800, 800, 600])
  expect([899, 900, 1e9].map((volume) => rateAt(tiered, 'JPY', volume))).toEqual([1000, 800, 800])
  expect(rateAt(tiered, 'EUR', 1e9)).toBe(1000)
}) // biome-ignore format: a table

test('INV-COM-2: the base is what the vendor sells for: without tax, less its own part of a discount, with the platform’s', () => {
  const line = { totalMinor: 2400, discountMinor: 0, platformDiscountMinor: 0, taxMinor: 400, isTaxIncluded: true }
  expect(commissionBase(line)).toBe(2000)
  expect(commissionBase({ ...line, isTaxIncluded: false })).toBe(2400)
  expect(commissionBase({ ...line, discountMinor: 600, taxMinor: 300 })).toBe(1500)
  expect(commissionBase({ ...line, discountMinor: 600, platformDiscountMinor: 600, taxMinor: 300 })).toBe(2100)
  expect(commissionBase({ ...line, discountMinor: 600, platformDiscountMinor: 200, taxMinor: 300 })).toBe(1700)
  expect(() => commissionBase({ ...line, discountMinor: 2401 })).toThrow('a discount is part of a price')
  expect(() => commissionBase({ ...line, taxMinor: 2401 })).toThrow('the tax within a price')
})

const perCurrency: fc.Arbitrary<PerCurrency> = fc.record(
  { USD: fc.integer({ min: 0, max: 3000 }), KWD: fc.integer({ min: 0, max: 3000 }) },
  { requiredKeys: [] },
)
const anyComponent = fc.record({
  name: fc.constantFrom('sales', 'payment_processing', 'per_item'),
  base: fc.constantFrom('items' as const, 'shipping' as const, 'both' as const),
  rateBps: fc.integer({ min: 0, max: 10_000 }),
  fixed: perCurrency,
  fixedPer: fc.constantFrom('line' as const, 'item' as const),
  floor: perCurrency,
  cap: perCurrency,
  tiers: fc.array(fc.record({ from: perCurrency, rateBps: fc.integer({ min: 0, max: 10_000 }) }), { maxLength: 3 }),
})

test('any charge: whole, between floor and cap unless the earning holds it, tax to the unit, all together never more than the base', () => {
  fc.assert(
    fc.property(
      fc.array(anyComponent, { minLength: 1, maxLength: 4 }),
      fc.integer({ min: 0, max: 50_000_000 }),
      fc.integer({ min: 1, max: 50 }),
      fc.constantFrom<Currency>('USD', 'JPY', 'KWD'),
      fc.constantFrom<'goods' | 'delivery'>('goods', 'delivery'),
      fc.integer({ min: 0, max: 3000 }),
      (components, baseMinor, quantity, currency, kind, taxRateBps) => {
        const charges = chargesOf({ kind, baseMinor, quantity, currency }, { id: FIRST_RULE.id, components }, { taxRateBps, volumeMinor: 500 })
        let sum = 0
        for (const each of charges) {
          const of = components.filter(({ base }) => base === 'both' || base === (kind === 'goods' ? 'items' : 'shipping'))[charges.indexOf(each)]
          const cap = of?.cap[currency] ?? Number.MAX_SAFE_INTEGER
          const floor = kind === 'goods' ? Math.min(of?.floor[currency] ?? 0, cap) : 0
          expect(each.component).toBe(of?.name)
          expect(Number.isSafeInteger(each.amountMinor)).toBe(true)
          expect(each.amountMinor).toBeLessThanOrEqual(cap)
          if (each.heldBy !== 'earning') expect(each.amountMinor).toBeGreaterThanOrEqual(floor)
          if (each.heldBy === null) expect(each.amountMinor).toBe(shareOf(baseMinor, each.rateBps) + each.fixedMinor)
          expect(each.taxMinor).toBe(shareOf(each.amountMinor, taxRateBps))
          sum += each.amountMinor + each.taxMinor
        }
        expect(sum).toBeLessThanOrEqual(baseMinor)
      },
    ),
    { numRuns: 1000 },
  )
}) // biome-ignore format: a property

const anyRule = fc.record({
  n: fc.integer({ min: 1, max: 9 }),
  productId: fc.constantFrom(null, 'prd_A' as const, 'prd_B' as const),
  vendorId: fc.constantFrom(null, 'ven_A' as const, 'ven_B' as const),
  path: fc.constantFrom(null, '/home/', '/home/kitchen/', '/garden/'),
  planId: fc.constantFrom(null, 'pro', 'free'),
  country: fc.constantFrom(null, 'US', 'DE'),
  priority: fc.integer({ min: 0, max: 2 }),
  startsAtMs: fc.integer({ min: 0, max: 1500 }),
  endsAtMs: fc.constantFrom(null, 500, 2000),
})

test('any rules: the explanation names the rule that decides, once, and everything before it does not apply', () => {
  fc.assert(
    fc.property(fc.uniqueArray(anyRule, { selector: ({ n }) => n, maxLength: 10 }), (drawn) => {
      const rules = drawn.map(({ n, path, ...each }) => rule(n, { ...each, categoryId: path && 'cat_A', categoryPath: path }))
      const { winner, considered } = explainRule(rules, SUBJECT)
      expect(winner).toBe(ruleFor([...rules].reverse(), SUBJECT))
      const at = considered.findIndex(({ verdict }) => verdict === 'wins')
      expect(considered[at]?.rule).toBe(winner)
      expect(considered).toHaveLength(new Set([...rules.map(({ id }) => id), FIRST_RULE.id]).size)
      const lost = ['less_specific', 'lower_priority', 'older', 'wins']
      expect(considered.slice(0, at).filter(({ verdict }) => lost.includes(verdict))).toEqual([])
    }),
    { numRuns: 500 },
  )
})

test('a draft that could not mean what it says is refused, with where', () => {
  const draft = { ...rule(1), name: 'x', startsAtMs: 100 }
  const of = (components: CommissionComponent[], change = {}) => draftErrors({ ...draft, components, ...change }, 0).map(({ pointer }) => pointer)
  expect(of([component()])).toEqual([])
  expect(of([component(), component()])).toEqual(['/rule/components/1/name'])
  expect(of([component({ base: 'both' })], { categoryId: 'cat_A' })).toEqual(['/rule/components/0/base'])
  expect(of([component({ base: 'shipping', fixedPer: 'item' })])).toEqual(['/rule/components/0/fixedPer'])
  expect(of([component({ floor: { USD: 10 }, cap: { USD: 9, EUR: 1 } })])).toEqual(['/rule/components/0/cap'])
  expect(of([component({ tiers: [{ from: {}, rateBps: 1 }] })])).toEqual(['/rule/components/0/tiers/0/from'])
  expect(of([component()], { endsAtMs: 100 })).toEqual(['/rule/endsAt'])
}) // biome-ignore format: a case a line
