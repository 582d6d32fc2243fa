import { Link } from '@remix-run/react'
import { m } from '#messages'

/** The way here from the market; `last` is where we are, if the page does not say so itself. */
export function Breadcrumb({ steps, last }: { steps: { slug: string; name: string }[]; last?: string }) {
  return (
    <nav aria-label={m.shop_breadcrumb()} className="text-fine text-soft print:hidden">
      <ol className="flex flex-wrap items-center gap-x-2">
        <li>
          <Link to="/" className={STEP}>
            {m.shop_breadcrumb_home()}
          </Link>
        </li>
        {steps.map(({ slug, name }) => (
          <li key={slug} className="flex items-center gap-x-2">
            <span aria-hidden="true">/</span>
            <Link to={`/c/${slug}`} className={STEP}>
              {name}
            </Link>
          </li>
        ))}
        {last === undefined ? null : (
          <li className="flex items-center gap-x-2" aria-current="page">
            <span aria-hidden="true">/</span>
            {last}
          </li>
        )}
      </ol>
    </nav>
  )
}

const STEP = 'inline-flex min-h-8 items-center underline-offset-4 hover:text-accent hover:underline'
