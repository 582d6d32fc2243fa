import { useForm } from '@conform-to/react'
import { parseWithValibot } from '@conform-to/valibot'
import { Form } from '@remix-run/react'
import { useState } from 'react'
import { m } from '#messages'
import { percentEntry } from '#web/features/commission/amounts.ts'
import { parsePrice, priceEntry } from '#web/features/goods/price-entry.ts'
import type { SubmissionResult } from '#web/server/form.ts'
import { SubmitButton } from '#web/ui/button.tsx'
import { CheckboxField, FormErrors, SelectField, TextField } from '#web/ui/field.tsx'
import { moneyText, rateText } from '#web/ui/format.ts'
import { UnsavedGuard } from '#web/ui/unsaved-guard.tsx'
import { type ChannelSettings, channelPriceMinor, type PriceRule, quantityToShow } from '#worker/pure/channel.ts'
import { type Currency, exponentOf } from '#worker/pure/money.ts'
import type { Connection } from './channel-data.ts'
import { readSignedPercent, settingsForm } from './channel-forms.ts'

type Props = {
  settings: ChannelSettings
  /** What can be chosen of the account. */
  choices: Connection['choices']
  currency: Currency
  /** One of the store's own goods, to show what the rules make of it. */
  example: { title: string; priceMinor: number; available: number } | null
  canManage: boolean
  submitText: string
  result: SubmissionResult | undefined
  version: number
}

/** What a vendor decides about a connection: how much it shows, at what price, and what becomes of an order that cannot be had. */
export function SettingsForm({ settings, choices, currency, example, canManage, submitText, result, version }: Props) {
  const [form, fields] = useForm({
    id: 'channel-settings',
    lastResult: result,
    onValidate: ({ formData }) => parseWithValibot(formData, { schema: settingsForm(currency) }),
    shouldValidate: 'onBlur',
    shouldRevalidate: 'onInput',
    defaultValue: { ...entryOf(settings, currency), chosen: choices[0]?.value },
  })
  const [typed, setTyped] = useState<ChannelSettings>(settings)
  const look = (element: HTMLFormElement) => setTyped(readTyped(new FormData(element), settings, currency))
  return (
    <Form
      method="post"
      id={form.id}
      onSubmit={form.onSubmit}
      noValidate={form.noValidate}
      onChange={({ currentTarget }) => look(currentTarget)}
    >
      <UnsavedGuard isDirty={form.dirty} />
      <input type="hidden" name="intent" value="settings" />
      <input type="hidden" name="version" value={version} />
      <fieldset disabled={!canManage} className="grid gap-6">
        <FormErrors id={form.errorId} errors={form.errors} />
        <div className="grid gap-4 sm:grid-cols-2">
          <CheckboxField field={fields.isStockPushed} label={m.channels_stock_pushed()} className="sm:col-span-2" />
          <TextField
            field={fields.buffer}
            label={m.channels_buffer()}
            hint={m.channels_buffer_hint()}
            inputMode="numeric"
            autoComplete="off"
          />
          <TextField
            field={fields.quantityMax}
            label={m.channels_max()}
            hint={m.channels_max_hint()}
            isOptional
            inputMode="numeric"
            autoComplete="off"
          />
        </div>
        {choices.slice(0, 1).map(({ name, options }) => (
          <div key={name} className="grid gap-4 sm:grid-cols-2">
            <input type="hidden" name="choice" value={name} />
            <SelectField field={fields.chosen} label={m.channels_place()} hint={m.channels_place_hint()} options={options} />
          </div>
        ))}
        <div className="grid gap-4 border-t border-line pt-5 sm:grid-cols-2">
          <CheckboxField field={fields.isPricePushed} label={m.channels_price_pushed()} className="sm:col-span-2" />
          <TextField
            field={fields.margin}
            label={m.channels_margin()}
            hint={m.channels_margin_hint()}
            inputMode="decimal"
            autoComplete="off"
          />
          <TextField
            field={fields.plus}
            label={m.channels_plus({ currency })}
            hint={m.channels_plus_hint()}
            isOptional
            inputMode="decimal"
            autoComplete="off"
          />
          <TextField
            field={fields.floor}
            label={m.channels_floor({ currency })}
            hint={m.channels_floor_hint()}
            isOptional
            inputMode="decimal"
            autoComplete="off"
          />
          <SelectField
            field={fields.rounding}
            label={m.channels_rounding()}
            options={[
              { value: 'none', label: m.channels_rounding_none() },
              ...(exponentOf(currency) === 2 ? [{ value: 'up_99', label: m.channels_rounding_99() }] : []),
              { value: 'up_whole', label: m.channels_rounding_whole() },
            ]}
          />
        </div>
        {example === null ? null : <Example settings={typed} example={example} currency={currency} />}
        <Shortage value={form.initialValue?.onShortage ?? settings.onShortage} />
        <div>
          <SubmitButton pendingText={m.channels_saving()}>{submitText}</SubmitButton>
        </div>
      </fieldset>
    </Form>
  )
}

const entryOf = ({ buffer, quantityMax, isStockPushed, isPricePushed, priceRule, onShortage }: ChannelSettings, currency: Currency) => ({
  buffer: String(buffer),
  quantityMax: quantityMax === null ? '' : String(quantityMax),
  isStockPushed,
  isPricePushed,
  margin: percentEntry(priceRule.marginBps),
  plus: priceRule.plusMinor === 0 ? '' : signedEntry(priceRule.plusMinor, currency),
  floor: priceRule.floorMinor === null ? '' : priceEntry(priceRule.floorMinor, currency),
  rounding: priceRule.rounding,
  onShortage,
})

const signedEntry = (minor: number, currency: Currency): string => (minor < 0 ? '-' : '') + priceEntry(Math.abs(minor), currency)

/** What is typed so far; what cannot be read yet stays as it was. */
function readTyped(data: FormData, before: ChannelSettings, currency: Currency): ChannelSettings {
  const text = (name: string) => String(data.get(name) ?? '').trim()
  const count = (name: string) => (/^\d{1,6}$/.test(text(name)) ? Number(text(name)) : null)
  const plus = text('plus').replace(/^[+\-−]\s*/, '')
  const plusMinor = plus === '' ? 0 : parsePrice(plus, currency)
  const rounding = text('rounding') as PriceRule['rounding']
  return {
    ...before,
    buffer: count('buffer') ?? before.buffer,
    quantityMax: text('quantityMax') === '' ? null : (count('quantityMax') ?? before.quantityMax),
    isStockPushed: data.has('isStockPushed'),
    isPricePushed: data.has('isPricePushed'),
    priceRule: {
      marginBps: readSignedPercent(text('margin')) ?? before.priceRule.marginBps,
      plusMinor: plusMinor === null ? before.priceRule.plusMinor : /^[-−]/.test(text('plus')) ? 0 - plusMinor : plusMinor,
      floorMinor: text('floor') === '' ? null : parsePrice(text('floor'), currency),
      rounding: rounding === 'up_99' || rounding === 'up_whole' ? rounding : 'none',
    },
  }
}

/** What the rules make of one of the store's own goods, step by step. */
function Example({
  settings,
  example,
  currency,
}: {
  settings: ChannelSettings
  example: NonNullable<Props['example']>
  currency: Currency
}) {
  const { priceRule } = settings
  const money = (amountMinor: number) => moneyText({ amountMinor, currency })
  const shown = channelPriceMinor(example.priceMinor, priceRule, exponentOf(currency))
  const marked = channelPriceMinor(example.priceMinor, { ...priceRule, floorMinor: null, rounding: 'none' }, exponentOf(currency))
  const units = quantityToShow(example.available, settings)
  return (
    <div className="rounded-plate bg-accent-tint px-4 py-4 text-small" aria-live="polite">
      <p className="font-semibold">{m.channels_example({ title: example.title })}</p>
      <dl className="mt-2 grid grid-cols-[auto_1fr] gap-x-6 gap-y-1 tabular-nums">
        <dt className="text-soft">{m.channels_example_price()}</dt>
        <dd>
          {settings.isPricePushed ? (
            <>
              {m.channels_example_rule({ own: money(example.priceMinor), margin: rateText(priceRule.marginBps), marked: money(marked) })}{' '}
              <strong className="font-semibold">{m.channels_example_shown({ price: money(shown) })}</strong>
            </>
          ) : (
            m.channels_example_left()
          )}
        </dd>
        <dt className="text-soft">{m.channels_example_stock()}</dt>
        <dd>
          {settings.isStockPushed ? (
            <>
              {m.channels_example_units({ own: example.available, kept: Math.min(settings.buffer, example.available) })}{' '}
              <strong className="font-semibold">{m.channels_example_units_shown({ count: units })}</strong>
            </>
          ) : (
            m.channels_example_stock_left()
          )}
        </dd>
      </dl>
    </div>
  )
}

function Shortage({ value }: { value: unknown }) {
  const choices = [
    { value: 'cancel', title: m.channels_shortage_cancel(), text: m.channels_shortage_cancel_text() },
    { value: 'park', title: m.channels_shortage_park(), text: m.channels_shortage_park_text() },
  ]
  return (
    <fieldset className="border-t border-line pt-5">
      <legend className="float-start mb-3 w-full text-small font-semibold">{m.channels_shortage()}</legend>
      <div className="clear-both grid gap-3 sm:grid-cols-2">
        {choices.map((choice) => (
          <label
            key={choice.value}
            className="flex cursor-pointer gap-3 rounded-plate border border-stone-deep px-4 py-3 text-small has-checked:border-accent has-checked:bg-accent-tint"
          >
            <input
              type="radio"
              name="onShortage"
              value={choice.value}
              defaultChecked={(value === 'park' ? 'park' : 'cancel') === choice.value}
              className="mt-0.5 size-5 shrink-0 accent-accent"
            />
            <span>
              <span className="block font-semibold">{choice.title}</span>
              <span className="text-soft">{choice.text}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
