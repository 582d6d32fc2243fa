import type { Chance } from '../chance.ts'
import type { Drawing } from './pen.ts'

/** What a thing is painted with. The same look draws the same thing. */
export type Look = {
  /** The thing's own colour: of its first variant, if variants differ in colour. */
  main: string
  second: string
  third: string
  /** The words its title and description were made of. */
  words: Readonly<Record<string, string>>
  title: string
  chance: Chance
}

/** Draws one kind of thing. */
export type Motif = (look: Look) => Drawing
