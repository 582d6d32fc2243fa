import type { MailPage, MailPart } from './mail-page.ts'

/** The plain-text half of a mail, for people who read mail as text and for filters that distrust mail without it. */
export function renderText({ parts }: MailPage): string {
  return `${parts.map(renderPart).join('\n\n')}\n\n--\nStoa, one marketplace, many stores\n`
}

function renderPart(part: MailPart): string {
  switch (part.kind) {
    case 'text':
      return part.text
    case 'rich':
      return part.runs.map(({ text, url }) => (url === undefined ? text : `${text} (${url})`)).join('')
    case 'button':
      return `${part.label}:\n${part.url}`
    case 'heading':
      return `${part.text}\n${'-'.repeat(part.text.length)}`
    case 'rows':
      return part.rows.map(({ label, value }) => `${label}  ${value}`).join('\n')
    case 'address':
      return part.lines.join('\n')
  }
}
