import { useSearchParams } from '@remix-run/react'
import { m } from '#messages'
import { ButtonLink } from './button.tsx'

/**
 * Leads through a list by its cursor: on to the next page, and back to the first. Shows nothing for a list of one page.
 * `name` tells the cursors of two lists on one page apart.
 */
export function Pager({ nextCursor, name = 'cursor' }: { nextCursor: string | null; name?: string }) {
  const [params] = useSearchParams()
  const isFirst = !params.has(name)
  if (isFirst && nextCursor === null) return null
  const first = new URLSearchParams(params)
  first.delete(name)
  const next = new URLSearchParams(params)
  if (nextCursor !== null) next.set(name, nextCursor)
  return (
    <nav aria-label={m.ui_pages()} className="flex justify-between gap-3 border-t border-line px-4 py-3 print:hidden">
      {isFirst ? (
        <span />
      ) : (
        <ButtonLink to={`?${first}`} look="secondary" isSmall>
          {m.ui_first_page()}
        </ButtonLink>
      )}
      {nextCursor === null ? null : (
        <ButtonLink to={`?${next}`} look="secondary" isSmall>
          {m.ui_next_page()}
        </ButtonLink>
      )}
    </nav>
  )
}
