export { type AuditCtx, auditOf } from '#worker/pure/audit.ts'
