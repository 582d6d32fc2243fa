import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/cloudflare'
import { useActionData, useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { PeopleForm } from '#web/features/oversight/oversight-forms.ts'
import { PeopleView } from '#web/features/oversight/people-view.tsx'
import { need } from '#web/server/answer.ts'
import { redirectWith } from '#web/server/flash.ts'
import { readForm, refused, type SubmissionResult } from '#web/server/form.ts'
import { idParam } from '#web/server/id-param.ts'

export async function loader({ context, request }: LoaderFunctionArgs) {
  return { people: await need(request, context.api.api.v1.admin.people.$get()), nowMs: context.nowMs }
}

export async function action({ context, request }: ActionFunctionArgs) {
  const form = await readForm(request, PeopleForm)
  if (!form.ok) return form.answer
  const { value } = form
  const people = context.api.api.v1.admin.people
  if (value.intent === 'sign_out') {
    await need(request, people[':accountId']['sign-out'].$post({ param: { accountId: idParam('account', value.accountId) } }))
    return redirectWith('/admin/people', { key: 'person_signed_out', params: { name: value.name } })
  }
  const { reason } = value
  const response =
    value.intent === 'add'
      ? await people.$post({ json: { email: value.email, role: value.role, reason } })
      : await people[':accountId'].role.$post({
          param: { accountId: idParam('account', value.accountId) },
          json: { role: value.role === 'none' ? null : value.role, reason },
        })
  if (!response.ok) return refused(request, form.submission, response)
  return redirectWith('/admin/people', { key: 'role_asked' })
}

export const meta: MetaFunction = () => [{ title: m.audit_people_title() }]

export default function People() {
  return <PeopleView {...useLoaderData<typeof loader>()} result={useActionData<typeof action>() as SubmissionResult | undefined} />
}

export { AdminError as ErrorBoundary } from '#web/features/admin/admin-error.tsx'
