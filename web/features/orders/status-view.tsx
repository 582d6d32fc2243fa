import { m } from '#messages'
import type { Purchase } from '#web/server/checkout.ts'
import { ButtonLink } from '#web/ui/button.tsx'
import { countryText, dayText, moneyText } from '#web/ui/format.ts'
import { Notice } from '#web/ui/notice.tsx'
import { shortEmail } from './minimal.ts'
import { Parcel } from './parcel.tsx'

/** A purchase as its status link shows it: a parcel a shop, and no more of the buyer than is needed to know it is theirs. */
export function StatusView({ purchase, canCancel }: { purchase: Purchase; canCancel: boolean }) {
  const { shippingAddress: to } = purchase
  return (
    <div className="measure max-w-5xl py-8 sm:py-12 print:max-w-none print:py-0">
      <h1 className="text-section">{m.checkout_status_title()}</h1>
      <p className="mt-1.5 text-soft">{m.checkout_status_placed({ when: dayText(purchase.placedAt) })}</p>
      <dl className="mt-6 grid gap-x-10 gap-y-4 border-y border-line py-4 text-small sm:grid-cols-3">
        <div>
          <dt className="text-fine text-soft">{m.checkout_sent_to()}</dt>
          <dd>
            {to.name}, {to.city}, {countryText(to.country)}
          </dd>
        </div>
        <div>
          <dt className="text-fine text-soft">{m.checkout_confirmation_to()}</dt>
          <dd className="break-words">{shortEmail(purchase.email)}</dd>
        </div>
        <div>
          <dt className="text-fine text-soft">{m.checkout_total_paid()}</dt>
          <dd className="font-semibold tabular-nums">{moneyText(purchase.total)}</dd>
        </div>
      </dl>
      {purchase.status === 'refunded' ? <Refunded /> : null}
      <div className="mt-6 grid gap-6">
        {purchase.orders.map((order) => (
          <Parcel key={order.id} order={order} canCancel={canCancel} />
        ))}
      </div>
    </div>
  )
}

export function Refunded() {
  return (
    <div className="mt-6 rounded-plate border border-warn bg-warn-tint px-5 py-4 text-small">
      <p className="font-display text-title font-bold">{m.checkout_refunded_title()}</p>
      <p className="mt-1 max-w-prose">{m.checkout_refunded_text()}</p>
    </div>
  )
}

/** For a link that was cut off or is none of ours. */
export function UnknownLinkView() {
  return (
    <div className="measure py-16">
      <h1 className="sr-only">{m.checkout_status_title()}</h1>
      <Notice
        title={m.checkout_status_unknown_title()}
        text={m.checkout_status_unknown_text()}
        action={<ButtonLink to="/login?next=/account/orders">{m.checkout_status_log_in()}</ButtonLink>}
      />
    </div>
  )
}
