import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/cloudflare'
import { useActionData, useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { ADDRESS_FIELDS, AddressForm, addressOf } from '#web/features/account/address-form.ts'
import { AddressView } from '#web/features/account/address-view.tsx'
import { countryOptions, keyOf, PRIVATE_META } from '#web/server/account.ts'
import { redirectWith } from '#web/server/flash.ts'
import { readForm, refused } from '#web/server/form.ts'
import { requireProfile } from '#web/server/session.ts'

export async function loader({ context, request }: LoaderFunctionArgs) {
  const { name } = await requireProfile(context, request)
  return { name, country: request.headers.get('cf-ipcountry') ?? '', countries: countryOptions(), idempotencyKey: crypto.randomUUID() }
}

export async function action({ context, request }: ActionFunctionArgs) {
  const key = String((await request.clone().formData()).get('idempotencyKey') ?? crypto.randomUUID())
  const form = await readForm(request, AddressForm)
  if (!form.ok) return form.answer
  const json = { address: addressOf(form.value), isDefault: form.value.isDefault }
  const response = await context.api.api.v1.me.addresses.$post({ json }, { headers: { 'idempotency-key': await keyOf(key, json) } })
  if (!response.ok) return refused(request, form.submission, response, { fields: ADDRESS_FIELDS })
  throw await redirectWith('/account/addresses', { key: 'address_added' })
}

export const meta: MetaFunction = () => [{ title: m.account_address_new_page() }, ...PRIVATE_META]

export default function NewAddress() {
  const { name, country, countries, idempotencyKey } = useLoaderData<typeof loader>()
  return (
    <AddressView
      title={m.account_address_new_title()}
      countries={countries}
      defaults={{ name, country }}
      idempotencyKey={idempotencyKey}
      canBeDefault
      lastResult={useActionData<typeof action>()}
    />
  )
}
