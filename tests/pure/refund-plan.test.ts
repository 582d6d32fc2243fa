import fc from 'fast-check'
import { expect, test } from 'vitest'
import { seedOf, sizeOf } from '#tests/support/sizes.ts'
import type { Currency } from '#worker/pure/money.ts'
import { chargeStep } from '#worker/pure/money-charge.ts'
import {
  type Allocation,
  leftOf,
  type OrderPart,
  planRefund,
  type RefundAsk,
  type RefundableOrder,
  type RefundPlan,
  sumOf,
} from '#worker/pure/refund-plan.ts'

const MUG = 'orl_01JD0000000000000000000001'
const BOWL = 'orl_01JD0000000000000000000002'

/** Two mugs of 30.00 with 20 % tax inside, a bowl of 19.99 half of whose discount of 4.00 we pay, delivery of 5.00. */
const PARTS: OrderPart[] = [
  {
    orderLineId: MUG,
    quantity: 2,
    amountMinor: 6000,
    taxMinor: 1000,
    commissionMinor: 500,
    commissionTaxMinor: 100,
    promotionMinor: 0,
    vendorMinor: 4400,
  },
  {
    orderLineId: BOWL,
    quantity: 1,
    amountMinor: 1599,
    taxMinor: 0,
    commissionMinor: 180,
    commissionTaxMinor: 36,
    promotionMinor: 200,
    vendorMinor: 1583,
  },
  {
    orderLineId: null,
    quantity: 0,
    amountMinor: 500,
    taxMinor: 83,
    commissionMinor: 0,
    commissionTaxMinor: 0,
    promotionMinor: 0,
    vendorMinor: 417,
  },
]
const orderOf = (taken: Allocation[] = [], parts: OrderPart[] = PARTS, currency: Currency = 'USD'): RefundableOrder => {
  return { currency, parts, taken, capturedLeftMinor: sumOf(parts).amountMinor - sumOf(taken).amountMinor }
}
/** `vendor + platform + commission + commission tax + tax - promotion`, row by row. */
const written = (plan: RefundPlan) =>
  plan.allocations.map((row) => {
    const { vendorMinor, platformMinor, commissionMinor, commissionTaxMinor, taxMinor, promotionMinor } = row
    const shares = [vendorMinor, platformMinor, commissionMinor, commissionTaxMinor, taxMinor, promotionMinor]
    return `${row.part} ${row.quantity} ${row.amountMinor} = ${shares.join(' ')}`
  })
const refusal = (run: () => unknown) => {
  try {
    run()
  } catch (error) {
    const { status, code, extensions } = error as { status: number; code: string; extensions: object }
    return { status, code, ...extensions }
  }
  throw new Error('nothing was refused')
}

test('one of two mugs, then the other: half of each share, then exactly the rest', () => {
  const first = planRefund(orderOf(), [{ part: 'line', orderLineId: MUG, quantity: 1 }])
  expect(written(first)).toEqual(['line 1 3000 = 2200 0 250 50 500 0'])
  const odd = planRefund(orderOf(first.allocations), [{ part: 'line', orderLineId: MUG, amountMinor: 1001 }])
  expect(written(odd)).toEqual(['line 0 1001 = 734 0 83 17 167 0'])
  const rest = planRefund(orderOf([...first.allocations, ...odd.allocations]), [{ part: 'line', orderLineId: MUG, quantity: 1 }])
  expect(written(rest)).toEqual(['line 1 1999 = 1466 0 167 33 333 0'])
  expect(leftOf(PARTS, [...first.allocations, ...odd.allocations, ...rest.allocations])[0]).toMatchObject({
    amountMinor: 0,
    vendorMinor: 0,
    commissionMinor: 0,
    commissionTaxMinor: 0,
    taxMinor: 0,
    quantity: 0,
  })
})

test('the platform’s part of a discount comes back from the vendor', () => {
  expect(written(planRefund(orderOf(), [{ part: 'line', orderLineId: BOWL, quantity: 1 }]))).toEqual(['line 1 1599 = 1583 0 180 36 0 200'])
  expect(written(planRefund(orderOf(), [{ part: 'line', orderLineId: BOWL, amountMinor: 800 }]))).toEqual([
    'line 0 800 = 792 0 90 18 0 100',
  ])
})

test('delivery, tax only and goodwill', () => {
  expect(written(planRefund(orderOf(), [{ part: 'shipping' }]))).toEqual(['shipping 0 500 = 417 0 0 0 83 0'])
  expect(written(planRefund(orderOf(), [{ part: 'tax' }]))).toEqual(['tax 0 1000 = 0 0 0 0 1000 0', 'tax 0 83 = 0 0 0 0 83 0'])
  expect(written(planRefund(orderOf(), [{ part: 'tax', orderLineId: MUG, amountMinor: 300 }]))).toEqual(['tax 0 300 = 0 0 0 0 300 0'])
  expect(written(planRefund(orderOf(), [{ part: 'goodwill', amountMinor: 1000 }]))).toEqual([
    'goodwill 0 741 = 543 0 62 12 124 0',
    'goodwill 0 197 = 195 0 22 5 0 25',
    'goodwill 0 62 = 52 0 0 0 10 0',
  ])
})

test('where the platform bears it, vendor and commission keep theirs; an order undone gives the platform its own back', () => {
  const borne = planRefund(orderOf(), [{ part: 'line', orderLineId: MUG, quantity: 1 }], 'platform')
  expect(written(borne)).toEqual(['line 1 3000 = 0 2500 0 0 500 0'])
  expect(written(planRefund(orderOf(borne.allocations), 'everything'))).toEqual([
    'line 1 3000 = 2400 0 273 54 273 0',
    'line 1 1599 = 1583 0 180 36 0 200',
    'shipping 0 500 = 417 0 0 0 83 0',
  ])
  expect(written(planRefund(orderOf(borne.allocations), 'undo'))).toEqual([
    'line 1 3000 = 4400 -2500 500 100 500 0',
    'line 1 1599 = 1583 0 180 36 0 200',
    'shipping 0 500 = 417 0 0 0 83 0',
  ])
})

test('more than there is, is refused with what is left', () => {
  const all = planRefund(orderOf(), 'everything')
  expect(all.amountMinor).toBe(8099)
  expect(refusal(() => planRefund(orderOf(all.allocations), 'everything'))).toEqual({ status: 409, code: 'nothing_left_to_refund' })
  expect(refusal(() => planRefund(orderOf(all.allocations), [{ part: 'shipping' }]))).toMatchObject({ code: 'nothing_left_to_refund' })
  expect(refusal(() => planRefund(orderOf(), [{ part: 'line', orderLineId: MUG, quantity: 3 }]))).toEqual({
    status: 409,
    code: 'more_than_left',
    part: 'line',
    orderLineId: MUG,
    leftMinor: 6000,
    leftQuantity: 2,
  })
  const twice: RefundAsk[] = [
    { part: 'line', orderLineId: MUG, amountMinor: 4000 },
    { part: 'line', orderLineId: MUG, amountMinor: 4000 },
  ]
  expect(refusal(() => planRefund(orderOf(), twice))).toMatchObject({ code: 'more_than_left', leftMinor: 2000 })
  expect(refusal(() => planRefund(orderOf(), [{ part: 'goodwill', amountMinor: 8100 }]))).toMatchObject({ leftMinor: 8099 })
  expect(refusal(() => planRefund({ ...orderOf(), capturedLeftMinor: 499 }, [{ part: 'shipping' }]))).toEqual({
    status: 409,
    code: 'more_than_captured',
    leftMinor: 499,
  })
  expect(refusal(() => planRefund(orderOf(), [{ part: 'line', orderLineId: 'orl_x', quantity: 1 }]))).toEqual({
    status: 404,
    code: 'not_found',
  })
})

test('amounts of three decimals move in steps of ten: typed ones are refused, a quantity is rounded down, the rest comes last', () => {
  const parts = PARTS.map((part) => (part.orderLineId === MUG ? { ...part, quantity: 3, amountMinor: 6100, vendorMinor: 4500 } : part))
  const order = orderOf(
    [],
    parts.filter(({ orderLineId }) => orderLineId !== BOWL),
    'KWD',
  )
  expect(refusal(() => planRefund(order, [{ part: 'goodwill', amountMinor: 1001 }]))).toEqual({
    status: 409,
    code: 'amount_not_in_steps',
    stepMinor: 10,
  })
  const one = planRefund(order, [{ part: 'line', orderLineId: MUG, quantity: 1 }])
  expect(one.amountMinor).toBe(2030)
  expect(planRefund(orderOf(one.allocations, [...order.parts], 'KWD'), 'everything').amountMinor).toBe(4570)
})

const SHARES = ['vendorMinor', 'commissionMinor', 'commissionTaxMinor', 'taxMinor', 'promotionMinor'] as const
const amount = fc.nat({ max: 2 ** 31 - 1 })
/** What an order and what is done to it are made from: numbers, so that a failing one shrinks. */
const story = fc.record({
  currency: fc.constantFrom<Currency>('JPY', 'USD', 'KWD'),
  parts: fc.array(fc.array(amount, { minLength: 6, maxLength: 6 }), { minLength: 1, maxLength: 4 }),
  steps: fc.array(fc.array(amount, { minLength: 4, maxLength: 4 }), { minLength: 1, maxLength: 12 }),
  isUndone: fc.boolean(),
})

/** A part with any shares that add up; the last is the delivery. */
function partFrom([gross = 0, promotion = 0, tax = 0, commission = 0, extra = 0, units = 0]: number[], orderLineId: OrderPart['orderLineId'], step: number) {
  const amountMinor = (gross % (gross % 7 === 0 ? 3 : 50_000)) * step
  const promotionMinor = promotion % 3 === 0 ? promotion % 5_000 : 0
  const taxMinor = tax % (amountMinor + 1)
  const commissionMinor = commission % (amountMinor + promotionMinor - taxMinor + 1)
  const commissionTaxMinor = extra % (amountMinor + promotionMinor - taxMinor - commissionMinor + 1)
  const vendorMinor = amountMinor + promotionMinor - taxMinor - commissionMinor - commissionTaxMinor
  const quantity = orderLineId === null ? 0 : 1 + (units % 9)
  return { orderLineId, quantity, amountMinor, promotionMinor, taxMinor, commissionMinor, commissionTaxMinor, vendorMinor }
} // biome-ignore format: one share a line

function askFrom([kind = 0, which = 0, size = 0]: number[], order: RefundableOrder): RefundAsk {
  const left = leftOf(order.parts, order.taken)
  const part = left[which % left.length] as (typeof left)[number]
  const step = chargeStep(order.currency)
  const upTo = (minor: number) => (size % (Math.floor(minor / step) + 1)) * step
  if (kind % 5 === 0) return { part: 'goodwill', amountMinor: upTo(order.capturedLeftMinor) }
  if (kind % 5 === 1) return { part: 'tax', amountMinor: upTo(Math.min(sumOf(left).taxMinor, order.capturedLeftMinor)) }
  if (part.orderLineId === null) return { part: 'shipping', amountMinor: upTo(part.amountMinor) }
  const ask = { part: 'line' as const, orderLineId: part.orderLineId }
  return kind % 2 === 0 ? { ...ask, quantity: size % (part.quantity + 1) } : { ...ask, amountMinor: upTo(part.amountMinor) }
}

/** Lives one story to its end. @returns how many shares were split off */
function live({ currency, parts, steps, isUndone }: typeof story extends fc.Arbitrary<infer T> ? T : never, refusals: Set<string>): number {
  const step = chargeStep(currency)
  const whole = parts.map((numbers, index) =>
    partFrom(numbers, index === parts.length - 1 ? null : `orl_01JD000000000000000000000${index}`, step),
  )
  const capturedMinor = sumOf(whole).amountMinor
  const taken: Allocation[] = []
  const bearers = new Map<Allocation, 'vendor' | 'platform'>()
  let paidMinor = 0
  const refund = (asks: RefundAsk[] | 'everything' | 'undo', bearer: 'vendor' | 'platform') => {
    const order = { currency, parts: whole, taken, capturedLeftMinor: capturedMinor - paidMinor }
    try {
      const plan = planRefund(order, asks, bearer)
      if (plan.amountMinor % step !== 0) throw new Error('not in steps')
      paidMinor += plan.amountMinor
      taken.push(...plan.allocations)
      for (const row of plan.allocations) bearers.set(row, bearer)
    } catch (error) {
      const { code } = error as { code?: string }
      if (code === undefined) throw error
      refusals.add(code)
    }
  }
  for (const numbers of steps) {
    const order = { currency, parts: whole, taken, capturedLeftMinor: capturedMinor - paidMinor }
    const asks = [askFrom(numbers, order)]
    refund(asks, (numbers[3] ?? 0) % 4 === 0 ? 'platform' : 'vendor')
    if (paidMinor > capturedMinor) throw new Error('more than was captured')
  }
  refund(isUndone ? 'undo' : 'everything', 'vendor')
  const left = sumOf(leftOf(whole, taken).map((each) => ({ ...each, platformMinor: -each.platformMinor })))
  if (paidMinor !== capturedMinor || left.amountMinor !== 0) throw new Error(`${capturedMinor - paidMinor} lost`)
  const borneMinor = sumOf(taken).platformMinor
  // Nothing is left of any share, but what the platform paid for in the others' place.
  const others = left.vendorMinor + left.commissionMinor + left.commissionTaxMinor + left.taxMinor - left.promotionMinor
  if (others !== borneMinor || (isUndone && Object.values(left).some((minor) => minor !== 0))) throw new Error('a share is left')
  for (const [index, part] of leftOf(whole, taken).entries()) {
    const isPlain = taken.every((row) => row.orderLineId !== part.orderLineId || (row.part !== 'tax' && bearers.get(row) === 'vendor'))
    const isEmpty = SHARES.every((share) => part[share] === 0)
    if (isPlain && (whole[index]?.amountMinor ?? 0) > 0 && !isEmpty) throw new Error('a share is left')
  }
  return taken.length * 6
}

test('INV-REF-2: any sequence of refunds, over 0, 2 and 3 decimals, gives back at most what was captured, ends at zero, loses no unit', () => {
  const wanted = sizeOf('SPLITS', 1_000_000)
  const refusals = new Set<string>()
  let splits = 0
  const seed = seedOf('refund plan')
  for (let round = 0; splits < wanted; round++) {
    fc.assert(
      fc.property(story, (one) => {
        splits += live(one, refusals)
      }),
      { numRuns: 2_000, seed: seed + round },
    )
  }
  expect(splits).toBeGreaterThanOrEqual(wanted)
  expect(['amount_not_in_steps', 'more_than_left', 'nothing_left_to_refund']).toEqual(expect.arrayContaining([...refusals]))
})
