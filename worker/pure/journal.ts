import { createHmac, hkdfSync } from 'node:crypto'

/**
 * The journals that are sealed: the ledger's transfers and the audit log. Rows are sealed in blocks, in the order they were
 * stored; a block's hash is an HMAC over the block before it and each of its rows, with a key that the database does not have.
 */
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

/**
 * What of a row is sealed, in this order, by the number of the form. A journal that gains a column gets a new form; blocks
 * sealed in an older one are verified in that.
 */
export const JOURNAL_FORMS = {
  ledger: {
    1: [
      'position',
      'id',
      'debit_account_id',
      'credit_account_id',
      'amount_minor',
      'currency',
      'code',
      'cause_id',
      'phase',
      'pending_id',
      'at_ms',
    ],
  },
  audit: {
    1: [
      'position',
      'id',
      'actor_id',
      'actor_role',
      'action',
      'subject_id',
      'vendor_id',
      'outcome',
      'detail',
      'before',
      'after',
      'request_id',
      'ip',
      'user_agent',
      'at_ms',
    ],
  },
} as const satisfies Record<Journal, Record<number, readonly string[]>>
export const NEWEST_FORM = { ledger: 1, audit: 1 } as const satisfies Record<Journal, number>

/** A row as the database has it, by column. */
export type JournalRow = { position: number } & Record<string, unknown>

export type Seal = {
  journal: Journal
  number: number
  fromPosition: number
  toPosition: number
  rows: number
  form: number
  keyId: string
  previousHash: string
  hash: string
  marks: string
  sealedAtMs: number
}

/** Where the newest seal is kept outside the database. */
export type Anchor = { number: number; hash: string; toPosition: number }

const KEY_BYTES = 32
const MARK_BYTES = 6
const MARK_CHARS = 8

/** The key of one journal, from one of the keys that seal stored secrets: what is known of one tells nothing of the other. */
export function sealingKey(secret: string, journal: Journal): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', Buffer.from(secret, 'base64url'), '', `stoa/journal-seal/1/${journal}`, KEY_BYTES))
}

/** Seals rows that follow the block before. @param rows at least one, by position */
export function sealBlock(
  key: Uint8Array,
  block: Pick<Seal, 'journal' | 'form' | 'keyId' | 'sealedAtMs'> & { previous: Pick<Seal, 'number' | 'toPosition' | 'hash'> | undefined },
  rows: readonly JournalRow[],
): Seal {
  const { previous, ...rest } = block
  const head = {
    ...rest,
    number: (previous?.number ?? 0) + 1,
    fromPosition: (previous?.toPosition ?? 0) + 1,
    toPosition: rows.at(-1)?.position ?? 0,
    rows: rows.length,
    previousHash: previous?.hash ?? '',
  }
  const digests = rows.map((row) => digestOf(key, head, row))
  return { ...head, hash: hashOf(key, head, digests), marks: digests.map(markOf).join('') }
}

/** @returns what is wrong with a block, given the one before it and the rows that are there now; null if nothing is */
export function checkBlock(
  key: Uint8Array,
  seal: Seal,
  previous: Pick<Seal, 'number' | 'toPosition' | 'hash'> | undefined,
  rows: readonly JournalRow[],
): JournalFault | null {
  const fault = (kind: JournalFault['kind'], position: number | null, detail: string): JournalFault => ({
    kind,
    block: seal.number,
    position,
    detail,
  })
  if (
    seal.number !== (previous?.number ?? 0) + 1 ||
    seal.fromPosition !== (previous?.toPosition ?? 0) + 1 ||
    seal.previousHash !== (previous?.hash ?? '')
  )
    return fault('broken_link', null, 'This seal does not continue the one before it.')
  const digests = rows.map((row) => digestOf(key, seal, row))
  if (rows.length === seal.rows && hashOf(key, seal, digests) === seal.hash) return null
  const marks = Array.from({ length: seal.marks.length / MARK_CHARS }, (_, at) => seal.marks.slice(at * MARK_CHARS, (at + 1) * MARK_CHARS))
  const found = digests.map(markOf)
  const at = found.findIndex((mark, index) => mark !== marks[index])
  const row = rows[at]
  if (row === undefined || at === -1) {
    if (found.length < marks.length)
      return fault('missing_row', (rows.at(-1)?.position ?? seal.fromPosition - 1) + 1, missing(marks.length - found.length))
    return fault('broken_seal', null, 'Every row is as it was sealed, but the seal is not.')
  }
  if (found.length < marks.length)
    return fault('missing_row', (rows[at - 1]?.position ?? seal.fromPosition - 1) + 1, missing(marks.length - found.length))
  if (found.length > marks.length) return fault('inserted_row', row.position, `${found.length - marks.length} more than were sealed.`)
  if (found.slice(at + 1).some((mark) => mark === marks[at]))
    return fault('inserted_row', row.position, 'As many rows are missing as were put in.')
  return fault('changed_row', row.position, `It is not the row that was sealed: ${String(row.id)}.`)
}

const missing = (count: number) => `${count} fewer than were sealed.`
const markOf = (digest: Buffer): string => digest.subarray(0, MARK_BYTES).toString('base64url')

/** A row in the form it is sealed in: its values in order, as JSON; bytes, which no column of ours holds, as their hex. */
function canonical({ journal, form }: Pick<Seal, 'journal' | 'form'>, row: JournalRow): string {
  const forms: Record<number, readonly string[]> = JOURNAL_FORMS[journal]
  const columns = forms[form] ?? []
  return JSON.stringify(
    columns.map((column) => {
      const value = row[column] ?? null
      return value instanceof ArrayBuffer ? { hex: Buffer.from(value).toString('hex') } : typeof value === 'bigint' ? String(value) : value
    }),
  )
}

const digestOf = (key: Uint8Array, seal: Pick<Seal, 'journal' | 'form'>, row: JournalRow): Buffer =>
  createHmac('sha256', key).update(`row\n${seal.form}\n`).update(canonical(seal, row)).digest()

function hashOf(key: Uint8Array, seal: Omit<Seal, 'hash' | 'marks'>, digests: readonly Buffer[]): string {
  const { journal, number, fromPosition, toPosition, rows, form, keyId, previousHash, sealedAtMs } = seal
  const hmac = createHmac('sha256', key)
  hmac.update(`block\n${JSON.stringify([journal, number, fromPosition, toPosition, rows, form, keyId, previousHash, sealedAtMs])}\n`)
  for (const digest of digests) hmac.update(digest)
  return hmac.digest('hex')
}
