import { Form } from '@remix-run/react'
import { m } from '#messages'
import type { Loaded } from '#web/server/answer.ts'
import { Badge } from '#web/ui/badge.tsx'
import { ButtonLink, SubmitButton } from '#web/ui/button.tsx'
import { momentText, moneyText } from '#web/ui/format.ts'
import { Panel } from '#web/ui/panel.tsx'
import { type OrderRefunds, type Refund, reasonText, refundStatus, sharesOf } from './refund-words.ts'

/** What was given back of an order, and of whom it was taken. `refundPath`: where to give back more, for who may. */
export function RefundHistory({
  refunds,
  refundPath,
  isStore = false,
}: {
  refunds: Loaded<OrderRefunds>
  refundPath: string | null
  isStore?: boolean
}) {
  const canRefund = refundPath !== null && refunds.ok && refunds.value.leftMinor > 0
  return (
    <Panel
      id="refunds"
      title={m.refunds_title()}
      isFlush
      action={
        canRefund ? (
          <ButtonLink to={refundPath} look="secondary" isSmall>
            {m.refunds_give_back()}
          </ButtonLink>
        ) : undefined
      }
    >
      {refunds.ok ? <Rows known={refunds.value} isStore={isStore} /> : <Line>{m.ui_try_again_soon()}</Line>}
    </Panel>
  )
}

const Line = ({ children }: { children: string }) => <p className="px-4 py-5 text-small text-soft sm:px-5">{children}</p>

function Rows({ known, isStore }: { known: OrderRefunds; isStore: boolean }) {
  const { refunds, currency, leftMinor, capturedMinor, disputedMinor } = known
  if (refunds.length === 0 && disputedMinor === 0) return <Line>{m.refunds_none()}</Line>
  return (
    <>
      {disputedMinor === 0 ? null : <Line>{m.refunds_disputed({ amount: moneyText({ amountMinor: disputedMinor, currency }) })}</Line>}
      <ul className="divide-y divide-line">
        {refunds.map((refund) => (
          <Row key={refund.id} refund={refund} known={known} isStore={isStore} />
        ))}
      </ul>
      <p className="flex justify-between gap-6 border-t border-line px-4 py-3 text-small text-soft sm:px-5">
        <span>{m.refunds_left_of({ captured: moneyText({ amountMinor: capturedMinor, currency }) })}</span>
        <span className="tabular-nums">{moneyText({ amountMinor: leftMinor, currency })}</span>
      </p>
    </>
  )
}

function Row({ refund, known, isStore }: { refund: Refund; known: OrderRefunds; isStore: boolean }) {
  const { amountMinor, currency, note, failure, createdAt } = refund
  const status = refundStatus(refund.status)
  const shares = sharesOf(refund.shares, isStore)
  return (
    <li className="px-4 py-4 text-small sm:px-5">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <span className="font-semibold tabular-nums">{moneyText({ amountMinor, currency })}</span>
          <span>{reasonText(refund.reason)}</span>
          <Badge tone={status.tone}>{status.text}</Badge>
        </p>
        <time dateTime={createdAt} className="text-fine text-soft">
          {momentText(createdAt)}
        </time>
      </div>
      {note === '' ? null : <p className="mt-1 max-w-prose break-words text-soft">{note}</p>}
      {failure === null ? null : <p className="mt-1 text-fine text-bad">{m.refunds_failure({ reason: failure })}</p>}
      {shares.length === 0 ? null : (
        <details className="mt-2">
          <summary className="inline-flex min-h-6 cursor-pointer items-center text-fine font-semibold text-accent">
            {m.refunds_who_gave()}
          </summary>
          <SharesList shares={shares} currency={currency} />
          <ul className="mt-3 grid gap-1 border-t border-line pt-2 text-fine text-soft">
            {refund.allocations.map((row) => (
              <li key={`${row.part} ${row.orderLineId} ${row.amountMinor}`} className="flex justify-between gap-6">
                <span className="min-w-0 break-words">{partText(row, known)}</span>
                <span className="tabular-nums">{moneyText({ amountMinor: row.amountMinor, currency })}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
      {refund.canResend && !isStore ? (
        <Form method="post" className="mt-3">
          <input type="hidden" name="intent" value="resend" />
          <input type="hidden" name="refundId" value={refund.id} />
          <SubmitButton look="secondary" isSmall pendingText={m.refunds_sending()}>
            {m.refunds_resend()}
          </SubmitButton>
        </Form>
      ) : null}
    </li>
  )
}

const WORDS = { shipping: m.refunds_part_shipping, tax: m.refunds_part_tax, goodwill: m.refunds_part_goodwill, line: m.refunds_part_line }

function partText({ part, orderLineId, quantity }: Refund['allocations'][number], { parts }: OrderRefunds): string {
  const of = parts.find((each) => each.orderLineId === orderLineId)
  if (of === undefined || part === 'shipping') return WORDS[part]()
  const title = of.orderLineId === null ? m.refunds_part_shipping() : of.title
  if (part === 'line') return quantity > 0 ? m.refunds_units({ quantity, title }) : title
  return m.refunds_part_of({ part: WORDS[part](), title })
}

/** Who gives what of a refund. */
export function SharesList({ shares, currency }: { shares: ReturnType<typeof sharesOf>; currency: string }) {
  return (
    <dl className="mt-2 grid gap-1.5 text-small">
      {shares.map(({ key, name, minor }) => (
        <div key={key} className="flex justify-between gap-6">
          <dt className="text-soft">{name}</dt>
          <dd className="tabular-nums">{moneyText({ amountMinor: minor, currency })}</dd>
        </div>
      ))}
    </dl>
  )
}
