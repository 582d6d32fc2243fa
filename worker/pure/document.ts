import type { Currency } from '#worker/pure/money.ts'

/** Something to print: who it is from, what it is about, and its tables. Text only; how it looks is the writer's business. */
export type PrintedDocument = {
  /** Also the document's name in a viewer's title bar. */
  title: string
  subtitle?: string | undefined
  /** Who issues it, line by line, top right. */
  issuer: readonly string[]
  /** Who it is for, line by line. */
  recipient?: readonly string[] | undefined
  /** Number, dates and the like, beside the recipient. */
  facts: readonly (readonly [label: string, value: string])[]
  blocks: readonly Block[]
  /** At the foot of every page, before the page's number. */
  footer: string
  /** When it was made, UTC epoch ms: the same document of the same instant has the same metadata. */
  atMs: number
}

export type Block =
  | { kind: 'heading'; text: string }
  | { kind: 'text'; text: string; isQuiet?: boolean }
  | { kind: 'table'; columns: readonly TableColumn[]; rows: readonly TableRow[] }

/** `share` is its part of the width, against the shares of the others. Figures stand at the end of their column. */
export type TableColumn = { title: string; share: number; isFigure?: boolean }
/** A total is set apart by a rule and weight; a part is indented below what it is part of. */
export type TableRow = { cells: readonly string[]; weight?: 'total' | 'part' | undefined }

/** A cell of a spreadsheet: text, a whole number, an instant, or an amount with its currency's decimals. */
export type SheetCell =
  | string
  | number
  | null
  | { amountMinor: number; currency: Currency }
  /** An instant, UTC epoch ms. */
  | { atMs: number }

/** A table for a spreadsheet program. */
export type Sheet = { name: string; columns: readonly { title: string; width?: number }[]; rows: readonly (readonly SheetCell[])[] }

/** A file that can be a part of a PDF: `application/pdf`, `image/png` or `image/jpeg`. */
export type BindableFile = { name: string; contentType: string; bytes: Uint8Array<ArrayBuffer> }
/** Files put into one PDF; `bytes` is null where none of them could be read. `unreadable`: names of those left out. */
export type BoundFiles = { bytes: Uint8Array<ArrayBuffer> | null; unreadable: string[] }

/** What writes documents; loaded when the first is asked for, because it is large and few requests need it. */
export type DocumentWriter = {
  /** A PDF 1.7 file with its fonts inside; characters the fonts do not have are written as their nearest, or as `?`. */
  pdf(document: PrintedDocument): Promise<Uint8Array<ArrayBuffer>>
  /** Files one behind the other in one PDF; the same files give the same bytes. */
  bind(files: readonly BindableFile[]): Promise<BoundFiles>
  /** An Office Open XML workbook. Text is never read as a formula. */
  xlsx(sheets: readonly Sheet[]): Promise<Uint8Array<ArrayBuffer>>
}
