import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/cloudflare'
import { useActionData, useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { DomainsView } from '#web/features/settings/domains-view.tsx'
import { DomainForm } from '#web/features/settings/settings-forms.ts'
import { SettingsFrame } from '#web/features/settings/settings-frame.tsx'
import { need, problemOf } from '#web/server/answer.ts'
import { redirectWith } from '#web/server/flash.ts'
import { readForm, refused } from '#web/server/form.ts'
import { requireSettings } from '#web/server/settings.ts'

const HERE = '/vendor/settings/domains'

export async function loader({ context, request }: LoaderFunctionArgs) {
  const { store, can } = await requireSettings(context, request)
  const { items } = await need(request, context.api.api.v1.vendor.domains.$get())
  return { items, ownUrl: store.url, isReadOnly: !can('vendor:settings'), canSeeMembers: can('vendor:members') }
}

export async function action({ context, request }: ActionFunctionArgs) {
  const sent = await request.clone().formData()
  const { domains } = context.api.api.v1.vendor
  const param = { host: String(sent.get('host') ?? '') }
  if (sent.get('intent') === 'verify') {
    const response = await domains[':host'].verify.$post({ param })
    if (response.ok) throw await redirectWith(HERE, { key: 'domain_verified', params: param })
    await problemOf(response)
    return { unproven: param.host, result: undefined }
  }
  if (sent.get('intent') === 'drop') {
    await domains[':host'].$delete({ param })
    throw await redirectWith(HERE, { key: 'domain_dropped', params: param })
  }
  const form = await readForm(request, DomainForm)
  if (!form.ok) return { unproven: null, result: form.answer.data }
  const response = await domains.$post({ json: form.value })
  if (response.ok) throw await redirectWith(HERE, { key: 'domain_added', params: { host: form.value.host } })
  const say = { domain_taken: () => m.store_settings_domain_taken(), invalid_domain: () => m.store_settings_host_wrong() }
  return { unproven: null, result: (await refused(request, form.submission, response, { say })).data }
}

export const meta: MetaFunction = () => [{ title: m.store_settings_domains_page() }]

export default function DomainSettings() {
  const { canSeeMembers, ...page } = useLoaderData<typeof loader>()
  const said = useActionData<typeof action>()
  return (
    <SettingsFrame current="domains" canSeeMembers={canSeeMembers}>
      <DomainsView {...page} unproven={said?.unproven ?? null} lastResult={said?.result} />
    </SettingsFrame>
  )
}
