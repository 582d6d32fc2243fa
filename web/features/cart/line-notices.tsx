import { Form } from '@remix-run/react'
import { m } from '#messages'
import type { CartLine } from '#web/server/cart.ts'
import { moneyText } from '#web/ui/format.ts'

type Notice = CartLine['notices'][number]

/** What changed about a line since it was put into the cart, and the way out where it cannot be bought as it is. */
export function LineNotices({ line, back }: { line: CartLine; back: string }) {
  return line.notices.map((notice) => (
    <div
      key={notice.code}
      className={`mt-2.5 flex flex-wrap items-center gap-x-4 gap-y-1 rounded-plate px-3 py-1.5 text-small ${notice.code === 'price_changed' ? 'bg-accent-tint text-ink' : 'bg-warn-tint text-warn'}`}
    >
      <p className="py-0.5">{wordsOf(notice, line)}</p>
      {notice.code === 'fewer_available' ? <Take line={line} available={notice.available} back={back} /> : null}
    </div>
  ))
}

function wordsOf(notice: Notice, { unitPrice: { currency } }: CartLine): string {
  switch (notice.code) {
    case 'price_changed': {
      const from = moneyText({ amountMinor: notice.fromMinor, currency })
      const to = moneyText({ amountMinor: notice.toMinor, currency })
      return notice.toMinor < notice.fromMinor ? m.checkout_price_fell({ from, to }) : m.checkout_price_rose({ from, to })
    }
    case 'fewer_available':
      return m.checkout_fewer_available({ available: notice.available, wanted: notice.wanted })
    case 'sold_out':
      return m.checkout_sold_out()
    case 'no_longer_sold':
      return m.checkout_no_longer_sold()
  }
}

function Take({ line, available, back }: { line: CartLine; available: number; back: string }) {
  return (
    <Form method="post" action="/cart" preventScrollReset data-swap>
      <input type="hidden" name="intent" value="set" />
      <input type="hidden" name="lineId" value={line.id} />
      <input type="hidden" name="quantity" value={available} />
      <input type="hidden" name="back" value={back} />
      <button type="submit" className="min-h-8 cursor-pointer font-semibold underline underline-offset-4">
        {m.checkout_take_available({ count: available })}
      </button>
    </Form>
  )
}
