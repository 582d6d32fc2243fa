import { Form } from '@remix-run/react'
import { m } from '#messages'
import { priceEntry } from '#web/features/goods/price-entry.ts'
import { SubmitButton } from '#web/ui/button.tsx'
import { PageHeader, Panel } from '#web/ui/panel.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import { CURRENCIES } from '#worker/pure/money.ts'
import { FREE_PLAN, PLAN_INTERVALS, PLAN_LIMITS } from '#worker/pure/plan.ts'
import { Entry, FormRefusal, ReasonEntry, type Refused, TickEntry } from './entries.tsx'
import { limitName, type Plan } from './plan-words.ts'

/** Everything of a plan that can be changed. */
export function PlanEditView({ plan, refused }: { plan: Plan; refused: Refused }) {
  const isFree = plan.key === FREE_PLAN
  return (
    <>
      <PageHeader
        title={m.platform_plans_edit({ plan: plan.name })}
        back={<TextLink to="/admin/plans">{m.platform_plans_title()}</TextLink>}
      />
      <Form method="post" className="grid gap-6">
        <input type="hidden" name="version" value={plan.version} />
        <FormRefusal refused={refused} />
        <Panel title={plan.key}>
          <div className="grid gap-4 sm:grid-cols-2">
            <Entry name="name" label={m.platform_plan_name()} value={plan.name} refused={refused} required maxLength={40} />
            <Entry
              name="commissionPlanKey"
              label={m.platform_plan_commission()}
              hint={m.platform_plan_commission_hint()}
              value={plan.commissionPlanKey ?? ''}
              refused={refused}
            />
            <Entry
              name="summary"
              label={m.platform_plan_summary()}
              value={plan.summary}
              refused={refused}
              className="sm:col-span-2"
              maxLength={200}
            />
          </div>
          {isFree ? (
            <input type="hidden" name="isOffered" value="on" />
          ) : (
            <div className="mt-3">
              <TickEntry name="isOffered" label={m.platform_plan_is_offered()} isOn={plan.isOffered} refused={refused} />
            </div>
          )}
        </Panel>
        <Panel title={m.platform_plan_limits()}>
          <div className="grid gap-4 sm:grid-cols-3">
            {PLAN_LIMITS.map((limit) => (
              <Entry
                key={limit}
                name={limit}
                label={limitName(limit)}
                hint={m.platform_plan_limit_hint()}
                value={plan.limits[limit] === null ? '' : String(plan.limits[limit])}
                refused={refused}
                inputMode="numeric"
              />
            ))}
          </div>
        </Panel>
        {isFree ? null : (
          <Panel title={m.platform_plan_prices()}>
            <p className="mb-4 text-small text-soft">{m.platform_plan_prices_hint()}</p>
            <div className="grid gap-x-6 gap-y-4 sm:grid-cols-2 xl:grid-cols-3">
              {CURRENCIES.map((currency) => (
                <fieldset key={currency} className="grid grid-cols-[3rem_1fr_1fr] items-end gap-2">
                  <legend className="sr-only">{currency}</legend>
                  <span aria-hidden className="pb-3 text-small font-semibold">
                    {currency}
                  </span>
                  {PLAN_INTERVALS.map((interval) => {
                    const price = plan.prices.find((each) => each.currency === currency && each.interval === interval)
                    return (
                      <Entry
                        key={interval}
                        name={`price.${currency}.${interval}`}
                        label={interval === 'month' ? m.platform_per_month() : m.platform_per_year()}
                        value={price ? priceEntry(price.amountMinor, currency) : ''}
                        refused={refused}
                        inputMode="decimal"
                      />
                    )
                  })}
                </fieldset>
              ))}
            </div>
          </Panel>
        )}
        <Panel>
          <ReasonEntry refused={refused} className="max-w-xl" />
          <div className="mt-4">
            <SubmitButton pendingText={m.platform_saving()}>{m.platform_save()}</SubmitButton>
          </div>
        </Panel>
      </Form>
    </>
  )
}
