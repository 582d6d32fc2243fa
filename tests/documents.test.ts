import { PDFDocument } from '@cantoo/pdf-lib'
import { unzipSync } from 'fflate'
import { expect, test } from 'vitest'
import { readPdf } from '#tests/support/read-pdf.ts'
import { createDocumentWriter } from '#worker/providers/documents.ts'
import { csvFile, inert } from '#worker/pure/csv.ts'
import type { PrintedDocument } from '#worker/pure/document.ts'

const AT_MS = Date.UTC(2026, 9, 31)
const documents = createDocumentWriter()
const sample = (rows: number): PrintedDocument => ({
  title: 'Settlement statement',
  subtitle: 'October 2026 · USD',
  issuer: ['Stoa', '1 Painted Porch'],
  recipient: ['Łódź Keramik Ōsaka', 'Straße 5'],
  facts: [['Number', '12'], ['Name in no font of ours', '日本 ☃ Ἀθῆναι']],
  blocks: [
    { kind: 'heading', text: 'Lines' },
    { kind: 'table', columns: [{ title: 'What', share: 3 }, { title: 'Amount', share: 1, isFigure: true }], rows: [
      ...Array.from({ length: rows }, (_, index) => ({ cells: [`Sale ${index}`, `${index}.00`] })),
      { cells: ['Closing balance', '1,234.56'], weight: 'total' as const },
    ] },
    { kind: 'text', text: 'An incredibly-long-word-without-any-place-to-break-it-that-is-wider-than-a-page-is-wide-so-that-it-must-be-broken-anyway' },
  ],
  footer: 'Stoa, registered somewhere',
  atMs: AT_MS,
}) // biome-ignore format: reads as the document does

test('a document breaks over pages, counts them, keeps letters beyond Latin-1, and never fails on a character it has no letter for', async () => {
  const file = await documents.pdf(sample(120))
  const read = await PDFDocument.load(file, { updateMetadata: false })
  expect([read.getTitle(), read.getSubject(), read.getCreationDate()?.getTime()]).toEqual([
    'Settlement statement',
    'October 2026 · USD',
    AT_MS,
  ])
  expect(read.getPageCount()).toBe(4)
  const text = readPdf(file)
  expect(text).toContain('Settlement statement')
  expect(text.join('')).toContain('Łódź Keramik Ōsaka')
  expect(text.join('')).toContain('?? ?')
  expect(text.filter((piece) => /^Sale \d+$/.test(piece))).toHaveLength(120)
  expect(text).toContain('1,234.56')
  expect(text.filter((piece) => piece === 'What')).toHaveLength(3)
  expect(text.filter((piece) => / \/ 4$/.test(piece))).toEqual(['1 / 4', '2 / 4', '3 / 4', '4 / 4'])
  expect(Buffer.from(await documents.pdf(sample(1))).length).toBeLessThan(80_000)
})

test('a workbook holds numbers as numbers with their decimals, and text that looks like a formula as text', async () => {
  const file = await documents.xlsx([
    { name: 'Sales', columns: [{ title: 'Vendor' }, { title: 'Gross' }, { title: 'Orders' }, { title: 'At' }], rows: [
      ['=HYPERLINK("http://x")', { amountMinor: 123_456, currency: 'USD' }, 3, { atMs: AT_MS }],
      ['-2', { amountMinor: -5, currency: 'KWD' }, 0, null],
    ] },
  ]) // biome-ignore format: a table
  const files = unzipSync(file)
  const part = (name: string) => new TextDecoder().decode(files[name])
  const sheet = part('xl/worksheets/sheet1.xml')
  expect(sheet).toContain('<v>1234.56</v>')
  expect(sheet).toContain('<v>-0.005</v>')
  expect(sheet).not.toContain('<f>')
  expect(part('xl/sharedStrings.xml')).toContain('=HYPERLINK')
  expect(part('xl/workbook.xml')).toContain('name="Sales"')
})

test('CSV quotes what must be quoted and disarms what a spreadsheet would calculate', () => {
  expect(inert('=1+1')).toBe("'=1+1")
  expect(inert(' @sum')).toBe("' @sum")
  expect(inert('Kiln & Clay')).toBe('Kiln & Clay')
  expect(csvFile(['Vendor', 'Net', 'Currency'], [['=cmd|"x"', { amountMinor: -1250, currency: 'USD' }, 'USD'], ['a\nb', { amountMinor: 5, currency: 'JPY' }, 'JPY']])).toBe(
    '\uFEFFVendor,Net,Currency\r\n"\'=cmd|""x""",-12.50,USD\r\n"a\nb",5,JPY\r\n',
  )
}) // biome-ignore format: a table

test('files are bound into one PDF in their order, the same each time; what cannot be read is left out and named', async () => {
  const [short, long] = [await documents.pdf(sample(1)), await documents.pdf(sample(120))]
  const of = (name: string, bytes: Uint8Array<ArrayBuffer>, contentType = 'application/pdf') => ({ name, contentType, bytes })
  const pixel = Uint8Array.from(
    Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==', 'base64'),
  )
  const broken = of('broken.pdf', new TextEncoder().encode('%PDF-1.7\n%%EOF\n'))
  const files = [of('long', long), broken, of('pixel', pixel, 'image/png'), of('short', short), of('odd', pixel, 'image/jpeg')]
  const { bytes, unreadable } = await documents.bind(files)
  expect(unreadable).toEqual(['broken.pdf', 'odd'])
  const count = async (file: Uint8Array) => (await PDFDocument.load(file)).getPageCount()
  expect(await count(bytes as Uint8Array)).toBe((await count(long)) + 1 + (await count(short)))
  expect((await documents.bind(files)).bytes).toEqual(bytes)
  expect(await documents.bind([broken])).toEqual({ bytes: null, unreadable: ['broken.pdf'] })
})
