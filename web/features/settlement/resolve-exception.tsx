import { useForm } from '@conform-to/react'
import { parseWithValibot } from '@conform-to/valibot'
import { Form } from '@remix-run/react'
import { m } from '#messages'
import type { SubmissionResult } from '#web/server/form.ts'
import { SubmitButton } from '#web/ui/button.tsx'
import { FormErrors, TextAreaField } from '#web/ui/field.tsx'
import { ResolveForm } from './forms.ts'
import { type ExceptionRow, reasonText } from './settlement-words.ts'

/** A person's word for an exception, folded away until it is wanted. */
export function ResolveException({
  exception,
  formKey,
  result,
}: {
  exception: ExceptionRow
  formKey: string
  result?: SubmissionResult | undefined
}) {
  const isThis = result?.initialValue?.exceptionId === exception.id
  const [form, fields] = useForm({
    id: `resolve-${exception.id}`,
    lastResult: isThis ? result : undefined,
    onValidate: ({ formData }) => parseWithValibot(formData, { schema: ResolveForm }),
    shouldValidate: 'onBlur',
    shouldRevalidate: 'onInput',
    defaultValue: { intent: 'resolve', exceptionId: exception.id, note: '' },
  })
  return (
    <details open={isThis} className="min-w-44 text-start">
      <summary className="min-h-9 cursor-pointer py-1.5 font-medium text-accent">
        {m.settlement_rec_resolve()}
        <span className="sr-only">
          : {reasonText(exception.reason)} {exception.matchKey}
        </span>
      </summary>
      <Form method="post" id={form.id} onSubmit={form.onSubmit} noValidate className="grid gap-3 pt-2">
        <input type="hidden" name="intent" value="resolve" />
        <input type="hidden" name="exceptionId" value={exception.id} />
        <input type="hidden" name="formKey" value={`${formKey}-${exception.id}`} />
        <FormErrors id={form.errorId} errors={form.errors} />
        <TextAreaField field={fields.note} label={m.settlement_rec_resolve_note()} hint={m.settlement_rec_resolve_hint()} rows={2} />
        <SubmitButton isSmall>{m.settlement_rec_resolve()}</SubmitButton>
      </Form>
    </details>
  )
}
