import { parseWithValibot } from '@conform-to/valibot'
import { expect, test } from 'vitest'
import { nextRunOf } from '#web/features/admin/period.ts'
import { RunForm } from '#web/features/admin/run-form.ts'

test('the further run of a period counts on', () => {
  expect([nextRunOf('2026-11-21'), nextRunOf('2026-11-21.2'), nextRunOf('2026-11-21.9')]).toEqual([
    '2026-11-21.2',
    '2026-11-21.3',
    '2026-11-21.10',
  ])
})

test('a payout run is not confirmed by a box that was left alone', () => {
  const entered = (ticked: Record<string, string>) => {
    const form = new FormData()
    for (const [name, value] of Object.entries({ period: '2026-11-21', seen: 'ven_1/USD/900', ...ticked })) form.set(name, value)
    return parseWithValibot(form, { schema: RunForm })
  }
  expect(entered({})).toMatchObject({ status: 'error', error: { isChecked: ['Tick that you have checked the amounts.'] } })
  expect(entered({ isChecked: 'on' })).toMatchObject({ status: 'success', value: { isChecked: true, seen: 'ven_1/USD/900' } })
})
