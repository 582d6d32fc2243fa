import type { PushOutcome } from '#worker/domains/channels/ports.ts'
import type { ChannelIssue } from '#worker/pure/channel.ts'

/** The rows of a delimited text whose cells may be quoted, as Mirakl writes (`;`) and reads them. */
export function parseRows(text: string, delimiter: ';' | ','): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  let cell = ''
  let isQuoted = false
  const endRow = () => {
    row.push(cell)
    if (row.length > 1 || row[0] !== '') rows.push(row)
    row = []
    cell = ''
  }
  for (let at = 0; at < text.length; at++) {
    const sign = text[at] ?? ''
    if (isQuoted && sign === '"' && text[at + 1] === '"') cell += text[++at]
    else if (sign === '"' && (isQuoted || cell === '')) isQuoted = !isQuoted
    else if (isQuoted) cell += sign
    else if (sign === delimiter) {
      row.push(cell)
      cell = ''
    } else if (sign === '\n') endRow()
    else if (sign !== '\r') cell += sign
  }
  endRow()
  return rows
}

/** The text of a file of rows, every cell quoted. */
export const writeRows = (rows: readonly (readonly (string | number)[])[]): string =>
  rows.map((row) => `${row.map((cell) => `"${String(cell).replaceAll('"', '""')}"`).join(';')}\n`).join('')

const SKU_TITLES = ['offer-sku', 'sku', 'shop-sku', 'shop_sku']

/**
 * What went wrong with each item of an import, from its error report (OF03, STO03). The line that failed is in it as it was
 * sent, and beside it the reason; where those columns are differs from report to report.
 */
export function readReport(report: string): PushOutcome[] {
  const [first = ''] = report.replace(/^\uFEFF/, '').split('\n', 1)
  const [titles = [], ...rows] = parseRows(report.replace(/^\uFEFF/, ''), first.split(';').length >= first.split(',').length ? ';' : ',')
  const names = titles.map((title) => title.trim().toLowerCase())
  const skuAt = names.findIndex((name) => SKU_TITLES.includes(name))
  const named = names.findIndex((name) => /error.?(message|reason)|^(message|reason)$/.test(name))
  // The stock report has no such title everywhere; there the reason is in the second column.
  const reasonAt = named === -1 ? 1 : named
  const issuesOf = new Map<string, ChannelIssue[]>()
  for (const row of rows) {
    const sku = row[skuAt]
    if (sku) issuesOf.set(sku, [...(issuesOf.get(sku) ?? []), issueOf(row[reasonAt] ?? '')])
  }
  return [...issuesOf].map(([externalId, issues]) =>
    issues.some((issue) => isUnknownOffer(issue.message)) ? { externalId, kind: 'gone' } : { externalId, kind: 'refused', issues },
  )
}

const isUnknownOffer = (reason: string): boolean => /\b(offer|sku)\b.*(not (be )?found|not exist|unknown)/i.test(reason)

const FIELDS: readonly [RegExp, string][] = [
  [/lead.?time/i, 'attributes.leadtime_to_ship'],
  [/logistic/i, 'attributes.logistic_class'],
  [/tax code/i, 'attributes.product_tax_code'],
  [/price/i, 'price'],
  [/quantity|stock/i, 'quantity'],
  [/product|upc|ean|gtin/i, 'gtin'],
  [/description/i, 'description'],
  [/state|condition/i, 'attributes.state_code'],
]

/** The report has no codes, only words: the field at fault is the one they name. */
function issueOf(reason: string): ChannelIssue {
  const field = FIELDS.find(([words]) => words.test(reason))?.[1] ?? null
  return { code: 'import_error', severity: 'error', field, message: reason.slice(0, 300) || 'The channel gave no reason.' }
}
