import { email, maxLength, minLength, object, pipe, rawCheck, string, trim } from 'valibot'
import { m } from '#messages'
import { PASSWORD_LENGTH, passwordFault } from '#worker/pure/password-rules.ts'

/** The forms of the pages where somebody proves who they are; the page and its action check by the same one. */

export const emailField = pipe(
  string(() => m.account_email_missing()),
  trim(),
  maxLength(254, () => m.account_email_wrong()),
  email(() => m.account_email_wrong()),
)
export const nameField = pipe(
  string(() => m.account_name_missing()),
  trim(),
  minLength(1, () => m.account_name_missing()),
  maxLength(120, () => m.account_too_long({ max: 120 })),
)
export const currentPassword = pipe(
  string(() => m.account_password_missing()),
  maxLength(1024, () => m.account_password_wrong()),
)

/** Why a chosen password will not do, in the reader's language; null if it will. */
export function chosenPasswordFault(password: string, context: readonly string[]): string | null {
  const length = [...password.normalize('NFC')].length
  if (length < PASSWORD_LENGTH.min) return m.account_password_short({ missing: PASSWORD_LENGTH.min - length })
  if (length > PASSWORD_LENGTH.max) return m.account_password_long({ max: PASSWORD_LENGTH.max })
  return passwordFault(password, context) === null ? null : m.account_password_guessable()
}

/** How good a chosen password is, in a word; only ever shown with that word. */
export function passwordGrade(password: string, context: readonly string[]): 'short' | 'guessable' | 'good' | 'strong' {
  if ([...password.normalize('NFC')].length < PASSWORD_LENGTH.min) return 'short'
  if (passwordFault(password, context) !== null) return 'guessable'
  return [...password].length >= 20 ? 'strong' : 'good'
}

const chosen = string(() => m.account_password_missing())

const freshPassword = pipe(
  chosen,
  rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return
    const fault = chosenPasswordFault(dataset.value, [])
    if (fault !== null) addIssue({ message: fault })
  }),
)
export const LogInForm = object({ email: emailField, password: currentPassword })
export const AddressForm = object({ email: emailField })

export const SignUpForm = pipe(
  object({ name: nameField, email: emailField, password: freshPassword }),
  rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return
    const { name, email: address, password } = dataset.value
    const fault = chosenPasswordFault(password, [address, name])
    // What is wrong whoever it belongs to is said by the field itself.
    if (fault !== null && chosenPasswordFault(password, []) === null)
      addIssue({ message: fault, path: [{ type: 'object', origin: 'value', input: dataset.value, key: 'password', value: password }] })
  }),
)

export const NewPasswordForm = object({ token: string(), password: freshPassword })
export const PasswordChangeForm = object({ password: currentPassword, newPassword: freshPassword })
export const EmailChangeForm = object({ newEmail: emailField, password: currentPassword })
