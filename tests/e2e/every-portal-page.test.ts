import { checkPages } from './check-pages.ts'

checkPages(['vendor', 'payer', 'admin'])
