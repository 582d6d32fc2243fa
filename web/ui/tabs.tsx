import { Link } from '@remix-run/react'

/** Views of one list as links, so that each has an address. `count` tells how much waits there. */
export function TabLinks({ label, tabs }: { label: string; tabs: { to: string; text: string; isCurrent: boolean; count?: number }[] }) {
  return (
    <nav aria-label={label} className="mb-4 overflow-x-auto print:hidden">
      <ul className="flex gap-1 border-b border-line">
        {tabs.map(({ to, text, isCurrent, count }) => (
          <li key={to}>
            <Link
              to={to}
              aria-current={isCurrent ? 'page' : undefined}
              className="-mb-px inline-flex min-h-11 items-center gap-2 border-b-2 border-transparent px-3 text-small font-semibold whitespace-nowrap text-soft hover:text-ink aria-[current]:border-accent aria-[current]:text-accent"
            >
              {text}
              {count === undefined ? null : <span className="rounded-pill bg-stone px-2 text-fine text-ink tabular-nums">{count}</span>}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
