import { Form } from '@remix-run/react'
import type { InferResponseType } from 'hono/client'
import { m } from '#messages'
import { BankTable } from '#web/features/payouts/bank-table.tsx'
import type { BankPayouts, Terms, Upcoming } from '#web/features/payouts/payout-words.ts'
import { SchedulePanel } from '#web/features/payouts/schedule-panel.tsx'
import { UpcomingPanel } from '#web/features/payouts/upcoming-panel.tsx'
import { WhyHeldPanel } from '#web/features/payouts/why-held-panel.tsx'
import type { Loaded } from '#web/server/answer.ts'
import type { SubmissionResult } from '#web/server/form.ts'
import { Badge } from '#web/ui/badge.tsx'
import { ButtonLink, SubmitButton } from '#web/ui/button.tsx'
import { type Column, DataTable } from '#web/ui/data-table.tsx'
import { FormErrors } from '#web/ui/field.tsx'
import { dayText, momentText, moneyText } from '#web/ui/format.ts'
import { Notice } from '#web/ui/notice.tsx'
import { Pager } from '#web/ui/pager.tsx'
import { Figure, PageHeader, Panel } from '#web/ui/panel.tsx'
import { TabLinks } from '#web/ui/tabs.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import type { ApiClient } from '#worker/client.ts'

type StoreApi = ApiClient['api']['v1']['vendor']
export type Balance = InferResponseType<StoreApi['balance']['$get'], 200>['items'][number]
export type Hold = InferResponseType<StoreApi['balance']['holds']['$get'], 200>['items'][number]
export type Transfers = InferResponseType<StoreApi['transfers']['$get'], 200>
export type Payouts = InferResponseType<StoreApi['payouts']['$get'], 200>
export type Connection = InferResponseType<StoreApi['connect']['$get'], 200>

export const PARTS = ['overview', 'payouts', 'bank', 'transfers'] as const
export type BalancePage =
  | {
      part: 'overview'
      balances: Balance[]
      holds: Hold[]
      connection: Loaded<Connection> | null
      upcoming: Upcoming
      terms: Terms
      currency: string
      canChoose: boolean
    }
  | { part: 'bank'; list: BankPayouts }
  | { part: 'transfers'; transfers: Transfers }
  | { part: 'payouts'; payouts: Payouts }

type Props = { page: BalancePage; error: string | undefined; result: SubmissionResult | undefined }

export function BalanceView({ page, error, result }: Props) {
  const TEXTS = {
    overview: m.store_balance_overview(),
    transfers: m.store_balance_transfers(),
    payouts: m.store_balance_payouts(),
    bank: m.payouts_tab_bank_own(),
  }
  const tabs = PARTS.map((part) => ({
    to: part === 'overview' ? '/vendor/balance' : `/vendor/balance?show=${part}`,
    text: TEXTS[part],
    isCurrent: part === page.part,
  }))
  return (
    <>
      <PageHeader title={m.store_balance_title()} text={m.store_balance_how()}>
        <ButtonLink to="/vendor/commission" look="secondary">
          {m.commission_vendor_link()}
        </ButtonLink>
      </PageHeader>
      <TabLinks label={m.store_balance_views()} tabs={tabs} />
      <div className="mb-4 empty:hidden">
        <FormErrors errors={error === undefined ? undefined : [error]} />
      </div>
      {page.part === 'overview' ? <Overview {...page} result={result} /> : null}
      {page.part === 'transfers' ? <Moves {...page} /> : null}
      {page.part === 'payouts' ? <PayoutList {...page} /> : null}
      {page.part === 'bank' ? <BankTable list={page.list} /> : null}
    </>
  )
}

type OverviewPage = Extract<BalancePage, { part: 'overview' }> & { result: SubmissionResult | undefined }

function Overview({ balances, holds, connection, upcoming, terms, currency, canChoose, result }: OverviewPage) {
  return (
    <div className="grid gap-5">
      {connection === null ? null : <Connect connection={connection} />}
      {balances.length === 0 ? (
        <Notice title={m.store_balance_empty_title()} text={m.store_balance_empty_text()} />
      ) : (
        balances.map((balance) => <Figures key={balance.currency} balance={balance} />)
      )}
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
          <UpcomingPanel upcoming={upcoming} />
          <WhyHeldPanel earnings={holds} holds={upcoming.holds} />
        </div>
        <SchedulePanel terms={terms} currency={currency} canChoose={canChoose} result={result} />
      </div>
    </div>
  )
}

function Figures({
  balance: { currency, availableMinor, pendingMinor, heldMinor, debtMinor, inTransitMinor, paidMinor },
}: {
  balance: Balance
}) {
  const text = (amountMinor: number) => moneyText({ amountMinor, currency })
  return (
    <section aria-label={currency}>
      {debtMinor > 0 ? (
        <div className="mb-3 rounded-plate border border-warn bg-warn-tint px-4 py-3 text-small text-warn">
          <p className="font-semibold">{m.store_balance_debt({ amount: text(debtMinor) })}</p>
          <p>{m.store_balance_debt_note()}</p>
        </div>
      ) : null}
      <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3 xl:grid-cols-5">
        <Figure name={m.store_balance_available()} value={text(availableMinor)} note={m.store_balance_available_note()} />
        <Figure name={m.store_balance_pending()} value={text(pendingMinor)} note={m.store_balance_pending_note()} />
        <Figure name={m.payouts_balance_held()} value={text(heldMinor)} note={m.payouts_balance_held_note()} />
        <Figure name={m.store_balance_transit()} value={text(inTransitMinor)} note={m.store_balance_transit_note()} />
        <Figure name={m.store_balance_paid()} value={text(paidMinor)} note={m.store_balance_paid_note()} />
      </div>
    </section>
  )
}

function Connect({ connection }: { connection: Loaded<Connection> }) {
  const missing = connection.ok ? connection.value.requirements.length : 0
  return (
    <Panel title={m.store_balance_connect_title()}>
      <p className="max-w-prose text-small">{m.store_balance_connect_text()}</p>
      {missing === 0 ? null : (
        <p className="mt-1 text-small font-medium text-warn">{m.store_balance_connect_missing({ count: missing })}</p>
      )}
      <Form method="post" className="mt-4">
        <SubmitButton pendingText={m.store_balance_connecting()}>{m.store_balance_connect()}</SubmitButton>
      </Form>
    </Panel>
  )
}

type Entry = Transfers['items'][number]
const CODES: Record<string, () => string> = {
  sale: m.store_balance_code_sale,
  commission: m.store_balance_code_commission,
  tax: m.store_balance_code_tax,
  release: m.store_balance_code_release,
  'payout pending': m.store_balance_code_payout_sent,
  'payout post': m.store_balance_code_payout_paid,
  'payout void': m.store_balance_code_payout_failed,
  commission_tax: m.store_balance_code_commission_tax,
  promotion: m.store_balance_code_promotion,
  sale_reversed: m.store_balance_code_sale_reversed,
  commission_reversed: m.store_balance_code_commission_reversed,
  commission_tax_reversed: m.store_balance_code_commission_tax_reversed,
  tax_reversed: m.store_balance_code_tax_reversed,
  promotion_reversed: m.store_balance_code_promotion_reversed,
  refund_borne: m.store_balance_code_refund_borne,
  refund_recovered: m.store_balance_code_refund_recovered,
  payout_reversed: m.payouts_code_payout_reversed,
  hold: m.payouts_code_hold,
  hold_released: m.payouts_code_hold_released,
  debt_repaid: m.payouts_code_debt_repaid,
  adjustment: m.payouts_code_adjustment,
  adjustment_debt: m.payouts_code_adjustment_debt,
}
const ACCOUNTS: Record<string, () => string> = {
  pending: m.store_balance_account_pending,
  available: m.store_balance_account_available,
  held: m.store_balance_account_held,
  debt: m.store_balance_account_debt,
}
const entryText = (code: string, phase: string): string =>
  (CODES[`${code} ${phase}`] ?? CODES[code] ?? (code.startsWith('dispute') ? m.payouts_code_dispute : m.store_balance_code_other))()
const accountText = (account: string | null): string => ACCOUNTS[account ?? '']?.() ?? m.store_balance_account_outside()

/** What comes to the store counts plus, what leaves it minus, what only changes its place stands without a sign. */
function amountText({ amountMinor, currency, phase, from, to }: Entry): string {
  const isMoved = phase === 'posted' || phase === 'post'
  const text = moneyText({ amountMinor: isMoved && from !== null && to === null ? -amountMinor : amountMinor, currency })
  if (!isMoved) return text
  return from === null ? `+${text}` : text
}

const ENTRY_COLUMNS = (): Column<Entry>[] => [
  {
    key: 'what',
    title: m.store_balance_move_what(),
    isHeadline: true,
    cell: ({ code, phase, causeId }) => (
      <span>
        <span className="font-medium">{entryText(code, phase)}</span>
        {causeId.startsWith('ord_') ? (
          <>
            {' '}
            <TextLink to={`/vendor/orders/${causeId}`}>{m.store_balance_order()}</TextLink>
          </>
        ) : null}
      </span>
    ),
  },
  { key: 'from', title: m.store_balance_move_from(), cell: ({ from }) => <span className="text-soft">{accountText(from)}</span> },
  { key: 'to', title: m.store_balance_move_to(), cell: ({ to }) => <span className="text-soft">{accountText(to)}</span> },
  { key: 'when', title: m.store_balance_move_when(), cell: ({ at }) => <time dateTime={at}>{momentText(at)}</time> },
  { key: 'amount', title: m.store_balance_move_amount(), isNumber: true, cell: (entry) => amountText(entry) },
]

function Moves({ transfers }: { transfers: Transfers }) {
  if (transfers.items.length === 0) return <Notice title={m.store_balance_empty_title()} text={m.store_balance_empty_text()} />
  return (
    <Panel isFlush>
      <DataTable caption={m.store_balance_moves_caption()} columns={ENTRY_COLUMNS()} rows={transfers.items} rowKey={({ id }) => id} />
      <Pager nextCursor={transfers.nextCursor} />
    </Panel>
  )
}

type Payout = Payouts['items'][number]
const PAYOUT_COLUMNS = (): Column<Payout>[] => [
  {
    key: 'period',
    title: m.store_balance_payout_period(),
    isHeadline: true,
    cell: ({ id, createdAt }) => <TextLink to={`/vendor/payouts/${id}`}>{dayText(createdAt)}</TextLink>,
  },
  { key: 'status', title: m.store_balance_payout_status(), cell: (payout) => <PayoutState payout={payout} /> },
  {
    key: 'reference',
    title: m.store_balance_payout_reference(),
    cell: ({ providerRef, id }) => <code className="text-fine break-all text-soft select-all">{providerRef ?? id}</code>,
  },
  { key: 'amount', title: m.store_balance_move_amount(), isNumber: true, cell: (payout) => moneyText(payout) },
]

function PayoutState({ payout: { status, failure } }: { payout: Payout }) {
  if (status === 'failed') return <Badge tone="bad">{m.store_balance_payout_failed({ reason: failure ?? '' })}</Badge>
  return status === 'paid' ? (
    <Badge tone="good">{m.store_balance_payout_paid_status()}</Badge>
  ) : (
    <Badge tone="warn">{m.store_balance_payout_pending()}</Badge>
  )
}

function PayoutList({ payouts }: { payouts: Payouts }) {
  if (payouts.items.length === 0)
    return <Notice title={m.store_balance_payouts_empty_title()} text={m.store_balance_payouts_empty_text()} />
  return (
    <Panel isFlush>
      <DataTable caption={m.store_balance_payout_caption()} columns={PAYOUT_COLUMNS()} rows={payouts.items} rowKey={({ id }) => id} />
      <Pager nextCursor={payouts.nextCursor} />
    </Panel>
  )
}
