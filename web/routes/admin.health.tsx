import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/cloudflare'
import { useActionData, useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { HealthView } from '#web/features/oversight/health-view.tsx'
import { HealthForm } from '#web/features/oversight/oversight-forms.ts'
import { attempt, need } from '#web/server/answer.ts'
import { redirectWith } from '#web/server/flash.ts'
import { readForm, refused, type SubmissionResult } from '#web/server/form.ts'
import { idParam } from '#web/server/id-param.ts'

export async function loader({ context, request }: LoaderFunctionArgs) {
  const admin = context.api.api.v1.admin
  const [health, versions, alarms, journals] = await Promise.all([
    need(request, admin.health.$get()),
    need(request, admin['schema-versions'].$get({ query: { limit: '200' } })),
    attempt(() => admin.alarms.$get()),
    attempt(() => admin.journals.$get()),
  ])
  return { health, versions, alarms, journals, nowMs: context.nowMs }
}

export async function action({ context, request }: ActionFunctionArgs) {
  const form = await readForm(request, HealthForm)
  if (!form.ok) return form.answer
  const { value } = form
  const admin = context.api.api.v1.admin
  if (value.intent === 'roll_out') {
    const { queued } = await need(request, admin['schema-rollouts'].$post())
    return redirectWith(
      '/admin/health',
      queued === 0 ? { key: 'schema_current' } : { key: 'schema_rolled_out', params: { count: String(queued) } },
    )
  }
  const param = { alarmId: idParam('alarm', value.alarmId) }
  const response = await admin.alarms[':alarmId'].acknowledge.$post({ param, json: { note: value.note } })
  if (!response.ok) return refused(request, form.submission, response as never)
  return redirectWith('/admin/health', { key: 'alarm_answered' })
}

export const meta: MetaFunction = () => [{ title: m.audit_health_title() }]

export default function SystemHealth() {
  return <HealthView {...useLoaderData<typeof loader>()} result={useActionData<typeof action>() as SubmissionResult | undefined} />
}

export { AdminError as ErrorBoundary } from '#web/features/admin/admin-error.tsx'
