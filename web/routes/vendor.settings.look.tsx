import type { ActionFunctionArgs, AppLoadContext, LoaderFunctionArgs, MetaFunction } from '@remix-run/cloudflare'
import { useActionData, useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { LookView } from '#web/features/settings/look-view.tsx'
import { LookForm } from '#web/features/settings/settings-forms.ts'
import { SettingsFrame } from '#web/features/settings/settings-frame.tsx'
import { problemOf } from '#web/server/answer.ts'
import { redirectWith } from '#web/server/flash.ts'
import { readForm, refused } from '#web/server/form.ts'
import { requireSettings } from '#web/server/settings.ts'

const HERE = '/vendor/settings/look'

export async function loader({ context, request }: LoaderFunctionArgs) {
  const { store, can } = await requireSettings(context, request)
  return { store, isReadOnly: !can('vendor:settings'), canSeeMembers: can('vendor:members') }
}

export async function action({ context, request }: ActionFunctionArgs) {
  const sent = await request.clone().formData()
  const intent = String(sent.get('intent'))
  if (intent === 'logo') return { said: undefined, logoError: await putLogo(context, sent.get('logo')) }
  if (intent === 'logo-remove') {
    await context.api.api.v1.vendor.logo.$delete()
    throw await redirectWith(HERE, { key: 'saved' })
  }
  const form = await readForm(request, LookForm)
  if (!form.ok) return { said: { intent, result: form.answer.data }, logoError: null }
  const { version, ...theme } = form.value
  const response = await context.api.api.v1.vendor.$patch({ json: { theme } }, { headers: { 'if-match': `"${version}"` } })
  if (response.ok) throw await redirectWith(HERE, { key: 'saved' })
  const say = { changed_meanwhile: () => m.store_settings_changed_meanwhile() }
  return { said: { intent, result: (await refused(request, form.submission, response, { say })).data }, logoError: null }
}

/** @returns why the picture was not taken; a redirect is thrown if it was */
async function putLogo({ api }: AppLoadContext, file: FormDataEntryValue | null): Promise<string> {
  if (!(file instanceof File) || file.size === 0) return m.store_settings_logo_missing()
  const response = await api.api.v1.vendor.logo.$put(
    { query: {} },
    { headers: { 'content-type': 'application/octet-stream' }, init: { body: file } },
  )
  if (response.ok) throw await redirectWith(HERE, { key: 'saved' })
  const { code } = await problemOf(response)
  if (code === 'upload_too_large' || code === 'too_many_pixels') return m.store_settings_logo_too_large()
  return code === 'unsupported_image' ? m.store_settings_logo_unsupported() : m.ui_try_again_soon()
}

export const meta: MetaFunction = () => [{ title: m.store_settings_look_page() }]

export default function LookSettings() {
  const { canSeeMembers, ...page } = useLoaderData<typeof loader>()
  const said = useActionData<typeof action>()
  return (
    <SettingsFrame current="look" canSeeMembers={canSeeMembers}>
      <LookView {...page} said={said?.said} logoError={said?.logoError ?? null} />
    </SettingsFrame>
  )
}
