import { Form } from '@remix-run/react'
import { m } from '#messages'
import type { Loaded } from '#web/server/answer.ts'
import { Button, ButtonLink } from '#web/ui/button.tsx'
import { type Column, DataTable } from '#web/ui/data-table.tsx'
import { dayText, momentText, moneyText, numberText } from '#web/ui/format.ts'
import { CircleCheck, TriangleAlert } from '#web/ui/icons.ts'
import { Notice } from '#web/ui/notice.tsx'
import { Pager } from '#web/ui/pager.tsx'
import { PageHeader, Panel } from '#web/ui/panel.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import { type LedgerAccount, type LedgerCheck, purposeText, type TransferList } from './admin-words.ts'
import { CurrencyFilter, DayFilter, FILTER_BOX, type VendorChoice, VendorFilter } from './filters.tsx'
import { recordPage } from './record-pages.ts'
import { accountText, type Names, ownerText, Transfers } from './transfers.tsx'

type Page = {
  accounts: LedgerAccount[]
  transfers: TransferList
  vendors: { id: string; name: string }[]
  vendor: VendorChoice
  /** null unless it was asked for. */
  check: Loaded<LedgerCheck> | null
  owner: string
  account: string
  cause: string
  currency: string
  /** The day whose end is looked at; empty for now. */
  asOf: string
  nowMs: number
}

/** Every account and every movement; nothing here can be changed, because nothing in a ledger ever is. */
export function LedgerView(page: Page) {
  const { accounts, transfers, vendors, vendor, check, owner, account, cause, currency, asOf, nowMs } = page
  const names: Names = new Map(vendors.map(({ id, name }) => [id, name]))
  const isNarrow = account !== '' || cause !== ''
  const causePage = recordPage(cause)
  return (
    <>
      <PageHeader title={m.admin_ledger_title()} text={m.admin_ledger_text()}>
        <ButtonLink to="/admin/ledger?check=1" look="secondary">
          {m.admin_ledger_check()}
        </ButtonLink>
      </PageHeader>
      {check === null ? null : <CheckResult check={check} nowMs={nowMs} />}
      {isNarrow ? (
        <p className="mb-5 flex flex-wrap items-center gap-x-4 gap-y-2 text-small">
          <span>
            {account === ''
              ? m.admin_ledger_of_cause({ cause })
              : m.admin_ledger_of_account({ account: accountText(account, names), currency: account.slice(-3) })}
          </span>
          {causePage === null || causePage.startsWith('/admin/ledger') ? null : (
            <TextLink to={causePage}>{m.admin_ledger_see_cause()}</TextLink>
          )}
          <TextLink to="/admin/ledger">{m.admin_ledger_show_all()}</TextLink>
        </p>
      ) : (
        <>
          <Form method="get" className="mb-5 flex flex-wrap items-end gap-3">
            <OwnerFilter owner={owner} />
            <VendorFilter chosen={vendor} />
            <CurrencyFilter value={currency} />
            <DayFilter name="asOf" label={m.admin_as_of()} value={asOf} />
            <Button type="submit" look="secondary">
              {m.admin_show()}
            </Button>
          </Form>
          <div className="mb-5">
            <Panel title={asOf === '' ? m.admin_accounts_title() : m.admin_accounts_as_of({ day: dayText(asOf) })} isFlush>
              {accounts.length === 0 ? (
                <p className="px-4 py-5 text-small text-soft sm:px-5">{m.admin_accounts_none()}</p>
              ) : (
                <DataTable
                  caption={m.admin_accounts_title()}
                  columns={columnsOf(names, owner === '')}
                  rows={accounts}
                  rowKey={({ id }) => id}
                />
              )}
            </Panel>
          </div>
        </>
      )}
      <Panel title={m.admin_transfers_title()} isFlush>
        {transfers.items.length === 0 ? (
          <Notice title={m.admin_transfers_none_title()} text={m.admin_transfers_none_text()} />
        ) : (
          <>
            <Transfers transfers={transfers.items} names={names} />
            <Pager nextCursor={transfers.nextCursor} />
          </>
        )}
      </Panel>
    </>
  )
}

function OwnerFilter({ owner }: Pick<Page, 'owner'>) {
  const whose = owner === 'platform' ? owner : 'all'
  return (
    <label className="min-w-0 basis-44 text-fine font-semibold">
      {m.admin_account_owner()}
      <select key={whose} name="owner" defaultValue={whose} className={`mt-1 pe-8 ${FILTER_BOX}`}>
        <option value="platform">{m.ui_site_name()}</option>
        <option value="all">{m.admin_owners_all()}</option>
      </select>
    </label>
  )
}

function CheckResult({ check, nowMs }: { check: Loaded<LedgerCheck>; nowMs: number }) {
  if (!check.ok)
    return (
      <div role="status" className="mb-5 rounded-plate border border-bad bg-bad-tint px-4 py-3 text-small text-bad">
        {m.ui_try_again_soon()}
      </div>
    )
  const { isBalanced, currencies } = check.value
  const Icon = isBalanced ? CircleCheck : TriangleAlert
  return (
    <div role="status" className={`mb-5 rounded-plate border bg-card ${isBalanced ? 'border-good' : 'border-bad'}`}>
      <p className={`flex items-center gap-3 px-4 py-3 font-semibold sm:px-5 ${isBalanced ? 'text-good' : 'text-bad'}`}>
        <Icon className="size-5 shrink-0" aria-hidden />
        {isBalanced ? m.admin_ledger_balanced() : m.admin_ledger_unbalanced()}
        <span className="ms-auto text-fine font-normal text-soft">{momentText(nowMs)}</span>
      </p>
      <div className="border-t border-line">
        <DataTable
          caption={m.admin_ledger_check()}
          rows={currencies}
          rowKey={({ currency }) => currency}
          columns={[
            { key: 'currency', title: m.admin_currency(), isHeadline: true, cell: ({ currency }) => currency },
            {
              key: 'difference',
              title: m.admin_check_difference(),
              isNumber: true,
              cell: ({ differenceMinor, currency }) => moneyText({ amountMinor: differenceMinor, currency }),
            },
            { key: 'drift', title: m.admin_check_drifted(), isNumber: true, cell: ({ driftedAccounts }) => numberText(driftedAccounts) },
            { key: 'accounts', title: m.admin_check_accounts(), isNumber: true, cell: ({ accounts }) => numberText(accounts) },
            { key: 'transfers', title: m.admin_check_transfers(), isNumber: true, cell: ({ transfers }) => numberText(transfers) },
          ]}
        />
      </div>
    </div>
  )
}

const columnsOf = (names: Names, isOfMany: boolean): Column<LedgerAccount>[] => [
  {
    key: 'account',
    title: m.admin_account(),
    isHeadline: true,
    cell: ({ id, owner, purpose }) => (
      <span>
        <TextLink to={`/admin/ledger?account=${encodeURIComponent(id)}`}>{purposeText(purpose)}</TextLink>
        {isOfMany ? <span className="block text-fine text-soft">{ownerText(owner, names)}</span> : null}
      </span>
    ),
  },
  { key: 'currency', title: m.admin_currency(), cell: ({ currency }) => currency },
  {
    key: 'debits',
    title: m.admin_debits(),
    isNumber: true,
    cell: ({ debitsMinor, currency }) => <span className="text-soft">{moneyText({ amountMinor: debitsMinor, currency })}</span>,
  },
  {
    key: 'credits',
    title: m.admin_credits(),
    isNumber: true,
    cell: ({ creditsMinor, currency }) => <span className="text-soft">{moneyText({ amountMinor: creditsMinor, currency })}</span>,
  },
  {
    key: 'balance',
    title: m.admin_balance(),
    isNumber: true,
    cell: ({ balanceMinor, currency }) => <span className="font-semibold">{moneyText({ amountMinor: balanceMinor, currency })}</span>,
  },
]
