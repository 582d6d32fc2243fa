import type { Submission } from '@conform-to/react'
import { parseWithValibot } from '@conform-to/valibot'
import * as v from 'valibot'

/** A form of buttons alone as a submission, so that a refusal of it is told like that of any other form. */
export const plainSubmission = (form: FormData): Submission<Record<string, unknown>> =>
  parseWithValibot(form, { schema: v.looseObject({}) }) as Submission<Record<string, unknown>>
