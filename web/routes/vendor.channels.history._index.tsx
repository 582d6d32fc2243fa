import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/cloudflare'
import { useActionData, useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { HistoryView } from '#web/features/channels/history-view.tsx'
import { need } from '#web/server/answer.ts'
import { requireChannels } from '#web/server/channels.ts'
import { redirectWith } from '#web/server/flash.ts'
import { refused, type SubmissionResult } from '#web/server/form.ts'
import { idParam } from '#web/server/id-param.ts'
import { plainSubmission } from '#web/server/plain-submission.ts'
import { isId } from '#worker/pure/ids.ts'

export async function loader({ context, request }: LoaderFunctionArgs) {
  const params = new URL(request.url).searchParams
  const asked = params.get('connection') ?? ''
  const connectionId = isId('channelConnection', asked) ? asked : ''
  const cursor = params.get('cursor') ?? ''
  const of = connectionId === '' ? {} : { connectionId }
  const { v1 } = context.api.api
  const frame = requireChannels(context, request)
  const { nowMs } = context
  if (params.get('part') === 'conflicts') {
    const query = { ...of, ...(isId('channelConflict', cursor) ? { cursor } : {}) }
    const [{ everyAccount: accounts, waiting, can }, list] = await Promise.all([
      frame,
      need(request, v1['channel-conflicts'].$get({ query })),
    ])
    const canManage = can('channels:manage')
    const { items: conflicts, nextCursor } = list
    return { part: 'conflicts' as const, accounts, waiting, connectionId, conflicts, canManage, nextCursor, nowMs }
  }
  const show = (['failed', 'running'] as const).find((each) => each === params.get('show')) ?? ('' as const)
  const query = { ...of, ...(show === '' ? {} : { status: show }), ...(isId('syncRun', cursor) ? { cursor } : {}) }
  const [{ everyAccount: accounts, waiting }, list] = await Promise.all([frame, need(request, v1.sync.runs.$get({ query }))])
  return { part: 'runs' as const, show, accounts, waiting, connectionId, runs: list.items, nextCursor: list.nextCursor, nowMs }
}

/** Closes a conflict, and shows the same page of the log again. */
export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData()
  const channelConflictId = idParam('channelConflict', String(form.get('conflict') ?? ''))
  const response = await context.api.api.v1['channel-conflicts'][':channelConflictId'].close.$post({ param: { channelConflictId } })
  if (!response.ok) return refused(request, plainSubmission(form), response)
  const { searchParams } = new URL(request.url)
  searchParams.delete('index')
  return redirectWith(`/vendor/channels/history?${searchParams}`, { key: 'channel_conflict_closed' })
}

export const meta: MetaFunction = () => [{ title: m.channels_tab_history() }]

export default function ChannelHistory() {
  return <HistoryView {...useLoaderData<typeof loader>()} result={useActionData<typeof action>() as SubmissionResult | undefined} />
}
