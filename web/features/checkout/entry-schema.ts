import * as v from 'valibot'
import { ENTRY_FIELDS, type Entry, entryFault } from './entry.ts'

const text = v.optional(v.pipe(v.string(), v.trim()))

/** The rules of `entry.ts` for a whole form; a field nobody filled in is not there. */
export const entrySchema = v.pipe(
  v.object({ email: text, name: text, country: text, line1: text, line2: text, postalCode: text, city: text, region: text }),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return
    const input = dataset.value
    for (const key of ENTRY_FIELDS) {
      const message = entryFault(key, input[key] ?? '', input.country ?? '')
      if (message !== null) addIssue({ message, path: [{ type: 'object', origin: 'value', input, key, value: input[key] }] })
    }
  }),
  v.transform((entry) => entry as Entry),
)
