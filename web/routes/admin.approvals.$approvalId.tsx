import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/cloudflare'
import { useActionData, useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { ApprovalView } from '#web/features/oversight/approval-view.tsx'
import { ApprovalForm } from '#web/features/oversight/oversight-forms.ts'
import { approvalText } from '#web/features/oversight/oversight-words.ts'
import { need } from '#web/server/answer.ts'
import { redirectWith } from '#web/server/flash.ts'
import { readForm, refused, type SubmissionResult } from '#web/server/form.ts'
import { idParam } from '#web/server/id-param.ts'
import { requireProfile } from '#web/server/session.ts'
import { isAllowed } from '#worker/pure/permissions.ts'

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const param = { approvalId: idParam('approval', params.approvalId) }
  const [{ platformRole }, approval] = await Promise.all([
    requireProfile(context, request),
    need(request, context.api.api.v1.admin.approvals[':approvalId'].$get({ param })),
  ])
  return { approval, canSeePeople: platformRole !== null && isAllowed(platformRole, 'people:manage') }
}

/** A refusal means that somebody else decided meanwhile: the page has to show what. */
export const shouldRevalidate = () => true

const FLASHES = { approve: 'approval_approved', decline: 'approval_declined', withdraw: 'approval_withdrawn' } as const

export async function action({ context, params, request }: ActionFunctionArgs) {
  const form = await readForm(request, ApprovalForm)
  if (!form.ok) return form.answer
  const { value } = form
  const approvalId = idParam('approval', params.approvalId)
  const call = context.api.api.v1.admin.approvals[':approvalId']
  const param = { approvalId }
  const response =
    value.intent === 'withdraw'
      ? await call.withdraw.$post({ param })
      : await call[value.intent].$post({ param, json: { note: value.note } })
  if (!response.ok) return refused(request, form.submission, response)
  return redirectWith(`/admin/approvals/${approvalId}`, { key: FLASHES[value.intent] })
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data ? approvalText(data.approval.action) : m.audit_approvals_title() },
]

export default function Approval() {
  const page = useLoaderData<typeof loader>()
  return <ApprovalView key={page.approval.id} {...page} result={useActionData<typeof action>() as SubmissionResult | undefined} />
}

export { AdminError as ErrorBoundary } from '#web/features/admin/admin-error.tsx'
