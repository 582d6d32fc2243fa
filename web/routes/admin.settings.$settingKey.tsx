import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/cloudflare'
import { useActionData, useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { type Setting, type SettingVersion, settingName } from '#web/features/platform/setting-words.ts'
import { SettingView } from '#web/features/platform/settings-view.tsx'
import { need } from '#web/server/answer.ts'
import { redirectWith } from '#web/server/flash.ts'
import { readSettingEntry } from '#web/server/read-setting-entry.ts'
import { SettingsForm } from '#web/server/settings-form.ts'
import { isSettingKey, type SettingKey } from '#worker/pure/settings.ts'

const keyOf = (text: string | undefined): SettingKey => {
  if (text === undefined || !isSettingKey(text)) throw data(null, { status: 404 })
  return text
}

export async function loader({ context, request, params }: LoaderFunctionArgs) {
  const key = keyOf(params.settingKey)
  const api = context.api.api.v1.admin.settings
  const [{ items }, history, { markets }] = await Promise.all([
    need(request, api.$get({})),
    need(request, api[':settingKey'].versions.$get({ param: { settingKey: key } })),
    need(request, context.api.api.v1.admin.markets.$get({})),
  ])
  const setting = items.find((item) => item.key === key)
  if (!setting) throw data(null, { status: 404 })
  return { setting, versions: history.items, traded: markets.map(({ currency }) => currency), nowMs: context.nowMs }
}

export async function action({ context, request, params }: ActionFunctionArgs) {
  const settingKey = keyOf(params.settingKey)
  const form = new SettingsForm(await request.formData())
  const api = context.api.api.v1.admin.settings[':settingKey']
  const version = Number(form.text('version'))
  const intent = form.text('intent')
  if (intent === 'restore') {
    const from = Number(form.text('from'))
    const json = { from, reason: m.platform_setting_restore_reason({ version: String(from) }), version }
    const response = await api.restore.$post({ param: { settingKey }, json })
    if (!response.ok) return form.refused(request, response)
  } else {
    const isReset = intent === 'reset'
    const value = isReset ? null : readSettingEntry(settingKey, form)
    const reason = isReset ? m.platform_setting_reset_reason() : form.reason()
    if (form.isWrong) return form.again()
    const response = await api.$put({ param: { settingKey }, json: { value, reason, version } })
    if (!response.ok) return form.refused(request, response, { '/value': 'value' })
  }
  throw await redirectWith(`/admin/settings/${settingKey}`, { key: 'setting_saved' })
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [
  { title: page ? settingName(page.setting.key) : m.platform_settings_title() },
]

export default function EditSetting() {
  const page = useLoaderData<typeof loader>()
  return (
    <SettingView
      {...page}
      setting={page.setting as Setting}
      versions={page.versions as SettingVersion[]}
      refused={useActionData<typeof action>()}
    />
  )
}

export { AdminError as ErrorBoundary } from '#web/features/admin/admin-error.tsx'
