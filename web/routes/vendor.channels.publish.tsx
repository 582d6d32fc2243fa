import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/cloudflare'
import { useActionData, useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { fieldText } from '#web/features/channels/channel-words.ts'
import { PublishView } from '#web/features/channels/publish-view.tsx'
import { need, problemOf } from '#web/server/answer.ts'
import { requireChannels } from '#web/server/channels.ts'
import { redirectWith } from '#web/server/flash.ts'
import { idParam } from '#web/server/id-param.ts'
import { isId } from '#worker/pure/ids.ts'

/** Variants one call lists. */
const VARIANTS_MAX = 40

export async function loader({ context, request }: LoaderFunctionArgs) {
  const params = new URL(request.url).searchParams
  const ids = [...new Set(params.getAll('variant'))].filter((id) => isId('variant', id)).slice(0, VARIANTS_MAX)
  const { channels, accounts, can } = await requireChannels(context, request)
  const call = context.api.api.v1['channel-listings']
  const grids = await Promise.all(ids.map((variantId) => need(request, call.$get({ query: { variantId, show: 'all' } }))))
  const creating = new Set(channels.filter(({ canCreateListings }) => canCreateListings).map(({ channel }) => channel))
  return {
    items: grids.flatMap(({ items }) => items),
    accounts: accounts.filter(({ channel, status }) => creating.has(channel) && (status === 'active' || status === 'paused')),
    chosen: params.get('connection') ?? '',
    canManage: can('channels:manage'),
  }
}

export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData()
  const connectionId = idParam('channelConnection', String(form.get('connection')))
  const items = form
    .getAll('variant')
    .slice(0, VARIANTS_MAX)
    .map((id) => ({ variantId: idParam('variant', String(id)) }))
  const response = await context.api.api.v1['channel-listings'].$post({ json: { connectionId, items } })
  if (response.ok)
    return redirectWith(`/vendor/channels/listings?connection=${connectionId}`, {
      key: 'channel_published',
      params: { count: String(items.length) },
    })
  const problem = await problemOf(response)
  const errors: Record<string, string[]> = {}
  for (const { pointer, detail } of problem.errors ?? []) {
    const [, , index, ...path] = pointer.split('/')
    const variantId = items[Number(index)]?.variantId ?? ''
    const field = path.at(-1) === 'variantId' ? null : fieldText(path.at(-1) ?? null)
    errors[variantId] = [...(errors[variantId] ?? []), field === null ? detail : m.channels_issue({ field, text: detail })]
  }
  const needsCategories = (problem.errors ?? []).some(({ pointer }) => /\/(category|attributes\/[^/]+)$/.test(pointer))
  const error = problem.errors === undefined ? problem.detail || m.ui_try_again_soon() : m.channels_publish_refused()
  return data({ connectionId: connectionId as string, error, errors, needsCategories }, { status: problem.status })
}

export const meta: MetaFunction = () => [{ title: m.channels_publish_title() }]

export default function Publish() {
  return <PublishView {...useLoaderData<typeof loader>()} result={useActionData<typeof action>() as never} />
}
