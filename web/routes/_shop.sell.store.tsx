import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/cloudflare'
import { useActionData, useLoaderData } from '@remix-run/react'
import { getLocale } from '#locale'
import { m } from '#messages'
import { StoreForm } from '#web/features/onboarding/sell-forms.ts'
import { SellFrame } from '#web/features/onboarding/sell-frame.tsx'
import { StoreStep } from '#web/features/onboarding/store-step.tsx'
import { countryOptions, keyOf, PRIVATE_META } from '#web/server/account.ts'
import { readForm, refused } from '#web/server/form.ts'
import { readSelling, toAccount } from '#web/server/selling.ts'
import { requireProfile } from '#web/server/session.ts'
import { ButtonLink } from '#web/ui/button.tsx'
import { Facts } from '#web/ui/panel.tsx'
import { CURRENCIES } from '#worker/pure/money.ts'

export async function loader({ context, request }: LoaderFunctionArgs) {
  const selling = await readSelling(context, request)
  if (selling === null) throw toAccount(request)
  const isAnother = new URL(request.url).searchParams.has('new')
  const names = new Intl.DisplayNames(getLocale(), { type: 'currency' })
  return {
    selling: isAnother
      ? { ...selling, store: null, done: { store: false, address: false, payments: false, 'first-product': false } }
      : selling,
    countries: countryOptions(),
    currencies: CURRENCIES.map((code) => ({ value: code, label: `${code} – ${names.of(code) ?? code}` })),
    defaults: { country: request.headers.get('cf-ipcountry') ?? '', currency: 'USD', supportEmail: selling.profile.email },
    apex: `.${context.host}`,
    idempotencyKey: crypto.randomUUID(),
  }
}

/** Opens the store and works for it from here on; what it takes is set up while its owner goes on. */
export async function action({ context, request }: ActionFunctionArgs) {
  await requireProfile(context, request)
  const key = String((await request.clone().formData()).get('idempotencyKey') ?? crypto.randomUUID())
  const form = await readForm(request, StoreForm)
  if (!form.ok) return form.answer
  const response = await context.api.api.v1.vendors.$post(
    { json: form.value },
    { headers: { 'idempotency-key': await keyOf(key, form.value) } },
  )
  if (!response.ok) {
    const slug = form.value.slug
    return refused(request, form.submission, response, {
      say: { slug_taken: () => m.store_sell_slug_taken({ slug }), email_not_verified: () => m.store_sell_unconfirmed() },
    })
  }
  const { id } = await response.json()
  await context.api.api.v1.auth.surface.$post({ json: { surface: 'vendor', vendorId: id } })
  throw redirect('/sell/address', 303)
}

export const meta: MetaFunction = () => [{ title: m.store_sell_store_page() }, ...PRIVATE_META]

export default function SellStore() {
  const { selling, ...rest } = useLoaderData<typeof loader>()
  const lastResult = useActionData<typeof action>()
  const { store } = selling
  return (
    <SellFrame
      selling={selling}
      current="store"
      title={store === null ? m.store_sell_store_title() : store.name}
      text={store === null ? m.store_sell_store_text() : m.store_sell_store_known()}
    >
      {store === null ? (
        <StoreStep {...rest} lastResult={lastResult} />
      ) : (
        <div className="grid justify-items-start gap-6">
          <Facts
            items={[
              { name: m.store_sell_slug(), value: store.url.replace(/^https?:\/\//, '') },
              { name: m.store_sell_currency(), value: store.currency },
              { name: m.store_sell_support(), value: store.supportEmail },
            ]}
          />
          <ButtonLink to="/sell/address">{m.store_sell_go_on()}</ButtonLink>
        </div>
      )}
    </SellFrame>
  )
}
