import { inflateSync } from 'node:zlib'

/**
 * The text of a PDF in the order it was written, one piece a show operator: reads content streams and the fonts' tables of
 * characters as a viewer would. Knows what our writer writes and no more.
 */
export function readPdf(file: Uint8Array): string[] {
  const raw = Buffer.from(file).toString('latin1')
  const streams = [...raw.matchAll(/(\d+) 0 obj\s*<<([\s\S]*?)>>\s*stream\r?\n/g)].map((match) => {
    const start = (match.index ?? 0) + match[0].length
    const end = raw.indexOf('endstream', start)
    const bytes = Buffer.from(file.subarray(start, end))
    return {
      id: Number(match[1]),
      dictionary: match[2] ?? '',
      text: /FlateDecode/.test(match[2] ?? '') ? inflate(bytes) : bytes.toString('latin1'),
    }
  })
  const objects = new Map<number, string>()
  for (const match of raw.matchAll(/(\d+) 0 obj\s*([\s\S]*?)endobj/g)) objects.set(Number(match[1]), match[2] ?? '')
  for (const { dictionary, text } of streams.filter((each) => /\/ObjStm/.test(each.dictionary))) {
    const first = Number(/\/First (\d+)/.exec(dictionary)?.[1])
    const heads = text.slice(0, first).trim().split(/\s+/).map(Number)
    for (let at = 0; at < heads.length; at += 2) {
      const next = heads[at + 3]
      objects.set(heads[at] ?? 0, text.slice(first + (heads[at + 1] ?? 0), next === undefined ? undefined : first + next))
    }
  }
  const maps = new Map<string, ReadonlyMap<string, string>>()
  for (const body of objects.values()) {
    for (const [, name = '', ref] of body.matchAll(/\/([\w#.+-]+) (\d+) 0 R/g)) {
      const font = objects.get(Number(ref)) ?? ''
      const table = /\/ToUnicode (\d+) 0 R/.exec(font)?.[1]
      const stream = streams.find(({ id }) => id === Number(table))
      if (stream) maps.set(name, characters(stream.text))
    }
  }
  return streams.filter(({ text }) => /\bTj\b/.test(text)).flatMap(({ text }) => shown(text, maps))
}

const inflate = (bytes: Buffer): string => {
  try {
    return inflateSync(bytes).toString('latin1')
  } catch {
    return ''
  }
}

function characters(table: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const [, from = '', to = ''] of table.matchAll(/<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]+)>/g))
    found.set(from.toUpperCase(), Buffer.from(to, 'hex').swap16().toString('utf16le'))
  return found
}

function shown(content: string, maps: ReadonlyMap<string, ReadonlyMap<string, string>>): string[] {
  let font = ''
  return [...content.matchAll(/\/([\w#.+-]+) [\d.]+ Tf|<([0-9A-Fa-f]*)> Tj/g)].flatMap(([, name, hex]) => {
    if (name !== undefined) font = name
    if (hex === undefined) return []
    const map = maps.get(font)
    return [(hex.toUpperCase().match(/.{4}/g) ?? []).map((code) => map?.get(code) ?? '\uFFFD').join('')]
  })
}
