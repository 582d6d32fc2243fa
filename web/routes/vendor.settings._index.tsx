import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/cloudflare'
import { useActionData, useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { StoreWordsForm } from '#web/features/settings/settings-forms.ts'
import { SettingsFrame } from '#web/features/settings/settings-frame.tsx'
import { StoreWords } from '#web/features/settings/store-words.tsx'
import { redirectWith } from '#web/server/flash.ts'
import { readForm, refused } from '#web/server/form.ts'
import { requireSettings } from '#web/server/settings.ts'

export async function loader({ context, request }: LoaderFunctionArgs) {
  const { store, can } = await requireSettings(context, request)
  return { store, isReadOnly: !can('vendor:settings'), canSeeMembers: can('vendor:members') }
}

export async function action({ context, request }: ActionFunctionArgs) {
  const form = await readForm(request, StoreWordsForm)
  if (!form.ok) return form.answer
  const { version, ...json } = form.value
  const response = await context.api.api.v1.vendor.$patch({ json }, { headers: { 'if-match': `"${version}"` } })
  if (!response.ok)
    return refused(request, form.submission, response, { say: { changed_meanwhile: () => m.store_settings_changed_meanwhile() } })
  throw await redirectWith('/vendor/settings', { key: 'saved' })
}

export const meta: MetaFunction = () => [{ title: m.store_settings_page() }]

export default function StoreSettings() {
  const { canSeeMembers, ...page } = useLoaderData<typeof loader>()
  return (
    <SettingsFrame current="store" canSeeMembers={canSeeMembers}>
      <StoreWords {...page} lastResult={useActionData<typeof action>()} />
    </SettingsFrame>
  )
}
