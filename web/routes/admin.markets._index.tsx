import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/cloudflare'
import { useActionData, useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { MarketsView } from '#web/features/platform/markets-view.tsx'
import { need } from '#web/server/answer.ts'
import { redirectWith } from '#web/server/flash.ts'
import { requireProfile } from '#web/server/session.ts'
import { SettingsForm } from '#web/server/settings-form.ts'
import { isCurrency } from '#worker/pure/money.ts'
import { isAllowed } from '#worker/pure/permissions.ts'

export async function loader({ context, request }: LoaderFunctionArgs) {
  const profile = await requireProfile(context, request)
  const list = await need(request, context.api.api.v1.admin.markets.$get({}))
  const canEdit = profile.platformRole !== null && isAllowed(profile.platformRole, 'platform:settings')
  const wanted = new URL(request.url).searchParams.get('edit')
  const edited = wanted === 'new' ? ('new' as const) : (list.markets.find(({ key }) => key === wanted) ?? null)
  return { list, canEdit, edited: canEdit ? edited : null }
}

export async function action({ context, request }: ActionFunctionArgs) {
  const form = new SettingsForm(await request.formData())
  const currency = form.text('currency')
  const json = {
    name: form.text('name'),
    countries: form.list('countries').map((code) => code.toUpperCase()),
    currency: isCurrency(currency) ? currency : 'USD',
    language: form.text('language'),
    taxDisplay: form.text('taxDisplay') === 'exclusive' ? ('exclusive' as const) : ('inclusive' as const),
    isOpen: form.isOn('isOpen'),
    version: Number(form.text('version')),
    reason: form.reason(),
  }
  if (form.isWrong) return form.again()
  const response = await context.api.api.v1.admin.markets[':marketKey'].$put({ param: { marketKey: form.text('key') }, json })
  if (!response.ok) return form.refused(request, response, { '/countries': 'countries', '/marketKey': 'key' })
  throw await redirectWith('/admin/markets', { key: 'saved' })
}

export const meta: MetaFunction = () => [{ title: m.platform_markets_title() }]

export default function Markets() {
  return <MarketsView {...useLoaderData<typeof loader>()} refused={useActionData<typeof action>()} />
}

export { AdminError as ErrorBoundary } from '#web/features/admin/admin-error.tsx'
