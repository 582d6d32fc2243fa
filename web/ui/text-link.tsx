import { Link } from '@remix-run/react'
import type { ReactNode } from 'react'

/** A link in running text or in a table. */
export function TextLink({ to, children, reloads = false }: { to: string; children: ReactNode; reloads?: boolean }) {
  return (
    <Link
      to={to}
      reloadDocument={reloads}
      className="font-medium text-accent underline decoration-line underline-offset-4 hover:decoration-accent"
    >
      {children}
    </Link>
  )
}
