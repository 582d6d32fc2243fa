import { Form } from '@remix-run/react'
import { m } from '#messages'
import { Badge } from '#web/ui/badge.tsx'
import { ButtonLink, SubmitButton } from '#web/ui/button.tsx'
import { FormErrors } from '#web/ui/field.tsx'
import { dayText, moneyText } from '#web/ui/format.ts'
import { Facts, PageHeader, Panel } from '#web/ui/panel.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import { EVIDENCE_FILE_FIELDS, EVIDENCE_TEXT_FIELDS } from '#worker/pure/dispute-evidence.ts'
import { Deadline, Entry, FilesPanel, History } from './case-parts.tsx'
import { type DisputeCase, fieldText, orderText, reasonText, statusText, statusTone } from './dispute-words.ts'

type Page = { dispute: DisputeCase; myId: string; nowMs: number; errors: string[]; idempotencyKey: string }

/** One dispute as our people answer it: the deadline, what is missing, what will be said, and what the money did. */
export function CaseView({ dispute, myId, nowMs, errors, idempotencyKey }: Page) {
  const amount = moneyText(dispute)
  return (
    <>
      <PageHeader
        back={<TextLink to="/admin/disputes">{m.disputes_back()}</TextLink>}
        title={m.disputes_case_title({ amount })}
        text={reasonText(dispute.reason)}
      >
        <Badge tone={statusTone(dispute.status)}>{statusText(dispute.status)}</Badge>
      </PageHeader>
      <FormErrors errors={errors} />
      <div className="mt-4 grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="grid gap-6">
          <Panel title={m.disputes_deadline_title()}>
            <Deadline dueAt={dispute.dueAt} isAnswerable={dispute.isAnswerable} nowMs={nowMs} />
          </Panel>
          <Checklist dispute={dispute} />
          <Evidence dispute={dispute} />
          <FilesPanel
            files={dispute.files}
            fields={EVIDENCE_FILE_FIELDS}
            canChange={dispute.isAnswerable}
            path={`/admin/disputes/${dispute.id}/files`}
          />
          <Panel title={m.disputes_notes_title()}>
            <Form method="post" className="mb-6 grid gap-3">
              <input type="hidden" name="intent" value="note" />
              <Entry name="text" label={m.disputes_note_label()} rows={2} isRequired />
              <div>
                <SubmitButton look="secondary">{m.disputes_note_add()}</SubmitButton>
              </div>
            </Form>
            <History timeline={[...dispute.timeline].reverse()} />
          </Panel>
        </div>
        <div className="grid gap-6">
          {dispute.isAnswerable ? <Answer dispute={dispute} amount={amount} /> : null}
          <CaseMoney dispute={dispute} idempotencyKey={idempotencyKey} />
          <CaseFacts dispute={dispute} myId={myId} />
        </div>
      </div>
    </>
  )
}

function Checklist({ dispute }: { dispute: DisputeCase }) {
  return (
    <Panel title={m.disputes_checklist_title()}>
      <p className="mb-3 text-small text-soft">{m.disputes_checklist_text()}</p>
      <ul className="grid gap-x-6 gap-y-2 text-small sm:grid-cols-2">
        {dispute.checklist.map(({ field, isNeeded, isThere }) => (
          <li key={field} className="flex items-baseline justify-between gap-3 border-b border-line pb-2">
            <span>
              {fieldText(field)}
              <span className="ms-2 text-fine text-soft">{isNeeded ? m.disputes_needed() : m.disputes_helpful()}</span>
            </span>
            <Badge tone={isThere ? 'good' : isNeeded ? 'bad' : 'plain'}>{isThere ? m.disputes_there() : m.disputes_missing()}</Badge>
          </li>
        ))}
      </ul>
    </Panel>
  )
}

/** The fields the bank looks at for this reason come first; the others are a click away. */
function Evidence({ dispute }: { dispute: DisputeCase }) {
  const asked = new Set(dispute.checklist.map(({ field }) => field))
  const first = EVIDENCE_TEXT_FIELDS.filter((field) => asked.has(field) || field === 'uncategorizedText')
  const rest = EVIDENCE_TEXT_FIELDS.filter((field) => !first.includes(field))
  const texts = dispute.evidence.texts as Partial<Record<string, string>>
  const entry = (field: string) => {
    const value = texts[field] ?? ''
    return (
      <Entry key={field} name={field} label={fieldText(field)} value={value} rows={value.length > 70 || value.includes('\n') ? 5 : 1} />
    )
  }
  const pack = (
    <ButtonLink to={`/admin/disputes/${dispute.id}/pack.pdf`} look="secondary" isSmall reloads>
      {m.disputes_pack()}
    </ButtonLink>
  )
  if (!dispute.isAnswerable)
    return (
      <Panel title={m.disputes_evidence_title()} action={pack}>
        <Facts
          items={EVIDENCE_TEXT_FIELDS.filter((field) => texts[field]).map((field) => ({
            name: fieldText(field),
            value: <span className="whitespace-pre-line">{texts[field]}</span>,
          }))}
        />
      </Panel>
    )
  return (
    <Panel title={m.disputes_evidence_title()} action={pack}>
      <p className="mb-4 text-small text-soft">{m.disputes_evidence_text()}</p>
      <Form method="post" className="grid gap-4">
        <input type="hidden" name="intent" value="evidence" />
        <input type="hidden" name="version" value={dispute.version} />
        {first.map(entry)}
        <details>
          <summary className="min-h-11 cursor-pointer py-2 text-small font-semibold">{m.disputes_evidence_more()}</summary>
          <div className="mt-2 grid gap-4">{rest.map(entry)}</div>
        </details>
        <div>
          <SubmitButton look="secondary" pendingText={m.disputes_saving()}>
            {m.disputes_evidence_save()}
          </SubmitButton>
        </div>
      </Form>
    </Panel>
  )
}

function Answer({ dispute, amount }: { dispute: DisputeCase; amount: string }) {
  const missing = dispute.checklist.filter(({ isNeeded, isThere }) => isNeeded && !isThere).length
  return (
    <Panel title={m.disputes_submit_title()}>
      <p className="text-small text-soft">{m.disputes_submit_text()}</p>
      {missing === 0 ? null : <p className="mt-2 text-small font-semibold text-bad">{m.disputes_submit_missing({ count: missing })}</p>}
      <Form method="post" className="mt-3">
        <input type="hidden" name="intent" value="submit" />
        <input type="hidden" name="version" value={dispute.version} />
        <SubmitButton pendingText={m.disputes_sending()}>{m.disputes_submit_action()}</SubmitButton>
      </Form>
      <details className="mt-5 border-t border-line pt-3">
        <summary className="min-h-11 cursor-pointer py-2 text-small font-semibold">{m.disputes_accept_title()}</summary>
        <p className="mb-3 text-small text-soft">{m.disputes_accept_text()}</p>
        <Form method="post" className="grid gap-3">
          <input type="hidden" name="intent" value="accept" />
          <Entry name="reason" label={m.disputes_accept_reason()} rows={3} isRequired />
          <div>
            <SubmitButton look="danger">{m.disputes_accept_action({ amount })}</SubmitButton>
          </div>
        </Form>
      </details>
    </Panel>
  )
}

function CaseMoney({ dispute, idempotencyKey }: { dispute: DisputeCase; idempotencyKey: string }) {
  const { currency, money } = dispute
  const text = (amountMinor: number) => moneyText({ amountMinor, currency })
  const figures = [
    { name: m.disputes_money_taken(), minor: money.withdrawnMinor },
    { name: m.disputes_money_back(), minor: money.reinstatedMinor },
    { name: m.disputes_money_fee(), minor: money.feeMinor },
    { name: m.disputes_money_excess(), minor: money.excessMinor },
  ]
  return (
    <Panel title={m.disputes_money_title()}>
      <Facts
        items={[
          ...figures
            .filter(({ minor }) => minor > 0)
            .map(({ name, minor }) => ({ name, value: <span className="tabular-nums">{text(minor)}</span> })),
          ...(dispute.bearer === 'platform' ? [{ name: m.disputes_money_bearer(), value: m.disputes_money_bearer_platform() }] : []),
        ]}
      />
      {dispute.orders.map((order) => (
        <div key={order.orderId} className="mt-4 border-t border-line pt-4">
          <p className="mb-2 text-small font-semibold">
            <TextLink to={`/admin/orders/${order.orderId}`}>{orderText(order.number)}</TextLink>
            <span className="font-normal text-soft">, {order.vendorName}</span>
          </p>
          <ShareFacts order={order} currency={currency} isSettled={money.isSettled} />
        </div>
      ))}
      {dispute.writeOffMinor > 0 ? <WriteOff dispute={dispute} idempotencyKey={idempotencyKey} /> : null}
    </Panel>
  )
}

/** The marketplace may take on what its vendors would lose, or lost; a second person agrees. */
function WriteOff({ dispute, idempotencyKey }: { dispute: DisputeCase; idempotencyKey: string }) {
  const amount = moneyText({ amountMinor: dispute.writeOffMinor, currency: dispute.currency })
  return (
    <details className="mt-5 border-t border-line pt-3">
      <summary className="min-h-11 cursor-pointer py-2 text-small font-semibold">{m.disputes_write_off_title()}</summary>
      <p className="mb-3 text-small text-soft">
        {dispute.closedAt === null ? m.disputes_write_off_open() : m.disputes_write_off_lost({ amount })}
      </p>
      <Form method="post" className="grid gap-3">
        <input type="hidden" name="intent" value="write_off" />
        <input type="hidden" name="key" value={idempotencyKey} />
        <Entry name="reason" label={m.disputes_write_off_reason()} rows={3} isRequired />
        <div>
          <SubmitButton look="secondary">{m.disputes_write_off_action()}</SubmitButton>
        </div>
      </Form>
    </details>
  )
}

type Share = Pick<DisputeCase['orders'][number], 'amountMinor' | 'holdMinor' | 'vendorMinor' | 'debtMinor' | 'isReleased'>

/** What a dispute did with one order's money. */
export function ShareFacts({ order, currency, isSettled }: { order: Share; currency: string; isSettled: boolean }) {
  const text = (amountMinor: number) => <span className="tabular-nums">{moneyText({ amountMinor, currency })}</span>
  return (
    <Facts
      items={[
        { name: m.disputes_money_share(), value: text(order.amountMinor) },
        ...(order.holdMinor > 0 ? [{ name: m.disputes_money_hold(), value: text(order.holdMinor) }] : []),
        ...(order.vendorMinor > 0 ? [{ name: m.disputes_money_vendor(), value: text(order.vendorMinor) }] : []),
        ...(order.debtMinor > 0 ? [{ name: m.disputes_money_debt(), value: text(order.debtMinor) }] : []),
        ...(!isSettled && !order.isReleased ? [{ name: m.disputes_money_blocked(), value: m.disputes_there() }] : []),
      ]}
    />
  )
}

function CaseFacts({ dispute, myId }: { dispute: DisputeCase; myId: string }) {
  const isMine = dispute.assignedTo === myId
  return (
    <Panel title={m.disputes_facts_title()}>
      <Facts
        items={[
          { name: m.disputes_facts_buyer(), value: `${dispute.buyer.name}, ${dispute.buyer.email}` },
          { name: m.disputes_facts_opened(), value: dayText(dispute.openedAt) },
          { name: m.disputes_facts_network(), value: `${dispute.cardBrand} ${dispute.networkCode}`.trim() },
          { name: m.disputes_facts_payment(), value: dispute.paymentRef },
          { name: m.disputes_facts_provider(), value: dispute.providerRef },
          { name: m.disputes_facts_person(), value: dispute.assigneeName ?? m.disputes_nobody() },
        ]}
      />
      <div className="mt-4 flex flex-wrap gap-2">
        <Form method="post">
          <input type="hidden" name="intent" value="assign" />
          <input type="hidden" name="accountId" value={isMine ? '' : myId} />
          <SubmitButton look="secondary" isSmall>
            {isMine ? m.disputes_assign_none() : m.disputes_assign_me()}
          </SubmitButton>
        </Form>
        <Form method="post">
          <input type="hidden" name="intent" value="refresh" />
          <SubmitButton look="secondary" isSmall>
            {m.disputes_refresh()}
          </SubmitButton>
        </Form>
      </div>
    </Panel>
  )
}
