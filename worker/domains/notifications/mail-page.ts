import type { Run } from '#worker/pure/mail-words.ts'

/** One part of a mail. A mail is written once, as parts, and rendered twice: as HTML and as plain text. */
export type MailPart =
  | { kind: 'text'; text: string }
  /** A paragraph in words that were edited: plain, bold and linked. */
  | { kind: 'rich'; runs: Run[] }
  | { kind: 'button'; label: string; url: string }
  | { kind: 'heading'; text: string }
  /** Label and amount, row by row; the last row is the sum if `hasSum`. */
  | { kind: 'rows'; rows: { label: string; value: string }[]; hasSum: boolean }
  | { kind: 'address'; lines: string[] }

/** A mail before it is rendered. `preview` is what a list of mails shows next to the subject. */
export type MailPage = { subject: string; preview: string; parts: MailPart[] }
