import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/cloudflare'
import { useActionData, useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import type { Run } from '#web/features/channels/channel-data.ts'
import { ConnectionView } from '#web/features/channels/connection-view.tsx'
import { attempt, type Loaded, need } from '#web/server/answer.ts'
import { currencyAt, exampleGood, requireChannels } from '#web/server/channels.ts'
import { redirectWith } from '#web/server/flash.ts'
import { refused, type SubmissionResult } from '#web/server/form.ts'
import { idParam } from '#web/server/id-param.ts'
import { plainSubmission } from '#web/server/plain-submission.ts'
import { saveSettings } from '#web/server/save-channel-settings.ts'
import { CHANNEL_NAMES } from '#worker/pure/channel.ts'

const RUNS_MAX = '8'

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const connectionId = idParam('channelConnection', params.connectionId)
  const { v1 } = context.api.api
  const [{ channels, can, currency: own }, { pacer, ...connection }, runs] = await Promise.all([
    requireChannels(context, request),
    need(request, v1.platforms[':connectionId'].$get({ param: { connectionId } })),
    attempt(() => v1.sync.runs.$get({ query: { connectionId, limit: RUNS_MAX } })),
  ])
  const currency = currencyAt(connection, own)
  const info = channels.find(({ channel }) => channel === connection.channel)
  return {
    connection,
    pacer: connection.status === 'active' ? pacer : null,
    runs: (runs.ok ? { ok: true, value: runs.value.items } : runs) as Loaded<Run[]>,
    connectBy: info?.connectBy ?? 'oauth',
    hasWebhooks: info?.hasWebhooks ?? false,
    canPublish: info?.canCreateListings ?? false,
    currency,
    example: await exampleGood(context, currency),
    canManage: can('channels:manage'),
    canConnect: can('channels:connect'),
    nowMs: context.nowMs,
  }
}

export async function action({ context, params, request }: ActionFunctionArgs) {
  const connectionId = idParam('channelConnection', params.connectionId)
  const here = `/vendor/channels/${connectionId}`
  const form = await request.clone().formData()
  const { platforms, sync } = context.api.api.v1
  const call = platforms[':connectionId']
  const param = { connectionId }
  switch (form.get('intent')) {
    case 'settings': {
      const saved = await saveSettings(context, request, connectionId)
      return saved.ok ? redirectWith(here, { key: 'channel_settings' }) : saved.answer
    }
    case 'pause': {
      const response = await call.pause.$post({ param })
      return response.ok ? redirectWith(here, { key: 'channel_paused' }) : refused(request, plainSubmission(form), response)
    }
    case 'resume': {
      const response = await call.resume.$post({ param })
      return response.ok ? redirectWith(here, { key: 'channel_resumed' }) : refused(request, plainSubmission(form), response)
    }
    case 'disconnect': {
      const response = await call.disconnect.$post({ param })
      if (!response.ok) return refused(request, plainSubmission(form), response)
      const { channel } = await response.json()
      return redirectWith('/vendor/channels', { key: 'channel_disconnected', params: { channel: CHANNEL_NAMES[channel] } })
    }
    default: {
      const { channel } = await need(request, call.$get({ param }))
      const response = await sync[':channel'].$post({ param: { channel }, json: {} })
      return response.ok ? redirectWith(here, { key: 'channel_synced' }) : refused(request, plainSubmission(form), response)
    }
  }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  {
    title:
      data === undefined
        ? m.channels_title()
        : m.channels_connection_title({ channel: CHANNEL_NAMES[data.connection.channel], account: data.connection.name }),
  },
]

export default function ChannelConnection() {
  const page = useLoaderData<typeof loader>()
  return <ConnectionView key={page.connection.id} {...page} result={useActionData<typeof action>() as SubmissionResult | undefined} />
}
