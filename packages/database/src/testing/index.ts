export { startPostgres, type TestServer } from './postgres-server.ts'
