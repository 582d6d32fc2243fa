import { useForm } from '@conform-to/react'
import { parseWithValibot } from '@conform-to/valibot'
import { Form } from '@remix-run/react'
import { m } from '#messages'
import { priceEntry } from '#web/features/goods/price-entry.ts'
import type { SubmissionResult } from '#web/server/form.ts'
import { SubmitButton } from '#web/ui/button.tsx'
import { FormErrors, SelectField, TextAreaField, TextField } from '#web/ui/field.tsx'
import { type Currency, isCurrency } from '#worker/pure/money.ts'
import { INTERVALS } from '#worker/pure/payout-terms.ts'
import { TermsForm as Schema } from './forms.ts'
import { intervalText, type Terms, WEEKDAYS, weekdayName } from './payout-words.ts'

type Props = { terms: Terms; currency: string; result: SubmissionResult | undefined; isOfVendor?: boolean }

/** When vendors are paid and what is kept back; of a vendor, an empty entry means: as for everybody. */
export function TermsForm({ terms: { own, inForce, version }, currency, result, isOfVendor = false }: Props) {
  const code: Currency = isCurrency(currency) ? currency : 'USD'
  const text = (value: number | null) => (value === null ? '' : String(value))
  const minimum = own.minimums?.[code]
  const [form, fields] = useForm({
    id: 'terms',
    lastResult: result,
    onValidate: ({ formData }) => parseWithValibot(formData, { schema: Schema }),
    shouldValidate: 'onBlur',
    shouldRevalidate: 'onInput',
    defaultValue: {
      interval: own.interval ?? '',
      weekday: text(own.weekday),
      monthDay: text(own.monthDay),
      holdFrom: own.holdFrom ?? '',
      holdDays: text(own.holdDays),
      latestDays: text(own.latestDays),
      reserve: own.reserveBps === null ? '' : String(own.reserveBps / 100),
      reserveDays: text(own.reserveDays),
      minimum: minimum === undefined ? '' : priceEntry(minimum, code),
    },
  })
  const hint = (value: string) => m.payouts_default_hint({ value })
  const from = { shipped: m.payouts_hold_from_shipped(), delivered: m.payouts_hold_from_delivered() }
  const asForAll = (text: string) => ({
    value: '',
    label: isOfVendor ? m.payouts_interval_default({ text }) : m.payouts_interval_built_in({ text }),
  })
  return (
    <Form method="post" id={form.id} onSubmit={form.onSubmit} noValidate={form.noValidate} className="grid gap-4">
      <FormErrors id={form.errorId} errors={form.errors} />
      <input type="hidden" name="intent" value="terms" />
      <input type="hidden" name="version" value={version} />
      <div className="grid gap-4 sm:grid-cols-3">
        <SelectField
          field={fields.interval}
          label={m.payouts_interval()}
          options={[asForAll(intervalText(inForce.interval)), ...INTERVALS.map((value) => ({ value, label: intervalText(value) }))]}
        />
        <SelectField
          field={fields.weekday}
          label={m.payouts_weekday()}
          options={[
            asForAll(weekdayName(inForce.weekday)),
            ...WEEKDAYS.map((value) => ({ value: String(value), label: weekdayName(value) })),
          ]}
        />
        <TextField field={fields.monthDay} label={m.payouts_month_day()} inputMode="numeric" hint={m.payouts_month_day_hint()} />
        <SelectField
          field={fields.holdFrom}
          label={m.payouts_hold_from()}
          options={[
            asForAll(from[inForce.holdFrom]),
            { value: 'shipped', label: from.shipped },
            { value: 'delivered', label: from.delivered },
          ]}
        />
        <TextField field={fields.holdDays} label={m.payouts_hold_days()} inputMode="numeric" hint={hint(String(inForce.holdDays))} />
        <TextField field={fields.latestDays} label={m.payouts_latest_days()} inputMode="numeric" hint={m.payouts_latest_hint()} />
        <TextField field={fields.reserve} label={m.payouts_reserve()} inputMode="decimal" hint={hint(String(inForce.reserveBps / 100))} />
        <TextField
          field={fields.reserveDays}
          label={m.payouts_reserve_days()}
          inputMode="numeric"
          hint={hint(String(inForce.reserveDays))}
        />
        <TextField
          field={fields.minimum}
          label={m.payouts_minimum({ currency: code })}
          inputMode="decimal"
          hint={isOfVendor ? hint(priceEntry(inForce.minimums[code] ?? 0, code)) : undefined}
        />
      </div>
      <TextAreaField field={fields.reason} label={m.payouts_reason()} rows={2} hint={m.payouts_reason_hint()} />
      <div>
        <SubmitButton pendingText={m.payouts_terms_saving()}>{m.payouts_terms_save()}</SubmitButton>
      </div>
    </Form>
  )
}
