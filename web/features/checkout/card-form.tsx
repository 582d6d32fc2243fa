import { useRef } from 'react'
import { m } from '#messages'
import type { OpenPayment } from '#web/server/checkout.ts'
import { Button } from '#web/ui/button.tsx'
import { moneyText } from '#web/ui/format.ts'
import { HoldClock } from './hold-clock.tsx'
import { useCardPayment } from './use-card-payment.ts'

type Props = {
  payment: OpenPayment
  /** Milliseconds the items stay reserved, from when this showed. */
  leftMs: number
  path: string
  buyer: { name: string; email: string }
  /** What an attempt before this page was loaded failed with; null if there was none. */
  failure: string | null
  onOver: () => void
  onRetry: () => void
}

/** The card, the amount, and whatever the bank said to it. */
export function CardForm({ payment, leftMs, path, buyer, failure, onOver, onRetry }: Props) {
  const host = useRef<HTMLDivElement>(null)
  const { state, refusal, pay } = useCardPayment(host, payment, path, buyer)
  const isBusy = state === 'paying' || state === 'paid'
  const told = refusal ?? (state === 'ready' || state === 'loading' ? failure : null)
  if (state === 'unavailable') return <Unavailable onRetry={onRetry} />
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void pay()
      }}
      aria-busy={isBusy}
      className="grid gap-4"
    >
      <div className="rounded-plate border border-line bg-card p-3 sm:p-4">
        <div ref={host} className="min-h-47" />
      </div>
      {told === null ? null : <Refusal text={told} />}
      <div>
        <Button type="submit" aria-disabled={isBusy || state === 'loading'} className="min-h-13 w-full text-title">
          {isBusy ? m.checkout_paying() : m.checkout_pay({ amount: moneyText(payment) })}
        </Button>
        <div className="mt-3 flex flex-wrap justify-between gap-x-6 gap-y-1">
          <p className="text-fine text-soft">{m.checkout_secure_note()}</p>
          <HoldClock leftMs={leftMs} onOver={isBusy ? noop : onOver} />
        </div>
      </div>
    </form>
  )
}
const noop = () => {}

function Refusal({ text }: { text: string }) {
  return (
    <div role="alert" className="rounded-plate border border-bad bg-bad-tint px-4 py-3 text-small text-bad">
      <p className="font-semibold">{m.checkout_declined_title()}</p>
      <p className="mt-0.5">{text}</p>
    </div>
  )
}

function Unavailable({ onRetry }: { onRetry: () => void }) {
  return (
    <div role="alert" className="rounded-plate border border-warn bg-warn-tint px-4 py-4 text-small text-warn">
      <p>{m.checkout_trouble_script()}</p>
      <Button look="secondary" isSmall className="mt-3" onClick={onRetry}>
        {m.checkout_try_again()}
      </Button>
    </div>
  )
}
