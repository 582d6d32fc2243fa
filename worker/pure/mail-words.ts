/**
 * The words of a mail as editors write them, a small language of its own: there is no HTML in it, so nothing an editor or a
 * variable says can become any.
 *
 *   a paragraph, with **bold** and [links](https://…); blank lines part paragraphs
 *   # A heading
 *   [See your order]({{url}})    alone on its line: a button
 *   {{details}}                  alone on its line: what the mail lists (items, sums, addresses)
 *   {{name}}                     a variable of this mail; others are refused
 *
 * INV-MLW-1: a link leads to `{{url}}` or to an https address that is written out; no part of an address is a variable.
 */
export type Run = { text: string; isBold?: boolean; url?: string }
export type Block =
  | { kind: 'text'; runs: Run[] }
  | { kind: 'heading'; text: string }
  | { kind: 'button'; label: string; url: string }
  | { kind: 'details' }
export type Words = { subject: string; body: string }
export type WordsIssue = { pointer: '/subject' | '/body'; detail: string }

export const SUBJECT_MAX = 150
export const BODY_MAX = 8000
/** Where a block of the mail's own goes. */
export const DETAILS = 'details'
const LINK = /\[([^\]\n]+)\]\(([^)\s]*)\)/g
const VARIABLE = /\{\{\s*([^{}]*?)\s*\}\}/g

/** Reads a mail's words. @param known the variables of this mail */
export function parseWords({ subject, body }: Words, known: ReadonlySet<string>): { blocks: Block[]; issues: WordsIssue[] } {
  const issues: WordsIssue[] = []
  const refuse = (pointer: WordsIssue['pointer'], detail: string) => issues.push({ pointer, detail })
  if (subject.trim() === '' || subject.length > SUBJECT_MAX || /[\r\n]/.test(subject))
    refuse('/subject', `One line of up to ${SUBJECT_MAX} characters.`)
  if (body.trim() === '' || body.length > BODY_MAX) refuse('/body', `Up to ${BODY_MAX} characters.`)
  for (const name of unknownIn(subject, known, false)) refuse('/subject', `There is no variable {{${name}}} in this mail.`)
  for (const name of unknownIn(body, known, true)) refuse('/body', `There is no variable {{${name}}} in this mail.`)
  for (const [, , url = ''] of body.matchAll(LINK)) {
    if (!isSafeUrl(url)) refuse('/body', `A link leads to {{url}} or to an https address, not to "${url.slice(0, 60)}".`)
  }
  const blocks = body
    .replaceAll('\r\n', '\n')
    .split(/\n\s*\n/)
    .map((block) => block.trim())
    .filter(Boolean)
    .flatMap((block) => blockOf(block))
  return { blocks, issues }
}

function unknownIn(text: string, known: ReadonlySet<string>, hasDetails: boolean): string[] {
  const names = [...text.matchAll(VARIABLE)].map(([, name = '']) => name)
  return [...new Set(names.filter((name) => !known.has(name) && !(hasDetails && name === DETAILS)))]
}

function isSafeUrl(url: string): boolean {
  if (/^\{\{\s*url\s*\}\}$/.test(url)) return true
  return /^https:\/\/[^\s{}]+$/.test(url) && URL.canParse(url)
}

function blockOf(block: string): Block[] {
  if (/^\{\{\s*details\s*\}\}$/.test(block)) return [{ kind: 'details' }]
  const heading = /^#\s+(.+)$/.exec(block)
  if (heading?.[1]) return [{ kind: 'heading', text: heading[1] }]
  const button = /^\[([^\]\n]+)\]\(([^)\s]*)\)$/.exec(block)
  if (button?.[1] && button[2]) return isSafeUrl(button[2]) ? [{ kind: 'button', label: button[1], url: button[2] }] : []
  return [{ kind: 'text', runs: runsOf(block.replace(/\s*\n\s*/g, ' ')) }]
}

/** A paragraph in runs of plain, bold and linked text. */
function runsOf(text: string): Run[] {
  const runs: Run[] = []
  let from = 0
  for (const found of text.matchAll(/\*\*([^*\n]+)\*\*|\[([^\]\n]+)\]\(([^)\s]*)\)/g)) {
    if (found.index > from) runs.push({ text: text.slice(from, found.index) })
    const [whole, bold, label, url = ''] = found
    if (bold !== undefined) runs.push({ text: bold, isBold: true })
    else runs.push(isSafeUrl(url) ? { text: label ?? '', url } : { text: label ?? '' })
    from = found.index + whole.length
  }
  if (from < text.length) runs.push({ text: text.slice(from) })
  return runs
}

/** A text with its variables filled in. What a value says is never read as a variable again. */
export const fill = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replace(VARIABLE, (_, name: string) => (Object.hasOwn(values, name) ? (values[name] ?? '') : ''))

/** The address a link leads to. */
export const fillUrl = (url: string, values: Readonly<Record<string, string>>): string => (url.startsWith('{{') ? (values.url ?? '') : url)
