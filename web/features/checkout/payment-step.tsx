import { useFetcher, useRevalidator } from '@remix-run/react'
import { useCallback, useEffect, useRef, useState } from 'react'
import { m } from '#messages'
import type { Cart } from '#web/server/cart.ts'
import type { OpenPayment, Quote, Trouble } from '#web/server/checkout.ts'
import { Button } from '#web/ui/button.tsx'
import { CardForm } from './card-form.tsx'
import type { Entry } from './entry.ts'
import { TroublePanel } from './trouble-panel.tsx'
import { useHydrated } from './use-hydrated.ts'

/** What starting a payment answered, for the key it was asked with. */
export type Started =
  | { key: string; kind: 'open'; payment: OpenPayment; leftMs: number; path: string }
  | { key: string; kind: 'trouble'; trouble: Trouble }

type Props = {
  quote: Quote
  cart: Cart
  entry: Entry
  countryName: string
  /** Fresh for every load of the page: one key starts one payment. */
  startKey: string
  failure: string | null
}

/** Figures may change again while they are looked at anew; somebody who is that unlucky is told. */
const LOOKS_MAX = 3

/**
 * Reserves what is in the cart as soon as the total is shown, and asks for the card. The same cart again gets the same
 * reservation back, so a reload goes on where it was; one that ran out is a press away from a new one.
 */
export function PaymentStep({ quote, cart, entry, countryName, startKey, failure }: Props) {
  const starting = useFetcher<Started>({ key: 'start' })
  const { revalidate } = useRevalidator()
  const [overKey, setOverKey] = useState<string | null>(null)
  const looks = useRef(0)
  const { submit } = starting
  const { quoteHash } = quote

  useEffect(() => {
    submit({ intent: 'start', key: startKey, quoteHash }, { method: 'post', action: '/checkout' })
  }, [submit, startKey, quoteHash])

  const started = starting.data?.key === startKey ? starting.data : undefined
  const isStale = started?.kind === 'trouble' && started.trouble.code === 'quote_changed' && looks.current < LOOKS_MAX
  useEffect(() => {
    if (!isStale) return
    looks.current += 1
    revalidate()
  }, [isStale, revalidate])
  const onOver = useCallback(() => setOverKey(startKey), [startKey])

  if (started === undefined || isStale) return <Waiting />
  if (started.kind === 'trouble')
    return <TroublePanel trouble={started.trouble} cart={cart} countryName={countryName} onRetry={revalidate} />
  if (overKey === startKey) return <RanOut onAgain={revalidate} />
  return (
    <CardForm
      key={started.payment.clientSecret}
      payment={started.payment}
      leftMs={started.leftMs}
      path={started.path}
      buyer={{ name: entry.name, email: entry.email }}
      failure={failure}
      onOver={onOver}
      onRetry={revalidate}
    />
  )
}

/** Without scripts this is where it ends, and says so; with them it is a moment. */
function Waiting() {
  const isHydrated = useHydrated()
  return (
    <>
      <noscript>
        <div className="rounded-plate border border-warn bg-warn-tint px-4 py-4 text-small text-ink sm:px-5">
          <p className="font-display text-title font-bold">{m.checkout_card_needs_scripts_title()}</p>
          <p className="mt-1">{m.checkout_card_needs_scripts_text()}</p>
          <p className="mt-3">
            <a href="/checkout" className="font-medium text-accent underline underline-offset-4">
              {m.checkout_reload()}
            </a>
          </p>
        </div>
      </noscript>
      <div
        hidden={!isHydrated}
        role="status"
        className="flex min-h-55 items-center justify-center rounded-plate border border-line bg-card px-4"
      >
        <p className="text-small text-soft">{m.checkout_card_loading()}</p>
      </div>
    </>
  )
}

function RanOut({ onAgain }: { onAgain: () => void }) {
  return (
    <div role="alert" className="rounded-plate border border-line bg-card px-4 py-5 sm:px-5">
      <p className="font-display text-title font-bold">{m.checkout_expired_title()}</p>
      <p className="mt-1 text-small text-soft">{m.checkout_expired_text()}</p>
      <Button className="mt-4" onClick={onAgain}>
        {m.checkout_reserve_again()}
      </Button>
    </div>
  )
}
