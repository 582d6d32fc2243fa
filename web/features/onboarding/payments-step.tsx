import { Form } from '@remix-run/react'
import { useEffect } from 'react'
import { m } from '#messages'
import type { Connection } from '#web/server/selling.ts'
import { ButtonLink, buttonClass, SubmitButton } from '#web/ui/button.tsx'
import { FormErrors } from '#web/ui/field.tsx'
import { BadgeCheck, ExternalLink, Landmark } from '#web/ui/icons.ts'
import { TextLink } from '#web/ui/text-link.tsx'

type Props = { connection: Connection | null; hasCome: boolean; url: string | null; error: string | null; next: string }

/** The account that the store's money goes to, kept by the payment provider. */
export function PaymentsStep({ connection, hasCome, url, error, next }: Props) {
  // The browser's own redirect after a form may not leave our pages, so the page goes there itself, or by its link.
  useEffect(() => {
    if (url !== null) location.assign(url)
  }, [url])
  if (connection?.canReceiveTransfers) {
    return (
      <div className="grid justify-items-start gap-5">
        <p className="flex items-center gap-3 rounded-plate bg-good-tint px-4 py-3 font-medium text-good">
          <BadgeCheck className="size-6 shrink-0" aria-hidden />
          {m.store_sell_payments_done()}
        </p>
        <ButtonLink to={next}>{m.store_sell_go_on()}</ButtonLink>
      </div>
    )
  }
  const isBegun = connection !== null && connection.accountRef !== null
  return (
    <div className="grid justify-items-start gap-5">
      <FormErrors errors={error === null ? undefined : [error]} />
      {hasCome ? <p className="rounded-plate bg-warn-tint px-4 py-3 text-small text-warn">{m.store_sell_payments_missing()}</p> : null}
      <ul className="grid gap-3 text-small">
        <Why icon={Landmark}>{m.store_sell_payments_why_bank()}</Why>
        <Why icon={BadgeCheck}>{m.store_sell_payments_why_identity()}</Why>
      </ul>
      {url === null ? (
        <Form method="post">
          <SubmitButton className="min-h-12" pendingText={m.store_sell_payments_pending()}>
            {isBegun ? m.store_sell_payments_again() : m.store_sell_payments_action()}
          </SubmitButton>
        </Form>
      ) : (
        <a href={url} rel="nofollow" className={buttonClass('primary')}>
          {m.store_sell_payments_open()}
          <ExternalLink className="size-5" aria-hidden />
        </a>
      )}
      <p className="text-small text-soft">
        {m.store_sell_payments_later()} <TextLink to="/sell/first-product">{m.store_sell_payments_skip()}</TextLink>
      </p>
    </div>
  )
}

function Why({ icon: Icon, children }: { icon: typeof Landmark; children: string }) {
  return (
    <li className="flex gap-3">
      <Icon className="mt-0.5 size-5 shrink-0 text-accent" aria-hidden />
      <span className="max-w-prose">{children}</span>
    </li>
  )
}
