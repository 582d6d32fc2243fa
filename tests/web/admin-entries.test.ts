import { parseWithValibot } from '@conform-to/valibot'
import { expect, test } from 'vitest'
import { nextRunOf } from '#web/features/admin/period.ts'
import { RunForm } from '#web/features/admin/run-form.ts'
import { ApprovalForm, ApproveForm } from '#web/features/oversight/oversight-forms.ts'
import { CategoryForm } from '#web/features/trust/category-form.ts'
import { AppealForm, ReportForm, ReviewForm, RuleForm, VerdictForm } from '#web/features/trust/trust-forms.ts'

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

/** What a browser sends of a form. */
function sent(entries: Record<string, string>): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(entries)) form.set(name, value)
  return form
}

test.each([
  ['approved without a note', ApproveForm, { intent: 'approve', note: '' }, { note: '' }],
  ['approved without a note, as the page reads it', ApprovalForm, { intent: 'approve', note: '' }, { note: '' }],
  ['kept without a word', VerdictForm, { action: 'keep', rule: '', field: '', fix: '', evidence: '' }, { rule: '', evidence: '' }],
  ['hidden without evidence', VerdictForm, { action: 'hide', rule: 'Originals', field: '', fix: 'Say whose', evidence: '' }, { field: '' }],
  ['a banned word nobody is told about', RuleForm, { kind: 'word', word: 'ivory', effect: 'hold', note: '' }, { word: 'ivory', note: '' }],
  ['a category at the top', CategoryForm, { intent: 'add', name: 'Lamps', slug: 'lamps', parentId: '' }, { parentId: null }],
  ['a review of stars alone', ReviewForm, { stars: '4', title: '', text: '', version: '', formKey: '' }, { stars: 4, title: '', text: '' }],
  ['a report of a reason alone', ReportForm, { reason: 'counterfeit', text: '' }, { text: '' }],
  ['an appeal', AppealForm, { text: 'It says so on the box.', formKey: '' }, { formKey: '' }],
])('%s: what may be left empty is left empty', (_, schema, entries, value) => {
  expect(parseWithValibot(sent(entries as Record<string, string>), { schema })).toMatchObject({ status: 'success', value })
})

test('what has to be written is asked for in our own words', () => {
  const short = parseWithValibot(sent({ text: '', formKey: '' }), { schema: AppealForm })
  expect(short).toMatchObject({ status: 'error', error: { text: ['Write a little more.'] } })
})
