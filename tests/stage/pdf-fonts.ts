import { readFileSync, writeFileSync } from 'node:fs'
import { inflateSync } from 'node:zlib'

/**
 * Writes `worker/providers/pdf/fonts.gen.ts`: the typeface as TrueType in base64, because a Worker has no file system and
 * what takes the used letters out of a font cannot read WOFF. Run it again after an update of the typeface.
 */
const FONTS = { REGULAR: 'latin-400', BOLD: 'latin-600', REGULAR_EXT: 'latin-ext-400', BOLD_EXT: 'latin-ext-600' }

/** WOFF 1.0 is TrueType with each table compressed by itself. https://www.w3.org/TR/WOFF/ */
function unpackWoff(woff: Buffer): Buffer {
  const count = woff.readUInt16BE(12)
  const tables = Array.from({ length: count }, (_, index) => {
    const entry = 44 + index * 20
    const [offset, packed, size] = [woff.readUInt32BE(entry + 4), woff.readUInt32BE(entry + 8), woff.readUInt32BE(entry + 12)]
    const stored = woff.subarray(offset, offset + packed)
    return {
      head: woff.subarray(entry, entry + 4),
      checksum: woff.readUInt32BE(entry + 16),
      data: packed < size ? inflateSync(stored) : stored,
    }
  })
  const power = 2 ** Math.floor(Math.log2(count))
  const header = Buffer.alloc(12 + count * 16)
  header.writeUInt32BE(woff.readUInt32BE(4), 0)
  for (const [at, value] of [count, power * 16, Math.log2(power), count * 16 - power * 16].entries())
    header.writeUInt16BE(value, 4 + at * 2)
  let offset = header.length
  const parts: Buffer[] = [header]
  for (const [index, { head, checksum, data }] of tables.entries()) {
    head.copy(header, 12 + index * 16)
    for (const [at, value] of [checksum, offset, data.length].entries()) header.writeUInt32BE(value, 16 + index * 16 + at * 4)
    const padded = Buffer.concat([data, Buffer.alloc((4 - (data.length % 4)) % 4)])
    parts.push(padded)
    offset += padded.length
  }
  return Buffer.concat(parts)
}

const lines = Object.entries(FONTS).map(([name, file]) => {
  const woff = readFileSync(`node_modules/@fontsource/instrument-sans/files/instrument-sans-${file}-normal.woff`)
  return `export const ${name} =\n  '${unpackWoff(woff).toString('base64')}'\n`
})
writeFileSync(
  'worker/providers/pdf/fonts.gen.ts',
  `// Written by tests/stage/pdf-fonts.ts from @fontsource/instrument-sans (SIL Open Font License 1.1).\n${lines.join('')}`,
)
