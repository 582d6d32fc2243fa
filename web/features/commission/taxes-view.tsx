import { useForm } from '@conform-to/react'
import { parseWithValibot } from '@conform-to/valibot'
import { Form } from '@remix-run/react'
import * as v from 'valibot'
import { m } from '#messages'
import type { SubmissionResult } from '#web/server/form.ts'
import { SubmitButton } from '#web/ui/button.tsx'
import { type Column, DataTable } from '#web/ui/data-table.tsx'
import { entry } from '#web/ui/entry.ts'
import { FormErrors, SelectField, TextAreaField, TextField } from '#web/ui/field.tsx'
import { countryText, dayText, rateText } from '#web/ui/format.ts'
import { Notice } from '#web/ui/notice.tsx'
import { PageHeader, Panel } from '#web/ui/panel.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import { readPercent } from './amounts.ts'
import type { CommissionTax } from './commission-words.ts'

export const TaxForm = v.object({
  country: v.pipe(entry(), v.length(2)),
  percent: v.pipe(entry(), v.check((text) => (readPercent(text) ?? 9999) <= 5000, () => m.commission_tax_rate_error())),
  registration: v.pipe(entry(), v.maxLength(60)),
  reason: v.pipe(entry(), v.minLength(3, () => m.commission_sim_reason_error()), v.maxLength(500, () => m.commission_sim_reason_error())),
}) // biome-ignore format: a field a line

type Page = {
  taxes: CommissionTax[]
  countries: { value: string; label: string }[]
  canChange: boolean
  result: SubmissionResult | undefined
}

export function TaxesView({ taxes, countries, canChange, result }: Page) {
  return (
    <>
      <PageHeader title={m.commission_taxes()} text={m.commission_taxes_text()} back={<TextLink to="/admin/commission">{m.commission_back()}</TextLink>} />
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_22rem]">
        {taxes.length === 0 ? (
          <Notice title={m.commission_tax_none_title()} text={m.commission_tax_none_text()} />
        ) : (
          <Panel isFlush>
            <DataTable caption={m.commission_taxes()} columns={COLUMNS()} rows={taxes} rowKey={({ country }) => country} />
          </Panel>
        )}
        {canChange ? <SetTax countries={countries} result={result} /> : null}
      </div>
    </>
  )
} // biome-ignore format: one header

function SetTax({ countries, result }: Pick<Page, 'countries' | 'result'>) {
  const [form, fields] = useForm({
    id: 'tax',
    lastResult: result,
    onValidate: ({ formData }) => parseWithValibot(formData, { schema: TaxForm }),
    shouldValidate: 'onBlur',
    shouldRevalidate: 'onInput',
    defaultValue: { country: 'DE', percent: '', registration: '', reason: '' },
  })
  return (
    <Panel title={m.commission_tax_set()}>
      <Form method="post" id={form.id} onSubmit={form.onSubmit} noValidate={form.noValidate} className="grid gap-4">
        <FormErrors id={form.errorId} errors={form.errors} />
        <SelectField field={fields.country} label={m.commission_tax_country()} options={countries} />
        <TextField
          field={fields.percent}
          label={m.commission_component_percent()}
          hint={m.commission_tax_rate_hint()}
          inputMode="decimal"
          autoComplete="off"
        />
        <TextField field={fields.registration} label={m.commission_tax_registration()} isOptional autoComplete="off" />
        <TextAreaField field={fields.reason} label={m.commission_sim_reason()} hint={m.commission_sim_reason_hint()} rows={2} />
        <SubmitButton pendingText={m.commission_tax_setting()}>{m.commission_tax_set()}</SubmitButton>
      </Form>
    </Panel>
  )
}

const COLUMNS = (): Column<CommissionTax>[] => [
  { key: 'country', title: m.commission_tax_country(), isHeadline: true, cell: ({ country }) => countryText(country) },
  { key: 'rate', title: m.commission_tax_rate(), isNumber: true, cell: ({ rateBps }) => rateText(rateBps) },
  { key: 'registration', title: m.commission_tax_registration(), cell: ({ registration }) => registration },
  { key: 'changed', title: m.commission_tax_changed(), cell: ({ updatedAt }) => dayText(updatedAt) },
]
