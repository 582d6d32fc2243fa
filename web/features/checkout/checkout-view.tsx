import type { SubmissionResult } from '@conform-to/react'
import { useNavigation, useRevalidator } from '@remix-run/react'
import { useEffect, useRef } from 'react'
import { m } from '#messages'
import type { Cart } from '#web/server/cart.ts'
import type { Quote, Trouble } from '#web/server/checkout.ts'
import { moneyText } from '#web/ui/format.ts'
import { TextLink } from '#web/ui/text-link.tsx'
import { DeliveryForm } from './delivery-form.tsx'
import { DetailsForm } from './details-form.tsx'
import { DetailsSummary } from './details-summary.tsx'
import type { Entry } from './entry.ts'
import { OrderSummary } from './order-summary.tsx'
import { PaymentStep } from './payment-step.tsx'
import { Step } from './step.tsx'
import { TroublePanel } from './trouble-panel.tsx'

export type CheckoutPage = {
  cart: Cart
  nowMs: number
  /** What was entered; null until it was. */
  entry: Entry | null
  /** What the form starts with. */
  defaults: Partial<Entry>
  isEditing: boolean
  others: Entry[]
  isSignedIn: boolean
  countries: { code: string; name: string }[]
  quote: Quote | null
  trouble: Trouble | null
  /** The total shown before, minor units, if it was another. */
  changedFromMinor: number | null
  failure: string | null
  startKey: string
}

/** One page from the address to the card. What is done stays in sight, what is to come is not asked for yet. */
export function CheckoutView({ lastResult, ...page }: CheckoutPage & { lastResult: SubmissionResult | undefined }) {
  const isAsking = page.entry === null || page.isEditing
  useFocusAfterDetails(isAsking)
  return (
    <div className="measure max-w-6xl py-8 sm:py-12">
      <div className="mb-8 flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
        <h1 className="text-section">{m.checkout_title()}</h1>
        <p className="text-small">
          <TextLink to="/cart">{m.checkout_back_to_cart()}</TextLink>
        </p>
      </div>
      <div className="grid items-start gap-x-12 gap-y-8 lg:grid-cols-[minmax(0,1fr)_23rem] lg:grid-rows-[auto_1fr]">
        <div className="grid gap-8">
          <Details page={page} isAsking={isAsking} lastResult={lastResult} />
          {isAsking || page.quote === null ? null : (
            <Step id="delivery" number={2} title={m.checkout_step_delivery()}>
              <DeliveryForm quote={page.quote} nowMs={page.nowMs} />
            </Step>
          )}
        </div>
        <aside aria-label={m.checkout_order_summary()} className="lg:sticky lg:top-6 lg:row-span-2">
          <OrderSummary cart={page.cart} quote={isAsking ? null : page.quote} />
        </aside>
        {isAsking ? null : <Payment page={page} />}
      </div>
    </div>
  )
}

type DetailsProps = { page: CheckoutPage; isAsking: boolean; lastResult: SubmissionResult | undefined }

function Details({ page: { entry, defaults, isSignedIn, countries, others }, isAsking, lastResult }: DetailsProps) {
  const edit = isAsking || entry === null ? null : <TextLink to="/checkout?edit">{m.checkout_edit()}</TextLink>
  const logIn = isAsking && !isSignedIn ? <LogInHint /> : null
  return (
    <Step id="details" number={1} title={m.checkout_step_details()} action={<span className="text-small">{edit ?? logIn}</span>}>
      {isAsking || entry === null ? (
        <DetailsForm lastResult={lastResult} defaults={defaults} countries={countries} />
      ) : (
        <DetailsSummary entry={entry} countryName={nameOf(countries, entry.country)} others={others} />
      )}
    </Step>
  )
}

function LogInHint() {
  return (
    <>
      <span className="text-soft">{m.checkout_signed_in_hint()}</span>{' '}
      <TextLink to="/login?next=/checkout" reloads>
        {m.checkout_sign_in()}
      </TextLink>
    </>
  )
}

function Payment({ page }: { page: CheckoutPage }) {
  const { revalidate } = useRevalidator()
  const { cart, entry, quote, trouble, changedFromMinor, countries, startKey, failure } = page
  const countryName = nameOf(countries, entry?.country ?? '')
  return (
    <Step id="payment" number={3} title={m.checkout_step_payment()}>
      <div className="grid gap-4">
        {quote !== null && changedFromMinor !== null ? <Changed fromMinor={changedFromMinor} quote={quote} /> : null}
        {trouble === null ? null : <TroublePanel trouble={trouble} cart={cart} countryName={countryName} onRetry={revalidate} />}
        {quote === null || entry === null ? null : (
          <PaymentStep quote={quote} cart={cart} entry={entry} countryName={countryName} startKey={startKey} failure={failure} />
        )}
      </div>
    </Step>
  )
}

function Changed({ fromMinor, quote: { total } }: { fromMinor: number; quote: Quote }) {
  const from = moneyText({ ...total, amountMinor: fromMinor })
  return (
    <p role="status" className="rounded-plate bg-accent-tint px-4 py-3 text-small">
      {m.checkout_total_changed({ from, to: moneyText(total) })}
    </p>
  )
}

const nameOf = (countries: CheckoutPage['countries'], country: string) => countries.find(({ code }) => code === country)?.name ?? country

/** After the details are in, the keyboard goes on at what comes next, not at the top of the page. */
function useFocusAfterDetails(isAsking: boolean) {
  const wasAsking = useRef(isAsking)
  const { state } = useNavigation()
  useEffect(() => {
    if (state !== 'idle') return
    if (wasAsking.current && !isAsking) document.getElementById('delivery-title')?.focus({ preventScroll: false })
    wasAsking.current = isAsking
  }, [state, isAsking])
}
