import { type FieldMetadata, getInputProps } from '@conform-to/react'
import { useState } from 'react'
import { m } from '#messages'
import { FieldFrame } from '#web/ui/field.tsx'
import { Eye, EyeOff } from '#web/ui/icons.ts'
import { PASSWORD_LENGTH } from '#worker/pure/password-rules.ts'
import { passwordGrade } from './auth-forms.ts'

const GRADES = {
  short: { text: () => m.account_password_grade_short(), look: 'text-soft', bars: 1, fill: 'bg-stone-deep' },
  guessable: { text: () => m.account_password_grade_guessable(), look: 'text-bad', bars: 1, fill: 'bg-bad' },
  good: { text: () => m.account_password_grade_good(), look: 'text-good', bars: 3, fill: 'bg-good' },
  strong: { text: () => m.account_password_grade_strong(), look: 'text-good', bars: 4, fill: 'bg-good' },
} as const

/**
 * A field for a password somebody chooses: the rule is told before, what is typed can be looked at, and a word says how good
 * it is. Without scripts it is a plain password field with the rule below.
 */
export function NewPasswordField({
  field,
  label,
  context = [],
}: {
  field: FieldMetadata<string>
  label: string
  context?: readonly string[]
}) {
  const [isShown, setShown] = useState(false)
  const [typed, setTyped] = useState('')
  const { key, ...props } = getInputProps(field, { type: isShown ? 'text' : 'password', ariaDescribedBy: field.descriptionId })
  return (
    <FieldFrame field={field} label={label} hint={m.account_password_rule({ min: PASSWORD_LENGTH.min })}>
      <div className="relative">
        <input
          key={key}
          {...props}
          autoComplete="new-password"
          maxLength={PASSWORD_LENGTH.max}
          onInput={(event) => setTyped(event.currentTarget.value)}
          className="min-h-11 w-full min-w-0 rounded-plate border border-stone-deep bg-card py-2 ps-3.5 pe-12 text-ink aria-invalid:border-bad aria-invalid:outline-1 aria-invalid:outline-bad"
        />
        <button
          type="button"
          onClick={() => setShown(!isShown)}
          aria-label={isShown ? m.account_password_hide() : m.account_password_show()}
          className="absolute end-0.5 top-0.5 inline-flex size-10 cursor-pointer items-center justify-center rounded-plate text-soft hover:text-accent noscript:hidden"
        >
          {isShown ? <EyeOff className="size-5" aria-hidden /> : <Eye className="size-5" aria-hidden />}
        </button>
      </div>
      <div role="status" className="text-fine">
        {typed === '' ? null : <Grade grade={passwordGrade(typed, context)} />}
      </div>
    </FieldFrame>
  )
}

function Grade({ grade }: { grade: keyof typeof GRADES }) {
  const { text, look, bars, fill } = GRADES[grade]
  return (
    <div className="mt-2 flex items-center gap-3">
      <span aria-hidden="true" className="flex w-24 gap-1">
        {[1, 2, 3, 4].map((bar) => (
          <span key={bar} className={`h-1.5 grow rounded-pill ${bar <= bars ? fill : 'bg-stone'}`} />
        ))}
      </span>
      <span className={`font-medium ${look}`}>{text()}</span>
    </div>
  )
}
