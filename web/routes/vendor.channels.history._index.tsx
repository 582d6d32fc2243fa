import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/cloudflare'
import { useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { HistoryView } from '#web/features/channels/history-view.tsx'
import { need } from '#web/server/answer.ts'
import { requireChannels } from '#web/server/channels.ts'
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
    const [{ accounts, waiting }, list] = await Promise.all([frame, need(request, v1['channel-conflicts'].$get({ query }))])
    return { part: 'conflicts' as const, accounts, waiting, connectionId, conflicts: list.items, nextCursor: list.nextCursor, nowMs }
  }
  const show = (['failed', 'running'] as const).find((each) => each === params.get('show')) ?? ('' as const)
  const query = { ...of, ...(show === '' ? {} : { status: show }), ...(isId('syncRun', cursor) ? { cursor } : {}) }
  const [{ accounts, waiting }, list] = await Promise.all([frame, need(request, v1.sync.runs.$get({ query }))])
  return { part: 'runs' as const, show, accounts, waiting, connectionId, runs: list.items, nextCursor: list.nextCursor, nowMs }
}

export const meta: MetaFunction = () => [{ title: m.channels_tab_history() }]

export default function ChannelHistory() {
  return <HistoryView {...useLoaderData<typeof loader>()} />
}
