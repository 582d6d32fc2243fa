import type { ReactNode } from 'react'

/** An empty or failed part of a page: what happened, and at most one next step. */
export function Notice({ title, text, action }: { title: string; text: string; action?: ReactNode }) {
  return (
    <div className="border-y border-line py-14 text-center">
      <p className="font-display text-title font-bold">{title}</p>
      <p className="mx-auto mt-2 max-w-prose text-soft">{text}</p>
      {action === undefined ? null : <p className="mt-6">{action}</p>}
    </div>
  )
}
