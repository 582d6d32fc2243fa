import { Form } from '@remix-run/react'
import { m } from '#messages'
import { Badge } from '#web/ui/badge.tsx'
import { SubmitButton } from '#web/ui/button.tsx'
import { momentText } from '#web/ui/format.ts'
import { Panel } from '#web/ui/panel.tsx'
import type { Notes } from './trust-words.ts'

/** What our own people should know about a store or a buyer. A note stays as it was written; it can only be pinned. */
export function NotesPanel({ notes, action, canPin }: { notes: Notes; action: string; canPin: boolean }) {
  return (
    <Panel title={m.trust_notes_title()}>
      <Form method="post" action={action} className="grid gap-3">
        <label className="text-fine font-semibold">
          {m.trust_note_label()}
          <textarea
            name="text"
            rows={3}
            required
            minLength={2}
            maxLength={4000}
            className="mt-1 w-full rounded-plate border border-stone-deep bg-card px-3 py-2 text-small font-normal text-ink"
          />
        </label>
        <div className="flex flex-wrap items-center justify-between gap-3">
          <label className="flex min-h-9 items-center gap-2 text-small">
            <input type="checkbox" name="isPinned" className="size-5 accent-accent" />
            {m.trust_note_pin()}
          </label>
          <SubmitButton name="intent" value="note" look="secondary" isSmall pendingText={m.trust_sending()}>
            {m.trust_note_add()}
          </SubmitButton>
        </div>
      </Form>
      {notes.items.length === 0 ? null : (
        <ul className="mt-5 divide-y divide-line border-t border-line">
          {notes.items.map(({ id, text, isPinned, author, createdAt }) => (
            <li key={id} className="py-3 text-small">
              {isPinned ? <Badge tone="accent">{m.trust_pinned()}</Badge> : null}
              <p className="whitespace-pre-line wrap-anywhere">{text}</p>
              <div className="mt-1 flex flex-wrap items-center justify-between gap-2 text-fine text-soft">
                <span>
                  {author.name} · {momentText(createdAt)}
                </span>
                {canPin ? (
                  <Form method="post" action={action}>
                    <input type="hidden" name="noteId" value={id} />
                    <SubmitButton name="intent" value={isPinned ? 'unpin' : 'pin'} look="quiet" isSmall>
                      {isPinned ? m.trust_unpin() : m.trust_pin()}
                    </SubmitButton>
                  </Form>
                ) : null}
              </div>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  )
}
