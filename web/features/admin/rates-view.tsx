import { useForm } from '@conform-to/react'
import { parseWithValibot } from '@conform-to/valibot'
import { Form } from '@remix-run/react'
import { useState } from 'react'
import { m } from '#messages'
import type { SubmissionResult } from '#web/server/form.ts'
import { Badge } from '#web/ui/badge.tsx'
import { SubmitButton } from '#web/ui/button.tsx'
import { type Column, DataTable } from '#web/ui/data-table.tsx'
import { FormErrors, SelectField, TextField } from '#web/ui/field.tsx'
import { dayText, moneyText, rateText } from '#web/ui/format.ts'
import { PageHeader, Panel } from '#web/ui/panel.tsx'
import { shareOf } from '#worker/pure/money.ts'
import type { Rate } from './admin-words.ts'
import { bpsOf, RateForm } from './rate-form.ts'
import { type Names, ownerText } from './transfers.tsx'

type Page = {
  rates: Rate[]
  vendors: { id: string; name: string }[]
  /** The vendor a rate is to be set for, if the page was opened for one. */
  vendor: string
  idempotencyKey: string
  nowMs: number
  result: SubmissionResult | undefined
}

/** Goods of this worth show what a rate comes to. */
const EXAMPLE = { amountMinor: 10_000, currency: 'USD' }

export function RatesView({ rates, vendors, vendor, idempotencyKey, nowMs, result }: Page) {
  const names: Names = new Map(vendors.map(({ id, name }) => [id, name]))
  return (
    <>
      <PageHeader title={m.admin_rates_title()} text={m.admin_rates_text()} />
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <Panel title={m.admin_rates_list()} isFlush>
          <DataTable caption={m.admin_rates_list()} columns={columnsOf(names, nowMs)} rows={rates} rowKey={({ id }) => id} />
        </Panel>
        <NewRate vendors={vendors} vendor={vendor} idempotencyKey={idempotencyKey} nowMs={nowMs} names={names} result={result} />
      </div>
    </>
  )
}

const columnsOf = (names: Names, nowMs: number): Column<Rate>[] => [
  {
    key: 'who',
    title: m.admin_rate_for(),
    isHeadline: true,
    cell: ({ vendorId }) => (vendorId === null ? m.admin_rate_everybody() : ownerText(vendorId, names)),
  },
  { key: 'rate', title: m.admin_rate(), isNumber: true, cell: ({ rateBps }) => <span className="font-semibold">{rateText(rateBps)}</span> },
  {
    key: 'starts',
    title: m.admin_rate_from(),
    cell: ({ startsAt }) => (Date.parse(startsAt) === 0 ? m.admin_rate_always() : dayText(startsAt)),
  },
  {
    key: 'state',
    title: m.admin_status(),
    cell: ({ isInForce, startsAt }) =>
      isInForce ? (
        <Badge tone="good">{m.admin_rate_in_force()}</Badge>
      ) : Date.parse(startsAt) > nowMs ? (
        <Badge tone="accent">{m.admin_rate_coming()}</Badge>
      ) : (
        <Badge>{m.admin_rate_over()}</Badge>
      ),
  },
]

type NewRateProps = Pick<Page, 'vendors' | 'vendor' | 'nowMs' | 'result'> & { idempotencyKey: string; names: Names }

/** A rate is said in words, with an example, before it is set: orders keep it for good. */
function NewRate({ vendors, vendor, idempotencyKey, nowMs, names, result }: NewRateProps) {
  const [form, fields] = useForm({
    id: 'rate',
    lastResult: result,
    onValidate: ({ formData }) => parseWithValibot(formData, { schema: RateForm }),
    shouldValidate: 'onBlur',
    shouldRevalidate: 'onInput',
    defaultValue: { vendorId: vendor, percent: '', startsOn: '' },
  })
  const [entry, setEntry] = useState({ vendorId: vendor, percent: '', startsOn: '' })
  const today = new Date(nowMs).toISOString().slice(0, 10)
  const isUnnamed = vendor !== '' && !names.has(vendor)
  return (
    <Panel title={m.admin_rate_new()}>
      <Form
        method="post"
        id={form.id}
        onSubmit={form.onSubmit}
        noValidate={form.noValidate}
        onChange={(event) => {
          const data = new FormData(event.currentTarget)
          const text = (name: string) => String(data.get(name) ?? '')
          setEntry({ vendorId: text('vendorId'), percent: text('percent'), startsOn: text('startsOn') })
        }}
        className="grid gap-4"
      >
        <FormErrors id={form.errorId} errors={form.errors} />
        <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
        <SelectField
          field={fields.vendorId}
          label={m.admin_rate_for()}
          options={[
            { value: '', label: m.admin_rate_everybody() },
            ...(isUnnamed ? [{ value: vendor, label: vendor }] : []),
            ...vendors.map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
        <TextField
          field={fields.percent}
          label={m.admin_rate_percent()}
          hint={m.admin_rate_percent_hint()}
          inputMode="decimal"
          autoComplete="off"
        />
        <TextField
          field={fields.startsOn}
          type="date"
          label={m.admin_rate_starts()}
          hint={m.admin_rate_starts_hint()}
          isOptional
          min={today}
        />
        <InWords entry={entry} names={names} nowMs={nowMs} />
        <SubmitButton pendingText={m.admin_rate_setting()}>{m.admin_rate_set()}</SubmitButton>
      </Form>
    </Panel>
  )
}

function InWords({ entry, names, nowMs }: { entry: { vendorId: string; percent: string; startsOn: string }; names: Names; nowMs: number }) {
  const bps = bpsOf(entry.percent)
  if (bps === null) return <p className="text-small text-soft">{m.admin_rate_keeps()}</p>
  const startsMs = Date.parse(entry.startsOn)
  const keptMinor = shareOf(EXAMPLE.amountMinor, bps)
  const words = {
    who: entry.vendorId === '' ? m.admin_rate_everybody_sells() : ownerText(entry.vendorId, names),
    rate: rateText(bps),
  }
  return (
    <div aria-live="polite" className="rounded-plate bg-accent-tint px-4 py-3 text-small">
      <p className="font-semibold">
        {startsMs > nowMs ? m.admin_rate_words_from({ ...words, day: dayText(startsMs) }) : m.admin_rate_words_now(words)}
      </p>
      <p className="mt-1 tabular-nums">
        {m.admin_rate_example({
          goods: moneyText(EXAMPLE),
          kept: moneyText({ ...EXAMPLE, amountMinor: keptMinor }),
          rest: moneyText({ ...EXAMPLE, amountMinor: EXAMPLE.amountMinor - keptMinor }),
        })}
      </p>
    </div>
  )
}
