import { expect, test } from 'vitest'
import { nextRunOf } from '#web/features/admin/period.ts'
import { bpsOf } from '#web/features/admin/rate-form.ts'

test.each([
  ['0', 0], ['12', 1200], ['12.5', 1250], ['12,5', 1250], [' 7.05 ', 705], ['100', 10_000],
  ['100.01', null], ['101', null], ['-1', null], ['1.005', null], ['', null], ['1e2', null], ['twelve', null], ['.5', null],
] as const)('%j per cent is %s basis points', (text, bps) => expect(bpsOf(text)).toBe(bps)) // biome-ignore format: a table

test('the further run of a period counts on', () => {
  expect([nextRunOf('2026-11-21'), nextRunOf('2026-11-21.2'), nextRunOf('2026-11-21.9')]).toEqual([
    '2026-11-21.2',
    '2026-11-21.3',
    '2026-11-21.10',
  ])
})
