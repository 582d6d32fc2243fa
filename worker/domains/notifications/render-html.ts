import type { Run } from '#worker/pure/mail-words.ts'
import type { MailPage, MailPart } from './mail-page.ts'

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** Text as it may stand in HTML, between tags or in a quoted attribute: names and titles are other people's words. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (char) => ENTITIES[char] ?? char)

const INK = '#1d2a24'
const MUTED = '#5b6760'
const LINE = '#dfe3dc'
const GREEN = '#1f4d3a'
const SANS = "-apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif"

/**
 * The HTML half of a mail: one column, system fonts, colours with a contrast of at least 4.5:1, real headings and tables,
 * styles inline because mail programs drop the rest. Nothing is fetched from anywhere when it is opened.
 */
export function renderHtml({ subject, preview, parts }: MailPage): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light">
<title>${escapeHtml(subject)}</title>
</head>
<body style="margin:0;padding:0;background:#f4f2ec;color:${INK};font-family:${SANS}">
<div style="display:none;max-height:0;overflow:hidden">${escapeHtml(preview)}</div>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="background:#f4f2ec"><tr><td align="center" style="padding:32px 16px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:560px;background:#ffffff;border:1px solid ${LINE};border-radius:12px"><tr><td style="padding:32px">
<p style="margin:0 0 24px;font-size:15px;font-weight:700;letter-spacing:0.08em;color:${GREEN}">STOA</p>
<h1 style="margin:0 0 16px;font-size:22px;line-height:1.3;color:${INK}">${escapeHtml(subject)}</h1>
${parts.map(renderPart).join('\n')}
</td></tr></table>
<p style="margin:16px 0 0;font-size:13px;line-height:1.5;color:${MUTED}">Stoa, one marketplace, many stores</p>
</td></tr></table>
</body>
</html>
`
}

function renderPart(part: MailPart): string {
  switch (part.kind) {
    case 'text':
      return `<p style="margin:0 0 16px;font-size:16px;line-height:1.55">${escapeHtml(part.text)}</p>`
    case 'rich':
      return `<p style="margin:0 0 16px;font-size:16px;line-height:1.55">${part.runs.map(renderRun).join('')}</p>`
    case 'button':
      return `<p style="margin:8px 0 24px"><a href="${escapeHtml(part.url)}" style="display:inline-block;padding:12px 20px;border-radius:8px;background:${GREEN};color:#ffffff;font-size:16px;font-weight:600;text-decoration:none">${escapeHtml(part.label)}</a></p>`
    case 'heading':
      return `<h2 style="margin:24px 0 8px;font-size:17px;line-height:1.3;color:${INK}">${escapeHtml(part.text)}</h2>`
    case 'rows':
      return `<table width="100%" cellpadding="0" cellspacing="0" border="0" style="margin:0 0 16px;border-collapse:collapse;font-size:15px">${part.rows
        .map((row, index) => renderRow(row, part.hasSum && index === part.rows.length - 1))
        .join('')}</table>`
    case 'address':
      return `<p style="margin:0 0 16px;font-size:15px;line-height:1.5;color:${MUTED}">${part.lines.map(escapeHtml).join('<br>')}</p>`
  }
}

function renderRun({ text, isBold, url }: Run): string {
  if (url !== undefined) return `<a href="${escapeHtml(url)}" style="color:${GREEN};text-decoration:underline">${escapeHtml(text)}</a>`
  return isBold ? `<strong>${escapeHtml(text)}</strong>` : escapeHtml(text)
}

function renderRow({ label, value }: { label: string; value: string }, isSum: boolean): string {
  const weight = isSum ? `font-weight:700;border-top:2px solid ${INK}` : `font-weight:400;border-top:1px solid ${LINE}`
  return `<tr><th scope="row" align="left" style="padding:8px 0;${weight}">${escapeHtml(label)}</th><td align="right" style="padding:8px 0 8px 16px;white-space:nowrap;${weight}">${escapeHtml(value)}</td></tr>`
}
