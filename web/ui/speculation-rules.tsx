import { InlineData } from './inline.tsx'

/** Pages that change something when they are read, or show what is nobody else's: fetched when they are asked for, not before. */
const NOT_AHEAD = [
  '/cart*',
  '/checkout*',
  '/log*',
  '/signup*',
  '/account*',
  '/vendor*',
  '/admin*',
  '/support*',
  '/order*',
  '/sell*',
  '/verify*',
  '/confirm*',
  '/accept*',
  '/reset*',
  '/api/*',
]

const where = { and: [{ href_matches: '/*' }, { not: { href_matches: NOT_AHEAD } }, { not: { selector_matches: '[rel~=nofollow]' } }] }
const RULES = {
  prefetch: [{ where, eagerness: 'moderate' }],
  prerender: [{ where, eagerness: 'conservative' }],
}

/** Lets browsers that can fetch a page of ours while its link is pointed at, and draw it while it is being pressed. */
export const SpeculationRules = () => <InlineData type="speculationrules" value={RULES} />
