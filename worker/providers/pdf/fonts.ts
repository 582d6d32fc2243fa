import type { PDFDocument, PDFFont } from '@cantoo/pdf-lib'
import fontkit from '@pdf-lib/fontkit'
import { BOLD, BOLD_EXT, REGULAR, REGULAR_EXT } from './fonts.gen.ts'

/** A text in pieces, each with the font that has all its characters. */
export type Run = { font: PDFFont; text: string }
/** One weight of the typeface: a font for Latin and one for Latin's further letters. */
export type Weight = { runs(text: string): Run[]; widthOf(text: string, size: number): number }

/** Puts the typeface into a document; only the characters that are used end up in the file. */
export async function embedFonts(pdf: PDFDocument): Promise<{ regular: Weight; bold: Weight }> {
  pdf.registerFontkit(streaming)
  const embed = (base64: string) => pdf.embedFont(bytesOf(base64), { subset: true })
  const weight = async (latin: string, further: string) => weightOf([await embed(latin), await embed(further)])
  return { regular: await weight(REGULAR, REGULAR_EXT), bold: await weight(BOLD, BOLD_EXT) }
}

type Fontkit = Parameters<PDFDocument['registerFontkit']>[0]
type Subset = { includeGlyph(glyph: unknown): number; encodeStream(): unknown }
type Font = { createSubset(): Subset }

/** pdf-lib takes a subset that has `encode` for one that answers bytes; this fontkit's writes into a stream, so only that is shown. */
const streaming = {
  create(bytes: Uint8Array): Font {
    const font = (fontkit as unknown as { create(from: Uint8Array): Font }).create(bytes)
    const createSubset = font.createSubset.bind(font)
    font.createSubset = () => {
      const subset = createSubset()
      return { includeGlyph: (glyph) => subset.includeGlyph(glyph), encodeStream: () => subset.encodeStream() }
    }
    return font
  },
} as unknown as Fontkit

const bytesOf = (base64: string): Uint8Array => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))

function weightOf(fonts: readonly PDFFont[]): Weight {
  const known = fonts.map((font) => ({ font, characters: new Set(font.getCharacterSet()) }))
  const [first] = fonts
  const runs = (text: string): Run[] => {
    const found: Run[] = []
    for (const character of printable(text, known)) {
      const point = character.codePointAt(0) ?? 0
      const font = known.find(({ characters }) => characters.has(point))?.font ?? first
      const last = found.at(-1)
      if (last && last.font === font) last.text += character
      else if (font) found.push({ font, text: character })
    }
    return found
  }
  return { runs, widthOf: (text, size) => runs(text).reduce((sum, run) => sum + run.font.widthOfTextAtSize(run.text, size), 0) }
}

/** The text in characters that one of the fonts has: the nearest (an accent less), or `?`. */
function printable(text: string, known: readonly { characters: ReadonlySet<number> }[]): string[] {
  const has = (character: string) => known.some(({ characters }) => characters.has(character.codePointAt(0) ?? 0))
  return [...text.normalize('NFC')].flatMap((character) => {
    if (has(character)) return [character]
    if (/\s|\p{Cc}/u.test(character)) return [' ']
    const plain = [...character.normalize('NFKD')].filter((part) => !/\p{M}/u.test(part))
    return plain.length > 0 && plain.every(has) ? plain : ['?']
  })
}
