import { Form } from '@remix-run/react'
import { m } from '#messages'
import { Badge } from '#web/ui/badge.tsx'
import { SubmitButton } from '#web/ui/button.tsx'
import { DataTable } from '#web/ui/data-table.tsx'
import { FormErrors } from '#web/ui/field.tsx'
import { dayText, moneyText, rateText } from '#web/ui/format.ts'
import { Notice } from '#web/ui/notice.tsx'
import { Figure, PageHeader, Panel } from '#web/ui/panel.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import { EVIDENCE_FILE_FIELDS } from '#worker/pure/dispute-evidence.ts'
import { Deadline, Entry, FilesPanel, History } from './case-parts.tsx'
import { ShareFacts } from './case-view.tsx'
import {
  LEVEL_TEXTS,
  LEVEL_TONES,
  type ListedDispute,
  orderText,
  reasonText,
  type StoreDispute,
  type StoreRate,
  statusText,
  statusTone,
} from './dispute-words.ts'
import { columnsOf, MoreLink } from './disputes-view.tsx'

/** A store's disputes, and how often its sales end in one. */
export function StoreDisputesView({
  list,
  rate,
  nowMs,
}: {
  list: { items: ListedDispute[]; nextOffset: number | null }
  rate: StoreRate
  nowMs: number
}) {
  return (
    <>
      <PageHeader title={m.disputes_title()} text={m.disputes_store_text()} />
      {rate.disputes === 0 ? null : (
        <div className="mb-6 grid gap-3 sm:grid-cols-2">
          <Figure
            name={m.disputes_store_rate()}
            value={rateText(rate.rateBps)}
            note={
              <span className="flex flex-wrap items-center gap-2">
                <Badge tone={LEVEL_TONES[rate.level]}>{LEVEL_TEXTS[rate.level]()}</Badge>
                {m.disputes_store_rate_note({
                  disputes: rate.disputes,
                  orders: rate.orders,
                  days: rate.days,
                  critical: rateText(rate.criticalBps),
                })}
              </span>
            }
          />
        </div>
      )}
      {list.items.length === 0 ? (
        <Notice title={m.disputes_store_none_title()} text={m.disputes_store_none_text()} />
      ) : (
        <Panel isFlush>
          <DataTable
            caption={m.disputes_title()}
            columns={columnsOf('/vendor/disputes', nowMs)}
            rows={list.items}
            rowKey={({ id }) => id}
          />
          <MoreLink next={list.nextOffset} show="all" />
        </Panel>
      )}
    </>
  )
}

type Page = { dispute: StoreDispute; canAnswer: boolean; nowMs: number; errors: string[] }

/** One dispute as a store sees it: what the bank says, until when, and what the store has to say. */
export function StoreDisputeView({ dispute, canAnswer, nowMs, errors }: Page) {
  const { order } = dispute
  const canChange = dispute.isAnswerable && canAnswer
  return (
    <>
      <PageHeader
        back={<TextLink to="/vendor/disputes">{m.disputes_back()}</TextLink>}
        title={m.disputes_case_title({ amount: moneyText(dispute) })}
        text={reasonText(dispute.reason)}
      >
        <Badge tone={statusTone(dispute.status)}>{statusText(dispute.status)}</Badge>
      </PageHeader>
      <FormErrors errors={errors} />
      <div className="mt-4 grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="grid gap-6">
          <Panel title={m.disputes_deadline_title()}>
            <Deadline dueAt={dispute.dueAt} isAnswerable={dispute.isAnswerable} nowMs={nowMs} />
          </Panel>
          <Panel title={m.disputes_say_title()}>
            {canChange ? (
              <Form method="post" className="grid gap-4">
                <p className="text-small text-soft">
                  {order.vendorAnsweredAt === null ? m.disputes_say_text() : m.disputes_say_said({ when: dayText(order.vendorAnsweredAt) })}
                </p>
                <input type="hidden" name="intent" value="say" />
                <Entry name="text" label={m.disputes_say_label()} value={order.vendorText} rows={6} />
                <div className="grid gap-4 sm:grid-cols-2">
                  <Entry name="carrier" label={m.disputes_say_carrier()} value={order.vendorCarrier} />
                  <Entry name="trackingNumber" label={m.disputes_say_tracking()} value={order.vendorTracking} />
                </div>
                <div>
                  <SubmitButton pendingText={m.disputes_saving()}>{m.disputes_say_action()}</SubmitButton>
                </div>
              </Form>
            ) : (
              <p className="text-small whitespace-pre-line">{order.vendorText === '' ? m.disputes_say_closed() : order.vendorText}</p>
            )}
          </Panel>
          <FilesPanel files={dispute.files} fields={EVIDENCE_FILE_FIELDS} canChange={canChange} path={null} />
        </div>
        <div className="grid gap-6">
          <Panel title={m.disputes_money_title()}>
            <p className="mb-3 text-small font-semibold">
              <TextLink to={`/vendor/orders/${order.orderId}`}>{orderText(order.number)}</TextLink>
            </p>
            <ShareFacts order={order} currency={dispute.currency} isSettled={dispute.closedAt !== null} />
            {dispute.closedAt === null ? <p className="mt-3 text-small text-soft">{m.disputes_store_money_text()}</p> : null}
            {dispute.isPartOfMore ? <p className="mt-3 text-small text-soft">{m.disputes_part_of_more()}</p> : null}
          </Panel>
          <Panel title={m.disputes_facts_title()}>
            <History timeline={dispute.timeline} />
          </Panel>
        </div>
      </div>
    </>
  )
}
