import { PDFDocument, type PDFPage, rgb } from '@cantoo/pdf-lib'
import type { Block, PrintedDocument, TableColumn, TableRow } from '#worker/pure/document.ts'
import { embedFonts, type Weight } from './fonts.ts'

/** A4 in points, with what stays empty around. */
const PAGE = { width: 595.28, height: 841.89, side: 48, top: 52, bottom: 64 }
const INNER = PAGE.width - 2 * PAGE.side
const INK = rgb(0.11, 0.11, 0.13)
const QUIET = rgb(0.4, 0.41, 0.44)
const RULE = rgb(0.82, 0.82, 0.84)
const ACCENT = rgb(0.62, 0.24, 0.16)
const GAP = 10

/** The page being filled, and how far down it is. */
type Sheet = { pdf: PDFDocument; regular: Weight; bold: Weight; page: PDFPage; y: number }
type Ink = { size: number; weight?: 'regular' | 'bold'; color?: ReturnType<typeof rgb> }

/** Lays a document out on A4 pages: head, facts, blocks with tables that break over pages, and a foot with page numbers. */
export async function writePdf(document: PrintedDocument): Promise<Uint8Array<ArrayBuffer>> {
  const pdf = await PDFDocument.create()
  const at = new Date(document.atMs)
  pdf.setTitle(document.title, { showInWindowTitleBar: true })
  pdf.setSubject(document.subtitle ?? document.title)
  pdf.setAuthor(document.issuer[0] ?? '')
  pdf.setCreator(document.issuer[0] ?? '')
  pdf.setProducer('')
  pdf.setLanguage('en')
  pdf.setCreationDate(at)
  pdf.setModificationDate(at)
  const sheet: Sheet = { pdf, ...(await embedFonts(pdf)), page: pdf.addPage([PAGE.width, PAGE.height]), y: PAGE.height - PAGE.top }
  drawHead(sheet, document)
  for (const block of document.blocks) drawBlock(sheet, block)
  drawFeet(sheet, document.footer)
  return new Uint8Array(await pdf.save())
}

function drawHead(sheet: Sheet, { title, subtitle, issuer, recipient = [], facts }: PrintedDocument): void {
  const topY = sheet.y
  let besideY = topY
  for (const [index, line] of issuer.entries()) {
    const ink: Ink = index === 0 ? { size: 10, weight: 'bold' } : { size: 8.5, color: QUIET }
    write(sheet, line, PAGE.side + INNER, besideY, ink, 'end')
    besideY -= 12.5
  }
  for (const line of wrap(sheet.bold, title, 20, INNER * 0.6)) {
    write(sheet, line, PAGE.side, sheet.y - 6, { size: 20, weight: 'bold' })
    sheet.y -= 25
  }
  if (subtitle !== undefined) {
    write(sheet, subtitle, PAGE.side, sheet.y, { size: 10.5, color: QUIET })
    sheet.y -= 16
  }
  sheet.y = Math.min(sheet.y, besideY) - 4
  sheet.page.drawLine({ start: { x: PAGE.side, y: sheet.y }, end: { x: PAGE.side + 36, y: sheet.y }, thickness: 2, color: ACCENT })
  sheet.y -= 22
  const recipientY = drawColumn(
    sheet,
    recipient.map((line, index) => [line, index === 0 ? 'bold' : 'regular'] as const),
    PAGE.side,
  )
  const factsY = drawFacts(sheet, facts, recipient.length === 0 ? PAGE.side : PAGE.side + INNER * 0.5)
  sheet.y = Math.min(recipientY, factsY) - GAP
}

function drawColumn(sheet: Sheet, lines: readonly (readonly [string, 'regular' | 'bold'])[], x: number): number {
  let y = sheet.y
  for (const [text, weight] of lines) {
    for (const line of wrap(sheet[weight], text, 9.5, INNER * 0.46)) {
      write(sheet, line, x, y, { size: 9.5, weight })
      y -= 13
    }
  }
  return y
}

function drawFacts(sheet: Sheet, facts: PrintedDocument['facts'], x: number): number {
  let y = sheet.y
  const labelWidth = Math.min(150, Math.max(0, ...facts.map(([label]) => sheet.regular.widthOf(label, 9))) + 14)
  for (const [label, value] of facts) {
    write(sheet, label, x, y, { size: 9, color: QUIET })
    for (const line of wrap(sheet.regular, value, 9.5, PAGE.side + INNER - x - labelWidth)) {
      write(sheet, line, x + labelWidth, y, { size: 9.5 })
      y -= 13
    }
  }
  return y
}

function drawBlock(sheet: Sheet, block: Block): void {
  if (block.kind === 'table') {
    drawTable(sheet, block.columns, block.rows)
    return
  }
  const ink: Ink = block.kind === 'heading' ? { size: 12, weight: 'bold' } : { size: 9, color: block.isQuiet ? QUIET : INK }
  sheet.y -= block.kind === 'heading' ? 14 : 4
  // A heading alone at the foot of a page heads nothing.
  room(sheet, block.kind === 'heading' ? 70 : 13)
  for (const line of wrap(sheet[ink.weight ?? 'regular'], block.text, ink.size, INNER)) {
    room(sheet, 13)
    write(sheet, line, PAGE.side, sheet.y, ink)
    sheet.y -= ink.size + 4
  }
}

function drawTable(sheet: Sheet, columns: readonly TableColumn[], rows: readonly TableRow[]): void {
  const shares = columns.reduce((sum, { share }) => sum + share, 0)
  const widths = columns.map(({ share }) => (INNER * share) / shares)
  room(sheet, 60)
  const drawTitles = () => {
    drawRow(sheet, columns, widths, { cells: columns.map(({ title }) => title) }, { size: 8.5, color: QUIET })
    rule(sheet, sheet.y + 9, 0.8)
    sheet.y -= 4
  }
  drawTitles()
  for (const row of rows) {
    const isTotal = row.weight === 'total'
    if (room(sheet, rowHeight(sheet, columns, widths, row, isTotal ? 'bold' : 'regular') + 6)) drawTitles()
    if (isTotal) rule(sheet, sheet.y + 11, 0.8)
    const color = row.weight === 'part' ? QUIET : INK
    drawRow(sheet, columns, widths, row, { size: 9, weight: isTotal ? 'bold' : 'regular', color })
  }
  sheet.y -= GAP
}

const INDENT = 12
const linesOf = (sheet: Sheet, column: TableColumn | undefined, width: number, cell: string, weight: 'regular' | 'bold', size: number) =>
  column?.isFigure ? [cell] : wrap(sheet[weight], cell, size, width - 8)

function rowHeight(sheet: Sheet, columns: readonly TableColumn[], widths: readonly number[], row: TableRow, weight: 'regular' | 'bold') {
  return 12 * Math.max(1, ...row.cells.map((cell, index) => linesOf(sheet, columns[index], widths[index] ?? 0, cell, weight, 9).length))
}

function drawRow(sheet: Sheet, columns: readonly TableColumn[], widths: readonly number[], row: TableRow, ink: Ink): void {
  let x = PAGE.side
  let height = 0
  for (const [index, cell] of row.cells.entries()) {
    const column = columns[index]
    const width = widths[index] ?? 0
    const indent = row.weight === 'part' && index === 0 ? INDENT : 0
    const lines = linesOf(sheet, column, width - indent, cell, ink.weight ?? 'regular', ink.size)
    for (const [line, text] of lines.entries())
      write(sheet, text, column?.isFigure ? x + width : x + indent, sheet.y - line * 12, ink, column?.isFigure ? 'end' : 'start')
    height = Math.max(height, lines.length * 12)
    x += width
  }
  sheet.y -= height + 4
}

/** Starts a new page unless this much is left on this one. @returns whether it did */
function room(sheet: Sheet, height: number): boolean {
  if (sheet.y - height > PAGE.bottom) return false
  sheet.page = sheet.pdf.addPage([PAGE.width, PAGE.height])
  sheet.y = PAGE.height - PAGE.top
  return true
}

function rule(sheet: Sheet, y: number, thickness: number): void {
  sheet.page.drawLine({ start: { x: PAGE.side, y }, end: { x: PAGE.side + INNER, y }, thickness, color: RULE })
}

function drawFeet(sheet: Sheet, footer: string): void {
  const pages = sheet.pdf.getPages()
  for (const [index, page] of pages.entries()) {
    const foot = { ...sheet, page }
    const ink: Ink = { size: 8, color: QUIET }
    for (const [line, text] of wrap(sheet.regular, footer, 8, INNER * 0.8)
      .slice(0, 2)
      .entries())
      write(foot, text, PAGE.side, 40 - line * 10, ink)
    write(foot, `${index + 1} / ${pages.length}`, PAGE.side + INNER, 40, ink, 'end')
  }
}

function write(sheet: Sheet, text: string, x: number, y: number, { size, weight = 'regular', color = INK }: Ink, align = 'start'): void {
  let at = align === 'end' ? x - sheet[weight].widthOf(text, size) : x
  for (const run of sheet[weight].runs(text)) {
    sheet.page.drawText(run.text, { x: at, y, size, font: run.font, color })
    at += run.font.widthOfTextAtSize(run.text, size)
  }
}

/** Lines no wider than asked; a word that is wider by itself is broken where it must be. */
function wrap(weight: Weight, text: string, size: number, width: number): string[] {
  const lines: string[] = []
  let line = ''
  const fits = (candidate: string) => weight.widthOf(candidate, size) <= width
  for (const word of text.split(/\s+/)) {
    let rest = word
    while (rest !== '' && !fits(rest)) {
      let length = rest.length - 1
      while (length > 1 && !fits(rest.slice(0, length))) length--
      if (line !== '') lines.push(line)
      lines.push(rest.slice(0, length))
      line = ''
      rest = rest.slice(length)
    }
    const next = line === '' ? rest : `${line} ${rest}`
    if (fits(next)) line = next
    else {
      lines.push(line)
      line = rest
    }
  }
  return line === '' && lines.length > 0 ? lines : [...lines, line]
}
