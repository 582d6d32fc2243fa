import { type IdKind, isId } from '#worker/pure/ids.ts'

/** The page of each kind of record that has one: its id alone leads there. */
const PAGES = {
  order: '/admin/orders/',
  vendor: '/admin/vendors/',
  account: '/admin/buyers/',
  dispute: '/admin/disputes/',
  payout: '/admin/payouts/',
  payoutRun: '/admin/payouts/runs/',
  statement: '/admin/statements/',
  moderationItem: '/admin/moderation/',
  approval: '/admin/approvals/',
  commissionRule: '/admin/commission/',
  refund: '/admin/ledger?cause=',
  payment: '/admin/ledger?cause=',
} as const satisfies Partial<Record<IdKind, string>>

/** Where a record is shown; null where its kind has no page, and for anything that is no id. */
export function recordPage(id: string): string | null {
  const kind = (Object.keys(PAGES) as (keyof typeof PAGES)[]).find((one) => isId(one, id))
  return kind === undefined ? null : `${PAGES[kind]}${id}`
}
