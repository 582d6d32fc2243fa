import { m } from '#messages'
import { ButtonLink } from '#web/ui/button.tsx'
import { Notice } from '#web/ui/notice.tsx'

/** A checkout nobody paid for: nothing was charged, and the cart is still there. */
export function UnpaidView({ isOver }: { isOver: boolean }) {
  const title = isOver ? m.checkout_ended_title() : m.checkout_unpaid_title()
  return (
    <div className="measure py-16">
      <h1 className="sr-only">{title}</h1>
      <Notice
        title={title}
        text={isOver ? m.checkout_ended_text() : m.checkout_unpaid_text()}
        action={
          <ButtonLink to="/cart" reloads>
            {m.checkout_to_cart()}
          </ButtonLink>
        }
      />
    </div>
  )
}
