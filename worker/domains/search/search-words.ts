import type { WordMatch } from '#db/platform/queries/search/listing-filter.ts'

const TERMS_MAX = 8
const TERM_MAX_CHARS = 40
const TRIGRAMS_MAX = 32
/** This part of the trigrams has to be found for two spellings to be taken for the same. */
const SIMILAR_PART = 0.5

/**
 * What a buyer typed, as questions to the full-text indexes. Only letters and digits get through, each word in quotes, so
 * `"`, `*`, `NEAR` and column names are words like any other and never syntax.
 * @returns null if there is no word in it
 */
export function matchWords(text: string): WordMatch | null {
  const terms = (
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{N}\p{M}]+/gu) ?? []
  )
    .slice(0, TERMS_MAX)
    .map((term) => [...term].slice(0, TERM_MAX_CHARS).join(''))
  if (terms.length === 0) return null
  const trigrams = [...new Set(terms.flatMap(trigramsOf))].slice(0, TRIGRAMS_MAX)
  return {
    words: terms.map((term) => `"${term}"`).join(' '),
    starts: terms.map((term) => `"${term}"*`).join(' '),
    similar: trigrams.length === 0 ? null : trigrams.map((trigram) => `"${trigram}"`).join(' OR '),
    trigrams,
    similarMin: Math.ceil(trigrams.length * SIMILAR_PART),
  }
}

function trigramsOf(term: string): string[] {
  const chars = [...term]
  return chars.slice(2).map((_, at) => chars.slice(at, at + 3).join(''))
}
