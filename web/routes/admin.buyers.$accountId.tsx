import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/cloudflare'
import { useActionData, useLoaderData, useRouteLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { BuyerView } from '#web/features/trust/buyers-view.tsx'
import { BuyerForm, NoteForm } from '#web/features/trust/trust-forms.ts'
import { need } from '#web/server/answer.ts'
import { redirectWith } from '#web/server/flash.ts'
import { readForm, refused, type SubmissionResult } from '#web/server/form.ts'
import { idParam } from '#web/server/id-param.ts'
import { isAllowed } from '#worker/pure/permissions.ts'
import type { loader as portalLoader } from './admin.tsx'

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const param = { accountId: idParam('account', params.accountId) }
  const call = context.api.api.v1.admin.buyers[':accountId']
  const [buyer, notes] = await Promise.all([need(request, call.$get({ param })), need(request, call.notes.$get({ param }))])
  return { buyer, notes, nowMs: context.nowMs }
}

export async function action({ context, params, request }: ActionFunctionArgs) {
  const param = { accountId: idParam('account', params.accountId) }
  const { admin } = context.api.api.v1
  const path = `/admin/buyers/${param.accountId}`
  const intent = (await request.clone().formData()).get('intent')
  if (intent === 'verify') {
    const answer = await need(request, admin.buyers[':accountId']['verification-mail'].$post({ param }))
    return redirectWith(path, { key: answer.isSent ? 'verification_sent' : 'verification_full' })
  }
  if (intent === 'note') {
    const note = await readForm(request, NoteForm)
    if (!note.ok) return redirectWith(path, { key: 'failed' })
    const headers = { 'idempotency-key': crypto.randomUUID() }
    const { ok } = await admin.buyers[':accountId'].notes.$post({ param, json: note.value }, { headers })
    return redirectWith(path, { key: ok ? 'saved' : 'failed' })
  }
  const form = await readForm(request, BuyerForm)
  if (!form.ok) return form.answer
  const { intent: decision, reason } = form.value
  const response = await admin.accounts[':accountId'][decision].$post({ param, json: { reason } })
  if (!response.ok) return refused(request, form.submission, response)
  return redirectWith(path, { key: decision === 'disable' ? 'buyer_closed' : 'buyer_opened' })
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.buyer.name ?? m.trust_buyers_title() }]

export default function BuyerRoute() {
  const role = useRouteLoaderData<typeof portalLoader>('routes/admin')?.role
  return (
    <BuyerView
      {...useLoaderData<typeof loader>()}
      canClose={role !== undefined && isAllowed(role, 'platform:operate')}
      result={useActionData<typeof action>() as SubmissionResult | undefined}
    />
  )
}

export { AdminError as ErrorBoundary } from '#web/features/admin/admin-error.tsx'
