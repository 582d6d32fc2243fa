import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/cloudflare'
import { useActionData, useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { addressOf } from '#web/features/account/address-form.ts'
import { parsePrice, priceEntry } from '#web/features/goods/price-entry.ts'
import { AddressStep } from '#web/features/onboarding/address-step.tsx'
import { ShipFromForm } from '#web/features/onboarding/sell-forms.ts'
import { SellFrame } from '#web/features/onboarding/sell-frame.tsx'
import { countryOptions, PRIVATE_META } from '#web/server/account.ts'
import { need } from '#web/server/answer.ts'
import { readForm, refused, type SubmissionResult } from '#web/server/form.ts'
import { requireStore, type ShippingRate, type Store } from '#web/server/selling.ts'

export async function loader({ context, request }: LoaderFunctionArgs) {
  const selling = await requireStore(context, request)
  const { items } = await need(request, context.api.api.v1.vendor['shipping-rates'].$get({ query: {} }))
  return {
    selling,
    defaults: defaultsOf(selling.store, items),
    hasSimpleRates: isSimple(selling.store, items),
    countries: countryOptions(),
  }
}

/** True while the store's rates are no more than this form can show; rates that somebody worked out are left to the settings. */
function isSimple(store: Store, rates: ShippingRate[]): boolean {
  const places = [store.shipFrom?.country ?? store.country, '*']
  const isPlain = ({ kind, currency, country }: ShippingRate) =>
    kind !== 'weight' && currency === store.currency && places.includes(country)
  return rates.length <= places.length && rates.every(isPlain) && new Set(rates.map(({ country }) => country)).size === rates.length
}

/** What the form begins with: what is stored, or the store's own name and country. */
function defaultsOf(store: Store, rates: ShippingRate[]): Record<string, string> {
  const typed = (amountMinor: number | null | undefined) => (amountMinor == null ? '' : priceEntry(amountMinor, store.currency))
  const home = rates.find(({ country }) => country === (store.shipFrom?.country ?? store.country))
  const abroad = rates.find(({ country }) => country === '*')
  const address = Object.entries(store.shipFrom ?? { name: store.name, country: store.country })
  return {
    ...Object.fromEntries(address.filter((entry): entry is [string, string] => typeof entry[1] === 'string')),
    home: typed((home ?? abroad)?.baseMinor),
    freeOver: typed(home?.freeOverMinor),
    abroad: store.shipFrom === null || home === undefined ? '' : typed(abroad?.baseMinor),
  }
}

export async function action({ context, request }: ActionFunctionArgs) {
  const { store } = await requireStore(context, request)
  const version = String((await request.clone().formData()).get('version') ?? '')
  const form = await readForm(request, ShipFromForm)
  if (!form.ok) return form.answer
  const { home, freeOver, abroad, isDefault: _, ...address } = form.value
  const [homeMinor, freeMinor, abroadMinor] = [home, freeOver, abroad].map((text) => parsePrice(text, store.currency))
  const fieldErrors = Object.fromEntries(
    Object.entries({
      home: home === '' || homeMinor !== null,
      freeOver: freeOver === '' || freeMinor !== null,
      abroad: abroad === '' || abroadMinor !== null,
    })
      .filter(([, isFine]) => !isFine)
      .map(([name]) => [name, [m.store_sell_amount_wrong()]]),
  )
  if (Object.keys(fieldErrors).length > 0) return form.submission.reply({ fieldErrors }) as SubmissionResult
  const { vendor } = context.api.api.v1
  const changed = await vendor.$patch({ json: { shipFrom: addressOf(address) } }, { headers: { 'if-match': `"${version}"` } })
  const fields = Object.fromEntries(Object.keys(address).map((name) => [`/shipFrom/${name}`, name]))
  if (!changed.ok)
    return refused(request, form.submission, changed, { fields, say: { changed_meanwhile: () => m.store_settings_changed_meanwhile() } })
  const { items } = await need(request, vendor['shipping-rates'].$get({ query: {} }))
  if (!isSimple(store, items)) throw redirect('/sell/payments', 303)
  const { currency } = store
  const base = { name: m.store_sell_delivery_standard(), currency, daysMin: 2, daysMax: 5 }
  const at = { ...base, country: address.country, baseMinor: homeMinor ?? 0 }
  const rates = [
    freeMinor == null ? { ...at, kind: 'flat' as const } : { ...at, kind: 'free_over' as const, freeOverMinor: freeMinor },
    ...(abroadMinor == null ? [] : [{ ...base, country: '*', kind: 'flat' as const, baseMinor: abroadMinor, daysMin: 5, daysMax: 14 }]),
  ]
  const stored = await vendor['shipping-rates'].$put({ json: { rates } })
  if (!stored.ok)
    return refused(request, form.submission, stored, {
      fields: { '/rates/0/baseMinor': 'home', '/rates/0/freeOverMinor': 'freeOver', '/rates/1/baseMinor': 'abroad' },
    })
  throw redirect('/sell/payments', 303)
}

export const meta: MetaFunction = () => [{ title: m.store_sell_address_page() }, ...PRIVATE_META]

export default function SellAddress() {
  const { selling, defaults, countries, hasSimpleRates } = useLoaderData<typeof loader>()
  return (
    <SellFrame selling={selling} current="address" title={m.store_sell_address_title()} text={m.store_sell_address_text()}>
      <AddressStep
        countries={countries}
        defaults={defaults}
        currency={selling.store.currency}
        hasSimpleRates={hasSimpleRates}
        version={selling.store.version}
        lastResult={useActionData<typeof action>()}
      />
    </SellFrame>
  )
}
