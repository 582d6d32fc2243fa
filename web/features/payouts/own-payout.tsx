import { m } from '#messages'
import { Badge } from '#web/ui/badge.tsx'
import { momentText, moneyText } from '#web/ui/format.ts'
import { PageHeader } from '#web/ui/panel.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import { BreakdownTable } from './breakdown-table.tsx'
import type { Breakdown } from './payout-words.ts'

const TONES = { pending: 'warn', paid: 'good', failed: 'bad' } as const

/** A payout to the store, with every order in it. */
export function OwnPayout({ payout }: { payout: Breakdown }) {
  const { status, failure, amountMinor, currency } = payout
  const TEXTS = {
    pending: m.store_balance_payout_pending(),
    paid: m.store_balance_payout_paid_status(),
    failed: m.store_balance_payout_failed({ reason: failure ?? '' }),
  }
  return (
    <>
      <PageHeader
        back={<TextLink to="/vendor/balance?show=payouts">{m.payouts_payout_back()}</TextLink>}
        title={moneyText({ amountMinor, currency })}
        text={
          <span className="flex flex-wrap items-center gap-2">
            <Badge tone={TONES[status]}>{TEXTS[status]}</Badge>
            <time dateTime={payout.createdAt}>{momentText(payout.createdAt)}</time>
            <code className="text-fine break-all select-all">{payout.providerRef ?? payout.id}</code>
          </span>
        }
      />
      <div className="max-w-3xl">
        <BreakdownTable payout={payout} orderPath={(id) => `/vendor/orders/${id}`} />
      </div>
    </>
  )
}
