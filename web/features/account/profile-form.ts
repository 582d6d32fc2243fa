import { digits, object, pipe, regex, string } from 'valibot'
import { nameField } from '#web/features/identity/auth-forms.ts'

/** Name and language; `version` is the one the page was read with. */
export const ProfileForm = object({
  name: nameField,
  locale: pipe(string(), regex(/^[a-z]{2}(?:-[A-Z]{2})?$/)),
  version: pipe(string(), digits()),
})
