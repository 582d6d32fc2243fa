import { Form } from '@remix-run/react'
import type { InferResponseType } from 'hono/client'
import { m } from '#messages'
import { Badge } from '#web/ui/badge.tsx'
import { Button, SubmitButton } from '#web/ui/button.tsx'
import { type Column, DataTable } from '#web/ui/data-table.tsx'
import { countryText, dayText, moneyText, rateText } from '#web/ui/format.ts'
import { Panel } from '#web/ui/panel.tsx'
import type { ApiClient } from '#worker/client.ts'
import { CURRENCIES } from '#worker/pure/money.ts'
import { ChoiceEntry, Entry, FormRefusal, ReasonEntry, type Refused, TickEntry } from './entries.tsx'
import { MarketsFrame } from './markets-view.tsx'

type Api = ApiClient['api']['v1']['admin']['tax-rates']
type Rates = InferResponseType<Api['$get'], 200>
type Rate = Rates['items'][number]
type Example = InferResponseType<Api['preview']['$get'], 200>
type Props = {
  country: string
  /** The rates that fit what is looked for. */
  list: Rates
  /** The country has no rate at all. */
  isNone: boolean
  /** Prices hold the tax already, by every rate of the country. */
  isInclusive: boolean
  /** Of products, as rates of the country name them. */
  classes: string[]
  /** What the list is narrowed to; `all` classes, any region if empty. */
  shown: { taxClass: string; region: string }
  /** What was asked for: place, class, price; and the answer. */
  question: { region: string; taxClass: string; price: string; currency: string; at: string }
  example: Example | null
  canEdit: boolean
  nowMs: number
  refused: Refused
}

/** The sales tax of a country: past, in force and to come; what a buyer would pay; and another rate. */
export function TaxesView(props: Props) {
  const { country, list, isNone, classes, shown, canEdit, nowMs } = props
  const countries = [...new Set([...list.countries, country])].sort()
  return (
    <MarketsFrame current="taxes" text={m.platform_taxes_text()}>
      <Form method="get" className="mb-6 flex flex-wrap items-end gap-3">
        <ChoiceEntry
          name="country"
          label={m.platform_tax_country()}
          value={country}
          refused={null}
          className="w-64 max-w-full"
          options={countries.map((code) => ({ value: code, label: countryText(code) }))}
        />
        <ChoiceEntry
          key={shown.taxClass}
          name="class"
          label={m.platform_tax_class()}
          value={shown.taxClass}
          refused={null}
          className="w-44"
          options={[{ value: 'all', label: m.platform_tax_class_all() }, ...classes.map((each) => ({ value: each, label: each }))]}
        />
        <Entry
          name="place"
          label={m.platform_tax_region()}
          value={shown.region}
          refused={null}
          className="w-28"
          placeholder={m.platform_tax_region_all()}
        />
        <Button type="submit" look="secondary">
          {m.platform_tax_show()}
        </Button>
      </Form>
      <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,1fr)_24rem]">
        <Panel isFlush={list.items.length > 0} title={countryText(country)}>
          {list.items.length === 0 ? (
            <p className="text-small text-soft">
              {isNone ? m.platform_tax_none({ country: countryText(country) }) : m.platform_tax_none_shown()}
            </p>
          ) : (
            <DataTable caption={m.platform_taxes_title()} columns={columnsOf(nowMs)} rows={list.items} rowKey={({ id }) => id} />
          )}
        </Panel>
        <div className="grid gap-6">
          <ExamplePanel {...props} />
          {canEdit ? <RateForm {...props} /> : null}
        </div>
      </div>
    </MarketsFrame>
  )
}

const columnsOf = (nowMs: number): Column<Rate>[] => [
  { key: 'region', title: m.platform_tax_region(), isHeadline: true, cell: ({ region }) => region },
  { key: 'class', title: m.platform_tax_class(), cell: ({ taxClass }) => taxClass },
  { key: 'rate', title: m.platform_tax_rate(), isNumber: true, cell: ({ rateBps }) => rateText(rateBps) },
  {
    key: 'within',
    title: m.platform_market_tax(),
    cell: ({ isInclusive }) => (isInclusive ? m.platform_tax_within() : m.platform_tax_on_top()),
  },
  {
    key: 'from',
    title: m.platform_tax_from(),
    cell: ({ startsAt }) => (Date.parse(startsAt) === 0 ? m.platform_tax_always() : dayText(startsAt)),
  },
  {
    key: 'state',
    title: m.platform_tax_state(),
    cell: ({ isInForce, startsAt }) => {
      if (isInForce) return <Badge tone="good">{m.platform_tax_in_force()}</Badge>
      return Date.parse(startsAt) > nowMs ? <Badge tone="accent">{m.platform_tax_later()}</Badge> : <Badge>{m.platform_tax_over()}</Badge>
    },
  },
]

function ExamplePanel({ country, question, example }: Props) {
  const result =
    example &&
    m.platform_tax_example_result({
      total: moneyText({ amountMinor: example.totalMinor, currency: example.currency }),
      tax: moneyText({ amountMinor: example.taxMinor, currency: example.currency }),
      rate: rateText(example.rateBps),
    })
  return (
    <Panel title={m.platform_tax_example()}>
      <Form method="get" className="grid grid-cols-2 gap-3">
        <input type="hidden" name="country" value={country} />
        <Entry name="region" label={m.platform_tax_region()} value={question.region} refused={null} />
        <Entry name="taxClass" label={m.platform_tax_class()} value={question.taxClass} refused={null} />
        <Entry name="price" label={m.platform_tax_example_price()} value={question.price} refused={null} inputMode="decimal" />
        <ChoiceEntry
          name="currency"
          label={m.platform_currency()}
          value={question.currency}
          refused={null}
          options={CURRENCIES.map((code) => ({ value: code, label: code }))}
        />
        <Entry name="at" label={m.platform_tax_example_on()} value={question.at} refused={null} type="date" className="col-span-2" />
        <Button type="submit" look="secondary" isSmall className="col-span-2">
          {m.platform_tax_example_show()}
        </Button>
      </Form>
      {result === null ? null : (
        <p role="status" className="mt-4 text-small font-semibold">
          {result}
        </p>
      )}
    </Panel>
  )
}

function RateForm({ country, isInclusive, refused }: Props) {
  return (
    <Panel title={m.platform_tax_set()}>
      <Form method="post" className="grid gap-4">
        <FormRefusal refused={refused} />
        <div className="grid grid-cols-2 gap-3">
          <Entry name="newCountry" label={m.platform_tax_country()} value={country} refused={refused} required maxLength={2} />
          <Entry
            name="newRegion"
            label={m.platform_tax_region()}
            hint={m.platform_tax_region_hint()}
            value="*"
            refused={refused}
            required
          />
          <Entry name="newClass" label={m.platform_tax_class()} value="standard" refused={refused} required />
          <Entry name="rate" label={m.platform_tax_rate()} value="" refused={refused} inputMode="decimal" required />
          <Entry
            name="startsOn"
            label={m.platform_tax_start()}
            hint={m.platform_tax_start_hint()}
            value=""
            refused={refused}
            type="date"
            className="col-span-2"
          />
        </div>
        <TickEntry name="isInclusive" label={m.platform_tax_inclusive()} isOn={isInclusive} refused={refused} />
        <ReasonEntry refused={refused} />
        <SubmitButton pendingText={m.platform_saving()}>{m.platform_tax_set()}</SubmitButton>
      </Form>
    </Panel>
  )
}
