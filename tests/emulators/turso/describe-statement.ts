import { refusalOf } from './hrana-errors.ts'
import type { DescribeResult } from './protocol.ts'
import { connectionOf, isWrite, type Session } from './run-pipeline.ts'

/** Compiles a statement without running it. @throws StatementRefused as running it would. */
export async function describeStatement(session: Session, sql: string): Promise<DescribeResult> {
  const connection = connectionOf(session.stream)
  const prepared = connection.prepare(sql)
  session.onStatement(sql, false)
  try {
    const { cols } = await session.stream.database.compile(connection, prepared)
    return {
      params: prepared.scanned.params.map((name) => ({ name })),
      cols: cols.map((col) => ({ name: col.name ?? '', decltype: col.decltype })),
      is_explain: prepared.class.kind === 'explain',
      is_readonly: !isWrite(prepared),
    }
  } catch (error) {
    throw refusalOf(error, sql)
  }
}
