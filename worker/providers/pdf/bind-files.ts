import { PDFDocument } from '@cantoo/pdf-lib'
import type { BindableFile, BoundFiles } from '#worker/pure/document.ts'

/** A4 in points, and what stays empty around a picture. */
const PAGE = { width: 595.28, height: 841.89, edge: 36 }

/**
 * Puts files into one PDF, one behind the other: the pages of PDF files as they are, each picture on a page of its own. The same
 * files give the same bytes. What cannot be read (broken, or locked with a password) is left out and named.
 */
export async function bindFiles(files: readonly BindableFile[]): Promise<BoundFiles> {
  const bound = await PDFDocument.create({ updateMetadata: false })
  const unreadable: string[] = []
  for (const file of files) {
    try {
      await append(bound, file)
    } catch {
      unreadable.push(file.name)
    }
  }
  if (bound.getPageCount() === 0) return { bytes: null, unreadable }
  return { bytes: new Uint8Array(await bound.save()), unreadable }
}

async function append(bound: PDFDocument, { contentType, bytes }: BindableFile): Promise<void> {
  if (contentType === 'application/pdf') {
    const source = await PDFDocument.load(bytes, { updateMetadata: false })
    const pages = await bound.copyPages(source, source.getPageIndices())
    if (pages.length === 0) throw new Error('a document without pages')
    for (const page of pages) bound.addPage(page)
    return
  }
  const picture = contentType === 'image/png' ? await bound.embedPng(bytes) : await bound.embedJpg(bytes)
  const { width, height } = picture.scaleToFit(PAGE.width - 2 * PAGE.edge, PAGE.height - 2 * PAGE.edge)
  const page = bound.addPage([PAGE.width, PAGE.height])
  page.drawImage(picture, { x: (PAGE.width - width) / 2, y: PAGE.height - PAGE.edge - height, width, height })
}
