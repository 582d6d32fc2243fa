import { useForm } from '@conform-to/react'
import { parseWithValibot } from '@conform-to/valibot'
import { Form } from '@remix-run/react'
import { m } from '#messages'
import { payoutStatusText, payoutStatusTone } from '#web/features/admin/admin-words.ts'
import { priceEntry } from '#web/features/goods/price-entry.ts'
import type { SubmissionResult } from '#web/server/form.ts'
import { Badge } from '#web/ui/badge.tsx'
import { SubmitButton } from '#web/ui/button.tsx'
import { FormErrors, TextAreaField, TextField } from '#web/ui/field.tsx'
import { momentText, moneyText, numberText } from '#web/ui/format.ts'
import { Facts, PageHeader, Panel } from '#web/ui/panel.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import { isCurrency } from '#worker/pure/money.ts'
import { BreakdownTable } from './breakdown-table.tsx'
import { ReverseForm } from './forms.ts'
import type { Breakdown } from './payout-words.ts'

type Page = { payout: Breakdown; vendorName: string; requestKey: string; result: SubmissionResult | undefined }

/** One payout, for the marketplace's own people: what it is made of, and what can be done about it. */
export function PayoutView({ payout, vendorName, requestKey, result }: Page) {
  const { status, currency, amountMinor } = payout
  const reversedMinor = payout.reversals.filter((each) => each.status !== 'failed').reduce((sum, each) => sum + each.amountMinor, 0)
  return (
    <>
      <PageHeader
        back={<TextLink to="/admin/payouts">{m.payouts_payout_back()}</TextLink>}
        title={m.payouts_payout_to({ name: vendorName })}
        text={
          <span className="flex flex-wrap items-center gap-2">
            <Badge tone={payoutStatusTone(status)}>{payoutStatusText(status)}</Badge>
            <span>{momentText(payout.createdAt)}</span>
          </span>
        }
      >
        <p className="font-display text-page font-bold tabular-nums">{moneyText({ amountMinor, currency })}</p>
      </PageHeader>
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_21rem]">
        <BreakdownTable payout={payout} orderPath={(id) => `/admin/orders/${id}`} />
        <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
          {status === 'failed' ? <Retry payout={payout} result={result?.initialValue?.intent === 'retry' ? result : undefined} /> : null}
          <Panel>
            <Facts
              items={[
                { name: m.payouts_period(), value: <TextLink to={`/admin/payouts?period=${payout.period}`}>{payout.period}</TextLink> },
                { name: m.payouts_attempts(), value: numberText(payout.attempts) },
                {
                  name: m.payouts_vendor(),
                  value: <TextLink to={`/admin/vendors/${payout.vendorId}/money`}>{vendorName}</TextLink>,
                },
                {
                  name: m.payouts_reference(),
                  value: <code className="text-fine break-all select-all">{payout.providerRef ?? payout.id}</code>,
                },
                {
                  name: m.payouts_in_books(),
                  value: (
                    <span className="flex flex-wrap gap-x-4 gap-y-1">
                      <TextLink to={`/admin/ledger?cause=${payout.id}`}>{m.admin_nav_ledger()}</TextLink>
                      <TextLink to={`/admin/statements?vendor=${payout.vendorId}&period=${payout.createdAt.slice(0, 7)}`}>
                        {m.settlement_nav_statements()}
                      </TextLink>
                    </span>
                  ),
                },
              ]}
            />
          </Panel>
          {payout.reversals.length === 0 ? null : <Reversals payout={payout} />}
          {status === 'paid' && reversedMinor < amountMinor ? (
            <Reverse
              payout={payout}
              leftMinor={amountMinor - reversedMinor}
              requestKey={requestKey}
              result={result?.initialValue?.intent === 'reverse' ? result : undefined}
            />
          ) : null}
        </div>
      </div>
    </>
  )
}

function Retry({ payout, result }: { payout: Breakdown; result: SubmissionResult | undefined }) {
  return (
    <Panel title={m.payouts_retry_title()}>
      <FormErrors errors={result?.error?.[''] ?? undefined} />
      <p className="text-small text-bad">{payout.failure}</p>
      <p className="mt-2 mb-4 text-fine text-soft">{m.payouts_retry_text()}</p>
      <Form method="post">
        <input type="hidden" name="intent" value="retry" />
        <SubmitButton pendingText={m.payouts_retrying()}>{m.payouts_retry()}</SubmitButton>
      </Form>
    </Panel>
  )
}

function Reversals({ payout }: { payout: Breakdown }) {
  const STATES = { pending: m.payouts_reversal_pending(), done: m.payouts_reversal_done(), failed: m.payouts_reversal_failed() }
  const TONES = { pending: 'accent', done: 'good', failed: 'bad' } as const
  return (
    <Panel title={m.payouts_reversals()} isFlush>
      <ul className="divide-y divide-line">
        {payout.reversals.map(({ id, amountMinor, reason, status, failure, at }) => (
          <li key={id} className="px-4 py-3 text-small sm:px-5">
            <span className="flex flex-wrap items-baseline justify-between gap-x-3">
              <span className="font-semibold tabular-nums">{moneyText({ amountMinor, currency: payout.currency })}</span>
              <Badge tone={TONES[status]}>{STATES[status]}</Badge>
            </span>
            <span className="block">{reason}</span>
            <span className="block text-fine text-soft">{failure ?? momentText(at)}</span>
          </li>
        ))}
      </ul>
    </Panel>
  )
}

function Reverse({
  payout,
  leftMinor,
  requestKey,
  result,
}: {
  payout: Breakdown
  leftMinor: number
  requestKey: string
  result: SubmissionResult | undefined
}) {
  const [form, fields] = useForm({
    id: 'reverse',
    lastResult: result,
    onValidate: ({ formData }) => parseWithValibot(formData, { schema: ReverseForm }),
    shouldRevalidate: 'onInput',
    defaultValue: { amount: isCurrency(payout.currency) ? priceEntry(leftMinor, payout.currency) : '' },
  })
  return (
    <Panel title={m.payouts_reverse_title()}>
      <p className="mb-4 text-fine text-soft">{m.payouts_reverse_text()}</p>
      <Form method="post" id={form.id} onSubmit={form.onSubmit} noValidate={form.noValidate} className="grid gap-4">
        <FormErrors id={form.errorId} errors={form.errors} />
        <input type="hidden" name="intent" value="reverse" />
        <input type="hidden" name="idempotencyKey" value={requestKey} />
        <TextField field={fields.amount} label={`${m.payouts_amount()} (${payout.currency})`} inputMode="decimal" />
        <TextAreaField field={fields.reason} label={m.payouts_reason()} rows={2} />
        <div>
          <SubmitButton look="secondary" pendingText={m.payouts_reversing()}>
            {m.payouts_reverse()}
          </SubmitButton>
        </div>
      </Form>
    </Panel>
  )
}
