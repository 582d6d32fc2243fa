import { describe, expect, test } from 'vitest'
import { moveOrder, ORDER_STATUSES, type OrderAction, type OrderStatus, statesBefore, TRANSITIONS } from '#worker/pure/order.ts'

/** Every action in every state: `->` moves, `=` is there already, `x` is refused. */
const TABLE: Record<OrderAction, Record<OrderStatus, string>> = {
  pack: { placed: '-> packed', packed: '= packed', shipped: 'x', delivered: 'x', cancelled: 'x' },
  ship: { placed: '-> shipped', packed: '-> shipped', shipped: '= shipped', delivered: 'x', cancelled: 'x' },
  deliver: { placed: 'x', packed: 'x', shipped: '-> delivered', delivered: '= delivered', cancelled: 'x' },
  cancel: { placed: '-> cancelled', packed: '-> cancelled', shipped: 'x', delivered: 'x', cancelled: '= cancelled' },
}

describe('INV-ORD-3: an order moves only as the table says', () => {
  const cases = Object.entries(TABLE).flatMap(([action, row]) =>
    Object.entries(row).map(([status, outcome]) => ({ action, status, outcome })),
  )
  test.each(cases)('$action a $status order: $outcome', ({ action, status, outcome }) => {
    const next = moveOrder(status as OrderStatus, action as OrderAction)
    const said = next.kind === 'refused' ? 'x' : `${next.kind === 'move' ? '->' : '='} ${next.to}`
    expect(said).toBe(outcome)
  })

  test('the table names every state an order can be in', () => {
    const named = new Set(Object.values(TRANSITIONS).flatMap(({ from, to }) => [...from, to]))
    expect([...named].sort()).toEqual([...ORDER_STATUSES].sort())
  })
})

test('late news never takes an order back', () => {
  expect(statesBefore('packed')).toEqual(['placed'])
  expect(statesBefore('shipped')).toEqual(['placed', 'packed'])
  expect(statesBefore('delivered')).toEqual(['placed', 'packed', 'shipped'])
  expect(statesBefore('cancelled')).toEqual(['placed', 'packed'])
})
