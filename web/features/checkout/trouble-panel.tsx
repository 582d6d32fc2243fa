import { Form } from '@remix-run/react'
import { m } from '#messages'
import type { Cart } from '#web/server/cart.ts'
import type { Trouble } from '#web/server/checkout.ts'
import { Button, ButtonLink } from '#web/ui/button.tsx'
import { listText } from '#web/ui/format.ts'

type Props = { trouble: Trouble; cart: Cart; countryName: string; onRetry: () => void }

/** Why this cannot be paid as it is, each line with the press that mends it. Nothing was charged. */
export function TroublePanel({ trouble, cart, countryName, onRetry }: Props) {
  const isAboutCart = ['out_of_stock', 'no_longer_sold', 'no_delivery', 'nothing_to_pay'].includes(trouble.code)
  return (
    <div role="alert" className="rounded-plate border border-warn bg-warn-tint px-4 py-4 text-small text-ink sm:px-5">
      <p className="font-display text-title font-bold">{m.checkout_trouble_title()}</p>
      <p className="mt-1">{wordsOf(trouble, cart, countryName)}</p>
      {trouble.lines.length > 0 ? (
        <ul className="mt-3 divide-y divide-line border-y border-line">
          {trouble.lines.map((line) => (
            <TroubleLine key={line.variantId} line={line} lineId={lineIdOf(cart, line.variantId)} />
          ))}
        </ul>
      ) : null}
      <p className="mt-4 flex flex-wrap gap-2">
        {isAboutCart ? (
          <ButtonLink to="/cart" look="secondary" isSmall>
            {m.checkout_edit_cart()}
          </ButtonLink>
        ) : (
          <Button look="secondary" isSmall onClick={onRetry}>
            {m.checkout_try_again()}
          </Button>
        )}
      </p>
    </div>
  )
}

function wordsOf({ code, vendorIds }: Trouble, cart: Cart, country: string): string {
  switch (code) {
    case 'out_of_stock':
      return m.checkout_trouble_out_of_stock()
    case 'no_longer_sold':
      return m.checkout_trouble_no_longer_sold()
    case 'no_delivery': {
      const names = cart.vendors.filter(({ vendorId }) => vendorIds.includes(vendorId)).map(({ name }) => name)
      return m.checkout_trouble_no_delivery({ country, shops: listText(names) })
    }
    case 'checkout_busy':
      return m.checkout_trouble_busy()
    case 'too_many_holds':
      return m.checkout_trouble_holds()
    case 'nothing_to_pay':
      return m.checkout_trouble_nothing_to_pay()
    case 'quote_changed':
    case 'unavailable':
      return m.checkout_trouble_unavailable()
  }
}

const lineIdOf = (cart: Cart, variantId: string) =>
  cart.vendors.flatMap(({ lines }) => lines).find((line) => line.variantId === variantId)?.id

/** Takes what is left, or takes the line out, and comes back here. */
function TroubleLine({ line, lineId }: { line: Trouble['lines'][number]; lineId: string | undefined }) {
  const { title, wanted, available } = line
  const isLeft = available > 0
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 py-2">
      <span>{isLeft ? m.checkout_trouble_line_left({ title, available, wanted }) : m.checkout_trouble_line_sold_out({ title })}</span>
      {lineId === undefined ? null : (
        <Form method="post" action="/cart" preventScrollReset>
          <input type="hidden" name="intent" value={isLeft ? 'set' : 'remove'} />
          <input type="hidden" name="lineId" value={lineId} />
          <input type="hidden" name="quantity" value={available} />
          <input type="hidden" name="back" value="/checkout" />
          <Button type="submit" look="secondary" isSmall>
            {isLeft ? m.checkout_take_available({ count: available }) : m.checkout_remove()}
          </Button>
        </Form>
      )}
    </li>
  )
}
