import { Form } from '@remix-run/react'
import { m } from '#messages'
import { Button } from '#web/ui/button.tsx'
import type { Entry } from './entry.ts'

/** What was entered, to be read over. */
export function DetailsSummary({ entry, countryName, others }: { entry: Entry; countryName: string; others: Entry[] }) {
  return (
    <>
      <dl className="grid gap-x-8 gap-y-3 text-small sm:grid-cols-2">
        <div>
          <dt className="text-fine text-soft">{m.checkout_deliver_to()}</dt>
          <dd>
            <strong className="font-semibold">{entry.name}</strong>
            <br />
            {addressLine(entry)}
            <br />
            {countryName}
          </dd>
        </div>
        <div>
          <dt className="text-fine text-soft">{m.checkout_confirmation_to()}</dt>
          <dd className="break-words">{entry.email}</dd>
        </div>
      </dl>
      {others.length > 0 ? <OtherAddresses others={others} /> : null}
    </>
  )
}

const addressLine = ({ line1, line2, postalCode, city, region }: Entry): string =>
  [line1, line2, [city, region, postalCode].filter(Boolean).join(' ')].filter(Boolean).join(', ')

/** One press changes where it goes, for buyers who have more than one address. */
function OtherAddresses({ others }: { others: Entry[] }) {
  return (
    <details className="mt-3">
      <summary className="inline-flex min-h-9 cursor-pointer list-none items-center text-small font-medium text-accent underline decoration-line underline-offset-4 [&::-webkit-details-marker]:hidden">
        {m.checkout_other_addresses()}
      </summary>
      <ul className="mt-2 divide-y divide-line border-y border-line">
        {others.map((entry) => (
          <li key={JSON.stringify(entry)} className="flex items-center justify-between gap-4 py-2.5 text-small">
            <span className="min-w-0">
              <strong className="font-semibold">{entry.name}</strong>, {addressLine(entry)}
            </span>
            <Form method="post" action="/checkout" preventScrollReset>
              <input type="hidden" name="intent" value="details" />
              {Object.entries(entry).map(([name, value]) => (
                <input key={name} type="hidden" name={name} value={value ?? ''} />
              ))}
              <Button type="submit" look="secondary" isSmall>
                {m.checkout_use_address()}
              </Button>
            </Form>
          </li>
        ))}
      </ul>
    </details>
  )
}
