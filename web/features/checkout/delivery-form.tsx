import { Form, useSubmit } from '@remix-run/react'
import { m } from '#messages'
import type { Quote, QuoteVendor } from '#web/server/checkout.ts'
import { Button } from '#web/ui/button.tsx'
import { moneyText } from '#web/ui/format.ts'
import { arrivalText } from './arrival.ts'
import { useHydrated } from './use-hydrated.ts'

/** How each shop sends its parcel. Choosing works the total out anew: at once with scripts, by the button without. */
export function DeliveryForm({ quote, nowMs }: { quote: Quote; nowMs: number }) {
  const submit = useSubmit()
  const isHydrated = useHydrated()
  const hasChoice = quote.vendors.some(({ shippingOptions }) => shippingOptions.length > 1)
  return (
    <Form
      method="post"
      action="/checkout"
      preventScrollReset
      className="grid gap-5"
      onChange={({ currentTarget }) => submit(currentTarget, { preventScrollReset: true })}
    >
      <input type="hidden" name="intent" value="delivery" />
      {quote.vendors.map((vendor) => (
        <Ways key={vendor.vendorId} vendor={vendor} nowMs={nowMs} />
      ))}
      {hasChoice && !isHydrated ? (
        <Button type="submit" look="secondary" className="justify-self-start">
          {m.checkout_use_delivery()}
        </Button>
      ) : null}
    </Form>
  )
}

function Ways({ vendor, nowMs }: { vendor: QuoteVendor; nowMs: number }) {
  return (
    <fieldset>
      <legend className="mb-2 text-small font-semibold">{m.checkout_way_of({ shop: vendor.name })}</legend>
      <div className="divide-y divide-line rounded-plate border border-line bg-card">
        {vendor.shippingOptions.map((option) => (
          <label
            key={option.rateId}
            className={`flex min-h-12 items-center gap-3.5 px-4 py-2.5 text-small has-checked:bg-accent-tint/50 ${vendor.shippingOptions.length > 1 ? 'cursor-pointer' : ''}`}
          >
            <input
              type="radio"
              name={`choice ${vendor.vendorId}`}
              value={option.rateId}
              defaultChecked={option.rateId === vendor.shipping.rateId}
              className="size-5 shrink-0 accent-accent"
            />
            <span className="min-w-0 grow">
              <span className="block font-medium">{option.name}</span>
              <span className="block text-fine text-soft">{m.checkout_arrives({ when: arrivalText(nowMs, option) })}</span>
            </span>
            <span className="shrink-0 font-semibold tabular-nums">
              {option.amount.amountMinor === 0 ? m.checkout_free() : moneyText(option.amount)}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
