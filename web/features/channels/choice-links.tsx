import { Link } from '@remix-run/react'

/** A few ways to look at the same list, as links, the current one filled. */
export function ChoiceLinks({
  label,
  choices,
}: {
  label: string
  choices: { to: string; text: string; isCurrent: boolean; count?: number }[]
}) {
  return (
    <nav aria-label={label} className="min-w-0">
      <ul className="flex flex-wrap gap-1.5">
        {choices.map(({ to, text, isCurrent, count }) => (
          <li key={to}>
            <Link
              to={to}
              aria-current={isCurrent ? 'true' : undefined}
              className="inline-flex min-h-9 items-center gap-2 rounded-pill border border-stone-deep px-3.5 text-small font-medium text-soft hover:border-accent hover:text-accent aria-[current]:border-accent aria-[current]:bg-accent-tint aria-[current]:text-accent"
            >
              {text}
              {count === undefined ? null : <span className="tabular-nums">{count}</span>}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
