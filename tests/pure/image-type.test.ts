import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hasForeignContent, readImageHeader } from '#worker/pure/image-type.ts'

const ascii = (text: string) => Array.from(text, (char) => char.charCodeAt(0))
const u32 = (n: number) => [(n >>> 24) & 255, (n >>> 16) & 255, (n >>> 8) & 255, n & 255]
const u16 = (n: number) => [(n >>> 8) & 255, n & 255]
const bytes = (...parts: (number[] | string)[]) => Uint8Array.from(parts.flatMap((part) => (typeof part === 'string' ? ascii(part) : part)))
const box = (name: string, ...content: number[][]) => {
  const body = content.flat()
  return [...u32(body.length + 8), ...ascii(name), ...body]
}

const PNG = (width: number, height: number) =>
  bytes([0x89], 'PNG\r\n', [0x1a, 0x0a], u32(13), 'IHDR', u32(width), u32(height), [8, 6, 0, 0, 0])
const JPEG = (width: number, height: number) =>
  bytes([0xff, 0xd8, 0xff, 0xe1], u16(10), 'Exif\0\0..', [0xff, 0xff, 0xc2], u16(17), [8], u16(height), u16(width), [3, 1, 0x22, 0])
const GIF = bytes('GIF89a', [0x20, 0x03, 0x58, 0x02, 0, 0, 0])
const WEBP_VP8 = bytes('RIFF', [0, 0, 0, 0], 'WEBPVP8 ', [0, 0, 0, 0, 0, 0, 0, 0x9d, 0x01, 0x2a], [0x20, 0x03, 0x58, 0x02])
const WEBP_VP8L = bytes('RIFF', [0, 0, 0, 0], 'WEBPVP8L', [0, 0, 0, 0, 0x2f], [0x1f, 0xc3, 0x95, 0x00])
const WEBP_VP8X = bytes('RIFF', [0, 0, 0, 0], 'WEBPVP8X', [10, 0, 0, 0, 0, 0, 0, 0], [0x1f, 0x03, 0], [0x57, 0x02, 0])
const ispe = (width: number, height: number) => box('ispe', u32(0), u32(width), u32(height))
const AVIF = bytes(
  box('ftyp', ascii('avif'), u32(0), ascii('mif1')),
  box('meta', u32(0), box('hdlr', u32(0)), box('iprp', box('ipco', ispe(64, 64), ispe(800, 600)))),
)

describe('types and sizes are read from the bytes', () => {
  test.each([
    ['image/png', PNG(800, 600)],
    ['image/jpeg', JPEG(800, 600)],
    ['image/gif', GIF],
    ['image/webp', WEBP_VP8],
    ['image/webp', WEBP_VP8L],
    ['image/webp', WEBP_VP8X],
    ['image/avif', AVIF],
  ])('%s', (type, file) => {
    expect(readImageHeader(file)).toEqual({ type, width: 800, height: 600 })
  })

  test('a header that claims 65,000 x 65,000 is read without decoding anything', () => {
    expect(readImageHeader(PNG(65_000, 65_000))).toEqual({ type: 'image/png', width: 65_000, height: 65_000 })
  })
})

describe('U1: what is no picture of ours', () => {
  test.each([
    ['SVG', bytes('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')],
    ['SVG behind an XML declaration', bytes('<?xml version="1.0"?><svg/>')],
    ['HTML', bytes('<!doctype html><script>alert(1)</script>')],
    ['PDF', bytes('%PDF-1.7')],
    ['BMP', bytes('BM', [0, 0, 0, 0])],
    ['TIFF', bytes('II*\0')],
    ['HEIC', bytes(box('ftyp', ascii('heic'), u32(0)))],
    ['empty', bytes('')],
    ['a PNG without its size', PNG(800, 600).subarray(0, 18)],
    ['a PNG of no width', PNG(0, 600)],
    ['a JPEG without a frame', bytes([0xff, 0xd8, 0xff, 0xda, 0, 4, 0, 0])],
    ['a RIFF that is no WebP', bytes('RIFF', [0, 0, 0, 0], 'WAVEfmt ')],
  ])('%s', (_, file) => {
    expect(readImageHeader(file)).toBeNull()
  })

  test('random bytes never throw and loops end', () => {
    const starts = [
      [],
      [0xff, 0xd8, 0xff],
      [...bytes('RIFF', [0, 0, 0, 0], 'WEBPVP8X')],
      [...AVIF.subarray(0, 28)],
      [...PNG(1, 1).subarray(0, 12)],
    ]
    fc.assert(
      fc.property(fc.constantFrom(...starts), fc.uint8Array({ maxLength: 400 }), (start, rest) => {
        const header = readImageHeader(Uint8Array.from([...start, ...rest]))
        expect(header === null || (header.width > 0 && header.height > 0)).toBe(true)
      }),
      { numRuns: 3000 },
    )
  })
})

describe('U1: polyglots', () => {
  test.each([
    ['GIF and script', bytes([...GIF], '/*', '<ScRiPt>alert(1)</script>')],
    ['PNG with a page behind it', bytes([...PNG(8, 8)], '<html><body onload=alert(1)>')],
    ['JPEG with PHP in a comment', bytes([0xff, 0xd8, 0xff, 0xfe], u16(20), '<?php system(1); ?>')],
    ['PNG and PDF', bytes([...PNG(8, 8)], '%PDF-1.4')],
    ['JPEG and ZIP', bytes([...JPEG(8, 8)], 'PK\u0005\u0006', Array(18).fill(0))],
    ['SVG inside', bytes([...PNG(8, 8)], '<svg onload=alert(1)>')],
  ])('%s', (_, file) => {
    expect(hasForeignContent(file)).toBe(true)
  })

  test('an XMP packet, as cameras write it, is no reason to refuse a photo', () => {
    expect(hasForeignContent(bytes([...JPEG(8, 8)], '<?xpacket begin=""?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF/>'))).toBe(false)
  })
})
