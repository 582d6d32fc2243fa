import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/cloudflare'
import { useActionData, useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { RunView } from '#web/features/channels/run-view.tsx'
import { need } from '#web/server/answer.ts'
import { requireChannels } from '#web/server/channels.ts'
import { redirectWith } from '#web/server/flash.ts'
import { refused, type SubmissionResult } from '#web/server/form.ts'
import { idParam } from '#web/server/id-param.ts'
import { plainSubmission } from '#web/server/plain-submission.ts'
import { isId } from '#worker/pure/ids.ts'

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const syncRunId = idParam('syncRun', params.runId)
  const asked = new URL(request.url).searchParams
  const outcome = (['failed', 'ok', 'skipped'] as const).find((each) => each === asked.get('outcome')) ?? ('' as const)
  const cursor = asked.get('cursor') ?? ''
  const query = { ...(outcome === '' ? {} : { outcome }), ...(isId('syncItem', cursor) ? { cursor } : {}) }
  const [{ everyAccount: accounts, can }, { items, nextCursor, ...run }] = await Promise.all([
    requireChannels(context, request),
    need(request, context.api.api.v1.sync.runs[':syncRunId'].$get({ param: { syncRunId }, query })),
  ])
  const account = accounts.find(({ id }) => id === run.connectionId)
  return { run, account, items, nextCursor, outcome, canManage: can('channels:manage'), nowMs: context.nowMs }
}

export async function action({ context, params, request }: ActionFunctionArgs) {
  const syncRunId = idParam('syncRun', params.runId)
  const form = await request.formData()
  const response = await context.api.api.v1.sync.runs[':syncRunId'].replay.$post({ param: { syncRunId } })
  if (!response.ok) return refused(request, plainSubmission(form), response)
  const { runId } = await response.json()
  return redirectWith(`/vendor/channels/history${runId === null ? '' : `/${runId}`}`, { key: 'channel_replayed' })
}

export const meta: MetaFunction = () => [{ title: m.channels_tab_history() }]

export default function ChannelRun() {
  return <RunView {...useLoaderData<typeof loader>()} result={useActionData<typeof action>() as SubmissionResult | undefined} />
}
