import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/cloudflare'
import { useActionData, useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { type Flag, FlagsView } from '#web/features/platform/flags-view.tsx'
import { need } from '#web/server/answer.ts'
import { redirectWith } from '#web/server/flash.ts'
import { SettingsForm } from '#web/server/settings-form.ts'
import { type FlagRule, isFlagKey } from '#worker/pure/flags.ts'
import { isId } from '#worker/pure/ids.ts'

export async function loader({ context, request }: LoaderFunctionArgs) {
  const { items } = await need(request, context.api.api.v1.admin.flags.$get({}))
  return { items, nowMs: context.nowMs }
}

export async function action({ context, request }: ActionFunctionArgs) {
  const form = new SettingsForm(await request.formData())
  const flagKey = form.text('flagKey')
  if (!isFlagKey(flagKey)) throw data(null, { status: 404 })
  const json = { rule: ruleOf(form), reason: form.reason(), version: Number(form.text('version')) }
  if (form.isWrong) return form.again()
  const response = await context.api.api.v1.admin.flags[':flagKey'].$put({ param: { flagKey }, json })
  if (!response.ok) return form.refused(request, response, { '/rule': '' })
  throw await redirectWith('/admin/flags', { key: 'setting_saved' })
}

/** The rule of the chosen state; the entries of other states are left alone. */
function ruleOf(form: SettingsForm): FlagRule {
  switch (form.text('state')) {
    case 'percent':
      return { state: 'percent', shareBps: form.share('share') }
    case 'list': {
      const vendorIds = form.list('vendorIds')
      if (!vendorIds.every((id) => isId('vendor', id))) form.errors.vendorIds = m.platform_flag_vendors_error()
      return { state: 'list', vendorIds, planKeys: form.list('planKeys') }
    }
    case 'off':
      return { state: 'off' }
    default:
      return { state: 'on' }
  }
}

export const meta: MetaFunction = () => [{ title: m.platform_flags_title() }]

export default function Flags() {
  const page = useLoaderData<typeof loader>()
  return <FlagsView {...page} items={page.items as Flag[]} refused={useActionData<typeof action>()} />
}

export { AdminError as ErrorBoundary } from '#web/features/admin/admin-error.tsx'
