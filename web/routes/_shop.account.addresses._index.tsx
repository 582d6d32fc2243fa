import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/cloudflare'
import { useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { AddressesView } from '#web/features/account/addresses-view.tsx'
import { PRIVATE_META } from '#web/server/account.ts'
import { need } from '#web/server/answer.ts'
import { redirectWith } from '#web/server/flash.ts'
import { idParam } from '#web/server/id-param.ts'
import type { Address } from '#worker/pure/order-snapshot.ts'

const HERE = '/account/addresses'

export const loader = ({ context, request }: LoaderFunctionArgs) => need(request, context.api.api.v1.me.addresses.$get())

/** Removes an address, makes one the first, or, as the undo of a removal, keeps one again. */
export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData()
  const addresses = context.api.api.v1.me.addresses
  const { items } = await need(request, addresses.$get())
  if (form.get('intent') === 'restore') {
    const address = JSON.parse(String(form.get('address') ?? '{}')) as Address
    const key = `restore-${String(form.get('addressId') ?? '')}`
    await need(
      request,
      addresses.$post({ json: { address, isDefault: form.get('isDefault') === 'true' } }, { headers: { 'idempotency-key': key } }),
    )
    return redirectWith(HERE, { key: 'address_restored' })
  }
  const addressId = idParam('address', String(form.get('addressId') ?? ''))
  const param = { addressId }
  if (form.get('intent') === 'default') {
    await need(request, addresses[':addressId'].$patch({ param, json: { isDefault: true } }))
    return redirectWith(HERE, { key: 'saved' })
  }
  const gone = items.find(({ id }) => id === addressId)
  await addresses[':addressId'].$delete({ param })
  if (gone === undefined) return redirectWith(HERE, { key: 'address_removed' })
  const fields = { intent: 'restore', addressId, address: JSON.stringify(gone.address), isDefault: String(gone.isDefault) }
  return redirectWith(HERE, { key: 'address_removed', undo: { action: `${HERE}?index`, fields } })
}

export const meta: MetaFunction = () => [{ title: m.account_addresses_page() }, ...PRIVATE_META]

export default function Addresses() {
  return <AddressesView {...useLoaderData<typeof loader>()} />
}
