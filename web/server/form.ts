import type { Submission, SubmissionResult } from '@conform-to/react'
import { parseWithValibot } from '@conform-to/valibot'
import { data } from '@remix-run/cloudflare'
import type { GenericSchema, InferOutput } from 'valibot'
import { m } from '#messages'
import { type ApiProblem, problemOf, withWayUp } from './answer.ts'
import { toLogIn } from './session.ts'

export type { SubmissionResult }

/** A form that was read: its value, or the answer that shows the fields at fault (422, every entry kept). */
export type ReadForm<T> =
  | { ok: true; value: T; submission: Submission<T> }
  | { ok: false; answer: ReturnType<typeof data<SubmissionResult>> }

/** Reads and checks a form by the same schema the page checks it with. */
export async function readForm<S extends GenericSchema>(request: Request, schema: S): Promise<ReadForm<InferOutput<S>>> {
  const submission = parseWithValibot(await request.formData(), { schema }) as Submission<InferOutput<S>>
  if (submission.status === 'success') return { ok: true, value: submission.value, submission }
  return { ok: false, answer: data(submission.reply() as SubmissionResult, { status: 422 }) }
}

/**
 * The answer to a form the API refused: a refused field is told beside it, everything else above the form, every entry kept.
 * @param fields API pointer -> field of the form, where the names differ
 * @param say code -> the sentence to show instead of the API's own
 * @throws a redirect to the log-in page on 401
 */
export async function refused<T>(
  request: Request,
  submission: Submission<T>,
  response: { status: number; json(): Promise<unknown> },
  { fields = {}, say = {} }: { fields?: Record<string, string>; say?: Record<string, (problem: ApiProblem) => string> } = {},
) {
  const problem = await problemOf(response)
  if (problem.code === 'sign_in_required') throw toLogIn(request)
  const fieldErrors: Record<string, string[]> = {}
  for (const { pointer, detail } of problem.errors ?? []) {
    const name =
      fields[pointer] ??
      pointer
        .slice(1)
        .replaceAll('/', '.')
        .replace(/\.(\d+)(?=\.|$)/g, '[$1]')
    fieldErrors[name] = [...(fieldErrors[name] ?? []), detail]
  }
  const sentence = say[problem.code]?.(problem) ?? (problem.status >= 500 || problem.detail === '' ? m.ui_try_again_soon() : problem.detail)
  const formErrors = problem.errors === undefined || say[problem.code] ? [withWayUp(problem, sentence)] : []
  return data(submission.reply({ formErrors, fieldErrors }) as SubmissionResult, { status: problem.status })
}
