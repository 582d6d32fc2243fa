import { useForm } from '@conform-to/react'
import { parseWithValibot } from '@conform-to/valibot'
import { Form } from '@remix-run/react'
import { m } from '#messages'
import type { SubmissionResult } from '#web/server/form.ts'
import { SubmitButton } from '#web/ui/button.tsx'
import { FormErrors, SelectField, TextField } from '#web/ui/field.tsx'
import { moneyText, numberText, rateText } from '#web/ui/format.ts'
import { Panel } from '#web/ui/panel.tsx'
import { ScheduleForm } from './forms.ts'
import { intervalText, type Terms, WEEKDAYS, weekdayName } from './payout-words.ts'

type Props = { terms: Terms; currency: string; canChoose: boolean; result: SubmissionResult | undefined }

/** When a store is paid, what is kept until then, and the days it may choose. */
export function SchedulePanel({ terms, currency, canChoose, result }: Props) {
  const { inForce, offered } = terms
  const minimum = inForce.minimums[currency as keyof typeof inForce.minimums]
  const from = inForce.holdFrom === 'shipped' ? m.payouts_from_shipped() : m.payouts_from_delivered()
  return (
    <Panel title={m.payouts_schedule()}>
      <p className="font-display text-title">{rhythmText(inForce)}</p>
      <ul className="mt-2 grid gap-1 text-small text-soft">
        <li>
          {inForce.holdDays === 0 && inForce.holdFrom === 'shipped'
            ? m.payouts_schedule_rules_now()
            : m.payouts_schedule_rules({ days: numberText(inForce.holdDays), from })}
        </li>
        {inForce.reserveBps === 0 ? null : (
          <li>{m.payouts_schedule_reserve({ rate: rateText(inForce.reserveBps), days: numberText(inForce.reserveDays) })}</li>
        )}
        {minimum === undefined ? null : <li>{m.payouts_schedule_minimum({ amount: moneyText({ amountMinor: minimum, currency }) })}</li>}
      </ul>
      {offered.length === 0 ? (
        <p className="mt-4 text-fine text-soft">{m.payouts_schedule_fixed()}</p>
      ) : canChoose ? (
        <Choose key={terms.version} terms={terms} result={result} />
      ) : (
        <p className="mt-4 text-fine text-soft">{m.payouts_schedule_owner()}</p>
      )}
    </Panel>
  )
}

export function rhythmText({ interval, weekday, monthDay }: Pick<Terms['inForce'], 'interval' | 'weekday' | 'monthDay'>): string {
  if (interval === 'weekly') return `${intervalText(interval)}, ${weekdayName(weekday)}`
  return interval === 'monthly' ? `${intervalText(interval)}, ${numberText(monthDay)}.` : intervalText(interval)
}

function Choose({ terms: { inForce, offered, version }, result }: { terms: Terms; result: SubmissionResult | undefined }) {
  const [form, fields] = useForm({
    id: 'schedule',
    lastResult: result,
    onValidate: ({ formData }) => parseWithValibot(formData, { schema: ScheduleForm }),
    shouldRevalidate: 'onInput',
    defaultValue: {
      interval: offered.includes(inForce.interval) ? inForce.interval : offered[0],
      weekday: String(inForce.weekday),
      monthDay: String(inForce.monthDay),
    },
  })
  return (
    <Form
      method="post"
      id={form.id}
      onSubmit={form.onSubmit}
      noValidate={form.noValidate}
      className="mt-5 grid gap-4 border-t border-line pt-5"
    >
      <FormErrors id={form.errorId} errors={form.errors} />
      <input type="hidden" name="intent" value="schedule" />
      <input type="hidden" name="version" value={version} />
      <SelectField
        field={fields.interval}
        label={m.payouts_interval()}
        options={offered.map((value) => ({ value, label: intervalText(value) }))}
      />
      {offered.includes('weekly') ? (
        <SelectField
          field={fields.weekday}
          label={m.payouts_weekday()}
          options={WEEKDAYS.map((value) => ({ value: String(value), label: weekdayName(value) }))}
        />
      ) : null}
      {offered.includes('monthly') ? (
        <TextField field={fields.monthDay} label={m.payouts_month_day()} inputMode="numeric" hint={m.payouts_month_day_hint()} />
      ) : null}
      <div>
        <SubmitButton look="secondary" pendingText={m.payouts_schedule_saving()}>
          {m.payouts_schedule_save()}
        </SubmitButton>
      </div>
    </Form>
  )
}
