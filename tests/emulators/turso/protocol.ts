/** The JSON structures of Hrana 3 over HTTP (HRANA_3_SPEC.md), as this server reads and writes them. */
export type Value =
  | { type: 'null' }
  | { type: 'integer'; value: string }
  | { type: 'float'; value: number }
  | { type: 'text'; value: string }
  | { type: 'blob'; base64: string }

export type NamedArg = { name: string; value: Value }

export type Stmt = {
  sql?: string | null
  sql_id?: number | null
  args?: Value[] | null
  named_args?: NamedArg[] | null
  want_rows?: boolean | null
}

export type BatchCond =
  | { type: 'ok'; step: number }
  | { type: 'error'; step: number }
  | { type: 'not'; cond: BatchCond }
  | { type: 'and'; conds: BatchCond[] }
  | { type: 'or'; conds: BatchCond[] }
  | { type: 'is_autocommit' }

export type Batch = { steps: { condition?: BatchCond | null; stmt: Stmt }[] }

type SqlText = { sql?: string | null; sql_id?: number | null }

export type StreamRequest =
  | { type: 'close' }
  | { type: 'execute'; stmt: Stmt }
  | { type: 'batch'; batch: Batch }
  | ({ type: 'sequence' } & SqlText)
  | ({ type: 'describe' } & SqlText)
  | { type: 'store_sql'; sql_id: number; sql: string }
  | { type: 'close_sql'; sql_id: number }
  | { type: 'get_autocommit' }

export type PipelineBody = { baton: string | null; requests: StreamRequest[] }

export type Col = { name: string | null; decltype: string | null }

export type StmtResult = {
  cols: Col[]
  rows: Value[][]
  affected_row_count: number
  last_insert_rowid: string | null
  replication_index: string | null
  rows_read: number
  rows_written: number
  query_duration_ms: number
}

export type HranaError = { message: string; code: string }

export type BatchResult = {
  step_results: (StmtResult | null)[]
  step_errors: (HranaError | null)[]
  replication_index: string | null
}

export type DescribeResult = {
  params: { name: string | null }[]
  cols: { name: string; decltype: string | null }[]
  is_explain: boolean
  is_readonly: boolean
}

export type StreamResponse =
  | { type: 'close' | 'sequence' | 'store_sql' | 'close_sql' }
  | { type: 'execute'; result: StmtResult }
  | { type: 'batch'; result: BatchResult }
  | { type: 'describe'; result: DescribeResult }
  | { type: 'get_autocommit'; is_autocommit: boolean }

export type StreamResult = { type: 'ok'; response: StreamResponse } | { type: 'error'; error: HranaError }
