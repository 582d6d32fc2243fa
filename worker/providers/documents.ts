import type { DocumentWriter } from '#worker/pure/document.ts'

/** Writes documents inside the Worker. What does it is loaded with the first document: it is larger than all the rest. */
export function createDocumentWriter(): DocumentWriter {
  return {
    pdf: async (document) => (await import('./pdf/write-pdf.ts')).writePdf(document),
    bind: async (files) => (await import('./pdf/bind-files.ts')).bindFiles(files),
    xlsx: async (sheets) => (await import('./sheets/write-xlsx.ts')).writeXlsx(sheets),
  }
}
