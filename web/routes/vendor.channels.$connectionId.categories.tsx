import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/cloudflare'
import { useActionData, useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { CategoriesView } from '#web/features/channels/categories-view.tsx'
import { readMappings } from '#web/features/channels/read-mappings.ts'
import { need } from '#web/server/answer.ts'
import { requireChannels } from '#web/server/channels.ts'
import { redirectWith } from '#web/server/flash.ts'
import { refused, type SubmissionResult } from '#web/server/form.ts'
import { idParam } from '#web/server/id-param.ts'
import { plainSubmission } from '#web/server/plain-submission.ts'
import { safeNext } from '#web/server/session.ts'

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const connectionId = idParam('channelConnection', params.connectionId)
  const { v1 } = context.api.api
  const [{ can }, connection, mapping, { items }] = await Promise.all([
    requireChannels(context, request),
    need(request, v1.platforms[':connectionId'].$get({ param: { connectionId } })),
    need(request, v1.platforms[':connectionId'].categories.$get({ param: { connectionId } })),
    need(request, v1.categories.$get({ query: {} })),
  ])
  const names = Object.fromEntries(items.map(({ id, name }): [string, string] => [id, name]))
  const { channel, name } = connection
  return {
    connection: { id: connectionId, channel, name },
    mapping,
    names,
    canManage: can('channels:manage'),
    next: nextOf(new URL(request.url).searchParams.get('next')),
  }
}

export async function action({ context, params, request }: ActionFunctionArgs) {
  const connectionId = idParam('channelConnection', params.connectionId)
  const form = await request.formData()
  const call = context.api.api.v1.platforms[':connectionId'].categories
  const response = await call.$put({ param: { connectionId }, json: { mappings: readMappings(form) } })
  if (!response.ok) return refused(request, plainSubmission(form), response)
  return redirectWith(nextOf(String(form.get('next'))) || `/vendor/channels/${connectionId}/categories`, { key: 'channel_categories' })
}

/** Back to what needed the categories. */
const nextOf = (asked: string | null): string => safeNext(asked, '')

export const meta: MetaFunction = () => [{ title: m.channels_categories() }]

export default function ChannelCategories() {
  return <CategoriesView {...useLoaderData<typeof loader>()} result={useActionData<typeof action>() as SubmissionResult | undefined} />
}
