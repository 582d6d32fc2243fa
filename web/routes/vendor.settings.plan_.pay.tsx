import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/cloudflare'
import { useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { PlanCardForm } from '#web/features/platform/plan-card-form.tsx'
import { need } from '#web/server/answer.ts'
import { redirectWith } from '#web/server/flash.ts'
import { requireSettings } from '#web/server/settings.ts'
import { moneyText } from '#web/ui/format.ts'
import { PageHeader, Panel } from '#web/ui/panel.tsx'
import { TextLink } from '#web/ui/text-link.tsx'

/** What waits to be paid for a store's plan; with nothing there is, back to the plan. */
export async function loader({ context, request }: LoaderFunctionArgs) {
  await requireSettings(context, request)
  const api = context.api.api.v1.vendor.plan
  const response = await api.payment.$get({})
  if ((response.status as number) === 404) throw await redirectWith('/vendor/settings/plan', { key: 'plan_nothing_due' })
  const payment = await need(request, Promise.resolve(response))
  const plan = await need(request, api.$get())
  const key = plan.wantedPlanKey ?? plan.planKey
  return { payment, planName: plan.plans.find((each) => each.key === key)?.name ?? plan.planName }
}

export const meta: MetaFunction = () => [{ title: m.platform_plan_pay_title() }]

export default function PayPlan() {
  const { payment, planName } = useLoaderData<typeof loader>()
  const amount = moneyText(payment)
  return (
    <>
      <PageHeader
        title={m.platform_plan_pay_title()}
        back={<TextLink to="/vendor/settings/plan">{m.platform_plan_page()}</TextLink>}
        text={m.platform_plan_pay_text({ amount, plan: planName })}
      />
      <Panel>
        <PlanCardForm
          {...payment}
          path="/vendor/settings/plan?paid=1"
          label={m.platform_plan_pay_button({ amount })}
          busyLabel={m.checkout_paying()}
        />
      </Panel>
    </>
  )
}
