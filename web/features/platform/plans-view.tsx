import { m } from '#messages'
import { Badge } from '#web/ui/badge.tsx'
import { type Column, DataTable } from '#web/ui/data-table.tsx'
import { dayText, moneyText, numberText } from '#web/ui/format.ts'
import { Figure, PageHeader, Panel } from '#web/ui/panel.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import { FREE_PLAN, PLAN_LIMITS } from '#worker/pure/plan.ts'
import { limitName, limitText, type Plan, type Plans, perPeriod, STATUS } from './plan-words.ts'

type Subscriber = Plans['subscribers'][number]

/** Every plan, what plans bring in a month, and who has which. */
export function PlansView({ list, canEdit }: { list: Plans; canEdit: boolean }) {
  const nameOf = (key: string) => list.plans.find((plan) => plan.key === key)?.name ?? key
  return (
    <>
      <PageHeader title={m.platform_plans_title()} text={m.platform_plans_text()} />
      <div className="mb-6 grid gap-4 sm:grid-cols-3">
        <Figure
          name={m.platform_plans_mrr()}
          value={list.monthly.length === 0 ? '–' : moneyText(list.monthly[0] ?? { amountMinor: 0, currency: 'USD' })}
          note={list.monthly.length > 1 ? list.monthly.slice(1).map(moneyText).join(' + ') : undefined}
        />
        <Figure name={m.platform_plans_paying()} value={numberText(list.paying)} />
        <Figure name={m.platform_plans_missing()} value={numberText(list.pastDue)} />
      </div>
      <div className="grid gap-6">
        <Panel isFlush title={m.platform_plans_title()}>
          <DataTable caption={m.platform_plans_title()} columns={planColumns(canEdit)} rows={list.plans} rowKey={({ key }) => key} />
        </Panel>
        <Panel isFlush={list.subscribers.length > 0} title={m.platform_plans_who()}>
          {list.subscribers.length === 0 ? (
            <p className="text-small text-soft">{m.platform_plans_nobody()}</p>
          ) : (
            <DataTable
              caption={m.platform_plans_who()}
              columns={subscriberColumns(nameOf)}
              rows={list.subscribers}
              rowKey={({ vendorId }) => vendorId}
            />
          )}
        </Panel>
      </div>
    </>
  )
}

const planColumns = (canEdit: boolean): Column<Plan>[] => [
  {
    key: 'name',
    title: m.platform_plans_plan(),
    isHeadline: true,
    cell: ({ key, name }) => (canEdit ? <TextLink to={`/admin/plans/${key}`}>{name}</TextLink> : name),
  },
  {
    key: 'state',
    title: m.platform_plans_state(),
    cell: ({ isOffered }) => (
      <Badge tone={isOffered ? 'good' : 'plain'}>{isOffered ? m.platform_plans_offered() : m.platform_plans_withdrawn()}</Badge>
    ),
  },
  {
    key: 'price',
    title: m.platform_plans_price(),
    cell: ({ key, prices }) => {
      const price = prices.find(({ currency, interval }) => currency === 'USD' && interval === 'month') ?? prices[0]
      return key === FREE_PLAN ? m.platform_free() : price ? perPeriod(price) : m.platform_plans_none_price()
    },
  },
  ...PLAN_LIMITS.map((limit): Column<Plan> => {
    return { key: limit, title: limitName(limit), isNumber: true, cell: (plan) => limitText(plan.limits[limit]) }
  }),
  { key: 'vendors', title: m.platform_plans_vendors(), isNumber: true, cell: ({ vendors }) => numberText(vendors) },
]

const subscriberColumns = (nameOf: (key: string) => string): Column<Subscriber>[] => [
  {
    key: 'store',
    title: m.platform_plans_store(),
    isHeadline: true,
    cell: ({ vendorId, vendorName }) => <TextLink to={`/admin/vendors/${vendorId}`}>{vendorName}</TextLink>,
  },
  { key: 'plan', title: m.platform_plans_plan(), cell: ({ planKey }) => nameOf(planKey) },
  {
    key: 'state',
    title: m.platform_plans_state(),
    cell: ({ status }) => <Badge tone={STATUS[status].tone}>{STATUS[status].text()}</Badge>,
  },
  { key: 'pays', title: m.platform_plans_pays(), cell: (row) => perPeriod(row) },
  {
    key: 'next',
    title: m.platform_plans_next(),
    cell: ({ periodEndsAt, endsAt }) => (endsAt || !periodEndsAt ? '–' : dayText(periodEndsAt)),
  },
]
