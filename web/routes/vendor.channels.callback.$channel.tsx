import { data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/cloudflare'
import { useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { CallbackView } from '#web/features/channels/callback-view.tsx'
import { problemOf } from '#web/server/answer.ts'
import { channelParam } from '#web/server/channels.ts'
import { redirectWith } from '#web/server/flash.ts'
import { requireProfile } from '#web/server/session.ts'
import { CHANNEL_NAMES } from '#worker/pure/channel.ts'

/**
 * Where a channel sends the browser back to. What it brought is good for one answer of this very session, so that reading this
 * address changes something only for whoever set out from here.
 */
export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const channel = channelParam(params.channel)
  await requireProfile(context, request)
  const query = Object.fromEntries(new URL(request.url).searchParams)
  const response = await context.api.api.v1.platforms.complete.$post({ json: { channel, query } })
  if (response.ok) {
    const { id, importedAt } = await response.json()
    const path = importedAt === null ? `/vendor/channels/${id}/setup?step=settings` : `/vendor/channels/${id}`
    throw await redirectWith(path, { key: 'channel_connected', params: { channel: CHANNEL_NAMES[channel] } })
  }
  const { status, code, detail } = await problemOf(response)
  return data({ channel, code, detail: status >= 500 ? '' : detail }, { status })
}

export const meta: MetaFunction = () => [{ title: m.channels_title() }]

export default function Callback() {
  return <CallbackView {...useLoaderData<typeof loader>()} />
}
