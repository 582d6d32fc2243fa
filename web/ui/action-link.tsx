import { Link } from '@remix-run/react'

/** A link that looks like the one thing to do next. */
export function ActionLink({ to, children, reloads = false }: { to: string; children: string; reloads?: boolean }) {
  return (
    <Link
      to={to}
      reloadDocument={reloads}
      className="inline-flex min-h-12 items-center rounded-pill bg-accent px-6 font-semibold text-on-accent motion-safe:transition-transform motion-safe:hover:-translate-y-0.5"
    >
      {children}
    </Link>
  )
}
