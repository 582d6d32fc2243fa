import type { ReactNode } from 'react'

/** A titled part of a portal page. `isFlush` lets a table reach the edges. */
export function Panel({
  title,
  action,
  isFlush = false,
  id,
  children,
}: {
  title?: string
  action?: ReactNode
  isFlush?: boolean
  id?: string
  children: ReactNode
}) {
  return (
    <section id={id} className="rounded-plate border border-line bg-card">
      {title === undefined ? null : (
        <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 border-b border-line px-4 py-3 sm:px-5">
          <h2 className="text-title">{title}</h2>
          {action}
        </div>
      )}
      <div className={isFlush ? '' : 'p-4 sm:p-5'}>{children}</div>
    </section>
  )
}

/** Top of a portal page: where you are, what it is called, and what can be done here. */
export function PageHeader({ title, back, text, children }: { title: string; back?: ReactNode; text?: ReactNode; children?: ReactNode }) {
  return (
    <div className="mb-6 flex flex-wrap items-end justify-between gap-x-6 gap-y-4">
      <div className="min-w-0">
        {back === undefined ? null : <p className="mb-1 text-small">{back}</p>}
        <h1 className="text-page break-words">{title}</h1>
        {text === undefined ? null : <p className="mt-1.5 max-w-prose text-small text-soft">{text}</p>}
      </div>
      {children === undefined ? null : <div className="flex flex-wrap gap-2 print:hidden">{children}</div>}
    </div>
  )
}

/** Names and values of one thing. */
export function Facts({ items }: { items: { name: string; value: ReactNode }[] }) {
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-2 text-small">
      {items.map(({ name, value }) => (
        <div key={name} className="contents">
          <dt className="text-soft">{name}</dt>
          <dd className="min-w-0 wrap-anywhere">{value}</dd>
        </div>
      ))}
    </dl>
  )
}

/** A figure with its name, and how it compares. */
export function Figure({ name, value, note }: { name: string; value: ReactNode; note?: ReactNode }) {
  return (
    <div className="rounded-plate border border-line bg-card px-4 py-4 sm:px-5">
      <p className="text-fine font-semibold text-soft">{name}</p>
      <p className="mt-1 font-display text-[1.75rem] leading-tight font-bold tracking-[-0.02em] tabular-nums">{value}</p>
      {note === undefined ? null : <p className="mt-1 text-fine text-soft">{note}</p>}
    </div>
  )
}
