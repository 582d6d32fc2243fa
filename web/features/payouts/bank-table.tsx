import { m } from '#messages'
import { Badge } from '#web/ui/badge.tsx'
import { type Column, DataTable } from '#web/ui/data-table.tsx'
import { dayText, moneyText } from '#web/ui/format.ts'
import { Notice } from '#web/ui/notice.tsx'
import { Pager } from '#web/ui/pager.tsx'
import { Panel } from '#web/ui/panel.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import { type BankPayouts, bankFailureText, bankStatusText, bankStatusTone } from './payout-words.ts'

/** Payouts to banks, with what to do about one that came back. `showsVendors`: for the marketplace's own people. */
export function BankTable({ list, showsVendors = false }: { list: BankPayouts; showsVendors?: boolean }) {
  if (list.items.length === 0) return <Notice title={m.payouts_bank_none_title()} text={m.payouts_bank_none_text()} />
  return (
    <Panel isFlush>
      <DataTable caption={m.payouts_bank_title()} columns={COLUMNS(showsVendors)} rows={list.items} rowKey={({ id }) => id} />
      <Pager nextCursor={list.nextCursor} />
    </Panel>
  )
}

type Row = BankPayouts['items'][number]
const COLUMNS = (showsVendors: boolean): Column<Row>[] => [
  showsVendors
    ? {
        key: 'vendor',
        title: m.payouts_vendor(),
        isHeadline: true,
        cell: ({ vendorId, name }) => <TextLink to={`/admin/vendors/${vendorId}/money`}>{name}</TextLink>,
      }
    : { key: 'made', title: m.payouts_made(), isHeadline: true, cell: ({ createdAt }) => dayText(createdAt) },
  {
    key: 'status',
    title: m.payouts_status(),
    cell: ({ status, failureCode }) => (
      <span>
        <Badge tone={bankStatusTone(status)}>{bankStatusText(status)}</Badge>
        {status === 'failed' ? <span className="mt-1 block max-w-prose text-fine text-bad">{bankFailureText(failureCode)}</span> : null}
      </span>
    ),
  },
  { key: 'arrives', title: m.payouts_bank_arrives(), cell: ({ arrivesAt }) => (arrivesAt === null ? '–' : dayText(arrivesAt)) },
  { key: 'ref', title: m.payouts_reference(), cell: ({ id }) => <code className="text-fine break-all text-soft select-all">{id}</code> },
  { key: 'amount', title: m.payouts_amount(), isNumber: true, cell: (row) => <span className="font-semibold">{moneyText(row)}</span> },
]
