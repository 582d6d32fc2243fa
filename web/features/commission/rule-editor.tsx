import { type FieldMetadata, type SubmissionResult, useForm } from '@conform-to/react'
import { parseWithValibot } from '@conform-to/valibot'
import { Form } from '@remix-run/react'
import { m } from '#messages'
import { useVendorNames } from '#web/features/admin/filters.tsx'
import { buttonClass, SubmitButton } from '#web/ui/button.tsx'
import { FormErrors, SelectField, TextAreaField, TextField } from '#web/ui/field.tsx'
import { Plus, Trash2 } from '#web/ui/icons.ts'
import { PageHeader, Panel } from '#web/ui/panel.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import { UnsavedGuard } from '#web/ui/unsaved-guard.tsx'
import { CURRENCIES } from '#worker/pure/money.ts'
import type { Names } from './commission-words.ts'
import { EMPTY_COMPONENT, RuleForm, type TypedComponent, type TypedRule } from './rule-form.ts'

type Page = {
  typed: TypedRule
  /** The rule that is to be changed; null: a new one. */
  changes: { id: string; name: string } | null
  names: Names
  countries: { value: string; label: string }[]
  idempotencyKey: string
  today: string
  result: SubmissionResult | undefined
}

/** A rule is written here, replayed on placed orders next, and saved after that. */
export function RuleEditor({ typed, changes, names, countries, idempotencyKey, today, result }: Page) {
  const [form, fields] = useForm<TypedRule>({
    id: 'rule',
    lastResult: result ?? null,
    defaultValue: typed,
    onValidate: ({ formData }) => parseWithValibot(formData, { schema: RuleForm }) as never,
    shouldValidate: 'onBlur',
    shouldRevalidate: 'onInput',
  })
  const components = fields.components.getFieldList()
  const { entry: vendorEntry, names: vendorNames } = useVendorNames()
  return (
    <>
      <PageHeader
        title={changes === null ? m.commission_new_title() : m.commission_change_title()}
        text={changes === null ? m.commission_new_text() : m.commission_change_text()}
        back={<TextLink to={changes === null ? '/admin/commission' : `/admin/commission/${changes.id}`}>{changes?.name ?? m.commission_back()}</TextLink>}
      />
      <Form method="post" id={form.id} onSubmit={form.onSubmit} noValidate={form.noValidate} className="grid max-w-5xl gap-5">
        <UnsavedGuard isDirty={form.dirty} />
        <FormErrors id={form.errorId} errors={form.errors} />
        <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
        <datalist id="component-names">
          {['sales', 'payment_processing', 'per_item'].map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
        <Panel title={m.commission_what()}>
          <TextField field={fields.name} label={m.commission_field_name()} hint={m.commission_field_name_hint()} autoComplete="off" className="mb-5 max-w-md" />
          <ul className="grid gap-4">
            {components.map((component, index) => (
              <li key={component.key}>
                <Component
                  component={component as never}
                  number={index + 1}
                  remove={components.length > 1 ? form.remove.getButtonProps({ name: fields.components.name, index }) : null}
                />
              </li>
            ))}
          </ul>
          {components.length < 8 ? (
            <button
              {...form.insert.getButtonProps({ name: fields.components.name, defaultValue: { ...EMPTY_COMPONENT, name: 'payment_processing' } })}
              className={`${buttonClass('secondary', true)} mt-4`}
            >
              <Plus className="size-4" aria-hidden />
              {m.commission_component_add()}
            </button>
          ) : null}
        </Panel>
        <Panel title={m.commission_whom()}>
          <p className="mb-5 max-w-prose text-small text-soft">{m.commission_whom_text()}</p>
          <div className="grid items-start gap-4 sm:grid-cols-2 lg:grid-cols-3">
            <TextField field={fields.vendor} label={m.commission_field_vendor()} hint={m.commission_field_vendor_hint()} isOptional placeholder={m.commission_field_any_vendor()} {...vendorEntry} />
            {vendorNames}
            <SelectField field={fields.categoryId} label={m.commission_field_category()} options={[{ value: '', label: m.commission_field_any_category() }, ...names.categories]} />
            <TextField field={fields.productId} label={m.commission_field_product()} hint={m.commission_field_product_hint()} isOptional autoComplete="off" />
            <SelectField field={fields.planId} label={m.commission_field_plan()} options={[{ value: '', label: m.commission_field_any_plan() }, ...planOptions(names, typed.planId)]} />
            <SelectField field={fields.country} label={m.commission_field_country()} options={[{ value: '', label: m.commission_field_any_country() }, ...countries]} />
            <SelectField field={fields.currency} label={m.commission_field_currency()} options={[{ value: '', label: m.commission_field_any_currency() }, ...CURRENCIES.map((code) => ({ value: code, label: code }))]} />
          </div>
        </Panel>
        <Panel title={m.commission_when()}>
          <div className="grid items-start gap-4 sm:grid-cols-3">
            <TextField field={fields.startsOn} type="date" label={m.commission_field_starts()} hint={m.commission_field_starts_hint()} isOptional min={today} />
            <TextField field={fields.endsOn} type="date" label={m.commission_field_ends()} hint={m.commission_field_ends_hint()} isOptional min={today} />
            <TextField field={fields.priority} label={m.commission_priority()} hint={m.commission_field_priority_hint()} isOptional inputMode="numeric" autoComplete="off" />
          </div>
        </Panel>
        <div className="flex flex-wrap items-end gap-4">
          <SelectField field={fields.replay} label={m.commission_replay()} options={REPLAY_OPTIONS()} className="min-w-0 basis-56" />
          <SubmitButton pendingText={m.commission_simulating()}>{m.commission_simulate()}</SubmitButton>
        </div>
      </Form>
    </>
  )
} // biome-ignore format: a field a line

const REPLAY_OPTIONS = () => [
  { value: '30', label: m.commission_replay_days({ days: '30' }) },
  { value: '90', label: m.commission_replay_days({ days: '90' }) },
  { value: 'month', label: m.commission_replay_month() },
]

/** Plans that have rules of their own, and the one that is chosen if none has it any more. */
function planOptions({ plans }: Names, chosen: string) {
  return chosen === '' || plans.some(({ value }) => value === chosen) ? plans : [{ value: chosen, label: chosen }, ...plans]
}

type Fields = Record<keyof TypedComponent, FieldMetadata<string>>

function Component({ component, number, remove }: { component: FieldMetadata<TypedComponent>; number: number; remove: object | null }) {
  const fields = component.getFieldset() as Fields
  const amount = { inputMode: 'text' as const, autoComplete: 'off', placeholder: 'USD 0.30' }
  return (
    <fieldset className="rounded-plate border border-line p-4">
      <legend className="sr-only">{m.commission_component({ number })}</legend>
      <div className="grid items-start gap-4 sm:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_8rem]">
        <TextField field={fields.name} label={m.commission_component_name()} autoComplete="off" list="component-names" />
        <SelectField
          field={fields.base}
          label={m.commission_component_base()}
          options={[
            { value: 'items', label: m.commission_base_items() },
            { value: 'both', label: m.commission_base_both() },
            { value: 'shipping', label: m.commission_base_shipping() },
          ]}
        />
        <TextField field={fields.percent} label={m.commission_component_percent()} inputMode="decimal" autoComplete="off" />
      </div>
      <div className="mt-4 grid items-start gap-4 sm:grid-cols-2 lg:grid-cols-[minmax(0,1fr)_8rem_minmax(0,1fr)_minmax(0,1fr)]">
        <TextField field={fields.fixed} label={m.commission_component_fixed()} hint={m.commission_amounts_hint()} isOptional {...amount} />
        <SelectField
          field={fields.fixedPer}
          label={m.commission_component_fixed_per()}
          options={[
            { value: 'line', label: m.commission_per_line() },
            { value: 'item', label: m.commission_per_item() },
          ]}
        />
        <TextField field={fields.floor} label={m.commission_component_floor()} isOptional {...amount} />
        <TextField field={fields.cap} label={m.commission_component_cap()} isOptional {...amount} />
      </div>
      <div className="mt-4 flex flex-wrap items-end gap-4">
        <TextAreaField field={fields.tiers} label={m.commission_component_tiers()} hint={m.commission_tiers_hint()} isOptional rows={2} className="min-w-0 flex-1 basis-64" />
        {remove === null ? null : (
          <button {...remove} className={buttonClass('quiet')}>
            <Trash2 className="size-5" aria-hidden />
            {m.commission_component_remove()}
          </button>
        )}
      </div>
    </fieldset>
  )
} // biome-ignore format: a field a line
