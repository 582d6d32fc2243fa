import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/cloudflare'
import { useActionData, useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { ADDRESS_FIELDS, AddressForm, addressOf } from '#web/features/account/address-form.ts'
import { AddressView } from '#web/features/account/address-view.tsx'
import { countryOptions, PRIVATE_META } from '#web/server/account.ts'
import { need } from '#web/server/answer.ts'
import { redirectWith } from '#web/server/flash.ts'
import { readForm, refused } from '#web/server/form.ts'
import { idParam } from '#web/server/id-param.ts'

export async function loader({ context, request, params }: LoaderFunctionArgs) {
  const { items } = await need(request, context.api.api.v1.me.addresses.$get())
  const saved = items.find(({ id }) => id === params.addressId)
  if (saved === undefined) throw data(null, { status: 404 })
  return { saved, countries: countryOptions() }
}

export async function action({ context, request, params }: ActionFunctionArgs) {
  const form = await readForm(request, AddressForm)
  if (!form.ok) return form.answer
  const param = { addressId: idParam('address', params.addressId) }
  const json = { address: addressOf(form.value), ...(form.value.isDefault ? { isDefault: true as const } : {}) }
  const response = await context.api.api.v1.me.addresses[':addressId'].$patch({ param, json })
  if (!response.ok) return refused(request, form.submission, response, { fields: ADDRESS_FIELDS })
  throw await redirectWith('/account/addresses', { key: 'saved' })
}

export const meta: MetaFunction = () => [{ title: m.account_address_change_page() }, ...PRIVATE_META]

export default function ChangeAddress() {
  const { saved, countries } = useLoaderData<typeof loader>()
  const defaults = Object.fromEntries(Object.entries(saved.address).filter(([, value]) => value !== undefined)) as Record<string, string>
  return (
    <AddressView
      title={m.account_address_change_title()}
      countries={countries}
      defaults={defaults}
      canBeDefault={!saved.isDefault}
      lastResult={useActionData<typeof action>()}
    />
  )
}
