import { Form, Link } from '@remix-run/react'
import { m } from '#messages'
import type { CartLine } from '#web/server/cart.ts'
import { moneyText } from '#web/ui/format.ts'
import { LineNotices } from './line-notices.tsx'
import { QuantityStepper } from './quantity-stepper.tsx'
import { Thumb } from './thumb.tsx'

/** One thing in the cart: picture, title, price, how many, and the way out. */
export function CartLineRow({ line, back }: { line: CartLine; back: string }) {
  const isMuted = !line.isBuyable
  return (
    <li
      id={line.id}
      className="grid scroll-mt-4 grid-cols-[4.5rem_1fr] gap-x-4 gap-y-3 border-t border-line py-5 first:border-t-0 sm:grid-cols-[5.5rem_1fr_auto]"
    >
      <Thumb
        image={line.image}
        className={`h-[5.625rem] w-[4.5rem] sm:h-[6.875rem] sm:w-[5.5rem] ${isMuted ? 'opacity-55 grayscale' : ''}`}
      />
      <div className="min-w-0">
        <div className="flex items-baseline justify-between gap-4">
          <h3 className="min-w-0 font-text text-body leading-snug font-semibold tracking-normal">
            <Title line={line} />
          </h3>
          <p
            className={`shrink-0 font-display text-[1.0625rem] font-bold tabular-nums sm:hidden ${isMuted ? 'text-soft line-through' : ''}`}
          >
            {moneyText(line.total)}
          </p>
        </div>
        <p className="mt-0.5 text-small text-soft">{m.checkout_each({ price: moneyText(line.unitPrice) })}</p>
        <div className="mt-3 flex flex-wrap items-center gap-x-3 gap-y-2">
          <QuantityStepper line={line} back={back} />
          <Remove line={line} back={back} />
        </div>
        <LineNotices line={line} back={back} />
      </div>
      <p
        className={`hidden min-w-24 text-end font-display text-[1.125rem] font-bold tabular-nums sm:block ${isMuted ? 'text-soft line-through' : ''}`}
      >
        {moneyText(line.total)}
      </p>
    </li>
  )
}

function Title({ line: { slug, title } }: { line: CartLine }) {
  if (slug === null) return title
  return (
    <Link to={`/p/${slug}`} reloadDocument className="decoration-line underline-offset-4 hover:text-accent hover:underline">
      {title}
    </Link>
  )
}

function Remove({ line, back }: { line: CartLine; back: string }) {
  return (
    <Form method="post" action="/cart" preventScrollReset data-swap>
      <input type="hidden" name="intent" value="remove" />
      <input type="hidden" name="lineId" value={line.id} />
      <input type="hidden" name="back" value={back} />
      <button
        type="submit"
        aria-label={m.checkout_remove_title({ title: line.title })}
        className="min-h-11 cursor-pointer rounded-pill px-3 text-small font-medium text-soft underline decoration-line underline-offset-4 hover:text-bad hover:decoration-bad"
      >
        {m.checkout_remove()}
      </button>
    </Form>
  )
}
