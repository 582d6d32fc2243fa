import type { MailContent } from '#queues/messages.ts'
import type { MailPage, MailPart } from '#worker/domains/notifications/mail-page.ts'
import { type Block, fill, fillUrl, parseWords, type Words } from '#worker/pure/mail-words.ts'
import { formatMoney, isCurrency } from '#worker/pure/money.ts'

/**
 * What a mail's words may name: every text and number of its content (`amountMinor` is `amount`, written as people write it),
 * the paragraphs of the words in code (`text1`, `text2` …) and their subject (`heading`).
 */
export function variablesOf(content: MailContent, page: MailPage): Record<string, string> {
  const fields: Record<string, unknown> = content
  const currency = typeof fields.currency === 'string' && isCurrency(fields.currency) ? fields.currency : null
  const values: Record<string, string> = { heading: page.subject }
  page.parts
    .filter((part) => part.kind === 'text')
    .forEach((part, index) => {
      values[`text${index + 1}`] = part.text
    })
  for (const [name, value] of Object.entries(fields)) {
    if (name === 'template' || name === 'currency' || /Id$|AtMs$/.test(name)) continue
    if (typeof value === 'string') values[name] = value
    else if (typeof value !== 'number') continue
    else if (!name.endsWith('Minor')) values[name] = String(value)
    else if (currency) values[name.slice(0, -'Minor'.length)] = formatMoney({ amountMinor: value, currency }, 'en-US')
  }
  return values
}

/** A mail in the words that were published for it; as the code writes it where none were, or they can no longer be read. */
export function applyWords(page: MailPage, content: MailContent, words: Words | undefined): MailPage {
  if (!words) return page
  const values = variablesOf(content, page)
  const { blocks, issues } = parseWords(words, new Set(Object.keys(values)))
  if (issues.length > 0) {
    console.warn(JSON.stringify({ level: 'warn', event: 'mail_words_refused', template: content.template, issues }))
    return page
  }
  const details = page.parts.filter(({ kind }) => kind === 'heading' || kind === 'rows' || kind === 'address')
  const parts = blocks.flatMap((block) => partsOf(block, values, details))
  const first = parts.find((part) => part.kind === 'rich')
  const preview = first?.kind === 'rich' ? first.runs.map(({ text }) => text).join('') : page.preview
  return { subject: fill(words.subject, values).replace(/[\r\n]+/g, ' '), preview, parts }
}

function partsOf(block: Block, values: Readonly<Record<string, string>>, details: MailPart[]): MailPart[] {
  switch (block.kind) {
    case 'details':
      return details
    case 'heading':
      return [{ kind: 'heading', text: fill(block.text, values) }]
    case 'button':
      return [{ kind: 'button', label: fill(block.label, values), url: fillUrl(block.url, values) }]
    case 'text':
      return [
        {
          kind: 'rich',
          runs: block.runs.map((run) => ({
            ...run,
            text: fill(run.text, values),
            ...(run.url === undefined ? {} : { url: fillUrl(run.url, values) }),
          })),
        },
      ]
  }
}
