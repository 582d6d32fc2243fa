import type { DisputeRow } from '#db/platform/queries/disputes/record.ts'
import { isUnanswered } from '#worker/pure/dispute.ts'
import { Problem } from '#worker/pure/problem.ts'

/** 409: the bank waits for no answer (any more): it was given, decided, or came too late. */
export class NotAnswerable extends Problem {
  constructor({ status, answer }: Pick<DisputeRow, 'status' | 'answer'>) {
    super('dispute_not_answerable', 409, 'This dispute takes no answer any more.', { extensions: { status, answer } })
  }
}

/** 409: the last day to answer is over. */
export class DeadlinePassed extends Problem {
  constructor(dueAt: string) {
    super('dispute_deadline_passed', 409, 'The last day to answer this dispute is over.', { extensions: { dueAt } })
  }
}

/** 412: somebody else changed the case since it was read. */
export class ChangedMeanwhile extends Problem {
  constructor() {
    super('changed_meanwhile', 412, 'The case was changed by somebody else since you read it.')
  }
}

/** 409: more files than anybody at the bank reads. */
export class TooManyFiles extends Problem {
  constructor(most: number) {
    super('too_many_files', 409, `A dispute may have at most ${most} files.`)
  }
}

/** 409: the files of one kind go to the bank as one, which may have only so many bytes. */
export class FilesTooLarge extends Problem {
  constructor() {
    super('files_too_large', 409, 'Files of one kind may have at most 4 MiB together.')
  }
}

/** Whether an answer can be given, or what is in it be changed. */
export const isAnswerable = ({ status, answer, dueAtMs }: Pick<DisputeRow, 'status' | 'answer' | 'dueAtMs'>, nowMs: number): boolean =>
  isUnanswered(status) && answer === null && (dueAtMs === null || dueAtMs > nowMs)
