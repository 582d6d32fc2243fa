import { Form } from '@remix-run/react'
import { m } from '#messages'
import type { CartLine } from '#web/server/cart.ts'

const STEP =
  'inline-flex size-11 cursor-pointer items-center justify-center text-title leading-none hover:bg-accent-tint hover:text-accent disabled:cursor-not-allowed disabled:text-stone-deep disabled:hover:bg-transparent'
const UNITS_MAX = 999

/** How many units of a line are wanted: one less, a number, one more. Each is a form of its own, so it needs no scripts. */
export function QuantityStepper({ line, back }: { line: Pick<CartLine, 'id' | 'title' | 'quantity'>; back: string }) {
  const { quantity, title } = line
  return (
    <Form
      method="post"
      action="/cart"
      preventScrollReset
      data-swap
      aria-label={m.checkout_quantity_of({ title })}
      className="inline-flex items-stretch rounded-pill border border-stone-deep bg-card"
    >
      <input type="hidden" name="intent" value="set" />
      <input type="hidden" name="lineId" value={line.id} />
      <input type="hidden" name="back" value={`${back}#${line.id}`} />
      {/* What Enter in the field presses. */}
      <button type="submit" tabIndex={-1} aria-hidden="true" className="sr-only" />
      <button
        type="submit"
        name="to"
        value={quantity - 1}
        disabled={quantity <= 1}
        aria-label={m.checkout_one_less({ title })}
        className={`${STEP} rounded-s-pill`}
      >
        <span aria-hidden="true">−</span>
      </button>
      <input
        key={quantity}
        type="number"
        name="quantity"
        min={1}
        max={UNITS_MAX}
        defaultValue={quantity}
        aria-label={m.checkout_quantity_of({ title })}
        className="w-11 min-w-0 [appearance:textfield] border-x border-line bg-transparent text-center font-semibold tabular-nums [&::-webkit-inner-spin-button]:appearance-none"
      />
      <button
        type="submit"
        name="to"
        value={quantity + 1}
        disabled={quantity >= UNITS_MAX}
        aria-label={m.checkout_one_more({ title })}
        className={`${STEP} rounded-e-pill`}
      >
        <span aria-hidden="true">+</span>
      </button>
    </Form>
  )
}
