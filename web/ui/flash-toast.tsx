import { Form, useRouteLoaderData } from '@remix-run/react'
import { m } from '#messages'
import type { Flash } from '#web/server/flash.ts'
import { flashText } from './flash-texts.ts'

/** What the page before wanted told: read out, shown for a while, and with "Undo" where the change can be taken back. */
export function FlashToast() {
  const root = useRouteLoaderData('root') as { flash: Flash | null; requestId: string } | undefined
  const flash = root?.flash ?? null
  return (
    <div role="status" className="pointer-events-none fixed inset-x-4 bottom-4 z-20 flex justify-center print:hidden">
      {flash === null ? null : (
        <div
          key={root?.requestId}
          className="toast pointer-events-auto flex items-center gap-4 rounded-plate bg-ink px-5 py-3 text-small font-medium text-paper shadow-lg"
          style={{ '--toast-ms': flash.undo === undefined ? '8s' : '20s' } as Record<string, string>}
        >
          {flashText(flash.key, flash.params)}
          {flash.undo === undefined ? null : <Undo {...flash.undo} />}
        </div>
      )}
    </div>
  )
}

function Undo({ action, fields }: NonNullable<Flash['undo']>) {
  if (!/^\/(?!\/)/.test(action)) return null
  const entries = Object.entries(fields).flatMap(([name, values]) => [values].flat().map((value) => ({ name, value })))
  return (
    <Form method="post" action={action}>
      {entries.map(({ name, value }) => (
        <input key={`${name} ${value}`} type="hidden" name={name} value={value} />
      ))}
      <button type="submit" className="min-h-9 cursor-pointer rounded-pill px-3 font-bold underline underline-offset-4">
        {m.ui_undo()}
      </button>
    </Form>
  )
}
