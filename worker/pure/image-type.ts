/** Types of picture we take. What we serve is always WebP. */
export type ImageType = 'image/jpeg' | 'image/png' | 'image/webp' | 'image/avif' | 'image/gif'
export type ImageHeader = { type: ImageType; width: number; height: number }

/**
 * What a file says it is, read from its first bytes and never from its name or its Content-Type: the type by its magic
 * number, and the size in pixels, which is looked at before anything is decoded.
 * @returns null if it is none of our types, or broken before its size
 */
export function readImageHeader(bytes: Uint8Array): ImageHeader | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  try {
    if (startsWith(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return readPng(bytes, view)
    if (startsWith(bytes, [0xff, 0xd8, 0xff])) return readJpeg(view)
    if (text(bytes, 0, 6) === 'GIF87a' || text(bytes, 0, 6) === 'GIF89a')
      return sized('image/gif', view.getUint16(6, true), view.getUint16(8, true))
    if (text(bytes, 0, 4) === 'RIFF' && text(bytes, 8, 4) === 'WEBP') return readWebp(bytes, view)
    if (text(bytes, 4, 4) === 'ftyp' && /^(?:avif|avis)$/.test(text(bytes, 8, 4))) return readAvif(bytes, view)
    return null
  } catch (error) {
    // A file that ends in the middle of its header.
    if (error instanceof RangeError) return null
    throw error
  }
}

/** Markup, scripts, documents and archives: what no photograph contains and what a second reader of a file would act on. */
const FOREIGN_AFTER_ANGLE = /^<(?:script|html|!doctype|\?php|iframe|svg[\s>])/i

/**
 * True if the file is also something else: a page, a script, a PDF or a ZIP archive inside or behind the picture. What we
 * store is re-encoded and carries none of it; such a file is refused all the same, because nobody takes it by accident.
 */
export function hasForeignContent(bytes: Uint8Array): boolean {
  for (let at = bytes.indexOf(0x3c); at !== -1; at = bytes.indexOf(0x3c, at + 1)) {
    if (FOREIGN_AFTER_ANGLE.test(text(bytes, at, 10))) return true
  }
  for (let at = bytes.indexOf(0x25); at !== -1; at = bytes.indexOf(0x25, at + 1)) {
    if (text(bytes, at, 7) === '%PDF-1.') return true
  }
  // A ZIP archive ends with its directory, followed by a comment of at most 65,535 bytes.
  for (let at = bytes.indexOf(0x50, Math.max(0, bytes.length - 65_557)); at !== -1; at = bytes.indexOf(0x50, at + 1)) {
    if (text(bytes, at, 4) === 'PK\u0005\u0006') return true
  }
  return false
}

function readPng(bytes: Uint8Array, view: DataView): ImageHeader | null {
  return text(bytes, 12, 4) === 'IHDR' ? sized('image/png', view.getUint32(16), view.getUint32(20)) : null
}

/** Walks the segments to the frame header (ITU T.81, B.2.2). Thumbnails inside APP segments are skipped with them. */
function readJpeg(view: DataView): ImageHeader | null {
  for (let at = 2; at < view.byteLength; ) {
    if (view.getUint8(at) !== 0xff) return null
    const marker = view.getUint8(at + 1)
    if (marker === 0xff) {
      at += 1
      continue
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc
    if (isFrame) return sized('image/jpeg', view.getUint16(at + 7), view.getUint16(at + 5))
    // Scan data or the end before any frame: there is no picture.
    if (marker === 0xda || marker === 0xd9) return null
    at += 2 + view.getUint16(at + 2)
  }
  return null
}

function readWebp(bytes: Uint8Array, view: DataView): ImageHeader | null {
  switch (text(bytes, 12, 4)) {
    case 'VP8 ':
      return sized('image/webp', view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff)
    case 'VP8L': {
      const bits = view.getUint32(21, true)
      return sized('image/webp', (bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1)
    }
    case 'VP8X':
      return sized('image/webp', uint24(view, 24) + 1, uint24(view, 27) + 1)
    default:
      return null
  }
}

/** The boxes on the way to the picture's size (ISO/IEC 23008-12): meta (a full box), iprp, ipco, ispe. */
function readAvif(bytes: Uint8Array, view: DataView): ImageHeader | null {
  const meta = findBoxes(bytes, view, 0, bytes.length, 'meta')[0]
  const iprp = meta && findBoxes(bytes, view, meta.start + 4, meta.end, 'iprp')[0]
  const ipco = iprp && findBoxes(bytes, view, iprp.start, iprp.end, 'ipco')[0]
  if (!ipco) return null
  // A grid of tiles has a size for the tiles and one for the whole: the largest is what a decoder allocates.
  const sizes = findBoxes(bytes, view, ipco.start, ipco.end, 'ispe').map(({ start }) => ({
    width: view.getUint32(start + 4),
    height: view.getUint32(start + 8),
  }))
  const largest = sizes.sort((a, b) => b.width * b.height - a.width * a.height)[0]
  return largest ? sized('image/avif', largest.width, largest.height) : null
}

const BOXES_MAX = 64

function findBoxes(bytes: Uint8Array, view: DataView, from: number, to: number, name: string): { start: number; end: number }[] {
  const found: { start: number; end: number }[] = []
  for (let at = from, boxes = 0; at + 8 <= to && boxes < BOXES_MAX; boxes++) {
    const size = view.getUint32(at)
    if (size < 8) break
    if (text(bytes, at + 4, 4) === name) found.push({ start: at + 8, end: Math.min(at + size, to) })
    at += size
  }
  return found
}

const sized = (type: ImageType, width: number, height: number): ImageHeader | null =>
  width > 0 && height > 0 ? { type, width, height } : null

const uint24 = (view: DataView, at: number): number => view.getUint16(at, true) | (view.getUint8(at + 2) << 16)

const text = (bytes: Uint8Array, at: number, length: number): string => String.fromCharCode(...bytes.subarray(at, at + length))

const startsWith = (bytes: Uint8Array, magic: readonly number[]): boolean => magic.every((byte, index) => bytes[index] === byte)
