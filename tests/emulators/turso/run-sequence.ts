import { checkSyntax } from './run-batch.ts'
import { authorize, connectionOf, runStatement, type Session } from './run-pipeline.ts'
import { scanSql } from './scan-sql.ts'

/** Runs the statements of one text until the first is refused. A syntax error anywhere refuses all, with nothing executed. */
export async function runSequence(session: Session, sql: string): Promise<void> {
  const connection = connectionOf(session.stream)
  const texts = scanSql(sql).map((statement) => statement.text)
  for (const text of texts) authorize(session, checkSyntax(connection, text))
  for (const text of texts) await runStatement(session, { sql: text, want_rows: false })
}
