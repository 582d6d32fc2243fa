import { type FieldMetadata, type SubmissionResult, useForm } from '@conform-to/react'
import { parseWithValibot } from '@conform-to/valibot'
import { Form } from '@remix-run/react'
import { m } from '#messages'
import type { CountryChoice } from '#web/features/account/address-fields.tsx'
import { buttonClass, SubmitButton } from '#web/ui/button.tsx'
import { FormErrors, SelectField, TextField } from '#web/ui/field.tsx'
import { Plus, Trash2 } from '#web/ui/icons.ts'
import { Panel } from '#web/ui/panel.tsx'
import { UnsavedGuard } from '#web/ui/unsaved-guard.tsx'
import { CURRENCIES } from '#worker/pure/money.ts'
import { RatesForm } from './settings-forms.ts'
import { ReadOnly } from './settings-frame.tsx'

export type TypedRate = Record<'name' | 'country' | 'kind' | 'currency' | 'base' | 'freeOver' | 'perKg' | 'daysMin' | 'daysMax', string>
type Props = {
  rates: TypedRate[]
  countries: CountryChoice[]
  currency: string
  isReadOnly: boolean
  lastResult: SubmissionResult | null | undefined
}

const emptyIn = (currency: string): TypedRate => ({
  name: '',
  country: '*',
  kind: 'flat',
  currency,
  base: '',
  freeOver: '',
  perKg: '',
  daysMin: '3',
  daysMax: '7',
})

/** What the store charges for delivery: one row a country and a speed. */
export function RatesView({ rates, countries, currency, isReadOnly, lastResult }: Props) {
  const [form, fields] = useForm<{ rates: TypedRate[] }>({
    id: 'rates',
    lastResult,
    defaultValue: { rates },
    onValidate: ({ formData }) => parseWithValibot(formData, { schema: RatesForm }) as never,
    shouldValidate: 'onBlur',
    shouldRevalidate: 'onInput',
  })
  const rows = fields.rates.getFieldList()
  return (
    <Panel title={m.store_settings_rates()}>
      <ReadOnly isReadOnly={isReadOnly} />
      <p className="mb-5 max-w-prose text-small text-soft">{m.store_settings_rates_why()}</p>
      <Form method="post" id={form.id} onSubmit={form.onSubmit} noValidate={form.noValidate}>
        <UnsavedGuard isDirty={form.dirty} />
        <fieldset disabled={isReadOnly} className="grid gap-5">
          <FormErrors id={form.errorId} errors={form.errors} />
          <FormErrors errors={fields.rates.errors} />
          <ul className="grid gap-4">
            {rows.map((row, index) => (
              <li key={row.key}>
                <Rate
                  row={row as never}
                  number={index + 1}
                  countries={countries}
                  remove={form.remove.getButtonProps({ name: fields.rates.name, index })}
                />
              </li>
            ))}
          </ul>
          <div className="flex flex-wrap gap-2">
            <SubmitButton pendingText={m.account_saving()}>{m.store_settings_rates_save()}</SubmitButton>
            <button
              {...form.insert.getButtonProps({ name: fields.rates.name, defaultValue: emptyIn(currency) })}
              className={buttonClass('secondary')}
            >
              <Plus className="size-5" aria-hidden />
              {m.store_settings_rate_add()}
            </button>
          </div>
        </fieldset>
      </Form>
    </Panel>
  )
}

type Fields = Record<keyof TypedRate, FieldMetadata<string>>

function Rate({
  row,
  number,
  countries,
  remove,
}: {
  row: FieldMetadata<TypedRate>
  number: number
  countries: CountryChoice[]
  remove: object
}) {
  const fields = row.getFieldset() as Fields
  const kind = fields.kind.value ?? fields.kind.initialValue ?? 'flat'
  const amount = { inputMode: 'decimal' as const, autoComplete: 'off' }
  return (
    <fieldset className="rounded-plate border border-line p-4">
      <legend className="sr-only">{m.store_settings_rate_number({ number })}</legend>
      <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_minmax(0,1fr)]">
        <TextField field={fields.name} label={m.store_settings_rate_name()} />
        <SelectField
          field={fields.country}
          label={m.store_settings_rate_country()}
          options={[{ value: '*', label: m.store_settings_rate_elsewhere() }, ...countries]}
        />
        <SelectField
          field={fields.kind}
          label={m.store_settings_rate_kind()}
          options={[
            { value: 'flat', label: m.store_settings_kind_flat() },
            { value: 'free_over', label: m.store_settings_kind_free_over() },
            { value: 'weight', label: m.store_settings_kind_weight() },
          ]}
        />
      </div>
      <div className="mt-4 flex flex-wrap items-start gap-4">
        <SelectField
          field={fields.currency}
          label={m.store_settings_rate_currency()}
          className="w-28"
          options={CURRENCIES.map((code) => ({ value: code, label: code }))}
        />
        <TextField field={fields.base} label={m.store_settings_rate_base()} className="w-28" {...amount} />
        {kind === 'free_over' ? (
          <TextField field={fields.freeOver} label={m.store_sell_delivery_free()} className="w-28" {...amount} />
        ) : null}
        {kind === 'weight' ? <TextField field={fields.perKg} label={m.store_settings_rate_per_kg()} className="w-36" {...amount} /> : null}
        <TextField field={fields.daysMin} label={m.store_settings_days_min()} inputMode="numeric" className="w-24" />
        <TextField field={fields.daysMax} label={m.store_settings_days_max()} inputMode="numeric" className="w-24" />
        <button {...remove} className={`${buttonClass('quiet')} ms-auto self-end`}>
          <Trash2 className="size-5" aria-hidden />
          {m.store_settings_rate_remove()}
        </button>
      </div>
    </fieldset>
  )
}
