import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/cloudflare'
import { useActionData, useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { PlanView } from '#web/features/platform/plan-view.tsx'
import { SettingsFrame } from '#web/features/settings/settings-frame.tsx'
import { need, problemOf } from '#web/server/answer.ts'
import { redirectWith } from '#web/server/flash.ts'
import { requestKey } from '#web/server/request-key.ts'
import { requireSettings } from '#web/server/settings.ts'
import { FREE_PLAN } from '#worker/pure/plan.ts'

const HERE = '/vendor/settings/plan'

export async function loader({ context, request }: LoaderFunctionArgs) {
  const { can } = await requireSettings(context, request)
  const api = context.api.api.v1.vendor.plan
  const params = new URL(request.url).searchParams
  if (params.has('paid')) {
    await api.refresh.$post({})
    const { wantedPlanKey, status } = await need(request, api.$get())
    const isPaid = wantedPlanKey === null && status === 'active'
    throw await redirectWith(HERE, { key: isPaid ? 'plan_paid' : 'plan_pending' })
  }
  const plan = await need(request, api.$get())
  const isOwner = can('vendor:plan')
  const interval = (params.get('by') ?? plan.interval) === 'year' ? ('year' as const) : ('month' as const)
  const chosen = isOwner ? plan.plans.find(({ key }) => key === params.get('choose')) : undefined
  const preview =
    chosen && chosen.key !== FREE_PLAN ? await need(request, api.preview.$post({ json: { planKey: chosen.key, interval } })) : null
  return {
    plan,
    interval,
    choice: chosen ? { plan: chosen, preview } : null,
    isOwner,
    formKey: crypto.randomUUID(),
    canSeeMembers: can('vendor:members'),
  }
}

/** Chooses a plan, or takes the end of one back. What is to be paid is paid on a page of its own, which may load the card form. */
export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData()
  const text = (name: string) => String(form.get(name) ?? '')
  const api = context.api.api.v1.vendor.plan
  if (form.get('intent') === 'resume') {
    const response = await api.resume.$post({})
    if (!response.ok) return data({ error: (await problemOf(response)).detail }, { status: response.status })
    return redirectWith(HERE, { key: 'plan_resumed' })
  }
  const choice = { planKey: text('planKey'), interval: text('interval') === 'year' ? ('year' as const) : ('month' as const) }
  const header = await requestKey(text('formKey'), choice)
  const response = await api.$post({ json: choice, header } as never)
  if (!response.ok) return data({ error: (await problemOf(response)).detail }, { status: response.status })
  const plan = (await response.json()) as { wantedPlanKey: string | null; endsAt: string | null }
  if (plan.wantedPlanKey !== null) return redirect(`${HERE}/pay`, 303)
  return redirectWith(HERE, { key: choice.planKey === FREE_PLAN ? 'plan_ending' : 'plan_chosen' })
}

export const meta: MetaFunction = () => [{ title: m.platform_plan_page() }]

export default function PlanSettings() {
  const { canSeeMembers, ...page } = useLoaderData<typeof loader>()
  const refused = useActionData<typeof action>() as { error: string } | undefined
  return (
    <SettingsFrame current="plan" canSeeMembers={canSeeMembers}>
      <PlanView {...page} error={refused?.error ?? null} />
    </SettingsFrame>
  )
}
