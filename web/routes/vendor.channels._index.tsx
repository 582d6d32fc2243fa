import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/cloudflare'
import { useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import type { Pacer, Platforms } from '#web/features/channels/channel-data.ts'
import { ChannelsView } from '#web/features/channels/channels-view.tsx'
import { attempt } from '#web/server/answer.ts'
import { requireSettings } from '#web/server/settings.ts'

export async function loader({ context, request }: LoaderFunctionArgs) {
  const { platforms: call } = context.api.api.v1
  const [{ can }, platforms] = await Promise.all([requireSettings(context, request), attempt<Platforms>(() => call.$get())])
  const active = platforms.ok ? platforms.value.connections.filter(({ status }) => status === 'active') : []
  const pacers = await Promise.all(
    active.map(async ({ id }): Promise<[string, Pacer | null]> => {
      const whole = await attempt(() => call[':connectionId'].$get({ param: { connectionId: id } }))
      return [id, whole.ok ? whole.value.pacer : null]
    }),
  )
  return {
    platforms,
    pacers: Object.fromEntries(pacers),
    canConnect: can('channels:connect'),
    canManage: can('channels:manage'),
    nowMs: context.nowMs,
  }
}

export const meta: MetaFunction = () => [{ title: m.channels_title() }]

export default function Channels() {
  return <ChannelsView {...useLoaderData<typeof loader>()} />
}
