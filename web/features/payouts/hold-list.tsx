import { Form } from '@remix-run/react'
import { m } from '#messages'
import type { SubmissionResult } from '#web/server/form.ts'
import { Badge } from '#web/ui/badge.tsx'
import { SubmitButton } from '#web/ui/button.tsx'
import { FormErrors } from '#web/ui/field.tsx'
import { dayText, moneyText } from '#web/ui/format.ts'
import { type Hold, holdKindText } from './payout-words.ts'

/** A vendor's holds, each with a way to lift it while it lasts. */
export function HoldList({ holds, result }: { holds: Hold[]; result: SubmissionResult | undefined }) {
  return (
    <>
      <div className="px-4 pt-4 empty:hidden sm:px-5">
        <FormErrors errors={result?.error?.[''] ?? result?.error?.reason ?? undefined} />
      </div>
      <ul className="divide-y divide-line">
        {holds.map((hold) => (
          <li key={hold.id} className="grid gap-2 px-4 py-3.5 text-small sm:px-5">
            <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
              <span className="flex flex-wrap items-center gap-2">
                <span className="font-semibold">{holdKindText(hold.kind)}</span>
                {hold.status === 'lifted' ? <Badge>{m.payouts_hold_lifted()}</Badge> : null}
              </span>
              <span className="font-semibold tabular-nums">{amountOf(hold)}</span>
            </div>
            {hold.reason === '' ? null : <p>{hold.reason}</p>}
            <p className="text-fine text-soft">
              {hold.status === 'lifted' && hold.liftedAt !== null
                ? dayText(hold.liftedAt)
                : hold.releasesAt === null
                  ? m.payouts_hold_open()
                  : `${m.payouts_hold_until()} ${dayText(hold.releasesAt)}`}
            </p>
            {hold.status === 'active' ? <Lift hold={hold} /> : null}
          </li>
        ))}
      </ul>
    </>
  )
}

function amountOf({ currency, heldMinor, wantedMinor, status }: Hold): string {
  if (currency === null) return ''
  const held = moneyText({ amountMinor: heldMinor, currency })
  const isShort = status === 'active' && heldMinor < wantedMinor
  return isShort ? `${held} ${m.payouts_hold_wanted({ amount: moneyText({ amountMinor: wantedMinor, currency }) })}` : held
}

function Lift({ hold }: { hold: Hold }) {
  const field = `why-${hold.id}`
  return (
    <details>
      <summary className="inline-flex min-h-6 cursor-pointer items-center text-fine font-semibold text-accent">
        {m.payouts_hold_lift()}
      </summary>
      <Form method="post" className="mt-2 flex flex-wrap items-end gap-3">
        <input type="hidden" name="intent" value="lift" />
        <input type="hidden" name="holdId" value={hold.id} />
        <label htmlFor={field} className="min-w-0 grow text-fine font-semibold">
          {m.payouts_reason()}
          <input
            id={field}
            name="reason"
            required
            minLength={3}
            className="mt-1 block min-h-11 w-full rounded-plate border border-stone-deep bg-card px-3.5 text-small font-normal text-ink"
          />
        </label>
        <SubmitButton look="secondary">{m.payouts_hold_lift()}</SubmitButton>
      </Form>
    </details>
  )
}
