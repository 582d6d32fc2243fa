import { m } from '#messages'
import { type Column, DataTable } from '#web/ui/data-table.tsx'
import { momentText, moneyText } from '#web/ui/format.ts'
import { TextLink } from '#web/ui/text-link.tsx'
import { codeText, type LedgerTransfer, phaseText, purposeText } from './admin-words.ts'
import { recordPage } from './record-pages.ts'

export type Names = ReadonlyMap<string, string>

/** An account in words: whose it is and what for. */
export function accountText(accountId: string, names: Names): string {
  const [owner = '', purpose = ''] = accountId.split('/')
  return m.admin_account_of({ owner: ownerText(owner, names), purpose: purposeText(purpose) })
}

export const ownerText = (owner: string, names: Names): string =>
  owner === 'platform' ? m.ui_site_name() : (names.get(owner) ?? `…${owner.slice(-6)}`)

/** Movements of the ledger, a line each; without their cause where that is what the page is about. */
export function Transfers({ transfers, names, isOneCause = false }: { transfers: LedgerTransfer[]; names: Names; isOneCause?: boolean }) {
  const columns = columnsOf(names).filter(({ key }) => !isOneCause || key !== 'cause')
  return <DataTable caption={m.admin_transfers_title()} columns={columns} rows={transfers} rowKey={({ id }) => id} />
}

const account = (id: string, names: Names) => (
  <TextLink to={`/admin/ledger?account=${encodeURIComponent(id)}`}>{accountText(id, names)}</TextLink>
)

const columnsOf = (names: Names): Column<LedgerTransfer>[] => [
  {
    key: 'what',
    title: m.admin_transfer_what(),
    isHeadline: true,
    cell: ({ code, phase, at }) => (
      <span>
        <span className="font-medium">{codeText(code)}</span>
        <span className="block text-fine whitespace-nowrap text-soft">
          {[phaseText(phase), momentText(at)].filter(Boolean).join(' · ')}
        </span>
      </span>
    ),
  },
  { key: 'from', title: m.admin_transfer_debit(), cell: ({ debitAccountId }) => account(debitAccountId, names) },
  { key: 'to', title: m.admin_transfer_credit(), cell: ({ creditAccountId }) => account(creditAccountId, names) },
  { key: 'cause', title: m.admin_transfer_cause(), cell: ({ causeId }) => <Cause id={causeId} /> },
  { key: 'amount', title: m.admin_amount(), isNumber: true, cell: ({ amountMinor, currency }) => moneyText({ amountMinor, currency }) },
]

/** What made the money move: on its own page, or with everything else it moved. */
function Cause({ id }: { id: string }) {
  const to = recordPage(id) ?? `/admin/ledger?cause=${id}`
  return (
    <TextLink to={to}>
      <code className="text-fine" title={id}>
        {id.slice(0, 4)}…{id.slice(-5)}
      </code>
    </TextLink>
  )
}
