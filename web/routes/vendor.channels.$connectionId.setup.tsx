import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/cloudflare'
import { useActionData, useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { SetupView } from '#web/features/channels/setup-view.tsx'
import { SETUP_STEPS } from '#web/features/channels/steps.tsx'
import { attempt, need } from '#web/server/answer.ts'
import { currencyAt, exampleGood, requireChannels } from '#web/server/channels.ts'
import { redirectWith } from '#web/server/flash.ts'
import { refused, type SubmissionResult } from '#web/server/form.ts'
import { idParam } from '#web/server/id-param.ts'
import { plainSubmission } from '#web/server/plain-submission.ts'
import { saveSettings } from '#web/server/save-channel-settings.ts'

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const connectionId = idParam('channelConnection', params.connectionId)
  const asked = new URL(request.url).searchParams.get('step')
  const found = SETUP_STEPS.find((each) => each === asked) ?? 'settings'
  const step = found === 'connect' ? 'settings' : found
  const { v1 } = context.api.api
  const [{ can, currency: own }, { pacer: _, ...connection }] = await Promise.all([
    requireChannels(context, request),
    need(request, v1.platforms[':connectionId'].$get({ param: { connectionId } })),
  ])
  const currency = currencyAt(connection, own)
  const runs = step === 'import' ? await attempt(() => v1.sync.runs.$get({ query: { connectionId, kind: 'import', limit: '1' } })) : null
  return {
    connection,
    step,
    currency,
    example: step === 'settings' ? await exampleGood(context, currency) : null,
    run: runs?.ok ? (runs.value.items[0] ?? null) : null,
    canManage: can('channels:manage'),
    nowMs: context.nowMs,
  }
}

export async function action({ context, params, request }: ActionFunctionArgs) {
  const connectionId = idParam('channelConnection', params.connectionId)
  const here = `/vendor/channels/${connectionId}/setup`
  const form = await request.clone().formData()
  const { v1 } = context.api.api
  switch (form.get('intent')) {
    case 'settings': {
      const saved = await saveSettings(context, request, connectionId)
      return saved.ok ? redirect(`${here}?step=import`, 303) : saved.answer
    }
    case 'match': {
      const response = await v1['channel-listings'].match.$post({ json: { connectionId, isDryRun: false } })
      if (!response.ok) return refused(request, plainSubmission(form), response)
      const { found, unmatched } = await response.json()
      const params = { count: String(found), left: String(unmatched) }
      return redirectWith(`${here}?step=matching`, { key: 'channel_matched', params })
    }
    default: {
      const response = await v1.platforms[':connectionId'].import.$post({ param: { connectionId } })
      return response.ok ? redirect(`${here}?step=import`, 303) : refused(request, plainSubmission(form), response)
    }
  }
}

export const meta: MetaFunction = () => [{ title: m.channels_steps_title() }]

export default function ChannelSetup() {
  return <SetupView {...useLoaderData<typeof loader>()} result={useActionData<typeof action>() as SubmissionResult | undefined} />
}
