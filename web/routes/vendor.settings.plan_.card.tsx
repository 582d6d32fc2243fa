import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/cloudflare'
import { useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { PlanCardForm } from '#web/features/platform/plan-card-form.tsx'
import { need } from '#web/server/answer.ts'
import { redirectWith } from '#web/server/flash.ts'
import { requireSettings } from '#web/server/settings.ts'
import { PageHeader, Panel } from '#web/ui/panel.tsx'
import { TextLink } from '#web/ui/text-link.tsx'

/** Keeps another card for a store's plan. Comes back with the card's id, and has it used then. */
export async function loader({ context, request }: LoaderFunctionArgs) {
  await requireSettings(context, request)
  const api = context.api.api.v1.vendor.plan.card
  const setupRef = new URL(request.url).searchParams.get('setup')
  if (setupRef !== null) {
    const response = await api.$put({ json: { setupRef } })
    if (!response.ok) throw await redirectWith('/vendor/settings/plan', { key: 'plan_card_refused' })
    throw await redirectWith('/vendor/settings/plan', { key: 'plan_card' })
  }
  const plan = await need(request, context.api.api.v1.vendor.plan.$get())
  if (plan.status !== 'active' && plan.status !== 'past_due') throw await redirectWith('/vendor/settings/plan', { key: 'plan_nothing_due' })
  return { card: await need(request, api.$post({})) }
}

export const meta: MetaFunction = () => [{ title: m.platform_plan_card_title() }]

export default function ChangeCard() {
  const { card } = useLoaderData<typeof loader>()
  return (
    <>
      <PageHeader
        title={m.platform_plan_card_title()}
        back={<TextLink to="/vendor/settings/plan">{m.platform_plan_page()}</TextLink>}
        text={m.platform_plan_card_text()}
      />
      <Panel>
        <PlanCardForm
          {...card}
          path="/vendor/settings/plan/card"
          label={m.platform_plan_card_button()}
          busyLabel={m.platform_plan_card_saving()}
        />
      </Panel>
    </>
  )
}
