import type { Currency } from './money.ts'
import type { Permission, Role } from './permissions.ts'
import { isAllowed } from './permissions.ts'

/**
 * What one person of the marketplace cannot do alone, and whose second look it takes. INV-APV-1: nobody decides what they
 * asked for themselves. INV-APV-2: what was decided stays decided.
 */
export const APPROVAL_ACTIONS = {
  /** Sends money to vendors' accounts. */
  'payout_run.execute': 'approvals:money',
  /** A refund that the marketplace bears, or one above the limit. */
  'refund.create': 'approvals:money',
  /** A correction of the ledger by hand. */
  'ledger.adjust': 'approvals:money',
  /** Gives up what a dispute or a debt cost. */
  'dispute.write_off': 'approvals:money',
  /** Gives somebody a role of the marketplace, another one, or none. */
  'account.role': 'approvals:people',
} as const satisfies Record<string, Permission>
export type ApprovalAction = keyof typeof APPROVAL_ACTIONS
export const APPROVAL_ACTION_NAMES = Object.keys(APPROVAL_ACTIONS) as [ApprovalAction, ...ApprovalAction[]]

/** True if the role may be the second pair of eyes for the action. */
export const mayDecide = (role: Role, action: ApprovalAction): boolean => isAllowed(role, APPROVAL_ACTIONS[action])

/** `expired`: nobody decided in time. `withdrawn`: whoever asked took it back. */
export const APPROVAL_STATUSES = ['waiting', 'approved', 'declined', 'expired', 'withdrawn'] as const
export type ApprovalStatus = (typeof APPROVAL_STATUSES)[number]

/**
 * One line of what will happen, for whoever decides. Labels are words of the page (`amount`, `vendor`, `order`, `role_before`
 * …); a label it has no word for is shown as it is.
 */
export type ApprovalFact =
  | { label: string; kind: 'text'; text: string }
  | { label: string; kind: 'money'; amountMinor: number; currency: Currency }
  | { label: string; kind: 'count'; count: number }
