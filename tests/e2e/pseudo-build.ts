import { cpSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type Bundle, buildCopy } from '#tests/stage/bundle.ts'

/** Around every message of the pseudo language, so that a text that is none, or is cut off, can be seen. */
export const OPEN = '⟦'
export const CLOSE = '⟧'

const ACCENTS: Record<string, string> = {
  a: 'å',
  c: 'ç',
  e: 'é',
  i: 'î',
  n: 'ñ',
  o: 'ö',
  u: 'û',
  y: 'ý',
  A: 'Å',
  E: 'É',
  I: 'Î',
  O: 'Ö',
  U: 'Û',
}
/** How much longer a translation of a short English text may be. */
const GROWTH = 0.4

/** English as a language nobody speaks: accented, 40 % longer, in brackets. What is in braces stays as it is. */
export function pseudo(text: string): string {
  const accented = text
    .split(/(\{[^}]*\})/)
    .map((part, index) => (index % 2 === 1 ? part : [...part].map((letter) => ACCENTS[letter] ?? letter).join('')))
    .join('')
  const letters = text.replace(/\{[^}]*\}/g, '').length
  // In words, as real languages grow, and not as one that cannot be broken.
  const filler = ' ñö éx'.repeat(Math.ceil((letters * GROWTH) / 6)).slice(0, Math.ceil(letters * GROWTH))
  return `${OPEN}${accented}${filler}${CLOSE}`
}

type Variants = { match: Record<string, string> }[]

/** The whole product built with pseudo messages, from a copy of the sources. */
export async function buildPseudo(): Promise<Bundle> {
  const folder = '.stoa/pseudo'
  rmSync(folder, { recursive: true, force: true })
  for (const part of ['web', 'worker', 'db', 'queues', 'package.json', 'tsconfig.base.json', 'wrangler.toml'])
    cpSync(part, join(folder, part), { recursive: true, filter: (path) => !/^web\/(?:build|paraglide)$/.test(path) })
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'))
  const messages = join(folder, 'web/messages/en')
  for (const file of readdirSync(messages)) {
    const texts = JSON.parse(readFileSync(join(messages, file), 'utf8')) as Record<string, string | Variants>
    for (const [key, text] of Object.entries(texts)) {
      if (key === '$schema') continue
      texts[key] =
        typeof text === 'string'
          ? pseudo(text)
          : text.map((each) => ({
              ...each,
              match: Object.fromEntries(Object.entries(each.match).map(([when, what]) => [when, pseudo(what)])),
            }))
    }
    writeFileSync(join(messages, file), JSON.stringify(texts))
  }
  return buildCopy(folder)
}
