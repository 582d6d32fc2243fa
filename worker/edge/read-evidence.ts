import { z } from '@hono/zod-openapi'
import { EVIDENCE_FILE_MAX_BYTES, EVIDENCE_FILE_TYPES, type EvidenceFileType } from '#worker/pure/dispute-evidence.ts'
import { hasForeignContent, readImageHeader } from '#worker/pure/image-type.ts'
import { PIXELS_MAX } from '#worker/pure/picture-upload.ts'
import { Problem } from '#worker/pure/problem.ts'
import { ENVELOPE_MAX_BYTES, fileOf, readCapped } from './read-upload.ts'

const Upload = z.string().openapi({ type: 'string', format: 'binary' })

/** The body of a route that takes a file of evidence. */
export const evidenceBody = {
  required: true as const,
  description: 'The file itself, or a multipart form with exactly one file: PDF, JPEG or PNG, at most 4 MiB.',
  content: Object.fromEntries([...EVIDENCE_FILE_TYPES, 'application/octet-stream'].map((type) => [type, { schema: Upload }])),
}

/** What `readEvidence` refuses, for the document. */
export const evidenceProblems = {
  upload_too_large: [413, 'A file of evidence may have at most 4 MiB.'],
  unsupported_file: [415, 'A file of evidence is a PDF, JPEG or PNG file, and nothing else besides.'],
} as const

/** 415: not a file that a bank could read, whatever its name or Content-Type say. */
class UnsupportedFile extends Problem {
  constructor() {
    super('unsupported_file', 415, evidenceProblems.unsupported_file[1])
  }
}

/** 413: too many bytes. */
class FileTooLarge extends Problem {
  constructor() {
    super('upload_too_large', 413, evidenceProblems.upload_too_large[1])
  }
}

/**
 * The file in a request's body: raw, or the one file of a multipart form. What it is is read from its bytes; the name and the
 * type the sender gives are not looked at. Counts bytes while they come in.
 * @throws Problem 413 `upload_too_large`, 415 `unsupported_file`, 400 for a form without exactly one file
 */
export async function readEvidence(request: Request): Promise<{ bytes: Uint8Array<ArrayBuffer>; contentType: EvidenceFileType }> {
  const type = request.headers.get('content-type') ?? ''
  const isForm = /^multipart\/form-data\b/i.test(type)
  if (!request.body) throw new UnsupportedFile()
  const refusals = { tooLarge: () => new FileTooLarge(), missing: () => new UnsupportedFile() }
  const body = await readCapped(request.body, EVIDENCE_FILE_MAX_BYTES + (isForm ? ENVELOPE_MAX_BYTES : 0), refusals)
  const bytes = new Uint8Array(isForm ? await fileOf(body, type) : body)
  if (bytes.byteLength > EVIDENCE_FILE_MAX_BYTES) throw new FileTooLarge()
  return { bytes, contentType: typeOf(bytes) }
}

const PDF = [0x25, 0x50, 0x44, 0x46, 0x2d]

function typeOf(bytes: Uint8Array): EvidenceFileType {
  if (PDF.every((byte, index) => bytes[index] === byte)) return 'application/pdf'
  const header = readImageHeader(bytes)
  if (!header || hasForeignContent(bytes) || header.width * header.height > PIXELS_MAX) throw new UnsupportedFile()
  if (header.type !== 'image/jpeg' && header.type !== 'image/png') throw new UnsupportedFile()
  return header.type
}
