import { m } from '#messages'
import { type Column, DataTable } from '#web/ui/data-table.tsx'
import { listText, moneyText, numberText, rateText } from '#web/ui/format.ts'
import { Pager } from '#web/ui/pager.tsx'
import { Panel } from '#web/ui/panel.tsx'
import { TabLinks } from '#web/ui/tabs.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import type { Names, Simulation } from './commission-words.ts'
import type { StorePage } from './store-page.ts'

type Total = Simulation['totals'][number]
type StoreRow = StorePage['rows'][number]
type OrderRow = Simulation['mostChanged'][number]
type Change = { thenMinor: number; nowMinor: number; currency: string }

/** In all, a band for each currency: what was kept, what would be, and the difference. */
export function Totals({ totals }: { totals: Total[] }) {
  return (
    <div className="grid gap-3">
      {totals.map((total) => {
        const { currency, thenMinor, nowMinor, goodsMinor, orders, changedOrders } = total
        const share = (minor: number) => rateText(goodsMinor === 0 ? 0 : Math.round((minor * 10_000) / goodsMinor))
        return (
          <section key={currency} aria-label={currency} className="rounded-plate border border-line bg-card px-4 py-4 sm:px-5">
            <dl className="grid grid-cols-2 gap-x-6 gap-y-3 sm:grid-cols-3">
              <Sum name={m.commission_sim_then()} value={moneyText({ amountMinor: thenMinor, currency })} />
              <Sum name={m.commission_sim_now()} value={moneyText({ amountMinor: nowMinor, currency })} />
              <div>
                <dt className="text-fine font-semibold text-soft">{m.commission_sim_difference()}</dt>
                <dd className="mt-1 font-display text-[1.5rem] leading-tight font-bold tabular-nums">
                  <Difference of={total} />
                </dd>
              </div>
            </dl>
            <p className="mt-3 text-fine text-soft">
              {m.commission_sim_changed({ changed: numberText(changedOrders), orders: numberText(orders) })} ·{' '}
              {m.commission_sim_share({ before: share(thenMinor), after: share(nowMinor) })}
            </p>
          </section>
        )
      })}
    </div>
  )
} // biome-ignore format: a sentence a line

const Sum = ({ name, value }: { name: string; value: string }) => (
  <div>
    <dt className="text-fine font-semibold text-soft">{name}</dt>
    <dd className="mt-1 font-display text-[1.5rem] leading-tight font-bold tabular-nums">{value}</dd>
  </div>
)

/** More for us or less, with its sign. */
function Difference({ of: { thenMinor, nowMinor, currency } }: { of: Change }) {
  const minor = nowMinor - thenMinor
  const tone = minor === 0 ? 'text-soft' : minor > 0 ? 'text-good' : 'text-bad'
  return (
    <span className={tone}>
      {minor > 0 ? '+' : ''}
      {moneyText({ amountMinor: minor, currency })}
    </span>
  )
}

const figures = <Row extends Change>(): Column<Row>[] => [
  { key: 'then', title: m.commission_sim_then(), isNumber: true, cell: ({ thenMinor, currency }) => moneyText({ amountMinor: thenMinor, currency }) },
  { key: 'now', title: m.commission_sim_now(), isNumber: true, cell: ({ nowMinor, currency }) => moneyText({ amountMinor: nowMinor, currency }) },
  { key: 'difference', title: m.commission_sim_difference(), isNumber: true, cell: (row) => <Difference of={row} /> },
] // biome-ignore format: a column a line

const storeName = (names: Names, vendorId: string) => names.vendors.find(({ id }) => id === vendorId)?.name ?? `…${vendorId.slice(-6)}`

/** What each store would be charged, a page at a time, the largest difference first. */
export function StoreDifferences({ page: { show, counts, rows, from, to, nextCursor }, names }: { page: StorePage; names: Names }) {
  const columns: Column<StoreRow>[] = [
    {
      key: 'store',
      title: m.commission_field_vendor(),
      isHeadline: true,
      cell: ({ vendorId }) => <TextLink to={`/admin/vendors/${vendorId}`}>{storeName(names, vendorId)}</TextLink>,
    },
    {
      key: 'orders',
      title: m.commission_sim_orders(),
      isNumber: true,
      cell: ({ orders, changedOrders }) =>
        m.commission_sim_orders_changed({ changed: numberText(changedOrders), orders: numberText(orders) }),
    },
    ...figures<StoreRow>(),
  ]
  const all = counts[show]
  const tabs = [
    { to: '?', text: m.commission_sim_vendors_changed(), isCurrent: show === 'changed', count: counts.changed },
    { to: '?stores=same', text: m.commission_sim_vendors_same(), isCurrent: show === 'same', count: counts.same },
  ]
  return (
    <Panel title={m.commission_sim_vendors()} isFlush>
      <div className="px-4 sm:px-5">
        <TabLinks label={m.commission_sim_vendors()} tabs={tabs} />
      </div>
      {all === 0 ? (
        <p className="px-4 pb-4 text-small text-soft sm:px-5">
          {show === 'same' ? m.commission_sim_vendors_all() : m.commission_sim_vendors_none()}
        </p>
      ) : (
        <>
          <DataTable
            caption={tabs.find(({ isCurrent }) => isCurrent)?.text ?? ''}
            columns={columns}
            rows={rows}
            rowKey={({ vendorId, currency }) => `${vendorId} ${currency}`}
          />
          {rows.length === all ? null : (
            <p className="px-4 py-3 text-fine text-soft sm:px-5">
              {m.commission_sim_vendors_shown({ from: numberText(from), to: numberText(to), all: numberText(all) })}
            </p>
          )}
          <Pager nextCursor={nextCursor} name="after" />
        </>
      )}
    </Panel>
  )
}

export function MostChanged({ orders, names }: { orders: OrderRow[]; names: Names }) {
  const columns: Column<OrderRow>[] = [
    {
      key: 'order',
      title: m.commission_sim_order(),
      isHeadline: true,
      cell: ({ orderId, vendorId }) => (
        <span>
          <TextLink to={`/admin/orders/${orderId}`}>…{orderId.slice(-6)}</TextLink>
          <span className="block text-fine text-soft">{storeName(names, vendorId)}</span>
        </span>
      ),
    },
    { key: 'why', title: m.commission_sim_why(), cell: (order) => <span className="text-small">{whyText(order)}</span> },
    ...figures<OrderRow>(),
  ]
  return (
    <Panel title={m.commission_sim_most()} isFlush={orders.length > 0}>
      {orders.length === 0 ? (
        <p className="text-small text-soft">{m.commission_sim_most_none()}</p>
      ) : (
        <DataTable caption={m.commission_sim_most()} columns={columns} rows={orders} rowKey={({ orderId }) => orderId} />
      )}
    </Panel>
  )
}

function whyText({ thenRules, nowRules }: OrderRow): string {
  const names = (rules: OrderRow['thenRules']) => listText(rules.map(({ name }) => name))
  const [before, after] = [names(thenRules), names(nowRules)]
  return before === after ? m.commission_sim_why_same({ rule: after }) : m.commission_sim_why_other({ before, after })
}
