/**
 * What people reach for when a password must be long: words from every list of leaked passwords, walks over the keyboard,
 * counting, repeating. A computed list: instead of storing the many spellings, a candidate is brought to a plain form and
 * everything predictable is taken out of it; what is left is what an attacker has to guess.
 */

/** Words that open most leaked passwords, and the words of a shop. Longest first, so that `password` goes before `pass`. */
const ROOTS = `password passwort motdepasse contrasena passphrase passcode parola senha pass pwd secret geheim
  letmein welcome willkommen bienvenue hello hallo whatever trustno access login logon signin admin administrator root guest user
  username default changeme temporary temp test testing example sample demo master system server computer internet google facebook
  iloveyou iloveu ilove loveyou love lover forever family angel baby babygirl princess prince queen king daddy mommy mother father
  friend friends sunshine flower butterfly rainbow chocolate cookie cheese banana orange coffee pepper ginger summer winter spring
  autumn january february march april june july august september october november december monday tuesday wednesday thursday friday
  saturday sunday dragon monkey tigger tiger lion eagle shadow ranger hunter killer ninja wizard phoenix football baseball basketball
  soccer hockey golf liverpool chelsea arsenal barcelona yankees cowboys steelers mustang ferrari porsche mercedes harley corvette
  superman batman spiderman starwars pokemon pikachu naruto matrix gandalf minecraft fortnite michael jennifer jessica ashley daniel
  andrew thomas charlie robert jordan matthew joshua anthony william george nicole hannah amanda samantha michelle maggie buster bailey
  freedom america london paris berlin money dollar million rich lucky happy beautiful jesus christ heaven blessed
  correcthorsebatterystaple correct horse battery staple thequickbrownfox jumpsoverthelazydog maytheforcebewithyou
  tobeornottobe loremipsumdolorsitamet opensesame supercalifragilistic unbelievable qazwsx zaqwsx qweasd qweasdzxc onetwothree
  marketplace market shop shopping store seller vendor buyer customer account platform support owner manager please mypassword my the
  and you for new old big one two three four five six seven eight nine ten zero abc xyz`
  .split(/\s+/)
  .sort((a, b) => b.length - a.length)

/** Rows and slants of keyboards; a walk of four keys or more along one, either way, is no guess at all. */
const WALKS = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  'qwertzuiop',
  'yxcvbnm',
  'azertyuiop',
  'qsdfghjklm',
  'wxcvbn',
  '!@#$%^&*()',
  '!"£$%^&*()',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p',
  '1q2w3e4r5t6y7u8i9o0p',
  'qazwsxedcrfvtgbyhnujmikolp',
].flatMap((walk) => [walk, [...walk].reverse().join('')])
const WALK_MIN = 4

const LEET: Record<string, string> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '8': 'b',
  '@': 'a',
  $: 's',
  '!': 'i',
  '+': 't',
  '€': 'e',
}

/** Lower case, accents off, nothing between words. */
const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\p{M}\s._,-]/gu, '')
const unleet = (text: string): string => [...text].map((char) => LEET[char] ?? char).join('')

/**
 * What is left of a password when words, walks, repeats, years and the caller's own words are taken out.
 * @param context words a stranger would try for this person: name, address, shop
 */
export function unpredictablePart(password: string, context: readonly string[]): string {
  const words = [...context.map((word) => unleet(plain(word))).filter((word) => word.length >= 3), ...ROOTS].sort(
    (a, b) => b.length - a.length,
  )
  const withoutYears = plain(password).replace(/(?:19|20)\d\d/g, '')
  const withoutWalks = dropWalks(withoutYears)
  const withoutWords = words.reduce((rest, word) => rest.replaceAll(word, ''), unleet(withoutWalks))
  return dropRepeats(dropWalks(withoutWords))
}

function dropWalks(text: string): string {
  const chars = [...text]
  let kept = ''
  for (let at = 0; at < chars.length; ) {
    const length = walkLength(chars.slice(at).join(''))
    if (length >= WALK_MIN) at += length
    else kept += chars[at++] ?? ''
  }
  return kept
}

/** How many characters from the start follow one walk. */
function walkLength(text: string): number {
  let longest = 0
  for (const walk of WALKS) {
    while (longest < text.length && walk.includes(text.slice(0, longest + 1))) longest++
  }
  return longest
}

/** Every stretch that repeats what came right before it counts once: `xyxyxy` is `xy`, `aaaa` is `a`. */
function dropRepeats(text: string): string {
  let before = ''
  let now = text
  while (now !== before) {
    before = now
    now = now.replace(/(.+?)\1+/gu, '$1')
  }
  return now
}
