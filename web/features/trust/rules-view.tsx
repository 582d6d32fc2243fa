import { Form } from '@remix-run/react'
import { m } from '#messages'
import type { SubmissionResult } from '#web/server/form.ts'
import { Badge } from '#web/ui/badge.tsx'
import { SubmitButton } from '#web/ui/button.tsx'
import { type Column, DataTable } from '#web/ui/data-table.tsx'
import { FormErrors, SelectField, TextAreaField, TextField } from '#web/ui/field.tsx'
import { dayText } from '#web/ui/format.ts'
import { Panel } from '#web/ui/panel.tsx'
import { ModerationFrame } from './moderation-frame.tsx'
import { RuleForm, useTrustForm } from './trust-forms.ts'
import type { Queue, Rules } from './trust-words.ts'

type Page = {
  rules: Rules
  categories: { value: string; label: string }[]
  counts: Queue['counts'] | null
  formKey: string
  result: SubmissionResult | undefined
}

/** Words and categories the marketplace does not want: what is held, what is refused, and what vendors are told. */
export function RulesView({ rules, categories, counts, formKey, result }: Page) {
  return (
    <ModerationFrame tab="rules" counts={counts}>
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_23rem]">
        <Panel isFlush>
          {rules.items.length === 0 ? (
            <p className="px-5 py-8 text-small text-soft">{m.trust_rules_none()}</p>
          ) : (
            <DataTable caption={m.trust_tab_rules()} columns={COLUMNS()} rows={rules.items} rowKey={({ id }) => id} />
          )}
        </Panel>
        <AddRule key={formKey} categories={categories} formKey={formKey} result={result} />
      </div>
    </ModerationFrame>
  )
}

const COLUMNS = (): Column<Rules['items'][number]>[] => [
  {
    key: 'label',
    title: m.trust_rule_what(),
    isHeadline: true,
    cell: ({ label, note }) => (
      <span className="block min-w-0">
        <span className="font-semibold wrap-anywhere">{label}</span>
        {note === '' ? null : <span className="block text-fine font-normal text-soft">{note}</span>}
      </span>
    ),
  },
  { key: 'kind', title: m.trust_rule_kind(), cell: ({ kind }) => (kind === 'word' ? m.trust_rule_word() : m.trust_rule_category()) },
  {
    key: 'effect',
    title: m.trust_effect(),
    cell: ({ effect }) => (
      <Badge tone={effect === 'refuse' ? 'bad' : 'warn'}>{effect === 'refuse' ? m.trust_effect_refuse() : m.trust_effect_hold()}</Badge>
    ),
  },
  {
    key: 'since',
    title: m.admin_since(),
    cell: ({ createdAt }) => <span className="whitespace-nowrap text-soft">{dayText(createdAt)}</span>,
  },
  {
    key: 'lift',
    title: m.trust_lift(),
    isUnlabelled: true,
    cell: ({ id, label }) => (
      <Form method="post">
        <input type="hidden" name="ruleId" value={id} />
        <SubmitButton name="intent" value="lift" look="quiet" isSmall aria-label={m.trust_lift_named({ name: label })}>
          {m.trust_lift()}
        </SubmitButton>
      </Form>
    ),
  },
]

function AddRule({ categories, formKey, result }: Pick<Page, 'categories' | 'formKey' | 'result'>) {
  const [form, fields] = useTrustForm('rule', RuleForm, result, { kind: 'word', word: '', categoryId: '', effect: 'hold', note: '' })
  return (
    <Panel title={m.trust_rule_add_title()}>
      <Form method="post" id={form.id} onSubmit={form.onSubmit} noValidate={form.noValidate} className="grid gap-4">
        <input type="hidden" name="formKey" value={formKey} />
        <FormErrors id={form.errorId} errors={form.errors} />
        <SelectField
          field={fields.kind as never}
          label={m.trust_rule_kind()}
          options={[
            { value: 'word', label: m.trust_rule_word() },
            { value: 'category', label: m.trust_rule_category() },
          ]}
        />
        <TextField
          field={fields.word as never}
          label={m.trust_rule_word_label()}
          hint={m.trust_rule_word_hint()}
          maxLength={80}
          className="[form:has(option[value=category]:checked)_&]:hidden"
        />
        <SelectField
          field={fields.categoryId as never}
          label={m.trust_rule_category_label()}
          options={[{ value: '', label: m.goods_field_category_choose() }, ...categories]}
          className="[form:has(option[value=word]:checked)_&]:hidden"
        />
        <SelectField
          field={fields.effect as never}
          label={m.trust_effect()}
          options={[
            { value: 'hold', label: m.trust_effect_hold() },
            { value: 'refuse', label: m.trust_effect_refuse() },
          ]}
        />
        <TextAreaField
          field={fields.note as never}
          label={m.trust_rule_note()}
          hint={m.trust_rule_note_hint()}
          isOptional
          rows={2}
          maxLength={300}
        />
        <SubmitButton name="intent" value="add" pendingText={m.trust_sending()}>
          {m.trust_rule_add()}
        </SubmitButton>
      </Form>
    </Panel>
  )
}
