import { Form, Link } from '@remix-run/react'
import { m } from '#messages'
import { deviceText } from '#web/features/account/device-text.ts'
import { orderStatusText, orderStatusTone } from '#web/features/admin/admin-words.ts'
import { Ago } from '#web/features/admin/ago.tsx'
import { SearchBox } from '#web/features/admin/search-box.tsx'
import type { SubmissionResult } from '#web/server/form.ts'
import { Badge } from '#web/ui/badge.tsx'
import { SubmitButton } from '#web/ui/button.tsx'
import { type Column, DataTable } from '#web/ui/data-table.tsx'
import { FormErrors, TextAreaField } from '#web/ui/field.tsx'
import { dayText, momentText, moneyText, numberText } from '#web/ui/format.ts'
import { Notice } from '#web/ui/notice.tsx'
import { Pager } from '#web/ui/pager.tsx'
import { Facts, Figure, PageHeader, Panel } from '#web/ui/panel.tsx'
import { TabLinks } from '#web/ui/tabs.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import { Timeline } from '#web/ui/timeline.tsx'
import { NotesPanel } from './notes-panel.tsx'
import { BuyerForm, useTrustForm } from './trust-forms.ts'
import type { Buyer, Buyers, Notes } from './trust-words.ts'

export const BUYER_STATES = ['active', 'unverified', 'disabled'] as const
type State = (typeof BUYER_STATES)[number] | null
const STATES: Record<NonNullable<State>, () => string> = {
  active: m.trust_buyer_active,
  unverified: m.trust_buyer_unverified,
  disabled: m.trust_buyer_disabled,
}

/** Buyers by name, address or an order's number. */
export function BuyersView({ list, state, words, nowMs }: { list: Buyers; state: State; words: string; nowMs: number }) {
  const to = (one: State) =>
    `/admin/buyers?${new URLSearchParams({ ...(one === null ? {} : { show: one }), ...(words === '' ? {} : { q: words }) })}`
  return (
    <>
      <PageHeader title={m.trust_buyers_title()} text={m.trust_buyers_text()}>
        <SearchBox
          label={m.trust_buyers_search()}
          placeholder={m.trust_buyers_search_placeholder()}
          words={words}
          keeps={state === null ? {} : { show: state }}
        />
      </PageHeader>
      <TabLinks
        label={m.trust_buyers_title()}
        tabs={[
          { to: to(null), text: m.trust_buyers_all(), isCurrent: state === null },
          ...BUYER_STATES.map((one) => ({ to: to(one), text: STATES[one](), isCurrent: one === state })),
        ]}
      />
      {list.items.length === 0 ? (
        <Notice title={m.trust_buyers_none_title()} text={m.trust_buyers_none_text()} />
      ) : (
        <Panel isFlush>
          <DataTable caption={m.trust_buyers_title()} columns={columnsOf(nowMs)} rows={list.items} rowKey={({ id }) => id} />
          <Pager nextCursor={list.nextCursor} />
        </Panel>
      )}
    </>
  )
}

type Door = { isEmailVerified: boolean; disabledAt: string | null }
function Doors({ isEmailVerified, disabledAt }: Door) {
  if (disabledAt !== null) return <Badge tone="bad">{m.trust_buyer_disabled()}</Badge>
  return isEmailVerified ? <Badge tone="good">{m.trust_buyer_active()}</Badge> : <Badge tone="warn">{m.trust_buyer_unverified()}</Badge>
}

const columnsOf = (nowMs: number): Column<Buyers['items'][number]>[] => [
  {
    key: 'name',
    title: m.trust_buyer(),
    isHeadline: true,
    cell: ({ id, name, email }) => (
      <span>
        <TextLink to={`/admin/buyers/${id}`}>
          <span className="font-semibold">{name}</span>
        </TextLink>
        <span className="block text-fine break-all text-soft">{email}</span>
      </span>
    ),
  },
  { key: 'state', title: m.admin_status(), cell: (row) => <Doors {...row} /> },
  { key: 'orders', title: m.trust_buyer_orders(), isNumber: true, cell: ({ orders }) => numberText(orders) },
  {
    key: 'last',
    title: m.trust_buyer_last_order(),
    cell: ({ lastOrderAt }) => (lastOrderAt === null ? null : <Ago at={lastOrderAt} nowMs={nowMs} />),
  },
  { key: 'since', title: m.admin_since(), cell: ({ createdAt }) => <Ago at={createdAt} nowMs={nowMs} /> },
]

type Page = { buyer: Buyer; notes: Notes; canClose: boolean; nowMs: number; result: SubmissionResult | undefined }

/** One buyer, for whoever looks after them. */
export function BuyerView({ buyer, notes, canClose, nowMs, result }: Page) {
  return (
    <>
      <PageHeader
        back={<TextLink to="/admin/buyers">{m.trust_back_to_buyers()}</TextLink>}
        title={buyer.name}
        text={
          <span className="flex flex-wrap items-center gap-2">
            <Doors {...buyer} />
            <span className="break-all">{buyer.email}</span>
            <span>{m.admin_registered({ when: dayText(buyer.createdAt) })}</span>
          </span>
        }
      >
        {buyer.isEmailVerified || buyer.disabledAt !== null ? null : (
          <Form method="post">
            <SubmitButton name="intent" value="verify" look="secondary">
              {m.trust_buyer_verify()}
            </SubmitButton>
          </Form>
        )}
      </PageHeader>
      <div className="mb-5 grid gap-4 sm:grid-cols-3">
        {buyer.totals.map(({ orders, cancelled, spent, refunded }) => (
          <Figure
            key={spent.currency}
            name={m.trust_buyer_spent({ currency: spent.currency })}
            value={moneyText(spent)}
            note={m.trust_buyer_spent_note({
              orders: m.admin_order_count({ count: orders }),
              cancelled: numberText(cancelled),
              refunded: moneyText(refunded),
            })}
          />
        ))}
        <Figure
          name={m.trust_buyer_disputes()}
          value={numberText(buyer.disputes)}
          note={m.trust_buyer_reviews({
            written: numberText(buyer.reviews.written),
            hidden: numberText(buyer.reviews.hidden),
            reported: numberText(buyer.reviews.reported),
          })}
        />
      </div>
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="grid grid-cols-[minmax(0,1fr)] content-start gap-5">
          <Panel title={m.trust_buyer_orders()} isFlush>
            {buyer.orders.length === 0 ? (
              <p className="px-5 py-6 text-small text-soft">{m.trust_buyer_no_orders()}</p>
            ) : (
              <DataTable caption={m.trust_buyer_orders()} columns={ORDERS(nowMs)} rows={buyer.orders} rowKey={({ id }) => id} />
            )}
          </Panel>
          <Panel title={m.trust_buyer_sessions()} isFlush>
            <ul className="divide-y divide-line">
              {buyer.sessions.map(({ id, userAgent, ip, lastSeenAt }) => (
                <li key={id} className="flex flex-wrap justify-between gap-x-4 px-4 py-3 text-small sm:px-5">
                  <span>
                    {deviceText(userAgent)} <span className="text-soft">{ip}</span>
                  </span>
                  <Ago at={lastSeenAt} nowMs={nowMs} />
                </li>
              ))}
              {buyer.sessions.length === 0 ? <li className="px-5 py-6 text-small text-soft">{m.trust_buyer_no_sessions()}</li> : null}
            </ul>
          </Panel>
        </div>
        <div className="grid grid-cols-[minmax(0,1fr)] content-start gap-5">
          {canClose ? <Close key={String(buyer.disabledAt)} buyer={buyer} result={result} /> : null}
          <NotesPanel key={notes.items.length} notes={notes} action={`/admin/buyers/${buyer.id}`} canPin={false} />
          {buyer.stores.length === 0 ? null : (
            <Panel title={m.trust_buyer_stores()}>
              <Facts
                items={buyer.stores.map(({ id, name }) => ({
                  name: m.admin_vendor(),
                  value: <Link to={`/admin/vendors/${id}`}>{name}</Link>,
                }))}
              />
            </Panel>
          )}
          <Panel title={m.admin_history_title()}>
            <Timeline
              steps={[
                ...buyer.decisions.map(({ id, action, reason, actorName, at }) => ({
                  key: id,
                  title:
                    action === 'account.disable'
                      ? m.trust_buyer_was_closed()
                      : action === 'account.enable'
                        ? m.trust_buyer_was_opened()
                        : m.trust_buyer_was_mailed(),
                  at,
                  isDone: true,
                  text: (
                    <>
                      {reason === null ? null : <p>{reason}</p>}
                      <p className="text-fine text-soft">{m.admin_decided_by({ name: actorName })}</p>
                    </>
                  ),
                })),
                { key: 'registered', title: m.trust_buyer_registered(), at: buyer.createdAt, isDone: true },
              ]}
            />
          </Panel>
        </div>
      </div>
    </>
  )
}

const ORDERS = (nowMs: number): Column<Buyer['orders'][number]>[] => [
  {
    key: 'order',
    title: m.admin_order(),
    isHeadline: true,
    cell: ({ id, number, vendor }) => (
      <span>
        <TextLink to={`/admin/orders/${id}`}>#{number ?? '–'}</TextLink> <span className="text-soft">{vendor.name}</span>
      </span>
    ),
  },
  {
    key: 'status',
    title: m.admin_status(),
    cell: ({ status, disputes }) => (
      <span className="flex flex-wrap gap-1">
        <Badge tone={orderStatusTone(status as 'placed')}>{orderStatusText(status as 'placed')}</Badge>
        {disputes === 0 ? null : <Badge tone="bad">{m.trust_buyer_disputed()}</Badge>}
      </span>
    ),
  },
  { key: 'total', title: m.trust_total(), isNumber: true, cell: ({ total }) => moneyText(total) },
  {
    key: 'refunded',
    title: m.trust_refunded(),
    isNumber: true,
    cell: ({ refunded }) => (refunded.amountMinor === 0 ? '' : moneyText(refunded)),
  },
  { key: 'placed', title: m.admin_since(), cell: ({ placedAt }) => (placedAt === null ? null : <Ago at={placedAt} nowMs={nowMs} />) },
]

/** Closing an account ends its sessions; both need a reason that stays in the audit log. */
function Close({ buyer, result }: { buyer: Buyer; result: SubmissionResult | undefined }) {
  const isClosed = buyer.disabledAt !== null
  const [form, fields] = useTrustForm('close', BuyerForm, result, { reason: '' })
  return (
    <Panel title={isClosed ? m.trust_buyer_open() : m.trust_buyer_close()}>
      <Form method="post" id={form.id} onSubmit={form.onSubmit} noValidate={form.noValidate} className="grid gap-4">
        <p className="text-small text-soft">
          {isClosed ? m.trust_buyer_closed_since({ when: momentText(buyer.disabledAt ?? '') }) : m.trust_buyer_close_text()}
        </p>
        <FormErrors id={form.errorId} errors={form.errors} />
        <TextAreaField field={fields.reason as never} label={m.admin_reason()} rows={2} maxLength={500} />
        <SubmitButton
          name="intent"
          value={isClosed ? 'enable' : 'disable'}
          look={isClosed ? 'secondary' : 'danger'}
          pendingText={m.admin_deciding()}
        >
          {isClosed ? m.trust_buyer_open() : m.trust_buyer_close()}
        </SubmitButton>
      </Form>
    </Panel>
  )
}
