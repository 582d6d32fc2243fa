import { Link } from '@remix-run/react'
import type { InferResponseType } from 'hono/client'
import { m } from '#messages'
import type { Connection } from '#web/features/channels/channel-data.ts'
import { ChannelTiles } from '#web/features/channels/channel-tiles.tsx'
import { waitingOf } from '#web/features/channels/channel-words.ts'
import type { Loaded } from '#web/server/answer.ts'
import { Badge } from '#web/ui/badge.tsx'
import { ButtonLink } from '#web/ui/button.tsx'
import { agoText, dayText, momentText, moneyText, numberText, weekdayText } from '#web/ui/format.ts'
import { ChevronRight, CircleAlert, CircleCheck, type LucideIcon, PackageOpen, PencilLine, TriangleAlert } from '#web/ui/icons.ts'
import { LiveMark } from '#web/ui/live-mark.tsx'
import { Moved } from '#web/ui/moved.tsx'
import { Notice } from '#web/ui/notice.tsx'
import { Figure, PageHeader, Panel } from '#web/ui/panel.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import { useLive } from '#web/ui/use-live.ts'
import type { ApiClient } from '#worker/client.ts'
import { dueOf, type OrderRow, statusText, statusTone } from './order-words.ts'

type StoreApi = ApiClient['api']['v1']['vendor']
export type Summary = InferResponseType<StoreApi['summary']['$get'], 200>
type Store = InferResponseType<StoreApi['$get'], 200>
export type HomePage = {
  store: Pick<Store, 'name' | 'status' | 'canReceiveTransfers' | 'currency'>
  who: string
  summary: Loaded<Summary>
  /** Those that have waited longest. */
  waiting: OrderRow[]
  /** The store's accounts at channels. */
  connections: Connection[]
  nowMs: number
}

export function HomeView({ store, who, summary, waiting, connections, nowMs }: HomePage) {
  const live = useLive('vendor', ['orders', 'stock', 'channels', 'sync', 'refunds'], nowMs)
  return (
    <>
      <PageHeader
        title={m.store_home_title({ name: who.split(' ')[0] ?? who })}
        text={
          <>
            <span className="mb-1 block">{m.store_home_text({ store: store.name, day: dayText(nowMs) })}</span>
            <LiveMark live={live} />
          </>
        }
      />
      {summary.ok ? (
        <>
          <Today summary={summary.value} currency={store.currency} />
          <ChannelTiles connections={connections} nowMs={nowMs} />
          <div className="mt-5 grid items-start gap-5 lg:grid-cols-[20rem_minmax(0,1fr)]">
            <ToDo store={store} summary={summary.value} connections={connections} />
            <div className="grid gap-5">
              {waiting.length === 0 ? null : (
                <Panel
                  title={m.store_home_ship_title()}
                  isFlush
                  action={<TextLink to="/vendor/orders">{m.store_home_ship_all()}</TextLink>}
                >
                  <Orders orders={waiting} nowMs={nowMs} isForShipping />
                </Panel>
              )}
              <Panel
                title={m.store_home_latest()}
                isFlush
                action={<TextLink to="/vendor/orders?show=all">{m.store_home_latest_all()}</TextLink>}
              >
                {summary.value.latest.length === 0 ? (
                  <Notice title={m.store_home_latest_empty_title()} text={m.store_home_latest_empty_text()} />
                ) : (
                  <Orders orders={summary.value.latest} nowMs={nowMs} />
                )}
              </Panel>
            </div>
          </div>
          <p className="mt-6 text-fine text-soft">{m.store_home_utc()}</p>
        </>
      ) : (
        <Notice title={m.store_home_todo()} text={m.store_home_retry()} action={<ButtonLink to="/vendor">{m.ui_retry()}</ButtonLink>} />
      )}
    </>
  )
}

function Today({ summary: { today, lastWeek }, currency }: { summary: Summary; currency: string }) {
  const day = weekdayText(lastWeek.since)
  const then = (value: string) => m.store_home_last_week({ value, day })
  const revenue = (figures: Summary['today']) =>
    figures.revenue.length === 0 ? moneyText({ amountMinor: 0, currency }) : figures.revenue.map(moneyText).join(' + ')
  return (
    <div className="grid grid-cols-2 gap-3 *:first:col-span-2 sm:grid-cols-3 sm:*:first:col-span-1">
      <Figure name={m.store_home_revenue()} value={<Moved>{revenue(today)}</Moved>} note={then(revenue(lastWeek))} />
      <Figure name={m.store_home_orders()} value={<Moved>{numberText(today.orders)}</Moved>} note={then(numberText(lastWeek.orders))} />
      <Figure name={m.store_home_units()} value={<Moved>{numberText(today.units)}</Moved>} note={then(numberText(lastWeek.units))} />
    </div>
  )
}

type Task = { to: string; text: string; icon: LucideIcon; tone: 'bad' | 'warn' | 'plain' }

function ToDo({ store, summary, connections }: Pick<HomePage, 'store' | 'connections'> & { summary: Summary }) {
  const tasks = tasksOf(store, summary, connections)
  return (
    <Panel title={m.store_home_todo()} isFlush>
      {tasks.length === 0 ? (
        <div className="flex gap-3 px-4 py-5 sm:px-5">
          <CircleCheck className="size-5 shrink-0 text-good" aria-hidden />
          <div className="text-small">
            <p className="font-semibold">{m.store_home_done_title()}</p>
            <p className="text-soft">{m.store_home_done_text()}</p>
          </div>
        </div>
      ) : (
        <ul className="divide-y divide-line">
          {tasks.map(({ to, text, icon: Icon, tone }) => (
            <li key={text}>
              <Link to={to} className="group flex min-h-12 items-center gap-3 px-4 py-2.5 text-small hover:bg-accent-tint sm:px-5">
                <Icon className={`size-5 shrink-0 ${TONES[tone]}`} aria-hidden />
                <span className="min-w-0 grow font-medium">{text}</span>
                <ChevronRight className="size-4 shrink-0 text-soft group-hover:text-accent rtl:rotate-180" aria-hidden />
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  )
}
const TONES = { bad: 'text-bad', warn: 'text-warn', plain: 'text-accent' }

const STANDING: Partial<Record<HomePage['store']['status'], () => string>> = {
  provisioning: m.store_home_todo_provisioning,
  in_review: m.store_home_todo_review,
  declined: m.store_home_todo_declined,
  suspended: m.store_home_todo_suspended,
}

function tasksOf({ status, canReceiveTransfers }: HomePage['store'], summary: Summary, connections: Connection[]): Task[] {
  const { ordersToShip, ordersLate, variantsLow, variantsOut, drafts, products } = summary
  const standing = STANDING[status]?.()
  const broken = connections.filter((connection) => connection.status === 'broken').length
  const counted = (count: number, task: Omit<Task, 'text'>, text: (given: { count: number }) => string): Task[] =>
    count === 0 ? [] : [{ ...task, text: text({ count }) }]
  return [
    ...(standing === undefined ? [] : [{ to: '/vendor/settings', text: standing, icon: CircleAlert, tone: 'warn' as const }]),
    ...counted(ordersLate, { to: '/vendor/orders?show=late', icon: TriangleAlert, tone: 'bad' }, m.store_home_todo_late),
    ...counted(broken, { to: '/vendor/channels', icon: TriangleAlert, tone: 'bad' }, m.channels_todo_broken),
    ...counted(waitingOf(connections), { to: '/vendor/channels/orders', icon: TriangleAlert, tone: 'warn' }, m.channels_needs_you),
    ...counted(ordersToShip, { to: '/vendor/orders', icon: PackageOpen, tone: 'plain' }, m.store_home_todo_ship),
    ...(canReceiveTransfers
      ? []
      : [{ to: '/vendor/balance', text: m.store_home_todo_payments(), icon: CircleAlert, tone: 'warn' as const }]),
    ...(products === 0 ? [{ to: '/vendor/products/new', text: m.store_home_todo_first(), icon: PencilLine, tone: 'plain' as const }] : []),
    ...counted(variantsOut, { to: '/vendor/inventory?filter=out', icon: TriangleAlert, tone: 'bad' }, m.store_home_todo_out),
    ...counted(variantsLow, { to: '/vendor/inventory?filter=low', icon: TriangleAlert, tone: 'warn' }, m.store_home_todo_low),
    ...counted(drafts, { to: '/vendor/products?status=draft', icon: PencilLine, tone: 'plain' }, m.store_home_todo_drafts),
  ]
}

function Orders({ orders, nowMs, isForShipping = false }: { orders: OrderRow[]; nowMs: number; isForShipping?: boolean }) {
  return (
    <ul className="divide-y divide-line">
      {orders.map((order) => {
        const due = dueOf(order, nowMs)
        return (
          <li key={order.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2.5 text-small sm:flex-nowrap sm:px-5">
            <TextLink to={`/vendor/orders/${order.id}`}>
              <span className="font-semibold tabular-nums">{m.goods_order_number({ number: order.number })}</span>
            </TextLink>
            <span className="min-w-0 grow truncate">{order.shipTo.name}</span>
            {isForShipping ? (
              <>
                <span className="hidden text-soft sm:inline">{m.goods_unit_count({ count: order.units })}</span>
                {due === null ? null : <Badge tone={due.tone}>{due.text}</Badge>}
                <Link
                  to={`/vendor/orders/${order.id}`}
                  aria-label={m.store_home_ship_of({ number: order.number })}
                  className="inline-flex min-h-9 items-center rounded-pill border border-stone-deep px-3.5 font-semibold hover:border-accent hover:text-accent"
                >
                  {m.store_home_ship_action()}
                </Link>
              </>
            ) : (
              <>
                <Badge tone={statusTone(order.status)}>{statusText(order.status)}</Badge>
                <time
                  dateTime={order.placedAt}
                  title={momentText(order.placedAt)}
                  className="hidden text-soft sm:block sm:w-28 sm:text-end"
                >
                  {agoText(Date.parse(order.placedAt), nowMs)}
                </time>
                <span className="ms-auto font-medium tabular-nums sm:ms-0 sm:w-20 sm:text-end">{moneyText(order.total)}</span>
              </>
            )}
          </li>
        )
      })}
    </ul>
  )
}
