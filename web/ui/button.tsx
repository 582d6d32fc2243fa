import { Link, useNavigation } from '@remix-run/react'
import type { ButtonHTMLAttributes, ReactNode } from 'react'

export type ButtonLook = 'primary' | 'secondary' | 'quiet' | 'danger'

const SHAPE =
  'inline-flex cursor-pointer items-center justify-center gap-2 rounded-pill text-center font-semibold sm:whitespace-nowrap disabled:cursor-not-allowed disabled:opacity-55 aria-disabled:cursor-not-allowed aria-disabled:opacity-55'
const LARGE = 'min-h-11 px-5 py-1.5'
const SMALL = 'min-h-9 px-3.5 py-1 text-small'
const LOOKS: Record<ButtonLook, string> = {
  primary: 'bg-accent text-on-accent hover:brightness-110',
  secondary: 'border border-stone-deep bg-card text-ink hover:border-accent hover:text-accent',
  quiet: 'text-accent hover:bg-accent-tint',
  danger: 'bg-bad text-paper hover:brightness-110',
}

export const buttonClass = (look: ButtonLook = 'primary', isSmall = false): string => `${SHAPE} ${isSmall ? SMALL : LARGE} ${LOOKS[look]}`

type Props = ButtonHTMLAttributes<HTMLButtonElement> & { look?: ButtonLook; isSmall?: boolean }

export function Button({ look = 'primary', isSmall = false, className = '', type = 'button', ...rest }: Props) {
  return <button type={type} className={`${buttonClass(look, isSmall)} ${className}`} {...rest} />
}

/**
 * Sends the form it is in. While any form of the page is on its way it cannot be pressed again, and says `pendingText` if it
 * is the one that was pressed (told apart by `name` and `value` where a form has several).
 */
export function SubmitButton({ children, pendingText, ...rest }: Props & { pendingText?: ReactNode }) {
  const { state, formData } = useNavigation()
  const isBusy = state === 'submitting'
  const isThis = isBusy && (rest.name === undefined || formData?.get(rest.name) === rest.value)
  return (
    <Button type="submit" aria-disabled={isBusy} onClick={isBusy ? (event) => event.preventDefault() : undefined} {...rest}>
      {isThis && pendingText !== undefined ? pendingText : children}
    </Button>
  )
}

/** A link that looks like a button: it leads somewhere and changes nothing. */
export function ButtonLink({
  to,
  look = 'primary',
  isSmall = false,
  reloads = false,
  children,
}: {
  to: string
  look?: ButtonLook
  isSmall?: boolean
  reloads?: boolean
  children: ReactNode
}) {
  return (
    <Link to={to} reloadDocument={reloads} className={buttonClass(look, isSmall)}>
      {children}
    </Link>
  )
}
