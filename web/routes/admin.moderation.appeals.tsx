import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/cloudflare'
import { useActionData, useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { AppealsView } from '#web/features/trust/appeals-view.tsx'
import { AnswerForm } from '#web/features/trust/trust-forms.ts'
import { need } from '#web/server/answer.ts'
import { redirectWith } from '#web/server/flash.ts'
import { readForm, refused, type SubmissionResult } from '#web/server/form.ts'
import { idParam } from '#web/server/id-param.ts'
import { loadQueueCounts } from '#web/server/moderation.ts'
import { isId } from '#worker/pure/ids.ts'

export async function loader({ context, request }: LoaderFunctionArgs) {
  const cursor = new URL(request.url).searchParams.get('cursor') ?? ''
  const query = { limit: '25', ...(isId('appeal', cursor) ? { cursor } : {}) }
  const [appeals, counts] = await Promise.all([need(request, context.api.api.v1.admin.appeals.$get({ query })), loadQueueCounts(context)])
  return { appeals, counts, nowMs: context.nowMs }
}

export async function action({ context, request }: ActionFunctionArgs) {
  const form = await readForm(request, AnswerForm)
  if (!form.ok) return form.answer
  const { appealId, answer, note } = form.value
  const param = { appealId: idParam('appeal', appealId) }
  const response = await context.api.api.v1.admin.appeals[':appealId'].decision.$post({
    param,
    json: { isUpheld: answer === 'upheld', note },
  })
  if (!response.ok) return refused(request, form.submission, response)
  return redirectWith('/admin/moderation/appeals', { key: 'appeal_decided' })
}

export const meta: MetaFunction = () => [{ title: m.trust_tab_appeals() }]

export default function AppealsRoute() {
  return <AppealsView {...useLoaderData<typeof loader>()} result={useActionData<typeof action>() as SubmissionResult | undefined} />
}

export { AdminError as ErrorBoundary } from '#web/features/admin/admin-error.tsx'
