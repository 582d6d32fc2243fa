import { unpredictablePart } from '#worker/pure/password-patterns.ts'

/**
 * NIST SP 800-63B-4 for a password that is the only factor: at least 15 characters (we have no second factor yet, so 8
 * will not do), at least 64 allowed (we take 128), any Unicode including spaces and emoji, no rules about kinds of
 * characters, no forced change, and a block list. Characters are code points of the NFC form.
 */
export const PASSWORD_LENGTH = { min: 15, max: 128 } as const

/** What must be left when everything predictable is taken out (`pure/password-patterns.ts`). */
const UNPREDICTABLE_MIN = 6

/** Words nobody may build a password on, anywhere: the product's own name. */
const OUR_WORDS = ['stoa', 'stoaexample']

/**
 * Why a password is refused, as a sentence for its owner; null if it is fine.
 * @param context what a stranger would try for this person: e-mail address, name, names of their shops
 */
export function passwordFault(password: string, context: readonly string[]): string | null {
  const length = [...password.normalize('NFC')].length
  if (length < PASSWORD_LENGTH.min) return `Use at least ${PASSWORD_LENGTH.min} characters. A few words in a row are easy to remember.`
  if (length > PASSWORD_LENGTH.max) return `Use at most ${PASSWORD_LENGTH.max} characters.`
  const rest = unpredictablePart(password, [...OUR_WORDS, ...context.flatMap(wordsOf)])
  if (new Set(rest).size < UNPREDICTABLE_MIN) {
    return 'This is one of the first passwords a stranger would try. Avoid well-known words, counting, repeats, your name and the shop’s.'
  }
  return null
}

/** The whole text and its words: of an address, the part before the @ and the labels after it. */
function wordsOf(text: string): string[] {
  return [text.split('@')[0] ?? '', ...text.split(/[^\p{L}\p{N}]+/u)].filter((word) => word.length >= 3)
}
