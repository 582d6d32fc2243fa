import type { Connection, Prepared } from './connection.ts'
import { checkCondition, evaluateCondition, type StepOutcome } from './evaluate-condition.ts'
import { isEngineError, refusalOf, StatementRefused, wireError } from './hrana-errors.ts'
import type { Batch, BatchResult } from './protocol.ts'
import { authorize, connectionOf, runStatement, type Session, sqlText } from './run-pipeline.ts'
import { decodeValue, unreadable } from './value-codec.ts'

/**
 * Runs the steps in order, each if its condition holds. The server reads the whole batch before it runs the first step, so a
 * text that does not parse, an unknown step or a forbidden write refuses all of it, with nothing executed.
 */
export async function runBatch(session: Session, batch: Batch): Promise<BatchResult> {
  if (!Array.isArray(batch?.steps)) throw unreadable('missing field `steps`')
  const connection = connectionOf(session.stream)
  checkBatch(session, connection, batch)
  const outcomes: StepOutcome[] = []
  const results: BatchResult = { step_results: [], step_errors: [], replication_index: null }
  for (const step of batch.steps) {
    const runs = !step.condition || evaluateCondition(step.condition, outcomes, !connection.isInTransaction)
    outcomes.push(runs ? await runStep(session, step, results) : skipStep(results))
  }
  results.replication_index = session.stream.database.replicationIndex
  return results
}

function checkBatch(session: Session, connection: Connection, batch: Batch): void {
  for (const [index, step] of batch.steps.entries()) {
    const sql = sqlText(session.stream, step?.stmt)
    authorize(session, checkSyntax(connection, sql))
    for (const arg of step.stmt.args ?? []) decodeValue(arg)
    for (const arg of step.stmt.named_args ?? []) decodeValue(arg.value)
    if (step.condition) checkCondition(step.condition, index)
  }
}

/** Compiles ahead only to learn of a syntax error; a table that does not exist yet may be made by an earlier step. */
export function checkSyntax(connection: Connection, sql: string): Prepared {
  const prepared = connection.prepare(sql)
  try {
    connection.compile(prepared)
  } catch (error) {
    if (!isEngineError(error)) throw error
    const refusal = refusalOf(error, sql)
    if (refusal.code === 'SQL_PARSE_ERROR') throw refusal
  }
  return prepared
}

async function runStep(session: Session, step: Batch['steps'][number], results: BatchResult): Promise<StepOutcome> {
  try {
    const result = await runStatement(session, step.stmt)
    result.replication_index = null
    results.step_results.push(result)
    results.step_errors.push(null)
    return 'ok'
  } catch (error) {
    if (!(error instanceof StatementRefused)) throw error
    results.step_results.push(null)
    results.step_errors.push(wireError(error))
    return 'error'
  }
}

function skipStep(results: BatchResult): StepOutcome {
  results.step_results.push(null)
  results.step_errors.push(null)
  return 'skipped'
}
