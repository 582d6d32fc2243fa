const SLUG_MAX = 80
/** What a slug may look like: lower-case letters, digits and single inner dashes. */
export const SLUG_SHAPE = /^[a-z0-9]+(?:-[a-z0-9]+)*$/

/** Latin letters that Unicode does not take apart into a letter and an accent. */
const LETTERS: Record<string, string> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', đ: 'd', ð: 'd', þ: 'th', ł: 'l', ı: 'i', '&': ' and ' }

/** A title as part of a URL; `fallback` where the title has no Latin letter or digit in it. At most 80 characters. */
export function slugOf(title: string, fallback: string): string {
  const words = title
    .toLowerCase()
    .replaceAll(/[ßæœøđðþłı&]/g, (letter) => LETTERS[letter] ?? '')
    .normalize('NFKD')
    .replaceAll(/[\u0300-\u036f'’]/g, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
  return words.slice(0, SLUG_MAX).replace(/-+$/, '') || slugSuffix(fallback)
}

/** A slug that nobody else has: the plain one and the last six characters of the record's id, which are chance. */
export const uniqueSlug = (slug: string, id: string): string => `${slug}-${slugSuffix(id)}`

const slugSuffix = (id: string): string => id.slice(-6).toLowerCase()
