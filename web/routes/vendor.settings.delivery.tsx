import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/cloudflare'
import { useActionData, useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { parsePrice, priceEntry } from '#web/features/goods/price-entry.ts'
import { RatesView, type TypedRate } from '#web/features/settings/rates-view.tsx'
import { type RateEntry, RatesForm } from '#web/features/settings/settings-forms.ts'
import { SettingsFrame } from '#web/features/settings/settings-frame.tsx'
import { countryOptions } from '#web/server/account.ts'
import { need } from '#web/server/answer.ts'
import { redirectWith } from '#web/server/flash.ts'
import { readForm, refused, type SubmissionResult } from '#web/server/form.ts'
import type { ShippingRate } from '#web/server/selling.ts'
import { requireSettings } from '#web/server/settings.ts'

export async function loader({ context, request }: LoaderFunctionArgs) {
  const { store, can } = await requireSettings(context, request)
  const { items } = await need(request, context.api.api.v1.vendor['shipping-rates'].$get({ query: {} }))
  return {
    rates: items.map(typed),
    currency: store.currency,
    countries: countryOptions(),
    isReadOnly: !can('vendor:settings'),
    canSeeMembers: can('vendor:members'),
  }
}

function typed({ name, country, kind, currency, baseMinor, perKgMinor, freeOverMinor, daysMin, daysMax }: ShippingRate): TypedRate {
  return {
    name,
    country,
    kind,
    currency,
    base: priceEntry(baseMinor, currency),
    freeOver: freeOverMinor === null ? '' : priceEntry(freeOverMinor, currency),
    perKg: kind === 'weight' ? priceEntry(perKgMinor, currency) : '',
    daysMin: String(daysMin),
    daysMax: String(daysMax),
  }
}

export async function action({ context, request }: ActionFunctionArgs) {
  const form = await readForm(request, RatesForm)
  if (!form.ok) return form.answer
  const read = form.value.rates.map((entry) => amountsOf(entry))
  const wrong = read.flatMap((amounts, index) =>
    Object.entries(amounts).flatMap(([name, amount]) =>
      amount === null ? [[`rates[${index}].${name}`, [m.store_sell_amount_wrong() as string]] as [string, string[]]] : [],
    ),
  )
  if (wrong.length > 0) return form.submission.reply({ fieldErrors: Object.fromEntries(wrong) }) as SubmissionResult
  const rates = form.value.rates.map(({ name, country, kind, currency, daysMin, daysMax }, index) => {
    const { base, freeOver, perKg } = read[index] ?? {}
    const rate = { name, country, kind, currency, baseMinor: base ?? 0, daysMin, daysMax }
    if (kind === 'free_over') return { ...rate, freeOverMinor: freeOver ?? 0 }
    return kind === 'weight' ? { ...rate, perKgMinor: perKg ?? 0 } : rate
  })
  const response = await context.api.api.v1.vendor['shipping-rates'].$put({ json: { rates } })
  if (!response.ok) return refused(request, form.submission, response, { fields: fieldsOf(rates.length) })
  throw await redirectWith('/vendor/settings/delivery', { key: 'saved' })
}

/** The amounts a row needs, in minor units; null for one that cannot be read. */
function amountsOf({ kind, currency, base, freeOver, perKg }: RateEntry): Record<string, number | null> {
  const read = (text: string) => parsePrice(text === '' ? '0' : text, currency)
  return {
    base: read(base),
    ...(kind === 'free_over' ? { freeOver: freeOver === '' ? null : read(freeOver) } : {}),
    ...(kind === 'weight' ? { perKg: read(perKg) } : {}),
  }
}

const fieldsOf = (count: number): Record<string, string> =>
  Object.fromEntries(
    Array.from({ length: count }, (_, index) =>
      Object.entries({ baseMinor: 'base', freeOverMinor: 'freeOver', perKgMinor: 'perKg' }).map(([from, to]) => [
        `/rates/${index}/${from}`,
        `rates[${index}].${to}`,
      ]),
    ).flat(),
  )

export const meta: MetaFunction = () => [{ title: m.store_settings_delivery_page() }]

export default function DeliverySettings() {
  const { canSeeMembers, ...page } = useLoaderData<typeof loader>()
  return (
    <SettingsFrame current="delivery" canSeeMembers={canSeeMembers}>
      <RatesView {...page} lastResult={useActionData<typeof action>() as SubmissionResult | undefined} />
    </SettingsFrame>
  )
}
