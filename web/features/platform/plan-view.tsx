import { Form, Link } from '@remix-run/react'
import type { ReactNode } from 'react'
import { m } from '#messages'
import { Badge } from '#web/ui/badge.tsx'
import { ButtonLink, SubmitButton } from '#web/ui/button.tsx'
import { type Column, DataTable } from '#web/ui/data-table.tsx'
import { dayText, moneyText, numberText } from '#web/ui/format.ts'
import { Check } from '#web/ui/icons.ts'
import { Facts, Panel } from '#web/ui/panel.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import { FREE_PLAN } from '#worker/pure/plan.ts'
import { limitsOf, limitText, type OfferedPlan, type PlanPreview, perPeriod, STATUS, type VendorPlan } from './plan-words.ts'

type Props = {
  plan: VendorPlan
  interval: 'month' | 'year'
  /** The plan somebody is about to choose, and what it would cost; null while none is. */
  choice: { plan: OfferedPlan; preview: PlanPreview | null } | null
  isOwner: boolean
  formKey: string
  error: string | null
}

/** A store's plan: what it has, what it uses of it, what else there is, and its bills. */
export function PlanView(props: Props) {
  const { plan, choice, isOwner } = props
  return (
    <div className="grid gap-6">
      {props.error === null ? null : (
        <div role="alert" className="rounded-plate border border-bad bg-bad-tint px-4 py-3 text-small text-bad">
          {props.error}
        </div>
      )}
      {isOwner ? null : <p className="rounded-plate bg-warn-tint px-4 py-3 text-small text-warn">{m.platform_plan_owner_only()}</p>}
      {choice === null ? null : <Confirm {...props} choice={choice} />}
      <div className="grid gap-6 lg:grid-cols-2">
        <Current plan={plan} isOwner={isOwner} />
        <Use plan={plan} />
      </div>
      <Compare {...props} />
      <Bills plan={plan} />
    </div>
  )
}

function Current({ plan, isOwner }: { plan: VendorPlan; isOwner: boolean }) {
  const waits = plan.status === 'incomplete' || plan.status === 'past_due' || plan.wantedPlanKey !== null
  const wanted = plan.plans.find(({ key }) => key === plan.wantedPlanKey)
  const isLive = plan.status === 'active' || plan.status === 'past_due'
  return (
    <Panel title={m.platform_plan_current()} action={<Badge tone={STATUS[plan.status].tone}>{STATUS[plan.status].text()}</Badge>}>
      <p className="font-display text-[1.75rem] leading-tight font-bold tracking-[-0.02em]">{plan.planName}</p>
      <div className="mt-2 grid gap-1.5 text-small text-soft">
        {plan.planKey === FREE_PLAN ? <p>{m.platform_plan_free_text()}</p> : null}
        {plan.endsAt ? (
          <p className="text-warn">{m.platform_plan_ends({ day: dayText(plan.endsAt) })}</p>
        ) : plan.periodEndsAt && isLive ? (
          <p>{m.platform_plan_renews({ day: dayText(plan.periodEndsAt), amount: moneyText(plan) })}</p>
        ) : null}
        {plan.graceEndsAt ? <p className="font-semibold text-bad">{m.platform_plan_grace({ day: dayText(plan.graceEndsAt) })}</p> : null}
        {wanted ? <p className="text-warn">{m.platform_plan_waiting({ plan: wanted.name })}</p> : null}
        {isLive ? (
          <p>
            {plan.card
              ? m.platform_plan_card_ends({ brand: brandText(plan.card.brand), last4: plan.card.last4 })
              : m.platform_plan_card_none()}
          </p>
        ) : null}
      </div>
      {isOwner ? (
        <div className="mt-5 flex flex-wrap gap-2">
          {waits ? (
            <ButtonLink to="/vendor/settings/plan/pay" reloads isSmall>
              {m.platform_plan_pay()}
            </ButtonLink>
          ) : null}
          {plan.endsAt ? (
            <Form method="post">
              <SubmitButton name="intent" value="resume" look="secondary" isSmall pendingText={m.platform_saving()}>
                {m.platform_plan_resume()}
              </SubmitButton>
            </Form>
          ) : null}
          {isLive ? (
            <ButtonLink to="/vendor/settings/plan/card" look="secondary" isSmall reloads>
              {m.platform_plan_card_change()}
            </ButtonLink>
          ) : null}
        </div>
      ) : null}
    </Panel>
  )
}

const brandText = (brand: string) => brand.charAt(0).toUpperCase() + brand.slice(1)

function Use({ plan }: { plan: VendorPlan }) {
  const own = plan.plans.find(({ key }) => key === plan.planKey)
  if (!own) return null
  return (
    <Panel title={m.platform_plan_use()}>
      <ul className="grid gap-4">
        {limitsOf(own).map(({ limit, name, allowed }) => {
          const used = plan.use[limit]
          const text =
            allowed === null
              ? m.platform_plan_used_unlimited({ used: numberText(used) })
              : m.platform_plan_of({ used: numberText(used), allowed: numberText(allowed) })
          return (
            <li key={limit}>
              <div className="flex flex-wrap justify-between gap-x-4 text-small">
                <span className="font-semibold">{name}</span>
                <span className={allowed !== null && used >= allowed ? 'text-bad tabular-nums' : 'text-soft tabular-nums'}>{text}</span>
              </div>
              {allowed === null ? null : (
                <div aria-hidden className="mt-1.5 h-1.5 overflow-hidden rounded-pill bg-stone">
                  <div
                    className={`h-full rounded-pill ${used >= allowed ? 'bg-bad' : 'bg-accent'}`}
                    style={{ inlineSize: `${Math.min(100, (used / Math.max(allowed, 1)) * 100)}%` }}
                  />
                </div>
              )}
            </li>
          )
        })}
      </ul>
    </Panel>
  )
}

function Confirm({ choice: { plan, preview }, formKey, interval }: Props & { choice: NonNullable<Props['choice']> }) {
  const rows = preview
    ? [
        { name: m.platform_plan_due_now(), value: moneyText({ amountMinor: preview.dueNowMinor, currency: preview.currency }) },
        ...(preview.creditMinor > 0 ? [{ name: m.platform_plan_credit(), value: moneyText({ amountMinor: preview.creditMinor, currency: preview.currency }) }] : []),
        { name: m.platform_plan_then(), value: perPeriod({ amountMinor: preview.perPeriodMinor, currency: preview.currency, interval }) },
      ]
    : [] // biome-ignore format: one list
  const text =
    preview === null
      ? m.platform_plan_free_confirm()
      : preview.isUpgrade
        ? m.platform_plan_upgrade_text()
        : m.platform_plan_downgrade_text()
  return (
    <section aria-labelledby="plan-confirm" className="rounded-plate border-2 border-accent bg-accent-tint p-4 sm:p-6">
      <h2 id="plan-confirm" className="text-title">
        {m.platform_plan_confirm_title({ plan: plan.name })}
      </h2>
      <p className="mt-1.5 max-w-prose text-small">{text}</p>
      {rows.length === 0 ? null : (
        <div className="mt-4 max-w-md">
          <Facts items={rows} />
        </div>
      )}
      <Form method="post" reloadDocument className="mt-5 flex flex-wrap items-center gap-3">
        <input type="hidden" name="intent" value="choose" />
        <input type="hidden" name="planKey" value={plan.key} />
        <input type="hidden" name="interval" value={interval} />
        <input type="hidden" name="formKey" value={formKey} />
        <SubmitButton pendingText={m.platform_plan_confirming()}>{m.platform_plan_confirm()}</SubmitButton>
        <TextLink to="/vendor/settings/plan">{m.platform_plan_back()}</TextLink>
      </Form>
    </section>
  )
}

function Compare({ plan, interval, isOwner }: Props) {
  const intervals = [...new Set(plan.plans.flatMap(({ prices }) => prices.map((price) => price.interval)))]
  return (
    <section aria-labelledby="plan-compare">
      <div className="mb-4 flex flex-wrap items-center justify-between gap-3">
        <h2 id="plan-compare" className="text-title">
          {m.platform_plan_compare()}
        </h2>
        {intervals.length < 2 ? null : (
          <nav aria-label={m.platform_plan_interval()} className="flex rounded-pill border border-line bg-card p-1">
            {(['month', 'year'] as const).map((each) => (
              <Link
                key={each}
                to={`/vendor/settings/plan?by=${each}`}
                preventScrollReset
                aria-current={each === interval ? 'true' : undefined}
                className="rounded-pill px-3.5 py-1.5 text-small font-semibold text-soft aria-[current]:bg-accent aria-[current]:text-on-accent"
              >
                {each === 'month' ? m.platform_plan_monthly() : m.platform_plan_yearly()}
              </Link>
            ))}
          </nav>
        )}
      </div>
      <ul className="grid gap-4 md:grid-cols-3">
        {plan.plans.map((each) => (
          <PlanCard key={each.key} plan={each} current={plan} interval={interval} isOwner={isOwner} />
        ))}
      </ul>
    </section>
  )
}

function PlanCard({
  plan,
  current,
  interval,
  isOwner,
}: {
  plan: OfferedPlan
  current: VendorPlan
  interval: 'month' | 'year'
  isOwner: boolean
}) {
  const price = plan.prices.find((each) => each.interval === interval)
  const isOwn = plan.key === current.planKey && (plan.key === FREE_PLAN || current.interval === interval)
  return (
    <li className={`flex flex-col rounded-plate border bg-card p-5 ${isOwn ? 'border-accent' : 'border-line'}`}>
      <h3 className="font-display text-title font-bold">{plan.name}</h3>
      <p className="mt-1 text-small text-soft">{plan.summary}</p>
      <p className="mt-4 font-display text-[1.5rem] leading-tight font-bold tabular-nums">
        {price ? perPeriod(price) : m.platform_plans_none_price()}
      </p>
      <ul className="mt-4 mb-6 grid gap-2 text-small">
        {limitsOf(plan).map(({ limit, name, allowed }) => (
          <Line key={limit}>
            {name}: <strong className="font-semibold">{limitText(allowed)}</strong>
          </Line>
        ))}
      </ul>
      <div className="mt-auto">
        {isOwn ? (
          <Badge tone="accent">{m.platform_plan_is_yours()}</Badge>
        ) : isOwner &&
          price &&
          (plan.key !== FREE_PLAN || current.endsAt === null) &&
          (plan.key !== FREE_PLAN || current.planKey !== FREE_PLAN) ? (
          <ButtonLink to={`/vendor/settings/plan?by=${interval}&choose=${plan.key}`} look="secondary" isSmall>
            {m.platform_plan_choose({ plan: plan.name })}
          </ButtonLink>
        ) : null}
      </div>
    </li>
  )
}

const Line = ({ children }: { children: ReactNode }) => (
  <li className="flex gap-2">
    <Check aria-hidden className="mt-0.5 size-4 shrink-0 text-accent" />
    <span>{children}</span>
  </li>
)

const BILL_TONE = { open: 'warn', paid: 'good', void: 'plain', uncollectible: 'bad' } as const
const BILL_TEXT = {
  open: m.platform_bill_open,
  paid: m.platform_bill_paid,
  void: m.platform_bill_void,
  uncollectible: m.platform_bill_uncollectible,
}

function Bills({ plan }: { plan: VendorPlan }) {
  type Bill = VendorPlan['invoices'][number]
  const columns: Column<Bill>[] = [
    { key: 'number', title: m.platform_plan_bill(), isHeadline: true, cell: ({ number, createdAt }) => number ?? dayText(createdAt) },
    { key: 'period', title: m.platform_plan_bill_period(), cell: ({ periodStartsAt, periodEndsAt }) => `${dayText(periodStartsAt)} – ${dayText(periodEndsAt)}` },
    { key: 'amount', title: m.platform_plan_bill_amount(), isNumber: true, cell: (bill) => moneyText(bill) },
    { key: 'status', title: m.platform_plan_bill_status(), cell: ({ status }) => <Badge tone={BILL_TONE[status]}>{BILL_TEXT[status]()}</Badge> },
    {
      key: 'page',
      title: m.platform_plan_bill_open(),
      isUnlabelled: true,
      cell: ({ pageUrl }) =>
        pageUrl ? (
          <a href={pageUrl} className="font-semibold text-accent underline underline-offset-2" rel="noreferrer">
            {m.platform_plan_bill_open()}
          </a>
        ) : null,
    },
  ] // biome-ignore format: a table reads best as a table
  return (
    <Panel title={m.platform_plan_bills()} isFlush={plan.invoices.length > 0}>
      {plan.invoices.length === 0 ? (
        <p className="text-small text-soft">{m.platform_plan_no_bills()}</p>
      ) : (
        <DataTable caption={m.platform_plan_bills()} columns={columns} rows={plan.invoices} rowKey={({ id }) => id} />
      )}
    </Panel>
  )
}
