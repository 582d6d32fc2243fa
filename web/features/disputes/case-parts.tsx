import { Form } from '@remix-run/react'
import { useId } from 'react'
import { m } from '#messages'
import { Badge } from '#web/ui/badge.tsx'
import { SubmitButton } from '#web/ui/button.tsx'
import { dayText } from '#web/ui/format.ts'
import { Panel } from '#web/ui/panel.tsx'
import { Timeline } from '#web/ui/timeline.tsx'
import { dueText, eventText, fieldText } from './dispute-words.ts'

const BOX = 'min-h-11 w-full min-w-0 rounded-plate border border-stone-deep bg-card px-3.5 py-2 text-ink'

/** The one figure that counts while a dispute is open: how long there is to answer. */
export function Deadline({ dueAt, isAnswerable, nowMs }: { dueAt: string | null; isAnswerable: boolean; nowMs: number }) {
  if (dueAt === null || !isAnswerable) return <p className="text-small text-soft">{m.disputes_deadline_none()}</p>
  const { text, tone } = dueText(dueAt, nowMs)
  return (
    <>
      <p className="flex flex-wrap items-center gap-3">
        <time dateTime={dueAt} className="font-display text-[1.75rem] leading-tight font-bold tracking-[-0.02em]">
          {dayText(dueAt)}
        </time>
        <Badge tone={tone}>{text}</Badge>
      </p>
      <p className="mt-2 text-small text-soft">{m.disputes_deadline_text({ day: dayText(dueAt) })}</p>
    </>
  )
}

/** A labelled entry of a plain form. */
export function Entry({
  name,
  label,
  value = '',
  rows,
  isRequired = false,
}: {
  name: string
  label: string
  value?: string
  rows?: number
  isRequired?: boolean
}) {
  const id = useId()
  return (
    <div>
      <label htmlFor={id} className="mb-1.5 block text-small font-semibold">
        {label}
      </label>
      {rows === undefined ? (
        <input id={id} name={name} defaultValue={value} className={BOX} required={isRequired} />
      ) : (
        <textarea id={id} name={name} defaultValue={value} rows={rows} className={BOX} required={isRequired} />
      )}
    </div>
  )
}

type File = { id: string; field: string; name: string; isVendors: boolean }

/** The files of the pack, and a way to add one. */
export function FilesPanel({
  files,
  fields,
  canChange,
  path,
}: {
  files: File[]
  fields: readonly string[]
  canChange: boolean
  path: string | null
}) {
  const [fileId, fieldId] = [useId(), useId()]
  return (
    <Panel title={m.disputes_files_title()}>
      {files.length === 0 ? <p className="text-small text-soft">{m.disputes_files_none()}</p> : null}
      <ul className="divide-y divide-line">
        {files.map((file) => (
          <li key={file.id} className="flex flex-wrap items-center justify-between gap-3 py-2.5 text-small first:pt-0">
            <span className="min-w-0">
              {path === null ? (
                <span className="font-semibold wrap-anywhere">{file.name}</span>
              ) : (
                <a href={`${path}/${file.id}`} className="font-semibold wrap-anywhere underline" download={file.name}>
                  {file.name}
                </a>
              )}
              <span className="block text-fine text-soft">
                {fieldText(file.field)} · {file.isVendors ? m.disputes_file_of_vendor() : m.disputes_file_of_us()}
              </span>
            </span>
            {canChange ? (
              <Form method="post">
                <input type="hidden" name="intent" value="drop" />
                <input type="hidden" name="fileId" value={file.id} />
                <SubmitButton look="secondary" isSmall>
                  {m.disputes_file_remove()}
                </SubmitButton>
              </Form>
            ) : null}
          </li>
        ))}
      </ul>
      {canChange ? (
        <Form method="post" encType="multipart/form-data" className="mt-4 grid gap-3 border-t border-line pt-4">
          <input type="hidden" name="intent" value="file" />
          <p className="text-small text-soft">{m.disputes_files_text()}</p>
          <div>
            <label htmlFor={fileId} className="mb-1.5 block text-small font-semibold">
              {m.disputes_file_label()}
            </label>
            <input
              id={fileId}
              type="file"
              name="file"
              accept="application/pdf,image/jpeg,image/png"
              required
              className="w-full text-small file:me-3 file:min-h-10 file:cursor-pointer file:rounded-pill file:border file:border-solid file:border-stone-deep file:bg-card file:px-4 file:font-semibold file:text-ink"
            />
          </div>
          <div>
            <label htmlFor={fieldId} className="mb-1.5 block text-small font-semibold">
              {m.disputes_file_field()}
            </label>
            <select id={fieldId} name="field" className={BOX} defaultValue="shippingDocumentation">
              {fields.map((field) => (
                <option key={field} value={field}>
                  {fieldText(field)}
                </option>
              ))}
            </select>
          </div>
          <SubmitButton look="secondary">{m.disputes_file_add()}</SubmitButton>
        </Form>
      ) : null}
    </Panel>
  )
}

type Happened = { id: string; kind: string; detail: Record<string, string | number>; at: string; actorName?: string | null }

export function History({ timeline }: { timeline: Happened[] }) {
  return (
    <Timeline
      steps={timeline.map(({ id, kind, detail, at, actorName }) => ({
        key: id,
        title: eventText(kind, detail),
        text:
          kind === 'note' ? (
            <p className="whitespace-pre-line">{detail.text}</p>
          ) : typeof detail.reason === 'string' && (kind.endsWith('decided') || kind === 'written_off') ? (
            detail.reason
          ) : (
            (actorName ?? undefined)
          ),
        at,
        isDone: true,
      }))}
    />
  )
}
