/** The journals that are sealed: the ledger's transfers and the audit log. */
export const JOURNALS = ['ledger', 'audit'] as const
export type Journal = (typeof JOURNALS)[number]

export const CHECK_STATUSES = ['running', 'passed', 'failed'] as const
export type CheckStatus = (typeof CHECK_STATUSES)[number]

/** What is wrong with a journal, as near as it can be told. Positions are those of the journal's rows. */
export type JournalFault = {
  kind: 'changed_row' | 'missing_row' | 'inserted_row' | 'broken_seal' | 'broken_link' | 'unknown_key' | 'missing_tail'
  /** The block it is in. */
  block: number
  /** The row, where one can be named. */
  position: number | null
  detail: string
}
