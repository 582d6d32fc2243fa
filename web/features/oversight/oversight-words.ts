import type { InferResponseType } from 'hono/client'
import { m } from '#messages'
import { roleText } from '#web/features/admin/admin-words.ts'
import type { Tone } from '#web/ui/badge.tsx'
import { moneyText, numberText } from '#web/ui/format.ts'
import type { ApiClient } from '#worker/client.ts'
import type { ApprovalAction, ApprovalStatus } from '#worker/pure/approval.ts'
import type { JournalFault } from '#worker/pure/journal.ts'

type Admin = ApiClient['api']['v1']['admin']
export type ApprovalList = InferResponseType<Admin['approvals']['$get'], 200>
export type ApprovalRow = ApprovalList['items'][number]
export type WholeApproval = InferResponseType<Admin['approvals'][':approvalId']['$get'], 200>
export type AuditList = InferResponseType<Admin['audit']['$get'], 200>
export type AuditEvent = AuditList['items'][number]
export type JournalState = InferResponseType<Admin['journals']['$get'], 200>['items'][number]
export type People = InferResponseType<Admin['people']['$get'], 200>
export type PersonRow = People['items'][number]
export type Health = InferResponseType<Admin['health']['$get'], 200>
export type Versions = InferResponseType<Admin['schema-versions']['$get'], 200>
export type Alarms = InferResponseType<Admin['alarms']['$get'], 200>
export type OverviewData = InferResponseType<Admin['overview']['$get'], 200>

const ACTIONS: Record<ApprovalAction, () => string> = {
  'payout_run.execute': m.audit_action_payout_run,
  'refund.create': m.audit_action_refund,
  'ledger.adjust': m.audit_action_adjust,
  'dispute.write_off': m.audit_action_write_off,
  'account.role': m.audit_action_role,
}
export const approvalText = (action: ApprovalAction): string => ACTIONS[action]()

const STATUSES: Record<ApprovalStatus, [text: () => string, tone: Tone]> = {
  waiting: [m.audit_status_waiting, 'warn'],
  approved: [m.audit_status_approved, 'good'],
  declined: [m.audit_status_declined, 'bad'],
  expired: [m.audit_status_expired, 'plain'],
  withdrawn: [m.audit_status_withdrawn, 'plain'],
}
export const approvalStatusText = (status: ApprovalStatus): string => STATUSES[status][0]()
export const approvalStatusTone = (status: ApprovalStatus): Tone => STATUSES[status][1]

const LABELS: Record<string, () => string> = {
  amount: m.audit_fact_amount,
  vendor: m.audit_fact_vendor,
  order: m.audit_fact_order,
  bearer: m.audit_fact_bearer,
  period: m.audit_fact_period,
  payouts: m.audit_fact_payouts,
  person: m.audit_fact_person,
  email: m.audit_fact_email,
  role_before: m.audit_fact_role_before,
  role_after: m.audit_fact_role_after,
  refund_reason: m.audit_fact_refund_reason,
}

type Fact = ApprovalRow['facts'][number]
export function factText(fact: Fact, action: ApprovalAction): { name: string; value: string } {
  const name = LABELS[fact.label]?.() ?? fact.label.replaceAll('_', ' ')
  // A correction goes either way.
  if (fact.kind === 'money' && action === 'ledger.adjust')
    return {
      name,
      value:
        fact.amountMinor < 0
          ? m.audit_adjust_takes({ amount: moneyText({ ...fact, amountMinor: -fact.amountMinor }) })
          : m.audit_adjust_gives({ amount: moneyText(fact) }),
    }
  if (fact.kind === 'money') return { name, value: moneyText(fact) }
  if (fact.kind === 'count') return { name, value: numberText(fact.count) }
  if (!fact.label.startsWith('role_')) return { name, value: fact.text }
  return { name, value: fact.text === 'none' ? m.audit_role_none() : roleText(fact.text) }
}

/** Whoever did something, by name where there is one. */
export const personText = (person: { id: string; name: string | null } | null): string =>
  person === null ? m.audit_nobody() : (person.name ?? (person.id === 'schedule' ? m.audit_schedule() : person.id))

const FAULTS: Record<JournalFault['kind'], (facts: { block: string; position: string }) => string> = {
  changed_row: m.audit_fault_changed_row,
  missing_row: m.audit_fault_missing_row,
  inserted_row: m.audit_fault_inserted_row,
  broken_seal: m.audit_fault_broken_seal,
  broken_link: m.audit_fault_broken_link,
  unknown_key: m.audit_fault_unknown_key,
  missing_tail: m.audit_fault_missing_tail,
}
export const faultText = ({ kind, block, position }: Pick<JournalFault, 'kind' | 'block' | 'position'>): string =>
  FAULTS[kind]({ block: numberText(block), position: position === null ? '' : numberText(position) })

export const journalText = (journal: 'ledger' | 'audit'): string => (journal === 'ledger' ? m.audit_seal_ledger() : m.audit_seal_audit())

/** What kinds of actions there are to choose from: the beginning of an action's name, and what it is called. */
export const ACTION_KINDS: [prefix: string, text: () => string][] = [
  ['vendor.', m.audit_kind_vendor],
  ['plan.', m.audit_kind_plan],
  ['member.', m.audit_kind_member],
  ['account.', m.audit_kind_account],
  ['approval.', m.audit_kind_approval],
  ['payout_run.', m.audit_kind_payout_run],
  ['payout.', m.audit_kind_payout],
  ['payout_hold.', m.audit_kind_payout_hold],
  ['payout_terms.', m.audit_kind_payout_terms],
  ['payout_policy.', m.audit_kind_payout_policy],
  ['refund.', m.audit_kind_refund],
  ['dispute.', m.audit_kind_dispute],
  ['ledger.', m.audit_kind_ledger],
  ['reconciliation.', m.audit_kind_reconciliation],
  ['commission.', m.audit_kind_commission],
  ['commission_tax.', m.audit_kind_commission_tax],
  ['market.', m.audit_kind_market],
  ['tax_rate.', m.audit_kind_tax_rate],
  ['category.', m.audit_kind_category],
  ['moderation.', m.audit_kind_moderation],
  ['setting.', m.audit_kind_setting],
  ['flag.', m.audit_kind_flag],
  ['mail_words.', m.audit_kind_mail_words],
  ['channel.', m.audit_kind_channel],
  ['order.', m.audit_kind_order],
  ['orders.', m.audit_kind_orders],
  ['buyer.', m.audit_kind_buyer],
  ['buyers.', m.audit_kind_buyers],
  ['dead_letter.', m.audit_kind_dead_letter],
  ['schema.', m.audit_kind_schema],
  ['alarm.', m.audit_kind_alarm],
  ['journal.', m.audit_kind_journal],
  ['audit.', m.audit_kind_export],
  ['access.', m.audit_kind_access],
]
