import { Form, useSearchParams } from '@remix-run/react'
import { m } from '#messages'
import type { Purchase } from '#web/server/orders.ts'
import { Button, ButtonLink } from '#web/ui/button.tsx'
import { Notice } from '#web/ui/notice.tsx'
import { Pager } from '#web/ui/pager.tsx'
import { PageHeader } from '#web/ui/panel.tsx'
import { TabLinks } from '#web/ui/tabs.tsx'
import { PurchaseCard } from './purchase-card.tsx'

export type OrdersPage = { items: Purchase[]; nextCursor: string | null; show: string; words: string; nowMs: number }

export function OrdersView({ items, nextCursor, show, words, nowMs }: OrdersPage) {
  const [params] = useSearchParams()
  const tab = (value: string, text: string) => {
    const next = new URLSearchParams(params)
    next.delete('cursor')
    if (value === 'all') next.delete('show')
    else next.set('show', value)
    return { to: `?${next}`, text, isCurrent: show === value }
  }
  return (
    <>
      <PageHeader title={m.account_orders_title()} />
      <Form method="get" role="search" aria-label={m.account_orders_search()} className="mb-4 flex max-w-xl gap-2">
        {show === 'all' ? null : <input type="hidden" name="show" value={show} />}
        <label className="sr-only" htmlFor="order-words">
          {m.account_orders_search()}
        </label>
        <input
          id="order-words"
          name="q"
          type="search"
          defaultValue={words}
          maxLength={100}
          placeholder={m.account_orders_search_hint()}
          className="min-h-11 w-full min-w-0 rounded-plate border border-stone-deep bg-card px-3.5 placeholder:text-soft"
        />
        <Button type="submit" look="secondary">
          {m.account_orders_search_action()}
        </Button>
      </Form>
      <TabLinks
        label={m.account_orders_views()}
        tabs={[
          tab('all', m.account_orders_all()),
          tab('on_the_way', m.account_orders_on_the_way()),
          tab('delivered', m.account_orders_delivered()),
          tab('cancelled', m.account_orders_cancelled()),
        ]}
      />
      {items.length === 0 ? (
        <Nothing isNarrowed={words !== '' || show !== 'all'} />
      ) : (
        <ul className="grid gap-4">
          {items.map((purchase) => (
            <li key={purchase.id}>
              <PurchaseCard purchase={purchase} nowMs={nowMs} />
            </li>
          ))}
        </ul>
      )}
      <Pager nextCursor={nextCursor} />
    </>
  )
}

function Nothing({ isNarrowed }: { isNarrowed: boolean }) {
  if (isNarrowed) {
    return (
      <Notice
        title={m.account_orders_no_match_title()}
        text={m.account_orders_no_match_text()}
        action={
          <ButtonLink to="/account/orders" look="secondary">
            {m.account_orders_show_all()}
          </ButtonLink>
        }
      />
    )
  }
  return (
    <Notice
      title={m.account_orders_none_title()}
      text={m.account_orders_none_text()}
      action={<ButtonLink to="/">{m.account_orders_none_action()}</ButtonLink>}
    />
  )
}
