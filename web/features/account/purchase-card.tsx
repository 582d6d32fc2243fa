import { Link } from '@remix-run/react'
import { m } from '#messages'
import type { Purchase } from '#web/server/orders.ts'
import { Badge } from '#web/ui/badge.tsx'
import { agoText, dayText, momentText, moneyText } from '#web/ui/format.ts'
import { STATUS_WORDS } from './order-words.ts'

/** One purchase in a list: when, how much, and how far the order of each store has come. */
export function PurchaseCard({ purchase, nowMs, level = 'h2' }: { purchase: Purchase; nowMs: number; level?: 'h2' | 'h3' }) {
  const Heading = level
  const { id, placedAt, total, orders } = purchase
  return (
    <article className="group relative rounded-plate border border-line bg-card hover:border-accent">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1 border-b border-line px-4 py-3 sm:px-5">
        <Heading className="text-body">
          <Link to={`/account/orders/${id}`} className="after:absolute after:inset-0 group-hover:text-accent">
            {dayText(placedAt)}
          </Link>
          <span className="ms-2 font-text text-fine font-normal tracking-normal text-soft" title={momentText(placedAt)}>
            {agoText(Date.parse(placedAt), nowMs)}
          </span>
        </Heading>
        <p className="font-semibold tabular-nums">{moneyText(total)}</p>
      </div>
      <ul className="divide-y divide-line">
        {orders.map((order) => (
          <li key={order.id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1.5 px-4 py-3 text-small sm:px-5">
            <span className="min-w-0">
              <span className="block font-medium">{order.vendor.name}</span>
              <span className="block break-words text-soft">{linesText(order.lines)}</span>
            </span>
            <Badge tone={STATUS_WORDS[order.status].tone}>{STATUS_WORDS[order.status].text()}</Badge>
          </li>
        ))}
      </ul>
    </article>
  )
}

/** The first line's title, and how many more there are. */
function linesText(lines: Purchase['orders'][number]['lines']): string {
  const [first, ...rest] = lines
  if (first === undefined) return ''
  const title = first.quantity > 1 ? m.account_line_times({ quantity: first.quantity, title: first.title }) : first.title
  return rest.length === 0 ? title : m.account_line_and_more({ title, count: rest.length })
}
